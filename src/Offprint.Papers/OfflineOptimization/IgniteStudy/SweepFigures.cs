using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Optimization.Surrogates;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>IGNITE with its constants changed, on gradient ascent.</summary>
internal static class SweepFigures
{
    /// <summary>What becomes of the norms.</summary>
    public static PanelFigure Norms(PaperResults results) => Panels(results, "Change of ‖∇h‖ against plain, %", "change, %",
        ("training rows", (c, _) => c.Result.TrainingNorms[0]), ("128 candidates", (_, r) => r.Norm));

    /// <summary>What becomes of scores.</summary>
    public static PanelFigure Scores(PaperResults results) => Panels(results, "Gain in score against plain, %", "gain, %",
        ("greatest", (_, r) => r.Greatest), ("median", (_, r) => r.Median));

    private static PanelFigure Panels(PaperResults results, string title, string axis,
        params (string Name, Func<CellResult<SearchSettings, SearchResult>, RuleResult, double> Value)[] quantities)
    {
        SearchNumbers numbers = SearchNumbers.Of(results);
        SearchMethod ascent = numbers.Ascent(numbers.Problems[0]);
        GradientNormOptions[] known = [GradientNormOptions.Ignite, .. Variants.Sweep.Where(n => numbers.Cells(ascent, n).Count > 0)];
        if (known.Length == 1)
            throw new MissingResultsException("This profile leaves out changed constants.");
        GradientNormOptions standard = GradientNormOptions.Ignite;
        return new($"{title}: gradient ascent on {ascent.Problem.Label}",
            [
                Panel("bound ε", known.Where(n => n with { Epsilon = standard.Epsilon } == standard), n => n.Epsilon, false),
                Panel("rate of the multiplier", known.Where(n => n with { MultiplierRate = standard.MultiplierRate } == standard),
                    n => n.MultiplierRate, true),
            ], 2)
        {
            Caption = $"Paired by seed, {numbers.Seeds(ascent, known[^1]).Count} seeds (8 at the published values), t intervals of 95 %.",
        };

        LineFigure Panel(string name, IEnumerable<GradientNormOptions> variants, Func<GradientNormOptions, double> x, bool logarithmic) =>
            new(name, [.. quantities.Select(q => SeedSeries.Of(q.Name, variants.OrderBy(x).Select(n =>
                (x(n), (IReadOnlyList<double>)[.. numbers.Changes(ascent, n, q.Value).Select(c => 100 * c)]))))])
            {
                X = new(name, logarithmic), Y = new(axis), References = [new(0, "plain")],
            };
    }
}
