using Offprint.Agents.Tabular;
using Offprint.Cards;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>What decides whether pessimism succeeds on a data set, computed exactly from the known MDP.</summary>
/// <param name="Rows">N.</param>
/// <param name="CStar">C* = max d*(s,a)/μ(s,a).</param>
/// <param name="LeastCount">The least number of rows of a pair that the best policy meets.</param>
/// <param name="UnseenMass">The share of d* on pairs without rows.</param>
/// <param name="ExpectedPenalty">E_{d*}[b]/(1−γ): with valid penalties J* − J(π̂) is at most twice this, up to γᵀ.</param>
/// <param name="Bound">The pessimistic value.</param>
/// <param name="Value">J(π̂).</param>
/// <param name="OptimalValue">J*.</param>
public sealed record DatasetReport(
    int Rows, double CStar, int LeastCount, double UnseenMass, double ExpectedPenalty, double Bound, double Value,
    double OptimalValue) : IDescribable
{
    /// <summary>Makes a report.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="optimal">π*, whose coverage is reported.</param>
    /// <param name="law">μ.</param>
    /// <param name="counts">The data set.</param>
    /// <param name="solution">What was learned from it.</param>
    /// <returns>The report.</returns>
    public static DatasetReport Of(TabularMdp mdp, TabularPolicy optimal, StateActionTable law, TransitionCounts counts,
        PessimisticSolution solution)
    {
        StateActionTable occupancy = Occupancy.Of(mdp, optimal);
        (int least, double unseen, double penalty) = (int.MaxValue, 0, 0);
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
            {
                double mass = occupancy[s, a];
                if (mass == 0)
                    continue;
                least = Math.Min(least, counts.N(s, a));
                unseen += counts.N(s, a) == 0 ? mass : 0;
                penalty += mass * solution.Penalties[s, a];
            }
        }
        return new((int)counts.Total, Concentrability.SinglePolicy(occupancy, law), least, unseen, penalty / (1 - mdp.Discount!.Value),
            solution.Return(mdp.Initial), PolicyEvaluation.Return(mdp, solution.Policy), PolicyEvaluation.Return(mdp, optimal));
    }

    /// <inheritdoc/>
    public Card Describe() => new("Data set and what pessimism makes of it")
    {
        Facts =
        [
            new("rows N", Rows), new("C*", CStar), new("least rows of a pair of π*", LeastCount), new("share of d* unseen", UnseenMass),
            new("E_d*[b]/(1−γ)", ExpectedPenalty), new("pessimistic value", Bound), new("J(π̂)", Value), new("J*", OptimalValue),
        ],
    };
}
