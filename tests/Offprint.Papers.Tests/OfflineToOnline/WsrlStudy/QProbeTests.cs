using Offprint.Agents.Online;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Papers.OfflineToOnline.WsrlStudy;
using static TorchSharp.torch;

namespace Offprint.Papers.Tests.OfflineToOnline.WsrlStudy;

public sealed class QProbeTests
{
    private const int Capacity = 5;
    private static readonly float[] s_state = [1, 1, 0, 0], s_action = [0, 0];

    /// <summary>Critics that say 3 and 5 (first seed), 1 and 2 (second), targets 4 and 6, 0 and 10.</summary>
    private static SoftActorCritic Constant()
    {
        var agent = new SoftActorCritic(new("two actions", new BoxSpace(4), new BoxSpace(2, -1, 1)), [new Seed(1), new Seed(2)], new()
        {
            Critics = new() { Hidden = [4] }, Policy = new() { Hidden = [4] }, Discount = 0.5, EntropyInBackup = false,
        });
        Fill(agent.Critics.Network.Parameters.ValueSpan, [3, 1, 5, 2]); // the first critic of both seeds, then the second
        Fill(agent.Critics.Target.Parameters.ValueSpan, [4, 0, 6, 10]);
        return agent;

        static void Fill(Span<float> parameters, float[] biases)
        {
            parameters.Clear();
            biases.CopyTo(parameters[^biases.Length..]);
        }
    }

    private static Batch Data() => new(ones([1, 3, 4]), zeros([1, 3, 2]), full([1, 3, 1], -5f), ones([1, 3, 4]),
        tensor(new float[] { 1, 1, 0 }, [1, 3, 1]), ReturnToGo: full([1, 3, 1], 2f));

    [Fact]
    public void Values_and_errors_of_constant_critics_are_those_by_hand()
    {
        using var scope = NewDisposeScope();
        using SoftActorCritic agent = Constant();
        using var probe = new QProbe(agent, Data(), new(2, 1));
        IReadOnlyDictionary<string, double[]> numbers = probe.Measure(agent);
        Assert.Equal([4, 1.5], numbers["data Q"]);
        Assert.Equal([4, 1.5], numbers["data policy Q"]);
        Assert.Equal([2, -0.5], numbers["data excess"]);
        // Targets −5 + ½ · 4 twice and −5 for the first seed, −5 + ½ · 0 twice and −5 for the second.
        Assert.Equal([(2 * (36 + 64) + 64 + 100) / 6.0, (3 * 36 + 3 * 49) / 6.0], numbers["data error"],
            (x, y) => Math.Abs(x - y) < 1e-4);
        Assert.DoesNotContain("newest Q", numbers.Keys);
    }

    [Fact]
    public void Newest_and_first_rows_are_those_of_each_seed_s_ring()
    {
        using var scope = NewDisposeScope();
        using SoftActorCritic agent = Constant();
        using var probe = new QProbe(agent, Data(), new(2, 1));
        using var buffer = new ReplayBuffer(2, Capacity, 4, 2);
        probe.Watch(buffer, buffer.View(new RewardTransform(10, -5)));
        Assert.DoesNotContain("newest Q", probe.Measure(agent).Keys);
        for (int step = 0; step < Capacity + 2; step++) // two rows made room for new ones
        {
            for (int p = 0; p < 2; p++)
                buffer.Add(p, new(s_state, s_action, step, s_state, terminal: true));
        }
        IReadOnlyDictionary<string, double[]> numbers = probe.Measure(agent);
        Assert.Equal([4, 1.5], numbers["newest Q"]);
        double[] targets = [10 * 6 - 5, 10 * 5 - 5]; // terminal: the rewards 6 and 5, scaled
        double Error(double target) => ((3 - target) * (3 - target) + (5 - target) * (5 - target)) / 2; // of the first seed
        Assert.Equal(targets.Average(Error), numbers["newest error"][0], 1e-3);
        Assert.Equal(Error(45), numbers["first error"][0], 1e-3); // the ring's first place, where the sixth row (reward 5) is now
    }
}
