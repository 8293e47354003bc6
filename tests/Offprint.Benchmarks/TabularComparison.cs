using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Benchmarks;

/// <summary>
/// The tabular kit against its limits: a million steps of a 100-state MDP, on one core and two seeds on two cores; value iteration on
/// 10⁵ sparse transitions, which lie in the second- and third-level cache, against reading the same bytes, in turns in the same run.
/// </summary>
internal static class TabularComparison
{
    private const int Steps = 1_000_000;

    public static int Run()
    {
        TabularMdp small = TabularMdps.Garnet(100, 4, 5, new Seed(1));
        int[] actions = [.. Enumerable.Range(0, 100).Select(s => s % 4)];
        Report("10⁶ steps, 100 states, fixed actions", () => Walk(small, actions, 1));
        TabularPolicy uniform = TabularPolicy.Uniform(small);
        Report("10⁶ steps, 100 states, drawn actions", () => Walk(small, uniform, 1));
        Report("2 seeds × 10⁶ steps, side by side", () => Parallel.For(0, 2, seed => Walk(small, actions, (ulong)seed)));
        Sweeps("2,000 states × 10 actions × 5", TabularMdps.Garnet(2000, 10, 5, new Seed(2)));
        Sweeps("1,000 states × 5 actions × 20", TabularMdps.Garnet(1000, 5, 20, new Seed(3)));
        return 0;
    }

    private static void Report(string label, Action action)
    {
        action();
        var times = Enumerable.Range(0, 15).Select(_ => Seconds(action)).ToList();
        double median = SideBySide.Median(times);
        Console.WriteLine($"{label,-40} {median:F4} s   [{times.Min():F4}, {times.Max():F4}]   {median / Steps * 1e9:F1} ns a step");
    }

    /// <summary>
    /// Turns of two sweeps each, far shorter than a time slice, so that the tenth percentile is free of other processes. A sweep is held
    /// against reading its bytes in order, and against the same indirect sums without rows, maxima or results.
    /// </summary>
    private static void Sweeps(string label, TabularMdp mdp)
    {
        double[] values = new double[mdp.States], next = new double[mdp.States];
        // What a sweep reads: 12 bytes a transition, a start and a reward a pair.
        int pairs = mdp.States * mdp.Actions, bytes = 12 * mdp.Transitions + 12 * pairs;
        double[] stream = new double[bytes / sizeof(double)], weights = new double[mdp.Transitions];
        int[] columns = [.. Enumerable.Range(0, pairs).SelectMany(pair =>
            mdp.Next(pair / mdp.Actions, pair % mdp.Actions).States.ToArray())];
        double sink = 0;
        var rounds = Enumerable.Range(0, 2300).Select(_ => (
            Sweep: Seconds(() =>
            {
                ValueIteration.Sweep(mdp, 0.99, values, next);
                ValueIteration.Sweep(mdp, 0.99, next, values);
            }) / 2,
            Indirect: Seconds(() => sink += IndirectSum(weights, columns, values) + IndirectSum(weights, columns, values)) / 2,
            Read: Seconds(() => sink += Sum(stream) + Sum(stream)) / 2)).Skip(300).ToList();
        double sweep = Tenth(rounds.Select(r => r.Sweep)), indirect = Tenth(rounds.Select(r => r.Indirect)),
            read = Tenth(rounds.Select(r => r.Read));
        Console.WriteLine(
            $"sweep, {label,-33} {sweep * 1e6:F1} µs (median {SideBySide.Median(rounds.Select(r => r.Sweep)) * 1e6:F1}), " +
            $"{bytes / sweep / 1e9:F1} GB/s, {sweep / mdp.Transitions * 1e9:F2} ns a transition");
        Console.WriteLine(
            $"{"",-40} {indirect / sweep:P0} of the speed of indirect sums ({indirect * 1e6:F1} µs), " +
            $"{read / sweep:P0} of that of reading in order ({read * 1e6:F1} µs, {bytes / read / 1e9:F1} " +
                $"GB/s){(double.IsNaN(sink) ? "!" : "")}");
    }

    private static double Tenth(IEnumerable<double> times) => times.Order().ElementAt(200);

    private static void Walk(TabularMdp mdp, int[] actions, ulong seed)
    {
        var simulator = new TabularSimulator(mdp, new Seed(seed));
        for (int t = 0; t < Steps; t++)
            simulator.Step(actions[simulator.State]);
    }

    private static void Walk(TabularMdp mdp, TabularPolicy policy, ulong seed)
    {
        var simulator = new TabularSimulator(mdp, new Seed(seed));
        RandomStream random = new Seed(seed).Derive("actions").Stream();
        for (int t = 0; t < Steps; t++)
            simulator.Step(policy.Draw(simulator.State, random));
    }

    /// <summary>Reads memory as fast as one core can: four independent vectors at a time.</summary>
    private static double Sum(double[] values)
    {
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 3 < vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }
        return Vector.Sum(a + b + c + d);
    }

    /// <summary>Σ w[i] v[column[i]]: the three loads of a transition, and nothing else.</summary>
    private static double IndirectSum(double[] weights, int[] columns, double[] values)
    {
        ref double w = ref MemoryMarshal.GetArrayDataReference(weights), v = ref MemoryMarshal.GetArrayDataReference(values);
        ref int column = ref MemoryMarshal.GetArrayDataReference(columns);
        double a = 0, b = 0, c = 0, d = 0;
        for (nint i = 0; i + 3 < weights.Length; i += 4)
        {
            a = Math.FusedMultiplyAdd(Unsafe.Add(ref w, i), Unsafe.Add(ref v, Unsafe.Add(ref column, i)), a);
            b = Math.FusedMultiplyAdd(Unsafe.Add(ref w, i + 1), Unsafe.Add(ref v, Unsafe.Add(ref column, i + 1)), b);
            c = Math.FusedMultiplyAdd(Unsafe.Add(ref w, i + 2), Unsafe.Add(ref v, Unsafe.Add(ref column, i + 2)), c);
            d = Math.FusedMultiplyAdd(Unsafe.Add(ref w, i + 3), Unsafe.Add(ref v, Unsafe.Add(ref column, i + 3)), d);
        }
        return a + b + c + d;
    }

    private static double Seconds(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }
}
