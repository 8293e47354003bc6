using System.Diagnostics;
using Offprint.Agents.Collection;
using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Estimators.OffPolicy.Learned;
using Offprint.Networks;
using Offprint.Numerics;

namespace Offprint.Benchmarks.OffPolicy;

/// <summary>A gradient step of FQE and of DICE for ten policies at once; the target is 2 ms for FQE.</summary>
internal static class LearnedEstimatorTimes
{
    private const int Steps = 500, Rounds = 5;

    public static int Run()
    {
        using var network = new Mlp(new(4, 2, [100]), [new Seed(1)]);
        HeadPolicy Policy(PolicyHead head) => new("policy", network.Forward, head, new DiscreteSpace(2));
        OfflineDataset log = TrajectoryRecorder.Record(Policy(new SoftmaxHead(1)), () => new CartPole(200), 500, new Seed(2));
        using var data = new LoggedTransitions(log);
        using var laws = new CandidateLaws([.. Enumerable.Range(1, 10).Select(i => Policy(new EpsilonGreedyHead(i / 10.0)))], data);
        double fqe = Step("FQE", () => BatchedFqe.Fit(data, laws, new() { Steps = Steps }, new Seed(3)).Dispose());
        Step("DICE", () => MarginalRatioFit.Fit(data, laws, DiceOptions.Best with { Steps = Steps }, new Seed(3)).Dispose());
        return fqe <= 2 ? 0 : 1;
    }

    private static double Step(string label, Action fit)
    {
        fit();
        double[] times = [.. Enumerable.Range(0, Rounds).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            fit();
            return clock.Elapsed.TotalMilliseconds / Steps;
        }).Order()];
        Console.WriteLine($"{label,-6} of ten policies: {times[Rounds / 2]:F2} ms a step, median of {Rounds} runs of {Steps} steps");
        return times[Rounds / 2];
    }
}
