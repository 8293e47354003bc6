using Offprint.Environments.Tabular;

namespace Offprint.Datasets.Tabular;

/// <summary>How far an empirical model is from the truth, ‖P̂(·|s,a) − P(·|s,a)‖₁ over all pairs.</summary>
/// <param name="Max">The greatest distance of a pair.</param>
/// <param name="Mean">The mean over pairs.</param>
public readonly record struct ModelError(double Max, double Mean)
{
    /// <summary>Compares observed frequencies with an MDP. Allocates nothing.</summary>
    /// <param name="truth">The MDP.</param>
    /// <param name="counts">Observed transitions, stages pooled.</param>
    /// <returns>Distances; an unseen pair, of which nothing is known, counts 2, the greatest distance of two laws.</returns>
    /// <exception cref="ArgumentException">Shapes differ, or either depends on the stage.</exception>
    public static ModelError L1(TabularMdp truth, TransitionCounts counts)
    {
        if ((truth.States, truth.Actions, truth.Stages, 1) != (counts.StateCount, counts.ActionCount, 1, counts.Stages))
        {
            throw new ArgumentException(
                $"Counts of {counts.Stages} stages, {counts.StateCount} states and {counts.ActionCount} actions for {truth.Name} " +
                $"with {truth.Stages}, {truth.States} and {truth.Actions}.", nameof(counts));
        }
        double max = 0, sum = 0;
        for (int s = 0; s < truth.States; s++)
        {
            for (int a = 0; a < truth.Actions; a++)
            {
                double distance = counts.N(s, a) == 0 ? 2 : Distance(truth.Next(s, a), counts, s, a);
                max = Math.Max(max, distance);
                sum += distance;
            }
        }
        return new(max, sum / (truth.States * truth.Actions));
    }

    /// <summary>Both rows are sorted: Σ |p̂ − p| over what either contains.</summary>
    private static double Distance(TransitionRow row, TransitionCounts counts, int s, int a)
    {
        ReadOnlySpan<int> states = counts.NextStates(s, a), seen = counts.NextCounts(s, a);
        double visits = counts.N(s, a), distance = 0;
        int i = 0, j = 0;
        while (i < row.Count || j < states.Length)
        {
            if (j == states.Length || (i < row.Count && row.States[i] < states[j]))
                distance += row.Probabilities[i++];
            else if (i == row.Count || states[j] < row.States[i])
                distance += seen[j++] / visits;
            else
                distance += Math.Abs(row.Probabilities[i++] - seen[j++] / visits);
        }
        return distance;
    }
}
