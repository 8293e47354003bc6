using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>Which estimator each score prefers, and how often two scores prefer the same.</summary>
internal static class AgreementFigures
{
    private static SharpeRatioPaper P => Papers.SharpeRatio;

    /// <summary>Our matrix, by the first of the best, beside the paper's, in percent of the trials.</summary>
    public static PanelFigure Matrix(PaperResults results)
    {
        var tasks = new Agreement(Trial.OfTasks(results));
        var mdps = new Agreement(Trial.OfMdps(results));
        ReportedTable paper = P.Reported("agreement");
        return new("Trials in which two scores prefer the same estimator, %",
        [
            Map($"ours, {tasks.Trials.Count} logs", (a, b) => 100.0 * tasks.FirstCount(a, b) / tasks.Trials.Count),
            Map("paper, 70 logs", (a, b) => 100 * (paper[a.Name, b.Name] ?? double.NaN) / 70),
            Map($"random MDPs, {mdps.Trials.Count}", (a, b) => 100.0 * mdps.FirstCount(a, b) / mdps.Trials.Count),
        ], 3)
        {
            Caption = "The first of several best counts, in the order DM, PDIS, DR, MIS, MDR. How the paper breaks ties was not found.",
        };

        static HeatMap Map(string title, Func<Metric, Metric, double> share)
        {
            string[] names = [.. Metric.All.Select(m => m.Name)];
            return new(title, names, names, [.. Metric.All.Select(a => (IReadOnlyList<double>)[.. Metric.All.Select(b =>
                Math.Round(share(a, b)))])])
            { ShowValues = true, ValueLabel = "%" };
        }
    }

    /// <summary>Counts under both rules for ties, with exact intervals.</summary>
    public static CardTable Counts(PaperResults results)
    {
        var tasks = new Agreement(Trial.OfTasks(results));
        ReportedTable paper = P.Reported("agreement");
        var pairs = Metric.All.SelectMany((a, i) => Metric.All.Skip(i + 1).Select(b => (A: a, B: b))).ToList();
        return CardTable.Of("Agreement of scores", pairs,
            ("scores", p => $"{p.A.Name}, {p.B.Name}"),
            ("same first", p => Share(tasks.FirstCount(p.A, p.B))), ("shared best", p => Share(tasks.SharedCount(p.A, p.B))),
            ("paper", p => ((TableCell)((paper[p.A.Name, p.B.Name] ?? double.NaN) / 70)).With(Emphasis.Muted))) with
        {
            Note = $"Shares of {tasks.Trials.Count} logs with exact binomial 95 % intervals, which take logs as independent; logs of one " +
                "task share candidates. 'Shared best': the sets of best estimators meet.",
        };

        Estimate Share(int count) => ProportionInterval.Exact(count, tasks.Trials.Count);
    }

    /// <summary>How often each estimator is preferred.</summary>
    public static BarFigure Winners(PaperResults results)
    {
        List<Trial> trials = Trial.OfTasks(results);
        return new("Logs in which an estimator is the best", [.. Metric.All.Select(m => m.Name)],
            [.. TaskTable.Names.Select((name, e) => new BarSeries(name,
                [.. Metric.All.Select(m => (double)trials.Count(t => m.Best(t.Scores)[0] == e))]))])
        {
            Y = new("logs"), Colors = P.Colors, Caption = $"{trials.Count} logs; the first of several best counts.",
        };
    }

    /// <summary>The published bars against the published curve: the index is one off.</summary>
    public static CardTable Shift(PaperResults results)
    {
        ReportedTable curve = P.Reported("mountain-car-curve"), bars = P.Reported("sharpe-bars");
        return CardTable.Of("MountainCar: the bars labelled SharpeRatio@4 beside the published curve", TaskTable.Names,
            ("estimator", n => n), ("bar", n => bars["MountainCar", n]!.Value), ("curve at k = 4", n => curve[n, "4"]!.Value),
            ("curve at k = 5", n => curve[n, "5"]!.Value)) with
        {
            Note = "All read off the paper's figures (±0.05). The plotting code takes [4] of an array that begins with k = 1.",
        };
    }
}
