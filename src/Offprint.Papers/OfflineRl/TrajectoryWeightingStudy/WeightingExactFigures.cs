using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Figures of part A.</summary>
internal static class WeightingExactFigures
{
    /// <summary>The gain of weighted cloning against the spread of returns, and against the first term of its expansion.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A point an MDP.</returns>
    public static PanelFigure Gains(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.Identity)[0];
        double[] gains = [.. cell.Result.Rows.Select(row => row.Gain)];
        return new("Weighted cloning in random deterministic MDPs",
        [
            new ScatterFigure("Gain and spread", [new("MDPs", [.. cell.Result.Rows.Select(row => row.Spread)], gains)])
            {
                X = new("√RPSV of the returns", Low: 0), Y = new("J(weighted) − J(cloning)", Low: 0),
            },
            new ScatterFigure("Gain and share of good data",
                [new("MDPs", [.. cell.Result.Rows.Select(row => row.GoodShare)], gains)])
            {
                X = new("share of good trajectories σ", Low: 0), Y = new("J(weighted) − J(cloning)", Low: 0),
            },
        ], 2)
        {
            Caption = $"{gains.Length} MDPs of {cell.Settings.States} states, {cell.Settings.Actions} actions, {cell.Settings.Horizon} " +
                $"steps; {cell.Settings.Trajectories} trajectories each, the good ones of the " +
                $"optimal policy with {cell.Settings.Exploration:P0} exploration, the others uniform. RW, α = " +
                    $"{cell.Settings.Temperature}. Values are exact.",
        };
    }

    /// <summary>Lucky starts: scores, and what share of the draws the luckiest start takes.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Bars a sampler.</returns>
    public static PanelFigure LuckyStarts(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.LuckyStarts)[0];
        string[] names = [.. cell.Result.Rows.Select(row => row.Sampler)];
        return new("Five starts of different luck",
        [
            new BarFigure("Value without luck", names, [Bars("", cell.Result.Rows.Select(row => row.Scores))]) { Y =
                new("share of the optimal value", Low: 0) },
            new BarFigure("Draws from the luckiest start", names, [Bars("", cell.Result.Rows.Select(row => row.LuckiestMass))])
            {
                Y = new("share of drawn trajectories", Low: 0, High: 1), References = [new(0.2, "fair")],
            },
        ], 2)
        {
            Caption = $"Means of {cell.Cell.Seeds.Count} MDPs with 95 % t intervals: five parts of {cell.Settings.States} states, whose " +
                $"first step pays {string.Join(", ", cell.Settings.Luck)} in addition; {cell.Settings.Trajectories} trajectories, " +
                $"{cell.Settings.GoodShare:P0} of them half-optimal; {cell.Settings.Drawn} drawn and cloned. AW subtracts the mean " +
                    "return of each start, or a linear function of the start's number.",
        };
    }

    /// <summary>The lottery: risky choices and value against the temperature.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Measured points on the limit's curves.</returns>
    public static PanelFigure Risk(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.Risk)[0];
        var rows = cell.Result.Rows.Where(row => double.IsFinite(row.Temperature)).ToList();
        double[] grid = [.. Enumerable.Range(0, 61).Select(i => Math.Pow(10, -1.4 + 1.8 * i / 60))];
        double uniform = cell.Settings.Limit(double.PositiveInfinity).Value;
        return new("Weighting learns to gamble",
        [
            new LineFigure("Share of risky choices", [Limit(limit => limit.Risky), Measured(row => row.Risky)])
            {
                X = new("temperature α", Logarithmic: true), Y = new("π(risky)", Low: 0.45, High: 1.02),
            },
            new LineFigure("Value", [Limit(limit => limit.Value), Measured(row => row.Values)])
            {
                X = new("temperature α", Logarithmic: true), Y = new("J", Low: 0.495, High: 0.555), References = [new(uniform, "uniform")],
            },
        ], 2)
        {
            Caption = $"A safe {cell.Settings.Safe} or a lottery for 1 with probability {cell.Settings.Chance}; " +
                $"{cell.Settings.Trajectories:N0} uniform trajectories, means of {cell.Cell.Seeds.Count} seeds. Curves: infinitely many " +
                "trajectories.",
        };

        Series Limit(Func<(double Risky, double Value), double> pick) =>
            new("limit", grid, [.. grid.Select(alpha => pick(cell.Settings.Limit(alpha)))]) { Stroke = Stroke.Dashed, Color = 7 };
        Series Measured(Func<RiskRow, IReadOnlyList<double>> pick) =>
            SeedSeries.Of("weighted cloning", rows.Select(row => (row.Temperature, pick(row))),
                Papers.TrajectoryWeighting.Colors[WeightedSamplers.Return]) with { Stroke = Stroke.None, Low = null, High = null };
    }

    /// <summary>Means with t intervals.</summary>
    internal static BarSeries Bars(string name, IEnumerable<IReadOnlyList<double>> values)
    {
        var means = values.Select(WeightingExactClaims.Mean).ToList();
        return new(name, [.. means.Select(mean => mean.Value)])
        {
            Low = [.. means.Select(mean => mean.Interval.Low)], High = [.. means.Select(mean => mean.Interval.High)],
        };
    }
}
