using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>
/// The diameter D of a communicating MDP: the greatest expected number of steps between two states, taken the fastest way.
/// </summary>
/// <param name="Value">D = max over goals.</param>
/// <param name="From">The start of the longest way.</param>
/// <param name="To">Its goal.</param>
/// <param name="ByGoal">D_g = max_s E[steps from s to g], [S].</param>
public sealed record Diameter(double Value, int From, int To, double[] ByGoal)
{
    /// <summary>Computes the diameter by one shortest-path problem a goal, side by side on the cores.</summary>
    /// <param name="mdp">A communicating MDP.</param>
    /// <param name="tolerance">The greatest relative error of each distance.</param>
    /// <returns>The diameter.</returns>
    /// <exception cref="ArgumentException">The MDP is not communicating; the message names two states.</exception>
    public static Diameter Of(TabularMdp mdp, double tolerance = 1e-12)
    {
        CommunicatingClasses.Require(mdp, "The diameter");
        double[] byGoal = new double[mdp.States];
        int[] farthest = new int[mdp.States];
        Parallel.For(0, mdp.States, goal =>
        {
            double[] distances = ShortestPath.Solve(mdp, [goal], new() { Tolerance = tolerance }).Distances;
            farthest[goal] = StateActionTable.Greatest(distances);
            byGoal[goal] = distances[farthest[goal]];
        });
        int to = StateActionTable.Greatest(byGoal);
        return new(byGoal[to], farthest[to], to, byGoal);
    }
}
