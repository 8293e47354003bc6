using System.Diagnostics;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Environments.Tabular;
using Offprint.Environments.Tabular.Tetris;
using Offprint.Numerics;

namespace Offprint.Benchmarks;

/// <summary>
/// Exact values of 40 steps of small Tetris (2,780 boards, 12 pieces, 20 actions): the best policy and a softmax of given scores; and an
/// episode of 20 steps with a version space of 1,000 functions.
/// </summary>
internal static class TetrisComparison
{
    private const int Horizon = 40, Functions = 1000, EpisodeSteps = 20;

    public static int Run()
    {
        SmallTetris game = SmallTetris.Standard;
        double value = 0;
        Report("best values", () => value = TetrisValues.Optimal(game, Horizon)[0][0], 1, "s", 1);
        Console.WriteLine($"{"",-36} {value:F10}, apart from -0.5501886476 by {Math.Abs(value + 0.5501886476):E1}");
        Report("values of a softmax", () => TetrisValues.Of(game, Horizon, (h, board, scores) =>
        {
            for (int block = 0; block < scores.Length; block++)
                scores[block] = (block * 7 + board + h) % 13;
        }, greedy: false), 1, "s", 1);
        Report("20 steps, 1,000 functions", Episode(), 1000, "µs", 1e6);
        return 0;
    }

    /// <summary>Observes 20 steps and asks whether the critic is refuted.</summary>
    private static Action Episode()
    {
        TabularMdp mdp = TabularMdps.DeepSea(EpisodeSteps, 0.1);
        RandomStream random = new Seed(1).Stream();
        var space = new VersionSpace(new([.. Enumerable.Range(0, Functions).Select(_ =>
        {
            var f = new StateActionTable(mdp.States, mdp.Actions, EpisodeSteps);
            foreach (ref double v in f.Values)
                v = random.NextDouble();
            return f;
        })]), mdp.Initial);
        var simulator = new TabularSimulator(mdp, new Seed(2));
        double sink = 0;
        return () =>
        {
            int s = simulator.Reset();
            for (int h = 0; h < EpisodeSteps; h++)
            {
                int a = random.NextInt(2);
                var (reward, next) = simulator.Step(a);
                space.Observe(h, s, a, reward, next);
                s = next;
            }
            sink += space.Excess;
        };
    }

    private static void Report(string label, Action action, int calls, string unit, double scale)
    {
        action();
        double[] times = [.. Enumerable.Range(0, 9).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < calls; i++)
                action();
            return clock.Elapsed.TotalSeconds / calls * scale;
        })];
        Console.WriteLine($"{label,-36} {SideBySide.Median(times):F3} {unit}   [{times.Min():F3}, {times.Max():F3}]");
    }
}
