using System.Diagnostics;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Benchmarks;

/// <summary>An episode of 20 steps with a version space of 1,000 functions: every step updates all of them, and each stage is
/// pruned.</summary>
internal static class VersionSpaceComparison
{
    private const int Functions = 1000, Horizon = 20;

    public static int Run()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(10).WithHorizon(Horizon);
        RandomStream random = new Seed(1).Stream();
        var statistics = new ResidualStatistics(new FunctionClass([.. Enumerable.Range(0, Functions).Select(_ => Draw(mdp, random))]),
            mdp.Initial);
        var simulator = new TabularSimulator(mdp, new Seed(2));
        double[] weights = [.. Enumerable.Repeat(1.0, 20)], buffer = new double[Functions];
        bool[] alive = new bool[Functions];
        for (int i = 0; i < 1000; i++)
            Episode();
        double[] times = [.. Enumerable.Range(0, 15).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 1000; i++)
                Episode();
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / 1000;
        })];
        int pairs = Enumerable.Range(0, Horizon).Sum(h => Enumerable.Range(0, 20).Count(z => statistics.Visits(h, z / 2, z % 2) > 0));
        Console.WriteLine($"episode of {Horizon} steps, {Functions:N0} functions, one weight function a stage over {pairs} pairs seen: " +
            $"{SideBySide.Median(times):F1} µs   [{times.Min():F1}, {times.Max():F1}]   budget 50 µs");
        return 0;

        void Episode()
        {
            int state = simulator.Reset();
            for (int h = 0; h < Horizon; h++)
            {
                (double reward, int next) = simulator.Step(1);
                statistics.Observe(h, state, 1, reward, next);
                state = next;
            }
            statistics.EndEpisode();
            alive.AsSpan().Fill(true);
            for (int h = 0; h < Horizon; h++)
                statistics.Prune(h, weights, 0.1, 0.1, alive, buffer);
        }
    }

    private static StateActionTable Draw(TabularMdp mdp, RandomStream random)
    {
        var table = new StateActionTable(mdp.States, mdp.Actions, Horizon);
        for (int i = 0; i < table.Values.Length; i++)
            table.Values[i] = random.NextDouble();
        return table;
    }
}
