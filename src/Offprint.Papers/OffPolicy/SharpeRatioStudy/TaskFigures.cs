using Offprint.Cards;
using Offprint.Estimators.OffPolicy.Selection;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

using TaskCell = CellResult<TaskSettings, TaskResult>;

/// <summary>The benchmark's figures.</summary>
internal static class TaskFigures
{
    private static SharpeRatioPaper P => Papers.SharpeRatio;

    /// <summary>What of a shortlist a curve shows.</summary>
    internal sealed record Part(string Name, Func<Shortlist, double> Value, int First = 1);

    internal static Part Sharpe { get; } = new("SharpeRatio@k", l => l.SharpeRatio, 2);

    internal static Part Best { get; } = new("best@k", l => l.Best);

    internal static Part Deviation { get; } = new("std@k", l => l.Deviation, 2);

    internal static Part Last { get; } = new("the k-th policy", l => l.Last);

    /// <summary>A part of the shortlists of all tasks, a panel a task.</summary>
    public static PanelFigure Curves(PaperResults results, Part part)
    {
        var cells = results.Of(P.Tasks);
        return new($"{part.Name} in all tasks", [.. cells.Select(c => Curve(c, part, c.Settings.Policies.Task.ToString()))],
            Math.Min(4, cells.Count))
        {
            Caption = Bands(cells[0]), Colors = P.Colors,
        };
    }

    /// <summary>MountainCar: the curve, and the scores of accuracy.</summary>
    public static PanelFigure MountainCar(PaperResults results)
    {
        TaskCell cell = results.Of(P.Tasks, s => s.Policies.Task == ControlTask.MountainCar);
        ReportedTable reported = P.Reported("mountain-car");
        Metric[] metrics = [Metric.Error, Metric.Correlation, Metric.Regret];
        return new("MountainCar: SharpeRatio@k beside the scores of accuracy",
            [Curve(cell, Sharpe, "SharpeRatio@k"), .. metrics.Select(Bars)], 2)
        {
            Caption = Bands(cell) + " Pale: the paper's, read off its figure.", Colors = P.Colors,
        };

        BarFigure Bars(Metric metric)
        {
            Estimate[] ours = [.. Means(cell, metric)];
            return new(metric.Name, TaskTable.Names,
            [
                new("ours", [.. ours.Select(e => e.Value)])
                {
                    Low = [.. ours.Select(e => e.Interval.Low)], High = [.. ours.Select(e => e.Interval.High)],
                },
                new("paper", [.. TaskTable.Names.Select(n => reported[n, metric.Name] ?? double.NaN)]),
            ]) { Y = new(metric.Name) };
        }
    }

    /// <summary>MountainCar: what the shortlist holds.</summary>
    public static PanelFigure Portfolio(PaperResults results)
    {
        TaskCell cell = results.Of(P.Tasks, s => s.Policies.Task == ControlTask.MountainCar);
        double behavior = cell.Result.Logs.Average(l => l.Behavior);
        ReferenceLine line = new(behavior, "J(π_b)");
        return new("MountainCar: best, spread and k-th policy of the shortlist",
        [
            Curve(cell, Best, "best@k") with { References = [line] }, Curve(cell, Deviation, "std@k"),
            Curve(cell, Last, "the k-th policy") with { References = [line] },
        ], 3)
        {
            Caption = Bands(cell), Colors = P.Colors,
        };
    }

    /// <summary>SharpeRatio at a size in all tasks; a star on the highest mean.</summary>
    public static BarFigure SharpeBars(PaperResults results, int k)
    {
        var cells = results.Of(P.Tasks);
        Estimate[][] values = [.. cells.Select(c => Means(c, s => s.At(k).SharpeRatio).ToArray())];
        return new($"SharpeRatio@{k}", [.. cells.Select((c, i) => $"{c.Settings.Policies.Task} ({Highest(values[i])}★)")],
            [.. TaskTable.Names.Select((name, e) => new BarSeries(name, [.. values.Select(v => v[e].Value)])
            {
                Low = [.. values.Select(v => Math.Max(0, v[e].Interval.Low))], High = [.. values.Select(v => v[e].Interval.High)],
            })])
        {
            Y = new($"SharpeRatio@{k}"), Colors = P.Colors, Caption = Bands(cells[0]) + " The star names the highest mean.",
        };

        static string Highest(Estimate[] task) => TaskTable.Names[Array.IndexOf(task, task.MaxBy(v => v.Value))];
    }

