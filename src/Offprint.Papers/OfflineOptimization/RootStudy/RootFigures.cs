using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>Scores in figures.</summary>
internal static class RootFigures
{
    /// <summary>All scores of a method, sorted: where the median lies, and how little of it the greatest tells.</summary>
    public static PanelFigure Distributions(PaperResults results)
    {
        const double low = 0, high = 1.05;
        RootNumbers numbers = RootNumbers.Of(results);
        double[] outside = [.. from problem in numbers.Problems from method in numbers.Methods
            from outcome in numbers.Outcomes(problem, method) from score in outcome.Scores where score is < low or > high select score];
        return new("Normalized scores of 128 designs, sorted", [.. numbers.Problems.Select(problem => new LineFigure(problem.Label,
            [.. numbers.Methods.Select(m => Sorted(m, numbers.Outcomes(problem, m)))])
        {
            X = new("share of designs below", Low: 0, High: 1), Y = new("normalized score", Low: low, High: high),
            Colors = Papers.Root.Colors,
            References = [new(numbers.BestVisible(problem), "best visible"), new(0.5, "median", Vertical: true)],
        })], numbers.Problems.Count)
        {
            Caption = $"Designs of all {numbers.Cells(numbers.Problems[0]).Count} seeds together." + (outside.Length == 0 ? "" :
                $" {outside.Length} scores lie outside of the axes, from {NumberText.Format(outside.Min())} to " +
                $"{NumberText.Format(outside.Max())}."),
        };
    }

    /// <summary>Steps and starts.</summary>
    public static PanelFigure Amounts(PaperResults results)
    {
        RootNumbers numbers = RootNumbers.Of(results);
        DesignProblem problem = numbers.Problems[0];
        BridgeSettings settings = numbers.Cells(problem)[0].Settings;
        BridgeVariant main = settings.Variants[0];
        return new($"{problem.Label}: how much is made of a synthetic function",
            [
                Panel("M, steps of ascent and descent", v => v.Steps, (v, m) => v with { Steps = m }),
                Panel("n_p, starts", v => v.Starts, (v, n) => v with { Starts = n }),
            ], 2)
        {
            Caption = $"Means over {numbers.Cells(problem).Count} seeds with t intervals of 95 %; all share their functions and starts.",
        };

        LineFigure Panel(string name, Func<BridgeVariant, int> amount, Func<BridgeVariant, int, BridgeVariant> with)
        {
            int[] amounts = [.. settings.Variants.Where(v => with(v, amount(main)) == main).Select(amount).Distinct().Order()];
            return new(name, [.. RootNumbers.Levels.Select(level => SeedSeries.Of(level.Name, amounts.Select(a => ((double)a,
                (IReadOnlyList<double>)RootNumbers.Values(numbers.Variant(problem, v => with(v, a)), level.Value)))))])
            {
                X = new(name, Low: 0), Y = new("normalized score"), References = [new(numbers.BestVisible(problem), "best visible")],
            };
        }
    }

    /// <summary>Only the worst part of the visible designs is shown.</summary>
    public static PanelFigure WorstShares(PaperResults results)
    {
        RootNumbers numbers = RootNumbers.Of(results);
        DesignProblem problem = numbers.Problems[0];
        return new($"{problem.Label}: methods that see the worst part of the visible designs", [.. RootNumbers.Levels.Select(level =>
            new LineFigure(level.Name, [.. new[] { RootNumbers.Root, RootNumbers.Process }.Select(m => SeedSeries.Of(m,
                numbers.Shares.Where(s => numbers.Outcomes(problem, m, s).Count > 0).Select(share => (100 * share,
                    (IReadOnlyList<double>)RootNumbers.Values(numbers.Outcomes(problem, m, share), level.Value)))))])
            {
                X = new("visible designs shown (%)", Low: 0, High: 100), Y = new("normalized score"), Colors = Papers.Root.Colors,
            })], 3)
        { Caption = "Means over seeds with t intervals of 95 %. At 100 % all visible designs are shown." };
    }

    /// <summary>What the process expects of designs, and what they are.</summary>
    public static PanelFigure Expectations(PaperResults results)
    {
        RootNumbers numbers = RootNumbers.Of(results);
        return new("What a Gaussian process expects of designs, and what they score", [.. numbers.Problems.Select(problem =>
        {
            Series[] clouds = [.. new[] { RootNumbers.Process, RootNumbers.Root }.Select(m => Cloud(m, numbers.Outcomes(problem, m)))];
            double low = clouds.Min(c => Math.Min(c.X.Min(), c.Y.Min())), high = clouds.Max(c => Math.Max(c.X.Max(), c.Y.Max()));
            return new LineFigure(problem.Label, [.. clouds, new("expected = scored", [low, high], [low, high]) { Stroke = Stroke.Dashed }])
            {
                X = new("expected, normalized"), Y = new("scored, normalized"), Colors = Papers.Root.Colors,
            };
        })], numbers.Problems.Count)
        { Caption = "First seed, 128 designs each. The process is the one that GA on GP climbs; ROOT did not see it." };
    }

    private static Series Cloud(string name, IReadOnlyList<DesignOutcome> outcomes) => outcomes is [var first, ..]
        ? new(name, first.Expected, first.Scores) { Stroke = Stroke.None, Markers = true }
        : throw new MissingResultsException($"{name} has no designs here yet.");

    private static Series Sorted(string name, IReadOnlyList<DesignOutcome> outcomes)
    {
        const int points = 100;
        double[] sorted = [.. outcomes.SelectMany(o => o.Scores).Order()];
        int[] places = [.. Enumerable.Range(0, points + 1).Select(i => (int)Math.Round(i * (sorted.Length - 1.0) / points))];
        return new(name, [.. places.Select(p => p / (sorted.Length - 1.0))], [.. places.Select(p => sorted[p])]);
    }
}
