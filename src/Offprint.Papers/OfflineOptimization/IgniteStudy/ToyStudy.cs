using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Search;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>Surrogates of a curve on a line.</summary>
/// <param name="Problem">The curve.</param>
/// <param name="Training">How surrogates are trained.</param>
/// <param name="Ascent">How they are searched.</param>
/// <param name="Candidates">Points that climb.</param>
/// <param name="GridPoints">Where curves are drawn, evenly over the search's range.</param>
public sealed record ToySettings(
    CurveProblem Problem, SurrogateTrainingOptions Training, GradientAscentRule Ascent, [property: Range(1, 1000)] int Candidates,
    [property: Range(2, 1000)] int GridPoints) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Variants.Label(Training.GradientNorm));
}

/// <summary>One surrogate of the curve.</summary>
/// <param name="Values">g on the grid, in the curve's units.</param>
/// <param name="Norms">‖∇_w g‖ on the grid, each point for itself, in the curve's units.</param>
/// <param name="TrainingNorm">‖∇h‖ on the measured points, standardized.</param>
/// <param name="HoldOutError">The mean squared error on points that were left out, standardized.</param>
/// <param name="Proposals">Where the ascents end.</param>
/// <param name="Bias">What the surrogate says there minus the truth, on average.</param>
/// <param name="Course">The training.</param>
public sealed record ToyFit(
    IReadOnlyList<double> Values, IReadOnlyList<double> Norms, double TrainingNorm, double HoldOutError, IReadOnlyList<double> Proposals,
    double Bias, IReadOnlyList<CoursePoint> Course);

/// <summary>Surrogates of some seeds.</summary>
/// <param name="Grid">x.</param>
/// <param name="Fits">One a seed.</param>
public sealed record ToyResult(IReadOnlyList<double> Grid, [property: PerSeed] IReadOnlyList<ToyFit> Fits);

/// <summary>The idea on a line, where surrogates can be drawn and a constraint can be watched.</summary>
public sealed class ToyStudy : Experiment<ToySettings, ToyResult>
{
    /// <summary>The published constraint, which binds here, and a multiplier fast enough to enforce it.</summary>
    public static GradientNormOptions Binding { get; } = GradientNormOptions.Ignite with { MultiplierRate = 1 };

    /// <summary>A constraint that is met from the start.</summary>
    public static GradientNormOptions Loose { get; } = GradientNormOptions.Ignite with { Epsilon = 0.5 };

    /// <summary>A regularizer without weight.</summary>
    public static GradientNormOptions Weightless { get; } =
        GradientNormOptions.Ignite with { InitialMultiplier = 0, MultiplierRate = 0 };

    /// <inheritdoc/>
    public override string Name => "toy";

    /// <inheritdoc/>
    public override string Title => "Surrogates of a curve, drawn";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ToySettings>> Cells(Profile profile)
    {
        GradientNormOptions?[] variants =
        [
            .. Variants.All, Binding, Binding with { Rule = MultiplierRule.Unclamped }, Loose,
            Loose with { Rule = MultiplierRule.Unclamped }, Weightless,
        ];
        int[] seeds = [.. Enumerable.Range(1, profile switch { Profile.Smoke => 2, Profile.Standard => 8, _ => 16 })];
        int epochs = profile == Profile.Smoke ? 60 : 600;
        return [.. variants.Select(norm => Cell.Of(new ToySettings(new(), new()
        {
            Network = new([64, 64]), Epochs = epochs, BatchSize = 20, LearningRate = 1e-3, Validation = 20, GradientNorm = norm,
        }, new() { Steps = 30, StepSize = 0.02 }, 16, 81), seeds))];
    }

    /// <inheritdoc/>
    public override ToyResult Run(Cell<ToySettings> cell, RunContext context)
    {
        Curve task = (Curve)cell.Settings.Problem.Create();
        double[] grid = [.. Enumerable.Range(0, cell.Settings.GridPoints).Select(i =>
            Curve.Least + (Curve.Greatest - Curve.Least) * i / (cell.Settings.GridPoints - 1))];
        return new(grid, [.. context.Seeds.Select((seed, i) =>
        {
            context.Report(i, context.Seeds.Count, $"seed {seed.Value}");
            ToyFit fit = Fit(cell.Settings, task, grid, seed);
            context.Mark<double>($"seed {seed.Value}", [.. fit.Values, .. fit.Course.Select(point => point.Norm)]);
            return fit;
        })]);
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(ToySettings settings) => NetworkKernels.Version;

    private static ToyFit Fit(ToySettings settings, Curve task, double[] grid, Seed seed)
    {
        SearchProblem problem = new(task.Visible);
        using SurrogateFit fit = SurrogateTrainer.Fit(problem, settings.Training, 1, seed, logEvery: 10);
        Standardizer scale = task.Visible.ScoreScale;
        SampleMatrix points = problem.Scale.Apply(new(grid.Length, 1, Array.ConvertAll(grid, x => (float)x)));
        double[] norms = [.. Enumerable.Range(0, grid.Length).Select(i =>
            Sharpness.GradientNorms(fit.Surrogate, new(1, 1, points.Row(i).ToArray()))[0] * scale.Deviation[0])];
        SampleMatrix found = settings.Ascent.Search(fit.Surrogate, problem, settings.Candidates, seed);
        double[] truth = task.Measure(problem.ToDesigns(found)), said = Raw(fit.Surrogate.Predict(found, Aggregation.First));
        return new(
            Digits(Raw(fit.Surrogate.Predict(points, Aggregation.First))), Digits(norms),
            Digit(Sharpness.GradientNorms(fit.Surrogate, problem.Rows(fit.TrainingRows))[0]),
            Digit(fit.Error(problem, fit.ValidationRows, Aggregation.First)),
            Digits([.. problem.ToDesigns(found).Values.Select(x => (double)x)]), Digit(said.Zip(truth, (s, t) => s - t).Average()),
            [.. fit.Moments.Where((_, i) => i % Math.Max(1, fit.Moments.Count / 100) == 0)
                .Select(m => new CoursePoint(m.Step, Digit(m.Norms[0]), Digit(m.Multipliers[0])))]);

        double[] Raw(double[] standardized) => Array.ConvertAll(standardized, v => v * scale.Deviation[0] + scale.Mean[0]);
    }

    private static double[] Digits(double[] values) => Array.ConvertAll(values, Digit);

    private static double Digit(double value) => StoredNumbers.Significant(value, 6);
}
