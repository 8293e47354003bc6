using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Offline;

public sealed class FamO2oAwacTests
{
    private const int Rows = 64;
    private static readonly Seed[] s_seeds = AgentCases.Seeds(2);
    private static readonly AdamOptions s_still = new(0);

    private static readonly FamO2oAwacOptions s_small = new()
    {
        Critics = new() { Hidden = [16] }, Policy = new AwacOptions().Policy with { Hidden = [16] },
        Balance = new() { LeastBeta = 0.5, GreatestBeta = 2, Hidden = [16], Adam = new(3e-3) },
    };

    /// <summary>A policy whose weights are zero sees no β: with one β all numbers are AWAC's, random ones included.</summary>
    [Fact]
    public void Of_a_policy_that_does_not_see_it_one_balance_is_one_temperature()
    {
        using var scope = NewDisposeScope();
        // Almost no noise: what the balance model draws in between moves no sampled action.
        var policy = s_small.Policy with { MinLogDeviation = -16, MaxLogDeviation = -16 };
        using var family = new FamO2oAwac(IdentityTask.Task, s_seeds, Still(s_small) with
        {
            Policy = policy, Balance = s_small.Balance with { LeastBeta = 2, GreatestBeta = 2, Interval = 1000 },
        });
        using var single = new Awac(IdentityTask.Task, s_seeds, new()
        {
            Critics = s_small.Critics, Policy = policy, Lambda = 0.5, ActorAdam = s_still, CriticAdam = s_still, Tau = 0,
        });
        using (no_grad())
        {
            family.Actor.Network.Parameters.Values.zero_();
            single.Actor.Network.Parameters.Values.zero_();
        }
        Batch batch = IdentityTask.Noise(2, Rows);
        Metrics one = single.Update(batch), own = family.Update(batch);
        Assert.Equal(one["critic loss"].ToArray(), own["critic loss"].ToArray());
        Assert.Equal(one["mean weight"].ToArray(), own["mean weight"].ToArray(), (x, y) => Math.Abs(x - y) < 1e-5f);
        Assert.All(one["mean weight"].ToArray(), weight => Assert.True(Math.Abs(weight - 1) > 1e-3f));
    }

    /// <summary>Both losses by hand, of an offline row: critics bootstrap at the preferred β, weights and policy share the row's.</summary>
    [Fact]
    public void Critics_see_the_preferred_balance_and_weights_that_of_the_row()
    {
        using var scope = NewDisposeScope();
        using var agent = new FamO2oAwac(IdentityTask.Task, [s_seeds[0]], Still(s_small) with
        {
            Balance = s_small.Balance with { Adam = s_still },
        });
        using var random = new PopulationRandom([s_seeds[0].Derive("updates")]);
        Batch batch = IdentityTask.Noise(1, Rows);
        var metrics = agent.Update(batch);

        Tensor Sample(Tensor inputs) => agent.Actor.Bounds.Clip(((DiagonalGaussian)agent.Actor.Distribution(inputs)).Sample(random));
        Tensor next = Sample(agent.Balance.Inputs(batch.Next, agent.Balance.Preferred(batch.Next)));
        Tensor target = batch.Rewards + 0.99 * batch.Continue * agent.Critics.Targets(batch.Next, next).amin([0]);
        Tensor values = agent.Critics.Values(batch.Observations, batch.Actions);
        Assert.Equal((values - target).square().mean([1, 2, 3]).sum().item<float>(), metrics["critic loss"][0], 1e-4);

        Tensor beta = agent.Balance.ToBeta(random.Uniform(Rows, 1) * 2 - 1), inputs = agent.Balance.Inputs(batch.Observations, beta);
        Tensor u = agent.Balance.Policy.Distribution(batch.Observations).SampleWithLogProb(random).Action;
        _ = agent.Actor.Distribution(agent.Balance.Inputs(batch.Observations, agent.Balance.ToBeta(u))).Sample(random);
        Tensor own = agent.Critics.Values(batch.Observations, Sample(inputs)).amin([0]);
        Tensor weights = (beta * (values.amin([0]) - own)).exp().clamp_max(100);
        IActionDistribution law = agent.Actor.Distribution(inputs);
        Assert.Equal(weights.mean().item<float>(), metrics["mean weight"][0], 1e-4);
        Assert.Equal(-(weights * law.LogProb(batch.Actions)).mean().item<float>(), metrics["actor loss"][0], 1e-3);
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        Assert.Contains("NormalizeOverBatch", Assert.Throws<ArgumentException>(() =>
            new FamO2oAwac(IdentityTask.Task, s_seeds, s_small with { NormalizeOverBatch = true })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FamO2oAwac(IdentityTask.Task, s_seeds, s_small with
        {
            Balance = s_small.Balance with { LeastBeta = 3 },
        }));
    }

    private static FamO2oAwacOptions Still(FamO2oAwacOptions options) =>
        options with { ActorAdam = s_still, CriticAdam = s_still, Tau = 0 };
}