    /// <summary>SharpeRatio@4 against each score of accuracy, a point an estimator and log, with the line of least squares.</summary>
    public static PanelFigure AgainstAccuracy(PaperResults results, int k)
    {
        List<Trial> trials = Trial.OfTasks(results);
        Metric[] metrics = [Metric.Correlation, Metric.Regret, Metric.Error];
        return new($"SharpeRatio@{k} against the scores of accuracy", [.. metrics.Select(Panel)], 3)
        {
            Caption = $"{trials.Count} logs, five estimators each, {trials.Select(t => t.Task).Distinct().Count()} tasks. nMSE is cut at " +
                "its 95 % quantile for the picture. Points of one log share candidates and data: the lines describe, they test nothing.",
        };

        ScatterFigure Panel(Metric metric)
        {
            var points = trials.SelectMany(t => t.Scores.Select(s => (t.Task, X: metric.Value(s), Y: s.At(k).SharpeRatio)))
                .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).ToList();
            double cut = metric == Metric.Error ? points.Select(p => p.X).Order().ElementAt((int)(0.95 * (points.Count - 1)))
                : double.PositiveInfinity;
            points = [.. points.Where(p => p.X <= cut)];
            double correlation = RankCorrelation.Pearson([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)]);
            return new($"{metric.Name}, r = {correlation:0.00}",
                [.. points.GroupBy(p => p.Task).Select(g => new Series(g.Key, [.. g.Select(p => p.X)], [.. g.Select(p => p.Y)])),
                    Line([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)])])
            {
                X = new(metric.Name), Y = new($"SharpeRatio@{k}"),
            };
        }
    }

    /// <summary>The line of least squares as a row of dots, since a scatter joins nothing.</summary>
    private static Series Line(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average(), variance = x.Sum(v => (v - meanX) * (v - meanX));
        double slope = variance > 0 ? x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / variance : 0;
        double[] at = [.. Enumerable.Range(0, 41).Select(i => x.Min() + (x.Max() - x.Min()) * i / 40)];
        return new("least squares", at, [.. at.Select(v => meanY + slope * (v - meanX))]);
    }

    /// <summary>The candidates with their true values.</summary>
    public static CardTable Candidates(PaperResults results)
    {
        var rows = results.Of(P.Tasks).SelectMany(c => c.Result.Candidates.Select((candidate, i) => (Cell: c, Candidate: candidate, i)));
        return CardTable.Of("Candidates", rows,
            ("task", r => r.Cell.Settings.Policies.Task.ToString()),
            ("base", r => TaskTable.Name(r.Cell.Settings.Policies.Bases[r.Candidate.Base])), ("head", r => r.Candidate.Head.Label),
            ("J", r => r.Candidate.Value.ToEstimate("rollouts")), ("J(π_b)", r => r.Cell.Result.Logs.Average(l => l.Behavior)),
            ("ESS/n", r => r.Cell.Result.Logs.Average(l => l.EffectiveShare[r.i])),
            ("std of ρ̂", r => r.Cell.Result.Logs.Average(l => l.RatioSpread[r.i]))) with
        {
            Folded = true,
            Note = "ESS/n: the effective sample size of whole trajectories' weights over the number of trajectories, mean over logs.",
        };
    }

    /// <summary>Means over a task's logs with t intervals.</summary>
    public static IEnumerable<Estimate> Means(TaskCell cell, Metric metric) => Means(cell, metric.Value);

    private static IEnumerable<Estimate> Means(TaskCell cell, Func<SelectionScores, double> value)
    {
        List<Trial> trials = [.. Trial.Of(cell)];
        return Enumerable.Range(0, TaskTable.Names.Length).Select(e =>
            MeanInterval.StudentT([.. trials.Select(t => value(t.Scores[e])).Select(v => double.IsNaN(v) ? 0 : v)]));
    }

    private static LineFigure Curve(TaskCell cell, Part part, string title)
    {
        List<Trial> trials = [.. Trial.Of(cell)];
        int[] sizes = [.. Enumerable.Range(part.First, cell.Settings.Candidates - part.First + 1)];
        return new(title, [.. TaskTable.Names.Select((name, e) =>
        {
            Estimate[] means = [.. sizes.Select(k => MeanInterval.StudentT([.. trials.Select(t => part.Value(t.Scores[e].At(k)))]))];
            return new Series(name, [.. sizes.Select(k => (double)k)], [.. means.Select(m => m.Value)])
            {
                Low = [.. means.Select(m => m.Interval.Low)], High = [.. means.Select(m => m.Interval.High)], Markers = true,
            };
        })])
        {
            X = new("k"), Y = new(part.Name), Colors = P.Colors,
        };
    }

    private static string Bands(TaskCell cell) =>
        $"Means over {cell.Result.Logs.Count} logs of {cell.Settings.Trajectories:N0} trajectories; bands and bars: 95 % t intervals " +
        "over logs. Behavior and candidates are the same in all logs: nothing is said of other trainings.";
}
