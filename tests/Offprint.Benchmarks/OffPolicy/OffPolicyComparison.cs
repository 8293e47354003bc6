using System.Diagnostics;
using System.Text.Json;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Numerics;
using Switch = Offprint.Estimators.OffPolicy.Logged.Switch;

namespace Offprint.Benchmarks.OffPolicy;

/// <summary>
/// All classical estimators over 10⁶ rows × 10 candidates, one core, against the published formulas in straightforward NumPy (one thread).
/// Both read the same columns; the peer's process stays alive, and runs take turns.
/// </summary>
internal static class OffPolicyComparison
{
    private const int Candidates = 10, Rounds = 5;
    private const double Target = 3, Seconds = 1;

    private static readonly OffPolicyEstimator[] s_trajectory =
    [
        new DirectMethod(), new TrajectoryImportanceSampling(), new TrajectoryImportanceSampling { SelfNormalized = true },
        new PerDecisionImportanceSampling(), new PerDecisionImportanceSampling { SelfNormalized = true }, new DoublyRobust(),
        new DoublyRobust { SelfNormalized = true }, new MarginalImportanceSampling(),
        new MarginalImportanceSampling { SelfNormalized = true }, new MarginalDoublyRobust(),
        new MarginalDoublyRobust { SelfNormalized = true },
    ];

    private static readonly OffPolicyEstimator[] s_oneStep =
    [
        new DirectMethod(), new InversePropensity(), new InversePropensity { Weights = new Clip(10) },
        new InversePropensity { SelfNormalized = true }, new DoublyRobust(), new DoublyRobust { SelfNormalized = true },
        new DoublyRobust { Weights = new Switch(10) }, new DoublyRobust { Weights = new Shrinkage(10) },
        new InversePropensity { Weights = new SubGaussian(0.1) },
    ];

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("offprint-ope-").FullName;
        using Process? peer = Peers.Python(Path.Combine("OffPolicy", "off_policy.py"));
        if (peer is null)
        {
            Console.WriteLine("No Python with NumPy here (Debian: python3-numpy).");
            return 1;
        }
        try
        {
            Console.WriteLine($"{"medians of " + Rounds + " runs, 10⁶ rows × 10 candidates",-46} {"Offprint",11} {"NumPy",11}   speed-up");
            bool reached = Compare("one step", "one-step", 1_000_000, 1, s_oneStep, folder, peer);
            reached &= Compare("100,000 trajectories of 10 steps", "trajectories", 100_000, 10, s_trajectory, folder, peer);
            peer.StandardInput.Close();
            peer.WaitForExit();
            return reached ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Compare(
        string label, string mode, int trajectories, int steps, OffPolicyEstimator[] estimators, string folder, Process peer)
    {
        (LoggedSteps log, TargetPolicy[] targets) = Draw(trajectories, steps, Path.Combine(folder, mode + ".bin"));
        var times = new List<(double Ours, double Peer, double Difference)>();
        for (int round = -1; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            double[] ours = [.. targets.SelectMany(t => OffPolicyEvaluation.Values(log, t, estimators))];
            double seconds = clock.Elapsed.TotalSeconds;
            peer.StandardInput.WriteLine($"{mode} {trajectories} {steps} {Candidates} {Path.Combine(folder, mode + ".bin")}");
            JsonElement answer = JsonDocument.Parse(peer.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException("The peer ended: " + peer.StandardError.ReadToEnd())).RootElement;
            double[] theirs = [.. answer.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];
            if (round >= 0) // the first pair warms up
                times.Add((seconds, answer.GetProperty("seconds").GetDouble(),
                    ours.Zip(theirs, (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(b))).Max()));
        }
        double[] ratios = [.. times.Select(t => t.Peer / t.Ours).Order()];
        double own = SideBySide.Median(times.Select(t => t.Ours)), ratio = SideBySide.Median(ratios), gap = times.Max(t => t.Difference);
        bool reached = ratio >= Target && own < Seconds && gap < 1e-10;
        double peers = SideBySide.Median(times.Select(t => t.Peer));
        Console.WriteLine($"{$"{label}, {estimators.Length} estimators",-46} {own * 1e3,8:F0} ms {peers * 1e3,8:F0} ms   " +
            $"{ratio:F1} [{ratios[0]:F1}, {ratios[^1]:F1}]   {(reached ? "reached" : "MISSED")}; values differ by {gap:E0} at most");
        return reached;
    }

    /// <summary>Random columns, also written for the peer: rewards, propensities, then π, V̂, Q̂ and ρ of each candidate.</summary>
    private static (LoggedSteps, TargetPolicy[]) Draw(int trajectories, int steps, string path)
    {
        RandomStream random = new Seed(1).Stream();
        using var file = new BinaryWriter(File.Create(path));
        int rows = trajectories * steps;
        var log = new LoggedSteps(trajectories, steps, Column(0, 1), Column(0.3, 0.9), 0.99);
        return (log, [.. Enumerable.Range(0, Candidates).Select(c => new TargetPolicy($"candidate {c}", Column(0.2, 0.9))
        {
            Values = Column(0, 1), ActionValues = Column(0, 1), StateActionRatio = Column(0.2, 2),
        })]);

        double[] Column(double low, double high)
        {
            double[] column = new double[rows];
            for (int i = 0; i < rows; i++)
                column[i] = random.NextUniform(low, high);
            file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(column));
            return column;
        }
    }
}
