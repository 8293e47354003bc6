using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>Options of <see cref="ExtendedValueIteration"/>.</summary>
public sealed record ExtendedPlanningOptions
{
    /// <summary>Sweeps stop when no distance changes by more, or when the bounds on the gain are as close.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Whether the goal states are one entry of a row, with one interval for their summed probability, or one each.</summary>
    public bool MergeGoal { get; init; } = true;

    /// <summary>
    /// The greatest distance: larger ones are cut off. Needed where the sets may exclude every way to the goal (scale 0).
    /// </summary>
    public double Cap { get; init; } = double.PositiveInfinity;

    /// <summary>The greatest number of sweeps.</summary>
    public int MaximumSweeps { get; init; } = 1_000_000;
}

/// <summary>
/// Value iteration that also chooses, for each pair, the most favorable transition row of a <see cref="ConfidenceSet"/>:
/// optimism in the face of uncertainty. The entries are ordered by value once a sweep; each pair then takes mass from the front.
/// </summary>
public static class ExtendedValueIteration
{
    /// <summary>
    /// The optimistic stochastic shortest path with unit costs: $V(s) = 1 + \min_a \min_{P} \sum P(s') V(s')$, from V = 0 upwards. While
    /// the true rows lie in the sets, V stays below the true distances.
    /// </summary>
    /// <param name="counts">Observed transitions, stages pooled.</param>
    /// <param name="goal">The states that end the path, at least one.</param>
    /// <param name="set">The plausible rows.</param>
    /// <param name="options">Accuracy and treatment of the goal.</param>
    /// <returns>Optimistic distances and greedy actions; ties go to the lowest action.</returns>
    /// <exception cref="ArgumentException">The goal is empty or out of range, or counts are kept by stage.</exception>
    /// <exception cref="InvalidOperationException">Distances did not settle: no plausible row leads to the goal.</exception>
    public static ShortestPathSolution ShortestPath(
        TransitionCounts counts, IEnumerable<int> goal, ConfidenceSet set, ExtendedPlanningOptions? options = null)
    {
        options ??= new();
        int states = counts.StateCount;
        bool[] isGoal = Offprint.Agents.Tabular.Planning.ShortestPath.Goal(goal, states);
        // Column S stands for the merged goal, and is never wanted otherwise.
        int[] column = [.. Enumerable.Range(0, states).Select(s => isGoal[s] && options.MergeGoal ? states : s)];
        var model = new OptimisticModel(counts, set, column, states + 1, column.Distinct());
        double[] values = new double[states + 1], next = new double[states + 1];
        int[] actions = new int[states];
        for (int sweep = 1; sweep <= options.MaximumSweeps; sweep++)
        {
            model.Order(values, ascending: true);
            double change = 0;
            for (int s = 0; s < states; s++)
            {
                if (isGoal[s])
                    continue;
                double best = model.Least(s, values, out actions[s]);
                next[s] = Math.Min(options.Cap, 1 + best);
                change = Math.Max(change, next[s] - values[s]);
            }
            (values, next) = (next, values);
            if (change < options.Tolerance)
                return new(values[..states], actions, sweep, change < 1 ? change / (1 - change) : double.PositiveInfinity);
        }
        throw new InvalidOperationException($"Optimistic distances did not settle within {options.MaximumSweeps} sweeps: " +
            "no plausible row leads to the goal from some state. Widen the set (its Scale) or set a Cap.");
    }

    /// <summary>
    /// The optimistic average reward with known rewards, as in UCRL2: the greatest gain over policies and plausible rows.
    /// </summary>
    /// <param name="counts">Observed transitions, stages pooled.</param>
    /// <param name="rewards">r(s, a), one stage.</param>
    /// <param name="set">The plausible rows.</param>
    /// <param name="options">Accuracy.</param>
    /// <returns>The optimistic gain with bounds, bias and greedy actions; ties go to the lowest action.</returns>
    /// <exception cref="ArgumentException">Shapes differ, or counts are kept by stage.</exception>
    /// <exception cref="InvalidOperationException">The bounds did not meet: the plausible MDPs do not communicate.</exception>
    public static GainSolution AverageReward(
        TransitionCounts counts, StateActionTable rewards, ConfidenceSet set, ExtendedPlanningOptions? options = null)
    {
        options ??= new();
        int states = counts.StateCount;
        if ((rewards.States, rewards.Actions, rewards.Stages) != (states, counts.ActionCount, 1))
            throw new ArgumentException(
                $"Rewards of [{rewards.Stages}, {rewards.States}, {rewards.Actions}] for counts of {states} states and " +
                $"{counts.ActionCount} actions.", nameof(rewards));
        int[] column = [.. Enumerable.Range(0, states)];
        var model = new OptimisticModel(counts, set, column, states, column);
        double[] bias = new double[states], next = new double[states];
        int[] actions = new int[states];
        for (int sweep = 1; sweep <= options.MaximumSweeps; sweep++)
        {
            model.Order(bias, ascending: false);
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (int s = 0; s < states; s++)
            {
                next[s] = model.Greatest(s, rewards.Row(s), bias, out actions[s]);
                low = Math.Min(low, next[s] - bias[s]);
                high = Math.Max(high, next[s] - bias[s]);
            }
            if (high - low < options.Tolerance)
                return new((low + high) / 2, low, high, bias, actions, sweep);
            Offprint.Agents.Tabular.Planning.AverageReward.Damp(bias, next);
        }
        throw new InvalidOperationException($"The bounds on the optimistic gain did not meet within {options.MaximumSweeps} sweeps: " +
            "the plausible rows do not connect all states. Widen the set (its Scale).");
    }
}
