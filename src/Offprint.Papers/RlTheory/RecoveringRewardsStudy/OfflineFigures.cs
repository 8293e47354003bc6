using Offprint.Agents.Bandits;
using Offprint.Cards;
using Offprint.Environments.Bandits;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Figures of planning with known curves.</summary>
public static class OfflineFigures
{
    /// <summary>Part A: each arm's rate points, their envelope, and the frequencies of the upper bound and of the plan.</summary>
    /// <param name="table">A few arms.</param>
    /// <param name="pulls">K.</param>
    /// <returns>A panel an arm.</returns>
    public static PanelFigure Envelopes(RecoveryTable table, int pulls)
    {
        var planner = new PeriodicPlanner();
        double[] frequencies = planner.Frequencies(table, pulls);
        var plan = planner.Plan(table, pulls);
        double highest = Enumerable.Range(0, table.Arms).Max(i => RateEnvelope.Of(table[i]).Rates[^1]);
        return new PanelFigure("What an arm earns a period, by how often it is pulled",
            [.. Enumerable.Range(0, table.Arms).Select(i => Panel(i))], 3)
        {
            Caption = $"Points: R(d)/d at x = 1/d; line: concave envelope. K = {pulls}; dashed: the upper bound's frequency; " +
                "marked: the plan's, at a period of D[a]. The bound's frequency lies between two vertices for one arm at most.",
        };

        LineFigure Panel(int arm)
        {
            var envelope = RateEnvelope.Of(table[arm]);
            double[] idle = [.. Enumerable.Range(1, table.Saturation).Select(d => (double)d)];
            int period = plan.Schedule.Periods[arm];
            return new LineFigure($"arm {arm + 1}: period {(period > 0 ? period : "–")}",
            [
                new Series("R(d)/d", [.. idle.Select(d => 1 / d)], [.. idle.Select(d => table.At(arm, (int)d) / d)])
                { Stroke = Stroke.None, Markers = true, Color = 4 },
                new Series("envelope", envelope.Frequencies.ToArray(), envelope.Rates.ToArray()) { Color = PolicyColors.Guide },
                new Series("plan", [period > 0 ? 1.0 / period : 0], [period > 0 ? table.At(arm, period) / period : 0])
                { Stroke = Stroke.None, Markers = true, Color = 0 },
            ])
            {
                X = new Axis("pulls a period, x", Low: -0.03, High: 1.03),
                Y = new Axis(arm % 3 == 0 ? "reward a period" : "", Low: -0.03 * highest, High: 1.1 * highest),
                References = [new ReferenceLine(frequencies[arm], "", Vertical: true)],
            };
        }
    }

    /// <summary>Part A: the plan's schedule as a Gantt chart, colored by what each pull pays.</summary>
    /// <param name="table">A few arms.</param>
    /// <param name="pulls">K.</param>
    /// <param name="periods">How many periods are shown.</param>
    /// <returns>A row an arm, a column a period.</returns>
    public static HeatMap Schedule(RecoveryTable table, int pulls, int periods = 24)
    {
        var plan = new PeriodicPlanner().Plan(table, pulls);
        var schedule = plan.Schedule;
        int[] arms = [.. Enumerable.Range(0, table.Arms).OrderBy(i => schedule.Columns[i] < 0 ? int.MaxValue : schedule.Columns[i])
            .ThenBy(i => schedule.Periods[i])];
        return new HeatMap("The schedule: who is pulled when, and what it pays",
            [.. arms.Select(i => schedule.Periods[i] switch
            {
                0 => $"arm {i + 1}: never",
                1 => $"arm {i + 1}: always, column {schedule.Columns[i] + 1}",
                var period => $"arm {i + 1}: every {period}, column {schedule.Columns[i] + 1}",
            })],
            [.. Enumerable.Range(1, periods).Select(t => t.ToString(CultureInfo.InvariantCulture))],
            [.. arms.Select(i => (IReadOnlyList<double>)[.. Enumerable.Range(0, periods)
                .Select(t => schedule.IsDue(i, t) ? table.At(i, schedule.Periods[i]) : double.NaN)])])
        {
            ValueLabel = "mean reward",
            X = new Axis("period"),
            Caption = $"{plan.Value:F3} a period, {plan.Ratio:P1} of the upper bound. Never more than {pulls} pulls in a period; arms " +
                "of one column never meet.",
        };
    }

    /// <summary>Part B: policies against the exact optimum, as shares of the upper bound.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a K.</returns>
    public static PanelFigure Tiny(PaperResults results)
    {
        var cells = results.Of(Papers.RecoveringRewards.Tiny);
        return new PanelFigure("Small instances, solved exactly", [.. cells.Select(cell =>
        {
            var r = cell.Result;
            double[] optimum = Share(r.Optimum);
            return new LineFigure($"K = {cell.Settings.Pulls}",
            [
                new Series("greedy", optimum, Share(r.Greedy)) { Stroke = Stroke.None, Markers = true, Color = PolicyColors.Of("greedy") },
                new Series(RatioStudy.Periodic, optimum, Share(r.Periodic)) { Stroke = Stroke.None, Markers = true, Color = 0 },
                new Series("optimum", [0.86, 1], [0.86, 1]) { Stroke = Stroke.Dashed, Color = PolicyColors.Guide },
            ])
            { X = new Axis("optimum / upper bound", Low: 0.86, High: 1.01), Y = new Axis("policy / upper bound", Low: 0.1, High: 1.04) };

            double[] Share(IReadOnlyList<double> values) => [.. values.Zip(r.UpperBound, (v, u) => Math.Round(v / u, 5))];
        })], 2)
        { Caption = $"{cells[0].Cell.Seeds.Count} random instances with {cells[0].Settings.Arms} arms and {cells[0].Settings.Saturation} " +
            "idle times. No point can lie above the dashed line." };
    }

