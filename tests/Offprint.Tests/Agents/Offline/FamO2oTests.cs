using Offprint.Agents.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Offline;

public sealed class FamO2oTests
{
    private const int Rows = 64;
    private static readonly Seed[] s_seeds = AgentCases.Seeds(2);

    private static readonly FamO2oOptions s_small = new()
    {
        Critics = new() { Hidden = [16] }, ValueHidden = [16], BalanceHidden = [16],
        Policy = new ImplicitQLearningOptions().Policy with { Hidden = [16] },
        ActorAdam = new(3e-3), CriticAdam = new(3e-3), BalanceAdam = new(3e-3),
    };

    /// <summary>sin and cos of 11, 11/10^(4/3), 11/10^(8/3).</summary>
    [Fact]
    public void A_number_is_encoded_by_sines_and_cosines_in_turn()
    {
        using var scope = NewDisposeScope();
        float[] code = SinusoidalEncoding.Encode(tensor(new[] { 11f }, [1, 1]), 6).data<float>().ToArray();
        double[] expected = [-0.99999021, 0.00442570, 0.48867880, 0.87246377, 0.02369656, 0.99971920];
        for (int i = 0; i < 6; i++)
            Assert.Equal(expected[i], code[i], 1e-6);
        Assert.Throws<ArgumentException>(() => SinusoidalEncoding.Encode(zeros(1, 1), 5));
    }

    /// <summary>The middle of (−1, 1) is the middle of the range: a balance model whose weights are zero prefers it everywhere.</summary>
    [Fact]
    public void The_middle_stands_for_the_middle()
    {
        using var scope = NewDisposeScope();
        using var agent = new FamO2o(IdentityTask.Task, s_seeds, s_small with { LeastBeta = 8, GreatestBeta = 14 });
        using (no_grad())
            agent.Balance.Network.Parameters.Values.zero_();
        Assert.All(agent.PreferredBeta(randn(1, 5, 2)).data<float>().ToArray(), beta => Assert.Equal(11, beta, 1e-5));
        Assert.Throws<ArgumentException>(() => new FamO2o(IdentityTask.Task, s_seeds, s_small with { LeastBeta = 6 }));
    }

    /// <summary>
    /// With one β the critics are implicit Q-learning's, bit for bit, and rows weigh as there: the policy has six constant inputs more.
    /// </summary>
    [Fact]
    public void A_range_of_one_value_is_implicit_q_learning()
    {
        using var scope = NewDisposeScope();
        using var family = new FamO2o(IdentityTask.Task, s_seeds, s_small with { LeastBeta = 2, GreatestBeta = 2 });
        using var single = new ImplicitQLearning(IdentityTask.Task, s_seeds, new()
        {
            Critics = s_small.Critics, ValueHidden = s_small.ValueHidden, Policy = s_small.Policy, ActorAdam = s_small.ActorAdam,
            CriticAdam = s_small.CriticAdam, Beta = 2,
        });
        for (int i = 0; i < 20; i++)
        {
            Batch batch = IdentityTask.Noise(2, Rows);
            Assert.Equal(single.Update(batch)["mean weight"].ToArray(), family.Update(batch)["mean weight"].ToArray());
        }
        foreach (string network in (string[])["critics", "value", "critic targets"])
            Assert.Equal(single.Hashes()[network], family.Hashes()[network]);
    }

    /// <summary>The balance model's loss by hand: T log π_b − min Q̄ at the policy's sample for the sampled β.</summary>
    [Fact]
    public void The_balance_model_trades_entropy_for_value()
    {
        using var scope = NewDisposeScope();
        AdamOptions still = new(0);
        using var agent = new FamO2o(IdentityTask.Task, [s_seeds[0]], s_small with
        {
            ActorAdam = still, CriticAdam = still, BalanceAdam = still, Tau = 0,
        });
        using var random = new PopulationRandom([s_seeds[0].Derive("updates")]);
        Batch batch = IdentityTask.Noise(1, Rows);
        double loss = agent.Update(batch)["balance loss"][0];
        random.Uniform(Rows, 1);
        (Tensor u, Tensor logProb) = agent.Balance.Distribution(batch.Observations).SampleWithLogProb(random);
        Tensor beta = (u + 1) * 2 + 1, inputs = cat([batch.Observations, SinusoidalEncoding.Encode(beta, 6)], 2);
        Tensor action = ((DiagonalGaussian)agent.Actor.Distribution(inputs)).Sample(random);
        Tensor value = agent.Critics.Targets(batch.Observations, action).amin([0]);
        Assert.Equal((logProb - value).mean().item<float>(), loss, 1e-5);
    }

    /// <summary>
    /// Gradients of the balance model stop at the policy and the critics: with their rates at zero they stay while it moves. Online rows
    /// take their β from it.
    /// </summary>
    [Fact]
    public void Only_the_balance_model_learns_from_its_loss()
    {
        using var scope = NewDisposeScope();
        AdamOptions still = new(0);
        using var agent = new FamO2o(IdentityTask.Task, s_seeds, s_small with { ActorAdam = still, CriticAdam = still, Tau = 0 });
        var before = agent.Hashes();
        Batch batch = IdentityTask.Noise(2, Rows);
        agent.Update(batch with { Online = ones(2, Rows, 1) });
        var after = agent.Hashes();
        Assert.NotEqual(before["balance"], after["balance"]);
        Assert.NotEqual(before["balance temperature"], after["balance temperature"]);
        foreach (string network in (string[])["actor", "critics", "critic targets", "value"])
            Assert.Equal(before[network], after[network]);
    }

    /// <summary>
    /// d/dβ E_β[A] = Var_β(A) ≥ 0: without the entropy the model goes to the greatest β where the policy follows β. Fixed seeds.
    /// </summary>
    [Fact]
    public void Without_entropy_the_greatest_balance_wins()
    {
        using var agent = new FamO2o(IdentityTask.Task, s_seeds, s_small with { RewardsEntropy = false, LeastBeta = 0, GreatestBeta = 20 });
        using BatchLoader loader = IdentityTask.Loader(IdentityTask.Log(2000), Rows, 2);
        using var random = new PopulationRandom(s_seeds);
        for (int i = 0; i < 3000; i++)
            agent.Update(loader.Next(random));
        using var scope = NewDisposeScope();
        Assert.True(agent.PreferredBeta(rand(1, 100, 2) - 0.5).mean().item<float>() > 18);
    }
}
