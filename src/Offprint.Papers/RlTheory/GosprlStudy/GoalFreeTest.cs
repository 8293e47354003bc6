using MathNet.Numerics.LinearAlgebra;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>
/// The second phase of goal-free, cost-free exploration: for every state (or every so-many-th) as the goal, with costs drawn at random, a
/// plan is made in the
/// empirical model and valued in the true one.
/// </summary>
internal sealed class GoalFreeTest
{
    private static readonly ShortestPathOptions s_planning = new() { Tolerance = 1e-7, AllowUnreachable = true };
    private readonly TabularMdp _mdp;
    private readonly int _every;
    private readonly StateActionTable[] _costs;
    private readonly double[][] _best;

    public GoalFreeTest(TabularMdp mdp, double cheapest, Seed seed, int every = 1)
    {
        RandomStream random = seed.Stream();
        (_mdp, _every) = (mdp, every);
        _costs = [.. Enumerable.Range(0, mdp.States).Select(_ =>
            StateActionTable.FromFunction(mdp, (_, _) => random.NextUniform(cheapest, 1)))];
        _best = [.. _costs.Select((costs, goal) => goal % every == 0
            ? ShortestPath.Solve(mdp, [goal], s_planning with { Costs = costs }).Distances : [])];
    }

    /// <summary>max over goals g and states s of V^π_g(s) − V*_g(s); infinite if a plan may never arrive.</summary>
    public double WorstGap(TransitionCounts counts)
    {
        TabularMdp model = counts.ToMdp(_mdp, UnseenPairs.Sink);
        double worst = 0;
        for (int goal = 0; goal < _mdp.States && double.IsFinite(worst); goal += _every)
            worst = Math.Max(worst, Gap(model, goal));
        return worst;
    }

    private double Gap(TabularMdp model, int goal)
    {
        // The sink, state S, is never left: its costs are of no consequence.
        var costs = new StateActionTable(model.States, model.Actions);
        costs.Values.Fill(1);
        _costs[goal].Values.CopyTo(costs.Values);
        int[] actions = ShortestPath.Solve(model, [goal], s_planning with { Costs = costs }).Actions;
        double[] reached = Value(actions, goal);
        double gap = 0;
        for (int s = 0; s < _mdp.States; s++)
            gap = Math.Max(gap, reached[s] - _best[goal][s]);
        return gap;
    }

    /// <summary>
    /// The true cost of a policy, solved directly: a poor plan may take millions of steps to arrive, which sweeps would have to follow.
    /// Infinite everywhere if there is a state from which it may never arrive.
    /// </summary>
    private double[] Value(int[] actions, int goal)
    {
        var builder = new TabularMdpBuilder(_mdp.States, 1);
        var matrix = Matrix<double>.Build.DenseIdentity(_mdp.States);
        var costs = Vector<double>.Build.Dense(_mdp.States);
        builder.Absorb(goal);
        for (int s = 0; s < _mdp.States; s++)
        {
            if (s == goal)
                continue;
            costs[s] = _costs[goal][s, actions[s]];
            TransitionRow row = _mdp.Next(s, actions[s]);
            for (int i = 0; i < row.Count; i++)
            {
                builder.Add(s, 0, row.States[i], row.Probabilities[i]);
                if (row.States[i] != goal)
                    matrix[s, row.States[i]] -= row.Probabilities[i];
            }
        }
        bool arrives = CommunicatingClasses.Of(builder.Build()).Closed.Count() == 1;
        return arrives ? [.. matrix.LU().Solve(costs)] : [.. Enumerable.Repeat(double.PositiveInfinity, _mdp.States)];
    }
}
