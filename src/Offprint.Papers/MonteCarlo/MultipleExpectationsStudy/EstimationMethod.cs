using Offprint.Estimators.ControlVariates;
using Offprint.Numerics;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>How a budget of evaluations is turned into estimates.</summary>
public enum EstimationMethod
{
    /// <summary>Plain Monte Carlo: one sample of f, or of the equal mixture of all f, for all expectations.</summary>
    MonteCarlo,

    /// <summary>N/J points of each f_j.</summary>
    Individual,

    /// <summary>The paper's algorithm, A-ISCV.</summary>
    Adaptive,

    /// <summary>The same with β = 0: importance sampling only.</summary>
    NoControls,

    /// <summary>The same with equal weights α.</summary>
    EqualWeights,

    /// <summary>The same with β = 0 and equal weights.</summary>
    NoControlsEqualWeights,

    /// <summary>The same with a mixture of two normal laws as each auxiliary density.</summary>
    TwoComponents,

    /// <summary>The same, with the round of least variance for the final sample.</summary>
    KeepBest,
}

/// <summary>One repetition of an estimation.</summary>
/// <param name="Values">Î, [J].</param>
/// <param name="Rounds">Rounds of adaptation, 0 for plain Monte Carlo.</param>
/// <param name="FinalSamples">Points in the estimate.</param>
internal sealed record Repetition(double[] Values, int Rounds, int FinalSamples)
{
    public static Repetition Run(ExpectationProblem problem, EstimationMethod method, int budget, Seed seed, CancellationToken cancellation)
    {
        var random = seed.Derive(method.ToString()).Stream();
        switch (method)
        {
            case EstimationMethod.MonteCarlo:
                return new Repetition(ImportanceSampling.Estimate(problem, problem.Pooled, budget, random).Values, 0, budget);
            case EstimationMethod.Individual:
                int each = budget / problem.Count;
                return new Repetition([.. problem.Densities.Select(f => ImportanceSampling.Estimate(
                    new ExpectationProblem([f], problem.Outputs, problem.Function), f, each, random).Values[0])], 0, each);
            default:
                var result = new AdaptiveImportanceSampling(Options(method) with { Budget = budget })
                    .Estimate(problem, seed.Derive(method.ToString()), cancellation);
                return new Repetition(result.Estimates.Values, result.Rounds.Count, result.Estimates.Samples);
        }
    }

    private static AdaptiveImportanceSamplingOptions Options(EstimationMethod method) => new()
    {
        ControlVariates = method is not (EstimationMethod.NoControls or EstimationMethod.NoControlsEqualWeights),
        OptimizeWeights = method is not (EstimationMethod.EqualWeights or EstimationMethod.NoControlsEqualWeights),
        Family = method == EstimationMethod.TwoComponents ? AuxiliaryFamily.GaussianMixture : AuxiliaryFamily.Gaussian,
        KeepBest = method == EstimationMethod.KeepBest,
    };
}
