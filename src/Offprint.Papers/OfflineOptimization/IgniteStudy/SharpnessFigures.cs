using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Optimization.Surrogates;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>Sharpness on the data, beside it, and where searches end.</summary>
internal static class SharpnessFigures
{
    private const double Rho = 0.05;

    private static readonly (string Name, Func<CellResult<SearchSettings, SearchResult>, RuleResult, double> Norm)[] s_places =
    [
        ("training rows", (c, _) => c.Result.TrainingNorms[0]), ("hold-out rows", (c, _) => c.Result.HoldOutNorms[0]),
        ("128 candidates", (_, r) => r.Norm),
    ];

    /// <summary>Gradient ascent's surrogate at three places.</summary>
    public static PanelFigure Bars(PaperResults results)
    {
        SearchNumbers numbers = SearchNumbers.Of(results);
        return new("Sharpness ρ‖∇h‖ of gradient ascent's surrogate, ρ = 0.05", [.. numbers.Problems.Select(problem =>
            new BarFigure(problem.Label, [.. s_places.Select(p => p.Name)], [.. Variants.All.Select(norm => Bar(numbers, problem, norm))])
            {
                Y = new("ρ‖∇h‖", Low: 0), Colors = Papers.Ignite.Colors, References = [new(0.1, "ε")],
            })], numbers.Problems.Count)
        {
            Caption = $"Means over {numbers.Seeds(numbers.Ascent(numbers.Problems[0]), null).Count} seeds with t intervals of 95 %.",
        };
    }

    /// <summary>All searches at their candidates.</summary>
    public static CardTable Table(PaperResults results)
    {
        SearchNumbers numbers = SearchNumbers.Of(results);
        return CardTable.Of("Sharpness ρ‖∇h‖ at the candidates, ρ = 0.05", numbers.Methods,
        [
            ("task", m => m.Problem.Label), ("method", m => m.Label),
            (Variants.Plain, m => MeanInterval.StudentT([.. numbers.Values(m, null, (_, r) => Rho * r.Norm)])),
            .. Variants.Regularized.Select(norm => ((TableColumn)$"change by {Variants.Label(norm)}, %",
                (Func<SearchMethod, TableCell>)(m => Percent(numbers.Change(m, norm, (_, r) => r.Norm))))),
        ]) with
        {
            Note = "Changes are paired by seed, with t intervals of 95 %; green: less sharp, red: sharper, where they exclude zero.",
        };
    }

    /// <summary>‖∇h‖ and λ while gradient ascent's surrogate is trained.</summary>
    public static PanelFigure Training(PaperResults results)
    {
        SearchNumbers numbers = SearchNumbers.Of(results);
        SearchMethod ascent = numbers.Ascent(numbers.Problems[0]);
        GradientNormOptions unclamped = GradientNormOptions.Ignite with { Rule = MultiplierRule.Unclamped };
        (GradientNormOptions? Norm, Stroke Stroke)[] variants = [.. Variants.All.Select(n => (n, Stroke.Solid)), (unclamped, Stroke.Dashed)];
        return new($"Training on {ascent.Problem.Label}", [
            new LineFigure("norm on the batch", Curves(p => p.Norm))
            {
                X = new("step"), Y = new("‖∇h‖", Low: 0), References = [new(2, "ε/ρ")], Colors = Papers.Ignite.Colors,
            },
            new LineFigure("multiplier", Curves(p => p.Multiplier)) { X = new("step"), Y = new("λ"), Colors = Papers.Ignite.Colors },
        ], 2)
        { Caption = "Means over seeds. Dashed: λ may fall below zero." };

        Series[] Curves(Func<CoursePoint, double> value) => [.. variants.Where(v => numbers.Cells(ascent, v.Norm).Count > 0).Select(v =>
        {
            var courses = numbers.Cells(ascent, v.Norm).Select(c => c.Result.Course).ToList();
            return new Series(Variants.Label(v.Norm), [.. courses[0].Select(p => (double)p.Step)],
                [.. Enumerable.Range(0, courses[0].Count).Select(i => courses.Average(c => value(c[i])))]) { Stroke = v.Stroke };
        })];
    }

    internal static TableCell Percent(Estimate change) => TableCell.Of(100 * change.Value,
        new(100 * change.Interval.Low, 100 * change.Interval.High, 0.95, change.Interval.Method))
        .With(change.Interval.High < 0 ? Emphasis.Good : change.Interval.Low > 0 ? Emphasis.Bad : Emphasis.None);

    private static BarSeries Bar(SearchNumbers numbers, DesignProblem problem, GradientNormOptions? norm)
    {
        Estimate[] values = [.. s_places.Select(p => MeanInterval.StudentT(
            [.. numbers.Values(numbers.Ascent(problem), norm, (c, r) => Rho * p.Norm(c, r))]))];
        return new(Variants.Label(norm), [.. values.Select(v => v.Value)])
        {
            Low = [.. values.Select(v => v.Interval.Low)], High = [.. values.Select(v => v.Interval.High)],
        };
    }
}
