using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>Two functions, of which the minimax estimator is to find the true one.</summary>
/// <param name="Beta">β of the class.</param>
/// <param name="Share">m, the share of X in the data.</param>
/// <param name="Discount">γ.</param>
/// <param name="FailureRate">The rate of wrong choices that counts as enough data.</param>
/// <param name="Repetitions">Data sets a number of rows.</param>
/// <param name="Limit">The greatest number of rows tried.</param>
public sealed record ThresholdSettings(
    [property: Range(0, 0.999)] double Beta, [property: Range(0.01, 0.99)] double Share, [property: Range(0.01, 0.999)] double Discount,
    [property: Range(0.001, 0.49)] double FailureRate, [property: Range(1, 1_000_000)] int Repetitions, int Limit) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("beta", Beta);


    /// <summary>The instance.</summary>
    /// <returns>Problem and class.</returns>
    public FiniteInstance Instance() => RealizabilityInstances.TwoFunctions(Beta, Share, Discount);
}

/// <summary>How many rows two functions need.</summary>
/// <param name="Rows">n at which the failure rate falls to its level; <see langword="null"/> above the limit.</param>
/// <param name="Failures">Wrong choices at that n.</param>
/// <param name="Repetitions">Of so many data sets.</param>
/// <param name="Normalized">n (1−β²)²‖E‖⁴/‖u‖², which Gaussian noise makes 4z² with Φ(−z) = twice the rate.</param>
/// <param name="Factors">The factors, by enumeration.</param>
public sealed record ThresholdResult(int? Rows, int Failures, int Repetitions, double? Normalized, OffPolicyFactors Factors);

/// <summary>Family A: with a finite class the number of rows grows with the square of 1/(1 − β).</summary>
public sealed class ThresholdStudy : Experiment<ThresholdSettings, ThresholdResult>
{
    /// <inheritdoc/>
    public override string Name => "thresholds";

    /// <inheritdoc/>
    public override string Title => "Rows that the minimax estimator needs to tell two functions apart, against β";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ThresholdSettings>> Cells(Profile profile)
    {
        double[] betas = profile == Profile.Smoke ? [0, 0.7, 0.85, 0.94]
            : [0, 0.2, 0.4, 0.55, 0.7, 0.76, 0.82, 0.87, 0.91, 0.945, 0.965, 0.98];
        return [.. betas.Select(b => Cell.Of(
            new ThresholdSettings(b, 0.8, 0.9, 0.15, profile == Profile.Smoke ? 1000 : 4000, 1_000_000), [1]))];
    }

    /// <inheritdoc/>
    public override ThresholdResult Run(Cell<ThresholdSettings> cell, RunContext context)
    {
        ThresholdSettings settings = cell.Settings;
        FiniteInstance instance = settings.Instance();
        Dictionary<int, int> failures = [];
        int? rows = ThresholdSearch.SmallestCount(n =>
        {
            context.Report(failures.Count, 25, $"n = {n}");
            return (failures[n] = Failures(instance, n, settings.Repetitions, context.Seeds[0].Derive(cell.Key))) /
                (double)settings.Repetitions;
        }, settings.FailureRate, settings.Limit);
        OffPolicyFactors factors = BellmanGeometry.Finite(instance.Problem, instance.Functions);
        PolicyEvaluationProblem problem = instance.Problem;
        double error = problem.Norm(problem.BellmanError(instance.Functions[1])), norm = problem.Norm(instance.Functions[1]);
        return new(rows, rows is { } found ? failures[found] : settings.Repetitions, settings.Repetitions,
            rows * Math.Pow(factors.Margin * error * error / norm, 2), factors);
    }

    /// <summary>How often the minimax estimator does not choose Q^π, function 0.</summary>
    internal static int Failures(FiniteInstance instance, int rows, int repetitions, Seed seed)
    {
        var estimator = new MinimaxEstimator(instance.Functions, instance.Problem.Task);
        RandomStream random = seed.Derive((ulong)rows).Stream();
        int failures = 0;
        for (int i = 0; i < repetitions; i++)
            failures += estimator.Choose(instance.Problem.Draw(rows, random), random) == 0 ? 0 : 1;
        return failures;
    }
}
