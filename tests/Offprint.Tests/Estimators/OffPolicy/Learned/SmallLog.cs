using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Estimators.OffPolicy.Learned;

/// <summary>
/// Two states, two actions, three steps, nothing random but the policies: action 1 changes the state, action 0 keeps it. Values, and how
/// often a policy meets a pair, follow by hand. Observations are one-hot, of state and time or of the state alone.
/// </summary>
internal static class SmallLog
{
    public const int Steps = 3;

    private static readonly double[,] s_rewards = { { 1, -0.5 }, { 0.3, 2 } };

    /// <summary>π(1|s) of the behavior.</summary>
    public static double[] Behavior { get; } = [0.5, 0.4];

    public static OfflineDataset Draw(int trajectories, bool timed, Seed seed)
    {
        RandomStream random = seed.Stream();
        int width = timed ? 2 * Steps : 2, rows = trajectories * Steps;
        float[] states = new float[rows * width], actions = new float[rows], rewards = new float[rows];
        bool[] ends = new bool[rows];
        for (int row = 0, s = 0; row < rows; row++)
        {
            int t = row % Steps;
            if (t == 0)
                s = random.NextDouble() < 0.6 ? 0 : 1;
            int a = random.NextDouble() < Behavior[s] ? 1 : 0;
            states[row * width + (timed ? 2 * t : 0) + s] = 1;
            (actions[row], rewards[row], ends[row]) = (a, (float)s_rewards[s, a], t == Steps - 1);
            s = a == 1 ? 1 - s : s;
        }
        var spec = new EnvironmentSpec("two states", new BoxSpace(width, 0, 1), new DiscreteSpace(2), Steps);
        return new(spec, new(new(states, width), new(actions), new(rewards), new(new bool[rows]), new(ends)));
    }

    /// <summary>Q_t(s, a) of a policy with π(1|s), which after this action goes on as another where that is given.</summary>
    public static double Q(double[] policy, int t, int s, int a)
    {
        int next = a == 1 ? 1 - s : s;
        return s_rewards[s, a] + (t + 1 < Steps ? V(policy, t + 1, next) : 0);
    }

    public static double V(double[] policy, int t, int s) =>
        policy[s] * Q(policy, t, s, 1) + (1 - policy[s]) * Q(policy, t, s, 0);

    /// <summary>Pr(s_t = s).</summary>
    public static double Occupancy(double[] policy, int t, int s) => t == 0 ? s == 0 ? 0.6 : 0.4
        : Occupancy(policy, t - 1, s) * (1 - policy[s]) + Occupancy(policy, t - 1, 1 - s) * policy[1 - s];

    /// <summary>d(s, a) over all steps, relative to the behavior's.</summary>
    public static double Ratio(double[] policy, int s, int a)
    {
        double Sum(double[] p) => Enumerable.Range(0, Steps).Sum(t => Occupancy(p, t, s)) * (a == 1 ? p[s] : 1 - p[s]);
        return Sum(policy) / Sum(Behavior);
    }

    /// <summary>A policy with π(1|s).</summary>
    internal sealed class Table(double[] policy) : IStochasticPolicy
    {
        public IActionDistribution Distribution(Tensor observations)
        {
            int copies = (int)observations.shape[2] / 2;
            float[] logs = [.. Enumerable.Range(0, copies).SelectMany(_ => policy.SelectMany(p =>
                new[] { (float)Math.Log(1 - p), (float)Math.Log(p) }))];
            return new Categorical(observations.matmul(tensor(logs, [2 * copies, 2])));
        }

        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random) =>
            mode == ActMode.Explore ? Distribution(observations).Sample(random) : Distribution(observations).Mode;
    }
}
