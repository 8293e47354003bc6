using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>Options of <see cref="ShortestPath"/>.</summary>
public sealed record ShortestPathOptions
{
    /// <summary>The greatest relative error of a distance.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The cost of each step, positive; 1 if left out.</summary>
    public StateActionTable? Costs { get; init; }

    /// <summary>Whether states from which no policy reaches the goal surely get an infinite distance; else they are an error.</summary>
    public bool AllowUnreachable { get; init; }

    /// <summary>The greatest number of sweeps.</summary>
    public int MaximumSweeps { get; init; } = 10_000_000;
}

/// <summary>Shortest distances to a goal.</summary>
/// <param name="Distances">The least expected cost to the goal, [S]; 0 in the goal, infinite where it cannot be reached surely.</param>
/// <param name="Actions">An action of each state that attains it, [S]; 0 in the goal.</param>
/// <param name="Sweeps">How many sweeps were made.</param>
/// <param name="RelativeError">A proven bound: the true distance lies between d and (1 + error) d, rounding aside.</param>
public sealed record ShortestPathSolution(double[] Distances, int[] Actions, int Sweeps, double RelativeError);

/// <summary>
/// Stochastic shortest paths: $V(s) = \min_a c(s,a) + \sum_{s'} P(s'|s,a) V(s')$, V = 0 in the goal. Sweeps in alternating order, each
/// state
/// using the newest values, rise from V = 0 and stay below the solution.
/// </summary>
/// <remarks>
/// If the last sweep changed no value by more than δ, and no step costs less than c > δ, then V ≤ V* ≤ V · c/(c − δ): the greedy policy
/// satisfies T V ≤ V + δ, hence T(κV) ≤ κV for κ = c/(c − δ). So the bound needs no knowledge of distances, and proves that the policy is
/// proper.
/// </remarks>
public static class ShortestPath
{
    /// <summary>Solves for a goal.</summary>
    /// <param name="mdp">A stationary MDP; rewards, horizon and discount are ignored.</param>
    /// <param name="goal">The states that end the path, at least one.</param>
    /// <param name="options">Costs and accuracy.</param>
    /// <returns>Distances and actions.</returns>
    /// <exception cref="ArgumentException">The goal is empty or out of range, a cost is not positive, or a state cannot reach the goal
    /// surely under any policy; the message names it.</exception>
    public static ShortestPathSolution Solve(TabularMdp mdp, IEnumerable<int> goal, ShortestPathOptions? options = null)
    {
        options ??= new();
        CommunicatingClasses.RequireStationary(mdp, "Shortest paths");
        bool[] isGoal = Goal(goal, mdp.States);
        double[] costs = Costs(mdp, options.Costs, isGoal, out double cheapest);
        bool[] proper = ReachabilityAnalysis.SurelyReaching(mdp, isGoal);
        int[] lost = [.. Enumerable.Range(0, mdp.States).Where(s => !proper[s])];
        if (lost.Length > 0 && !options.AllowUnreachable)
        {
            throw new ArgumentException(
                $"{mdp.Name}: no policy reaches the goal (state " +
                $"{mdp.StateName(Array.IndexOf(isGoal, true))}{(isGoal.Count(g => g) > 1 ? ", …" : "")}) surely from " +
                $"{lost.Length} of {mdp.States} states, among them {string.Join(", ", lost.Take(5).Select(mdp.StateName))}.", nameof(goal));
        }
        double[] values = new double[mdp.States];
        int[] actions = new int[mdp.States];
        foreach (int s in lost)
            values[s] = double.PositiveInfinity;
        for (int sweep = 1; sweep <= options.MaximumSweeps; sweep++)
        {
            double change = Sweep(mdp, costs, isGoal, proper, values, actions, sweep % 2 == 1);
            double greatest = Greatest(values);
            // The floor is the rounding of the greatest value.
            if (change > Math.Max(options.Tolerance * cheapest / (1 + options.Tolerance), 4e-16 * greatest))
                continue;
            Greedy(mdp, costs, isGoal, proper, values, actions);
            return new(values, actions, sweep, change < cheapest ? change / (cheapest - change) : double.PositiveInfinity);
        }
        throw new InvalidOperationException(
            $"{mdp.Name}: distances did not settle within {options.MaximumSweeps} sweeps; the greatest so far is {Greatest(values):G4}.");
    }

    internal static bool[] Goal(IEnumerable<int> goal, int states)
    {
        bool[] isGoal = new bool[states];
        foreach (int s in goal)
        {
            if ((uint)s >= (uint)states)
                throw new ArgumentException($"The goal contains state {s}; there are {states} states.", nameof(goal));
            isGoal[s] = true;
        }
        if (!isGoal.Contains(true))
            throw new ArgumentException("The goal is empty.", nameof(goal));
        return isGoal;
    }

    private static double[] Costs(TabularMdp mdp, StateActionTable? table, bool[] isGoal, out double cheapest)
    {
        double[] costs = new double[mdp.States * mdp.Actions];
        table?.RequireShape(mdp, nameof(ShortestPathOptions.Costs));
        cheapest = double.PositiveInfinity;
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
            {
                double cost = costs[s * mdp.Actions + a] = table?[s, a] ?? 1;
                if (isGoal[s])
                    continue;
                if (!(cost > 0) || double.IsInfinity(cost))
                    throw new ArgumentException(
                        $"{mdp.Name}: the cost of state {mdp.StateName(s)}, action {mdp.ActionName(a)} is {cost}; costs must be " +
                        $"positive.", nameof(table));
                cheapest = Math.Min(cheapest, cost);
            }
        }
        return costs;
    }

    private static double Sweep(TabularMdp mdp, double[] costs, bool[] isGoal, bool[] proper, double[] values, int[] actions, bool upwards)
    {
        double change = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int s = upwards ? i : values.Length - 1 - i;
            if (isGoal[s] || !proper[s])
                continue;
            double best = Best(mdp, costs, values, s, out actions[s]);
            change = Math.Max(change, best - values[s]);
            values[s] = best;
        }
        return change;
    }

    private static void Greedy(TabularMdp mdp, double[] costs, bool[] isGoal, bool[] proper, double[] values, int[] actions)
    {
        for (int s = 0; s < values.Length; s++)
        {
            actions[s] = 0;
            if (!isGoal[s] && proper[s])
                Best(mdp, costs, values, s, out actions[s]);
        }
    }

    private static double Best(TabularMdp mdp, double[] costs, double[] values, int s, out int action)
    {
        double best = double.PositiveInfinity;
        action = 0;
        for (int a = 0, row = s * mdp.Actions; a < mdp.Actions; a++, row++)
        {
            double value = costs[row] + mdp.Table.Expect(row, values);
            if (value < best)
                (best, action) = (value, a);
        }
        return best;
    }

    private static double Greatest(double[] values)
    {
        double greatest = 0;
        foreach (double value in values)
            greatest = double.IsInfinity(value) ? greatest : Math.Max(greatest, value);
        return greatest;
    }
}
