using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>Many random problems.</summary>
/// <param name="Discount">γ.</param>
/// <param name="Instances">How many.</param>
/// <param name="RowsPerFeature">n/d.</param>
/// <param name="Repetitions">Data sets a problem.</param>
public sealed record RandomSettings(
    [property: Range(0.01, 0.999)] double Discount, [property: Range(1, 100_000)] int Instances,
    [property: Range(1, 1_000_000)] int RowsPerFeature, int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("discount", Discount);
}

/// <summary>One random problem.</summary>
/// <param name="Dimension">d.</param>
/// <param name="Beta">β.</param>
/// <param name="Margin">1 − β².</param>
/// <param name="Concentrability">C.</param>
/// <param name="GreatestRatio">max d^π/μ.</param>
/// <param name="FqeRadius">The spectral radius of FQE.</param>
/// <param name="Noise">σ with σ² = 1 + γ² E_μ Var V(s').</param>
/// <param name="Bellman">Median ‖E‖_μ of LSTD.</param>
/// <param name="Prediction">Median |prediction error|.</param>
/// <param name="Bound">Median √C ‖E‖/(1−γ).</param>
/// <param name="WorstRatio">The greatest prediction error over its bound.</param>
public sealed record RandomRow(
    int Dimension, double Beta, double Margin, double Concentrability, double GreatestRatio, double FqeRadius, double Noise,
    double Bellman, double Prediction, double Bound, double WorstRatio)
{
    /// <summary>σ √(d/n), the error without the factor of incompleteness.</summary>
    /// <param name="rowsPerFeature">n/d.</param>
    /// <returns>The prediction.</returns>
    public double Plain(double rowsPerFeature) => Noise / Math.Sqrt(rowsPerFeature);

    /// <summary>σ √(d/(n(1−β²))).</summary>
    /// <param name="rowsPerFeature">n/d.</param>
    /// <returns>The prediction.</returns>
    public double Predicted(double rowsPerFeature) => Plain(rowsPerFeature) / Math.Sqrt(Margin);
}

/// <summary>The problems of one discount.</summary>
/// <param name="Rows">One a problem.</param>
public sealed record RandomResult(IReadOnlyList<RandomRow> Rows);

/// <summary>Family E: does 1 − β² predict errors where nobody arranged it?</summary>
public sealed class RandomStudy : Experiment<RandomSettings, RandomResult>
{
    /// <inheritdoc/>
    public override string Name => "random";

    /// <inheritdoc/>
    public override string Title => "Random problems with random realizable features";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RandomSettings>> Cells(Profile profile)
    {
        (int instances, int repetitions) = profile switch { Profile.Smoke => (20, 20), Profile.Standard => (167, 50), _ => (1667, 50) };
        return [.. new[] { 0.5, 0.9, 0.99 }.Select(g =>
            Cell.Of(new RandomSettings(g, instances, 200, repetitions), [1]))];
    }

    /// <inheritdoc/>
    public override RandomResult Run(Cell<RandomSettings> cell, RunContext context)
    {
        var rows = new RandomRow[cell.Settings.Instances];
        for (int i = 0; i < rows.Length; i++)
        {
            context.Report(i, rows.Length);
            rows[i] = Measure(cell.Settings, context.Seeds[0].Derive(cell.Key).Derive((ulong)i), context.Cancellation);
            if (i % 20 == 0)
                context.Mark<double>($"problem {i}", [rows[i].Bellman, rows[i].Prediction]);
        }
        return new(rows);
    }

    private static RandomRow Measure(RandomSettings settings, Seed seed, CancellationToken cancellation)
    {
        LinearInstance instance = RealizabilityInstances.Random(settings.Discount, seed.Derive("instance"));
        PolicyEvaluationProblem problem = instance.Problem;
        OffPolicyFactors factors = BellmanGeometry.Linear(problem, instance.Features);
        double noise = 0;
        double[] variance = problem.TargetVariance();
        for (int z = 0; z < variance.Length; z++)
            noise += problem.Law[z] * variance[z];
        double[] bellman = new double[settings.Repetitions], prediction = new double[settings.Repetitions];
        double worst = 0, scale = Math.Sqrt(factors.Concentrability) / (1 - settings.Discount);
        var lstd = new Lstd();
        for (int i = 0; i < bellman.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            TransitionSample data = problem.Draw(settings.RowsPerFeature * instance.Features.Dimension, seed.Derive((ulong)i).Stream());
            double[] q = instance.Features.Function(lstd.Fit(data, instance.Features, problem.Task).Weights);
            (bellman[i], prediction[i]) = (problem.Norm(problem.BellmanError(q)), Math.Abs(problem.PredictionError(q)));
            worst = Math.Max(worst, prediction[i] / (scale * bellman[i]));
        }
        double median = ErrorSummary.Of(bellman).Median;
        return new(instance.Features.Dimension, ErrorSummary.Digits(factors.Incompleteness), ErrorSummary.Digits(factors.Margin),
            ErrorSummary.Digits(factors.Concentrability), ErrorSummary.Digits(problem.GreatestRatio),
                ErrorSummary.Digits(factors.FqeRadius),
            ErrorSummary.Digits(Math.Sqrt(noise)), median, ErrorSummary.Of(prediction).Median, ErrorSummary.Digits(scale * median), worst);
    }
}
