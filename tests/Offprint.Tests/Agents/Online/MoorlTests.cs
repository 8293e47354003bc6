using Offprint.Agents.Online;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Tensors;

namespace Offprint.Tests.Agents.Online;

public sealed class MoorlTests
{
    private static readonly string[] s_networks = ["actor", "critics", "critic targets", "temperature"];

    private static SoftActorCriticOptions Inner { get; } = new()
    {
        Critics = new() { Hidden = [16] }, Policy = new() { Hidden = [16] }, ActorAdam = new(3e-3), CriticAdam = new(3e-3),
        TemperatureAdam = new(3e-3), InitialTemperature = 0.1,
    };

    private static Moorl Make(MoorlOptions options) => (options with { Inner = Inner }).Create(IdentityTask.Task, AgentCases.Seeds(2));

    /// <summary>Batches of blocks of one source, half of them of a log of poor actions, half of one of good actions.</summary>
    private static IEnumerable<Batch> Batches(int count, int block)
    {
        OfflineDataset offline = IdentityTask.Log(200), online = IdentityTask.Log(200, 0.1);
        TransitionView first = View(offline), second = View(online);
        var sampler = new MixedSampler(new UniformSampler(first.Count), new UniformSampler(second.Count),
            new(MixMode.OneSourcePerBlock, BlockLength: block));
        using var loader = new BatchLoader(new MixedSource(first, second), sampler, 32, 2);
        using var random = new PopulationRandom(AgentCases.Seeds(2));
        for (int i = 0; i < count; i++)
            yield return loader.Next(random);

        static TransitionView View(OfflineDataset log) => new(log, new(TimeLimitRule.Drop, NextState.Stored));
    }

    /// <summary>With ε = 1 and K = 1 nothing is left of the meta step: soft actor-critic on alternating sources, bit for bit.</summary>
    [Fact]
    public void One_step_and_the_whole_way_is_soft_actor_critic()
    {
        using Moorl meta = Make(new() { InnerSteps = 1, MetaRate = 1 });
        using SoftActorCritic plain = Inner.Create(IdentityTask.Task, AgentCases.Seeds(2));
        foreach (Batch batch in Batches(200, 1))
        {
            meta.Update(batch);
            plain.Update(batch);
        }
        Assert.Equal(200, meta.Iterations);
        Assert.All(s_networks, name => Assert.Equal(plain.Hashes()[name], meta.Hashes()[name]));
    }

    /// <summary>With K steps all that is left is the rarer step of the targets, with the rate of K small ones.</summary>
    [Fact]
    public void The_whole_way_of_several_steps_moves_targets_once()
    {
        const int k = 5;
        using Moorl meta = Make(new() { InnerSteps = k, MetaRate = 1 });
        using SoftActorCritic plain = (Inner with { Tau = 0 }).Create(IdentityTask.Task, AgentCases.Seeds(2));
        int updates = 0;
        foreach (Batch batch in Batches(100, k))
        {
            meta.Update(batch);
            plain.Update(batch);
            if (++updates % k == 0)
                plain.Critics.UpdateTarget(1 - Math.Pow(1 - Inner.Tau, k));
        }
        Assert.Equal(0.024751246, 1 - Math.Pow(1 - Inner.Tau, k), 1e-9);
        Assert.All(s_networks, name => Assert.Equal(plain.Hashes()[name], meta.Hashes()[name]));
    }

    [Fact]
    public void Without_a_meta_step_networks_never_change()
    {
        using Moorl meta = Make(new() { InnerSteps = 4, MetaRate = 0 });
        var before = meta.Hashes();
        foreach (Batch batch in Batches(40, 4))
            meta.Update(batch);
        Assert.All((string[])["actor", "critics", "critic targets"], name => Assert.Equal(before[name], meta.Hashes()[name]));
        Assert.NotEqual(before["temperature"], meta.Hashes()["temperature"]); // it belongs to the inner steps
    }

