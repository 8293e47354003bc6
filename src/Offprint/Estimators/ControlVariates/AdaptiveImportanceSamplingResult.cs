using Offprint.Cards;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Estimators.ControlVariates;

/// <summary>A round of adaptation.</summary>
/// <param name="Used">Evaluations so far, this round's included.</param>
/// <param name="Variance">Σ w_j Var of a single term, with this round's α, β and densities on its own points.</param>
/// <param name="Alpha">α, [J]; what the first round would start from, in its case.</param>
/// <param name="Beta">β, [J].</param>
/// <param name="SmallestEffectiveSize">The smallest effective sample size of the weights that the densities were fitted with; N in the
/// first round.</param>
/// <param name="PooledFits">How many densities took the pooled covariance because their own weights had too small an effective
/// sample.</param>
/// <param name="Gap">How far α is from the best weights at most, relative to the minimized variance.</param>
public sealed record AdaptationRound(
    int Used, double Variance, double[] Alpha, double[] Beta, double SmallestEffectiveSize, int PooledFits, double Gap);

/// <summary>What <see cref="AdaptiveImportanceSampling"/> found.</summary>
/// <param name="Estimates">Î from the final, independent sample.</param>
/// <param name="Proposal">g_α, from which the final sample was drawn.</param>
/// <param name="Beta">β, [J].</param>
/// <param name="StoppedEarly">Whether the stopping rule ended the adaptation before its share of the budget was used.</param>
/// <param name="Rounds">The rounds, the first draw included.</param>
public sealed record AdaptiveImportanceSamplingResult(
    ExpectationEstimates Estimates, MixtureDensity Proposal, double[] Beta, bool StoppedEarly,
    IReadOnlyList<AdaptationRound> Rounds) : IDescribable
{
    /// <inheritdoc/>
    public Card Describe() => new("Expectations by adaptive importance sampling with control variates")
    {
        Facts = [new Fact("Rounds", Rounds.Count), new Fact("Final sample", Estimates.Samples),
            new Fact("Stopped early", StoppedEarly ? "yes" : "no")],
        Tables =
        [
            new CardTable("", ["j", "Estimate", "Standard error", "α", "β"],
                [.. Enumerable.Range(0, Beta.Length).Select(j => (IReadOnlyList<TableCell>)
                [j + 1, Estimates.Values[j], Math.Sqrt(Estimates.Variances[j] / Estimates.Samples), Proposal.Weights[j], Beta[j]])]),
        ],
    };
}
