using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Surrogates;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

using ToyCell = CellResult<ToySettings, ToyResult>;

/// <summary>The curve and its surrogates.</summary>
internal static class ToyFigures
{
    private const double BandRadius = 0.1;

    private static readonly Func<PaperResults, GradientNormOptions?, ToyCell> s_cell =
        (results, norm) => results.Of(Papers.Ignite.Toy, s => s.Training.GradientNorm == norm);

    /// <summary>A plain and a constrained surrogate of the first seed, with what a perturbation of length 0.1 can do to each.</summary>
    public static PanelFigure Concept(PaperResults results) => new("Surrogates of a curve, first seed",
        [Panel(s_cell(results, null), Variants.Plain), Panel(s_cell(results, ToyStudy.Binding), "ρ‖∇h‖ held at 0.1")], 2)
    {
        Caption = $"Bands: g ± {BandRadius} ‖∇g‖, what a perturbation of the parameters of that length can do at most, to first order. " +
            "Proposals: where ascents from the 16 best measurements end, as the surrogate sees them.",
    };

    /// <summary>ρ‖∇h‖ and λ while the curve's surrogates are trained.</summary>
    public static PanelFigure Constraint(PaperResults results)
    {
        (GradientNormOptions? Norm, string Name, int Color)[] variants =
        [
            (null, Variants.Plain, 0), (ToyStudy.Binding, "ε = 0.1, fast λ", 1),
            (ToyStudy.Binding with { Rule = MultiplierRule.Unclamped }, "ε = 0.1, fast λ, unclamped", 5), (ToyStudy.Loose, "ε = 0.5", 3),
            (ToyStudy.Loose with { Rule = MultiplierRule.Unclamped }, "ε = 0.5, unclamped", 4),
        ];
        return new("The constraint on the curve, first seed", [
            new LineFigure("sharpness on the batch", [.. variants.Select(v => Course(v, p => 0.05 * p.Norm))])
            {
                X = new("step"), Y = new("ρ‖∇h‖", Low: 0), References = [new(0.1, "0.1"), new(0.5, "0.5")],
            },
            new LineFigure("multiplier", [.. variants.Skip(1).Select(v => Course(v, p => p.Multiplier))]) { X = new("step"), Y = new("λ") },
        ], 2);

        Series Course((GradientNormOptions? Norm, string Name, int Color) variant, Func<CoursePoint, double> value)
        {
            var course = s_cell(results, variant.Norm).Result.Fits[0].Course;
            return new(variant.Name, [.. course.Select(p => (double)p.Step)], [.. course.Select(value)])
            {
                Color = variant.Color, Stroke = variant.Norm?.Rule == MultiplierRule.Unclamped ? Stroke.Dashed : Stroke.Solid,
            };
        }
    }

    private static LineFigure Panel(ToyCell cell, string name)
    {
        (ToyFit fit, IReadOnlyList<double> x) = (cell.Result.Fits[0], cell.Result.Grid);
        DesignDataset data = cell.Settings.Problem.Create().Visible;
        double[] ends = [.. fit.Proposals.Where(p => p <= Curve.Greatest)];
        return new(name,
            [
                new("truth", x, [.. x.Select(Curve.Value)]) { Stroke = Stroke.Dashed },
                new("measured", [.. data.Designs.Values.Select(v => (double)v)], data.Scores) { Stroke = Stroke.None, Markers = true },
                new("surrogate", x, fit.Values)
                {
                    Low = [.. fit.Values.Zip(fit.Norms, (v, n) => v - BandRadius * n)],
                    High = [.. fit.Values.Zip(fit.Norms, (v, n) => v + BandRadius * n)], Color = 0,
                },
                new("proposals", ends, [.. ends.Select(e => Interpolate(x, fit.Values, e))])
                    { Stroke = Stroke.None, Markers = true, Color = 1 },
            ])
        { X = new("x"), Y = new("y", Low: -2, High: 5), Colors = Papers.Ignite.Colors };
    }

    private static double Interpolate(IReadOnlyList<double> x, IReadOnlyList<double> y, double at)
    {
        double place = Math.Clamp((at - x[0]) / (x[1] - x[0]), 0, x.Count - 1);
        int low = Math.Min((int)place, x.Count - 2);
        return y[low] + (place - low) * (y[low + 1] - y[low]);
    }
}