    /// <summary>An iteration by hand: K steps of a copy, then the fraction of the way, then the targets.</summary>
    [Fact]
    public void An_iteration_is_a_fraction_of_its_inner_steps()
    {
        const int k = 3;
        const float rate = 0.25f;
        using Moorl meta = Make(new() { InnerSteps = k, MetaRate = rate });
        using SoftActorCritic plain = (Inner with { Tau = 0 }).Create(IdentityTask.Task, AgentCases.Seeds(2));
        float[] start = plain.Critics.Network.Parameters.ValueSpan.ToArray();
        foreach (Batch batch in Batches(k, k))
        {
            meta.Update(batch);
            plain.Update(batch);
        }
        float[] adapted = plain.Critics.Network.Parameters.ValueSpan.ToArray(), own = meta.Critics.Network.Parameters.ValueSpan.ToArray(),
            target = meta.Critics.Target.Parameters.ValueSpan.ToArray();
        double tau = 1 - Math.Pow(1 - Inner.Tau, k);
        for (int i = 0; i < own.Length; i++)
        {
            Assert.Equal(start[i] + rate * (adapted[i] - start[i]), own[i], 1e-6f);
            Assert.Equal(start[i] + tau * (own[i] - start[i]), target[i], 1e-6f);
        }
        Assert.NotEqual(adapted, own);
    }

    [Fact]
    public void A_network_that_is_not_interpolated_keeps_its_steps()
    {
        using Moorl both = Make(new() { InnerSteps = 4 }), critics = Make(new() { InnerSteps = 4, MetaActor = false }),
            actor = Make(new() { InnerSteps = 4, MetaCritics = false });
        using SoftActorCritic plain = (Inner with { Tau = 0 }).Create(IdentityTask.Task, AgentCases.Seeds(2));
        foreach (Batch batch in Batches(4, 4))
        {
            both.Update(batch);
            critics.Update(batch);
            actor.Update(batch);
            plain.Update(batch);
        }
        Assert.Equal(plain.Hashes()["actor"], critics.Hashes()["actor"]);
        Assert.NotEqual(plain.Hashes()["actor"], both.Hashes()["actor"]);
        Assert.Equal(both.Hashes()["critics"], critics.Hashes()["critics"]);
        Assert.Equal(plain.Hashes()["critics"], actor.Hashes()["critics"]);
        Assert.Equal(both.Hashes()["actor"], actor.Hashes()["actor"]);
    }

    /// <summary>Fresh moments make an iteration's first step one of the learning rate's size, whatever came before.</summary>
    [Fact]
    public void Reset_moments_make_every_first_step_as_long_as_the_rate()
    {
        using Moorl reset = Make(new() { InnerSteps = 1, MetaRate = 1, Optimizer = InnerOptimizer.ResetEachIteration });
        float[] last = reset.Critics.Network.Parameters.ValueSpan.ToArray();
        foreach (Batch batch in Batches(20, 1))
        {
            reset.Update(batch);
            float[] now = reset.Critics.Network.Parameters.ValueSpan.ToArray();
            Assert.Equal(3e-3, now.Zip(last, (a, b) => Math.Abs(a - b)).Max(), 1e-5);
            last = now;
        }
    }

    [Fact]
    public void Steps_have_a_length_and_sources_agree_once_both_were_seen()
    {
        using Moorl meta = Make(new() { InnerSteps = 2 });
        List<float> agreements = [];
        foreach (Batch batch in Batches(60, 2))
        {
            meta.Update(batch);
            if (meta.Updates % 2 > 0)
                continue;
            Assert.InRange(meta.Metrics["meta step of the critics"][0], 1e-5f, 0.5f);
            agreements.Add(meta.Metrics["source agreement of the critics"][0]);
        }
        Assert.Equal(0, agreements[0]); // one source alone
        Assert.Contains(agreements, value => value != 0);
        Assert.All(agreements, value => Assert.InRange(value, -1, 1));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(5, -0.1)]
    [InlineData(5, 1.5)]
    public void Options_out_of_range_are_refused(int steps, double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new() { InnerSteps = steps, MetaRate = rate }));
}
