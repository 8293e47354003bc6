using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Estimators.ControlVariates;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>How a budget of evaluations is turned into estimates, with all options but the budget.</summary>
public abstract record EstimationMethod : ILabeled
{
    /// <summary>Plain Monte Carlo: one sample of f, or of the equal mixture of all f, for all expectations.</summary>
    public static EstimationMethod MonteCarlo { get; } = new PlainMonteCarlo();

    /// <summary>N/J points of each f_j.</summary>
    public static EstimationMethod Individual { get; } = new OwnSamples();

    /// <summary>The paper's algorithm, A-ISCV.</summary>
    public static EstimationMethod Adaptive { get; } = new AdaptiveSampling("Adaptive");

    /// <summary>The same with β = 0: importance sampling only.</summary>
    public static EstimationMethod NoControls { get; } = new AdaptiveSampling("NoControls") { ControlVariates = false };

    /// <summary>The same with equal weights α.</summary>
    public static EstimationMethod EqualWeights { get; } = new AdaptiveSampling("EqualWeights") { OptimizeWeights = false };

    /// <summary>The same with β = 0 and equal weights.</summary>
    public static EstimationMethod NoControlsEqualWeights { get; } = new AdaptiveSampling("NoControlsEqualWeights")
    {
        ControlVariates = false, OptimizeWeights = false,
    };

    /// <summary>The same with a mixture of two normal laws as each auxiliary density.</summary>
    public static EstimationMethod TwoComponents { get; } = new AdaptiveSampling("TwoComponents")
    {
        Family = AuxiliaryFamily.GaussianMixture,
    };

    /// <summary>The same, with the round of least variance for the final sample.</summary>
    public static EstimationMethod KeepBest { get; } = new AdaptiveSampling("KeepBest") { KeepBestRound = true };

    /// <summary>The name in tables; it tells apart what options tell apart.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>The name in tables.</summary>
    protected abstract string Name { get; }

    /// <summary>One repetition.</summary>
    internal abstract Repetition Run(ExpectationProblem problem, int budget, Seed seed, CancellationToken cancellation);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;
}

/// <summary>Plain Monte Carlo: one sample of f, or of the equal mixture of all f, for all expectations.</summary>
[Kind("monte-carlo")]
public sealed record PlainMonteCarlo : EstimationMethod
{
    /// <inheritdoc/>
    protected override string Name => "Monte Carlo";

    internal override Repetition Run(ExpectationProblem problem, int budget, Seed seed, CancellationToken cancellation) => new(
        ImportanceSampling.Estimate(problem, problem.Pooled, budget, seed.Derive("MonteCarlo").Stream()).Values, 0, budget);
}

/// <summary>N/J points of each f_j.</summary>
[Kind("individual")]
public sealed record OwnSamples : EstimationMethod
{
    /// <inheritdoc/>
    protected override string Name => "own samples";

    internal override Repetition Run(ExpectationProblem problem, int budget, Seed seed, CancellationToken cancellation)
    {
        var random = seed.Derive("Individual").Stream();
        int each = budget / problem.Count;
        return new Repetition([.. problem.Densities.Select(f => ImportanceSampling.Estimate(
            new ExpectationProblem([f], problem.Outputs, problem.Function), f, each, random).Values[0])], 0, each);
    }
}

/// <summary>The paper's algorithm, A-ISCV, and its variants: <see cref="AdaptiveImportanceSampling"/>.</summary>
/// <param name="Stream">The name of the random stream: variants draw from streams of their own.</param>
[Kind("adaptive")]
public sealed record AdaptiveSampling(string Stream) : EstimationMethod
{
    /// <inheritdoc cref="AdaptiveImportanceSamplingOptions.AdaptationShare"/>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double AdaptationShare { get; init; } = 0.5;

    /// <inheritdoc cref="AdaptiveImportanceSamplingOptions.Rounds"/>
    [Range(2, int.MaxValue)]
    public int Rounds { get; init; } = 5;

    /// <inheritdoc cref="AdaptiveImportanceSamplingOptions.Family"/>
    public AuxiliaryFamily Family { get; init; } = AuxiliaryFamily.Gaussian;

    /// <inheritdoc cref="AdaptiveImportanceSamplingOptions.ControlVariates"/>
    public bool ControlVariates { get; init; } = true;

    /// <inheritdoc cref="AdaptiveImportanceSamplingOptions.OptimizeWeights"/>
    public bool OptimizeWeights { get; init; } = true;

    /// <inheritdoc cref="AdaptiveImportanceSamplingOptions.KeepBest"/>
    public bool KeepBestRound { get; init; }

    /// <inheritdoc/>
    protected override string Name
    {
        get
        {
            string differences = string.Join(", ", new[]
            {
                ControlVariates ? null : "β = 0",
                OptimizeWeights ? null : "equal α",
                Family switch
                {
                    AuxiliaryFamily.GaussianMixture => "two components",
                    AuxiliaryFamily.DiagonalGaussian => "diagonal covariances",
                    _ => null,
                },
                KeepBestRound ? "best round" : null,
                Rounds == 5 ? null : $"{Rounds} rounds",
                AdaptationShare == 0.5 ? null : $"share {AdaptationShare}",
            }.OfType<string>());
            return differences.Length > 0 ? differences : "A-ISCV";
        }
    }

    internal override Repetition Run(ExpectationProblem problem, int budget, Seed seed, CancellationToken cancellation)
    {
        var result = new AdaptiveImportanceSampling(new AdaptiveImportanceSamplingOptions
        {
            Budget = budget, AdaptationShare = AdaptationShare, Rounds = Rounds, Family = Family, ControlVariates = ControlVariates,
            OptimizeWeights = OptimizeWeights, KeepBest = KeepBestRound,
        }).Estimate(problem, seed.Derive(Stream), cancellation);
        return new Repetition(result.Estimates.Values, result.Rounds.Count, result.Estimates.Samples);
    }
}

/// <summary>One repetition of an estimation.</summary>
/// <param name="Values">Î, [J].</param>
/// <param name="Rounds">Rounds of adaptation, 0 for plain Monte Carlo.</param>
/// <param name="FinalSamples">Points in the estimate.</param>
internal sealed record Repetition(double[] Values, int Rounds, int FinalSamples);