    /// <summary>Part C: shares of the upper bound as K grows.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Ratios beside gaps.</returns>
    public static PanelFigure Ratios(PaperResults results)
    {
        var cells = results.Of(Papers.RecoveringRewards.Ratios).OrderBy(c => c.Settings.Pulls).ToList();
        double[] pulls = [.. cells.Select(c => (double)c.Settings.Pulls)];
        var guarantee = pulls.Select(k => PeriodicPlanner.Guarantee((int)k, (int)k)).ToArray();
        double[] gaps = [.. cells.Select(c => 1 - c.Result.Of(RatioStudy.Periodic).Average())];
        double constant = gaps.Zip(pulls, (g, k) => g / Math.Sqrt(k)).Sum() / pulls.Sum(k => 1 / k);
        return new PanelFigure("How much of the upper bound is earned",
        [
            new LineFigure("Share of the upper bound",
                [.. RatioStudy.Names.Select(name =>
                    SeedSeries.Of(name, cells.Select(c => ((double)c.Settings.Pulls, c.Result.Of(name))), PolicyColors.Of(name))),
                    new Series("guarantee γ_K", pulls, guarantee) { Stroke = Stroke.Dashed, Color = PolicyColors.Guide }])
            { X = new Axis("K", Logarithmic: true), Y = new Axis("share", Low: 0, High: 1.02) },
            new LineFigure("What is missing to the bound",
                [.. RatioStudy.Names.Take(3).Select(name =>
                    SeedSeries.Of(name, cells.Select(c =>
                    ((double)c.Settings.Pulls, (IReadOnlyList<double>)[.. c.Result.Of(name).Select(r => 1 - r)])), PolicyColors.Of(name))),
                    new Series($"{constant:F2}/√K", pulls, [.. pulls.Select(k => constant / Math.Sqrt(k))]) { Stroke = Stroke.Dotted,
                        Color = PolicyColors.Guide }])
            { X = new Axis("K", Logarithmic: true), Y = new Axis("1 − share", Logarithmic: true) },
        ], 2)
        { Caption = $"Mean and 95 % t interval over {cells[0].Cell.Seeds.Count} instances with 6K to 10K arms. The curve c/√K is fitted " +
            $"to the periodic policy." };
    }

    /// <summary>Part D: bars of mean shares, with and without the improving step.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a K.</returns>
    public static PanelFigure Ablation(PaperResults results)
    {
        int[] sizes = [1, 2, 3, 4, 6, 8];
        var cells = results.Of(Papers.RecoveringRewards.Ablation).OrderBy(c => c.Settings.Instances.Pulls).ToList();
        double lowest = cells.Min(c => c.Result.Policies.Min(p => p.Ratios.Average()));
        return new PanelFigure("Planner: largest a of the period sets, and the improving step", [.. cells.Select(cell => new BarFigure(
            $"K = {cell.Settings.Instances.Pulls}", [.. sizes.Select(a => $"{a}")],
            [Bars(cell.Result, "with improving", ""), Bars(cell.Result, "without", ", no improving")])
        { X = new Axis("largest a"), Y = new Axis("share of the bound", Low: Math.Floor(lowest * 20) / 20, High: 1) })],
            cells.Count > 3 ? 2 : 3)
        { Caption = $"Mean share of the upper bound and 95 % t interval over {cells[0].Cell.Seeds.Count} instances. The axis does not " +
            $"begin at 0." };

        BarSeries Bars(RatioStudyResult result, string name, string suffix)
        {
            var means = sizes.Select(a => MeanInterval.StudentT([.. result.Of($"a ≤ {a}{suffix}")])).ToList();
            return new BarSeries(name, [.. means.Select(m => m.Value)]) { Low = [.. means.Select(m => m.Interval.Low)],
                High = [.. means.Select(m => m.Interval.High)] };
        }
    }

    /// <summary>Part D: all variants of the planner.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a variant, a column a K.</returns>
    public static CardTable AblationTable(PaperResults results)
    {
        var cells = results.Of(Papers.RecoveringRewards.Ablation).OrderBy(c => c.Settings.Instances.Pulls).ToList();
        string[] shown = ["a ≤ 1", "a ≤ 6", "a ≤ 1, no improving", "a ≤ 6, no improving", "a ≤ 6, fractional arm down", "a ≤ 6, neither"];
        return CardTable.Of("Mean share of the upper bound", shown,
        [
            ("Planner", name => name),
            .. cells.Select(c => (new TableColumn($"K = {c.Settings.Instances.Pulls}"),
                (Func<string, TableCell>)(name => MeanInterval.StudentT([.. c.Result.Of(name)])))),
        ]) with
        { Note = "Fractional arm down: it is neither rounded up nor tried alone. Neither: without that choice and without improving." };
    }
}
