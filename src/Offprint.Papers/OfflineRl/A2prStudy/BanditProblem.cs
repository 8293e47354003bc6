using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Bandits with two-dimensional actions whose logs are mostly poor.</summary>
internal static class BanditProblem
{
    public const string Quadratic = "quadratic";
    public const string Modes = "modes";

    // Rewards 0.1, 0.3, 0.5 and 1 at the corners' hearts, each with its own share of the log.
    private static readonly BanditMode[] s_modes =
        [new([-0.6f, -0.6f], 0.1, 2), new([-0.6f, 0.6f], 0.3, 2), new([0.6f, -0.6f], 0.5, 2), new([0.6f, 0.6f], 1, 2)];

    public static ContinuousBandit Make(string problem) => problem switch
    {
        Quadratic => new ContinuousBandit(),
        Modes => new ContinuousBandit(s_modes, 0.1),
        _ => throw new ArgumentException($"There is no bandit '{problem}'.", nameof(problem)),
    };

    /// <summary>The mean logged action, before clipping, of the quadratic bandit: equal in both coordinates.</summary>
    public static double MeanAction => 0.8 * -0.5 + 0.2 * 0.4;

    /// <summary>Draws a log.</summary>
    /// <returns>Actions [rows, 2] and rewards [rows].</returns>
    public static (float[] Actions, float[] Rewards) Log(string problem, int rows, Seed seed)
    {
        (float[][] centers, double[] shares) = problem == Quadratic
            ? ((float[][])[[-0.5f, -0.5f], [0.4f, 0.4f]], (double[])[0.8, 0.2])
            : ([.. s_modes.Select(m => m.Center.ToArray())], [0.45, 0.30, 0.20, 0.05]);
        float[] actions = new float[2 * rows], rewards = new float[rows];
        using ContinuousBandit bandit = Make(problem);
        bandit.Log(centers, shares, 0.1, seed.Derive("log").Stream(), actions, rewards);
        return (actions, rewards);
    }

    /// <summary>The logs of all seeds, one after another: steps that end their episode.</summary>
    public static OfflineDataset Logs(string problem, int rows, IReadOnlyList<Seed> seeds)
    {
        var logs = seeds.Select(seed => Log(problem, rows, seed)).ToList();
        bool[] terminals = new bool[rows * seeds.Count];
        Array.Fill(terminals, true);
        using ContinuousBandit bandit = Make(problem);
        return new(bandit.Spec, new(new(new float[terminals.Length]), new([.. logs.SelectMany(l => l.Actions)], 2),
            new([.. logs.SelectMany(l => l.Rewards)]), new(terminals), new(new bool[terminals.Length])));
    }

    /// <summary>
    /// Where TD3+BC with the exact critic of the quadratic bandit comes to rest, in both coordinates:
    /// x = (2λ a* + w x̄) / (2λ + w), λ = α / Q(x).
    /// </summary>
    public static double FixedPoint(double alpha, double weight)
    {
        const double best = 0.6;
        double x = MeanAction;
        for (int i = 0; i < 1000; i++)
        {
            double lambda = alpha / (3 - 2 * (x - best) * (x - best));
            x = (2 * lambda * best + weight * MeanAction) / (2 * lambda + weight);
        }
        return x;
    }

    /// <summary>Draws for each seed from its own block of rows.</summary>
    public sealed class OwnLog(int rows, int members) : ITransitionSampler
    {
        public int Count => rows * members;

        public void Fill(Span<int> target, PopulationRandom random)
        {
            int size = target.Length / random.Population;
            for (int i = 0; i < target.Length; i++)
                target[i] = i / size * rows + random.Host(i / size).NextInt(rows);
        }

        public double Probability(int row) => 1.0 / Count;
    }
}
