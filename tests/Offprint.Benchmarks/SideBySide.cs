using System.Diagnostics;
using Offprint.Benchmarks.Agents;
using Offprint.Benchmarks.Environments;
using Offprint.Benchmarks.Kernels;
using Offprint.Benchmarks.MonteCarlo;
using Offprint.Benchmarks.OffPolicy;
using Offprint.Benchmarks.Optimization;

namespace Offprint.Benchmarks;

/// <summary>Comparisons in one process and one run: the contenders take turns, so that a noisy machine is noisy for both.</summary>
internal static class SideBySide
{
    public static IReadOnlyDictionary<string, Func<int>> All { get; } = new Dictionary<string, Func<int>>
    {
        ["actor-critic"] = ActorCriticComparison.Run,
        ["agents"] = AgentComparison.Run,
        ["d4rl"] = D4rlBenchmark.Run,
        ["designs"] = DesignTimes.Run,
        ["micro"] = MicroBenchmarks.Run,
        ["environments"] = EnvironmentComparison.Run,
        ["kernel"] = KernelComparison.Run,
        ["tabular"] = TabularComparison.Run,
        ["tetris"] = TetrisComparison.Run,
        ["importance-sampling"] = ImportanceSamplingComparison.Run,
        ["offline-to-online"] = OfflineToOnlineComparison.Run,
        ["ope"] = OffPolicyComparison.Run,
        ["ope-learned"] = LearnedEstimatorTimes.Run,
        ["unet"] = UNetTraining.Run,
        ["version-spaces"] = VersionSpaceComparison.Run,
    };

    public static int ListTo(TextWriter writer)
    {
        writer.WriteLine("Which comparison? One of: " + string.Join(", ", All.Keys));
        return 2;
    }

    /// <summary>Times two actions in turns and prints medians and the median of the paired ratios.</summary>
    /// <param name="label">What is compared.</param>
    /// <param name="ours">Our action.</param>
    /// <param name="peer">The peer's action.</param>
    /// <param name="rounds">How many pairs are timed after one that is not.</param>
    /// <param name="milliseconds">How long each turn lasts at least.</param>
    public static void Compare(string label, Action ours, Action peer, int rounds = 9, int milliseconds = 400)
    {
        Measure(ours, milliseconds);
        Measure(peer, milliseconds);
        var times = Enumerable.Range(0, rounds).Select(_ => (Ours: Measure(ours, milliseconds), Peer: Measure(peer, milliseconds)))
            .ToList();
        double ratio = Median(times.Select(t => t.Peer / t.Ours));
        Console.WriteLine(
            $"{label,-34} ours {Median(times.Select(t => t.Ours)) * 1e6,9:F1} µs   peer {Median(times.Select(t => t.Peer)) * 1e6,9:F1} " +
                "µs   " +
            $"speed-up {ratio:F2} [{times.Min(t => t.Peer / t.Ours):F2}, {times.Max(t => t.Peer / t.Ours):F2}]");
    }

    private static double Measure(Action action, int milliseconds)
    {
        var clock = Stopwatch.StartNew();
        int calls = 0;
        do
        {
            action();
            calls++;
        }
        while (clock.ElapsedMilliseconds < milliseconds);
        return clock.Elapsed.TotalSeconds / calls;
    }

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
