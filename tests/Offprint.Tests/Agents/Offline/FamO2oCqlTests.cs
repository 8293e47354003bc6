using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Offline;

public sealed class FamO2oCqlTests
{
    private const int Rows = 64, Samples = 3;
    private static readonly Seed[] s_seeds = AgentCases.Seeds(2);
    private static readonly AdamOptions s_still = new(0);
    private static readonly BalanceOptions s_balance = new FamO2oCqlOptions().Balance with { Hidden = [16], Adam = new(3e-3) };

    private static readonly FamO2oCqlOptions s_small = new()
    {
        Critics = new() { Hidden = [16], LayerNorm = true }, Policy = new() { Hidden = [16] },
        Terms = [new ConservativeOptions { Weight = 1, Actions = Samples }], Balance = s_balance,
    };

    /// <summary>The code takes u of (−1, 1) for a number in (0, 1): [½, 1½] becomes (−½, 1½).</summary>
    [Theory]
    [InlineData(false, new[] { 0.5, 0.75, 1, 1.5 })]
    [InlineData(true, new[] { -0.5, 0, 0.5, 1.5 })]
    public void A_number_stands_for_a_balance_as_meant_or_as_released(bool released, double[] expected)
    {
        using var scope = NewDisposeScope();
        BalanceOptions options = s_balance with { AsReleased = released };
        using var model = new BalanceModel(IdentityTask.Task, options, s_seeds);
        float[] u = [-1, -0.5f, 0, 1];
        Assert.Equal(expected, Array.ConvertAll(u, own => options.ToBeta(own)));
        Assert.Equal(Array.ConvertAll(expected, beta => (float)beta), model.ToBeta(tensor(u)).data<float>().ToArray());
    }

    /// <summary>
    /// As in the released code, β at random lies in the range whatever the map; what an untrained model prefers does not.
    /// </summary>
    [Fact]
    public void The_released_map_is_the_models_alone()
    {
        using var scope = NewDisposeScope();
        using var model = new BalanceModel(IdentityTask.Task, s_balance with { AsReleased = true }, s_seeds);
        using var random = new PopulationRandom(s_seeds);
        using (no_grad())
            model.Policy.Network.Parameters.Values.zero_();
        float[] uniform = model.Draw(IdentityTask.Noise(2, 1000), random).data<float>().ToArray();
        Assert.All(uniform, beta => Assert.InRange(beta, 0.5f, 1.5f));
        Assert.All(model.Preferred(randn(1, 5, 2)).data<float>().ToArray(), beta => Assert.Equal(0.5f, beta));
        float[] drawn = model.Sample(randn(2, 1000, 2), random).data<float>().ToArray();
        Assert.True(drawn.Min() < 0 && drawn.Max() > 1);
    }

    /// <summary>
    /// With β = 1 alone every network is, bit for bit, that of CQL whose policy has the encoding of 1 as constant inputs, and whose random
    /// streams skip what the balance model draws.
    /// </summary>
    [Fact]
    public void A_range_of_one_value_is_conservative_q_learning()
    {
        using var scope = NewDisposeScope();
        using var family = new FamO2oCql(IdentityTask.Task, s_seeds, s_small with
        {
            Balance = s_balance with { LeastBeta = 1, GreatestBeta = 1 },
        });
        using var single = new ConstantBalance(IdentityTask.Task, s_seeds, ConservativeOptions.Base with
        {
            Critics = s_small.Critics, Policy = s_small.Policy, Terms = s_small.Terms,
        });
        for (int i = 0; i < 20; i++)
        {
            Batch batch = IdentityTask.Noise(2, Rows);
            if (i >= 10)
                batch = batch with { Online = ones(2, Rows, 1) };
            single.Skips = i < 10 ? 2 : 1;
            Assert.Equal(single.Update(batch)["critic loss"].ToArray(), family.Update(batch)["critic loss"].ToArray());
        }
        foreach (string network in single.Hashes().Keys)
            Assert.Equal(single.Hashes()[network], family.Hashes()[network]);
    }

    /// <summary>Losses by hand, offline: rows share a uniform β, the next state sees the model's, and the value weighs β.</summary>
    [Fact]
    public void The_value_weighs_as_the_policy_sees_it()
    {
        using var scope = NewDisposeScope();
        FamO2oCqlOptions still = Still(s_small) with { Balance = s_balance with { Adam = s_still } };
        using var agent = new FamO2oCql(IdentityTask.Task, [s_seeds[0]], still);
        using var random = new PopulationRandom([s_seeds[0].Derive("updates")]);
        Batch batch = IdentityTask.Noise(1, Rows);
        Metrics metrics = agent.Update(batch);

        BalanceModel model = agent.Balance;
        Tensor chosen = model.ToBeta(model.Policy.Distribution(batch.Observations).Sample(random));
        Tensor beta = random.Uniform(Rows, 1) + 0.5, u = model.Policy.Distribution(batch.Observations).SampleWithLogProb(random).Action;
        Tensor action = agent.Actor.Distribution(model.Inputs(batch.Observations, model.ToBeta(u))).Sample(random);
        Assert.Equal(-Least(agent, batch, action).mean().item<float>(), metrics["balance loss"][0], 1e-5);

        Tensor next = agent.Actor.Distribution(model.Inputs(batch.Next, chosen)).SampleWithLogProb(random).Action;
        Tensor target = batch.Rewards + 0.99 * batch.Continue * agent.Critics.Targets(batch.Next, next).amin([0]);
        Tensor values = agent.Critics.Values(batch.Observations, batch.Actions);
        Assert.Equal((values - target).square().mean([1, 2, 3]).sum().item<float>(), metrics["TD loss"][0], 1e-4);

        random.Uniform(Rows * Samples, batch.Actions.shape[2]);
        random.Normal(Rows * Samples, batch.Actions.shape[2]);
        random.Normal(Rows * Samples, batch.Actions.shape[2]);
        (Tensor own, Tensor logProb) = agent.Actor.Distribution(model.Inputs(batch.Observations, beta)).SampleWithLogProb(random);
        Assert.Equal((logProb - beta * Least(agent, batch, own)).mean().item<float>(), metrics["actor loss"][0], 1e-4);
    }

    [Fact]
    public void Only_the_balance_model_learns_from_its_loss()
    {
        using var scope = NewDisposeScope();
        using var agent = new FamO2oCql(IdentityTask.Task, s_seeds, Still(s_small));
        var before = agent.Hashes();
        agent.Update(IdentityTask.Noise(2, Rows) with { Online = ones(2, Rows, 1) });
        var after = agent.Hashes();
        Assert.Equal(["balance"], after.Keys.Where(network => before[network] != after[network]));
    }

    /// <summary>Gradients that the balance model leaves would enter the next step of policy and critics.</summary>
    [Fact]
    public void The_balance_loss_leaves_no_gradients()
    {
        using var scope = NewDisposeScope();
        using var agent = new FamO2oCql(IdentityTask.Task, s_seeds, s_small);
        using var random = new PopulationRandom(s_seeds);
        agent.Balance.Learn(IdentityTask.Noise(2, Rows), agent.Actor, agent.Critics.Least, random, new Metrics(2), 1);
        foreach (ParameterBuffer parameters in (ParameterBuffer[])[agent.Actor.Network.Parameters, agent.Critics.Network.Parameters])
            Assert.All(parameters.GradientSpan.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new FamO2oCql(IdentityTask.Task, s_seeds, s_small with
        {
            Balance = s_balance with { LeastBeta = 3 },
        }));
        Assert.Throws<ArgumentException>(() =>
            new FamO2oCql(IdentityTask.Task, s_seeds, s_small with { ActorTerms = [new CloningOptions()] }));
        Assert.Throws<ArgumentException>(() => new FamO2oCql(IdentityTask.Task, s_seeds, s_small with
        {
            Terms = [new EnsembleDiversityOptions()],
        }));
    }

    private static Tensor Least(FamO2oCql agent, Batch batch, Tensor action) =>
        agent.Critics.Values(batch.Observations, action).amin([0]);

    private static FamO2oCqlOptions Still(FamO2oCqlOptions options) =>
        options with { ActorAdam = s_still, CriticAdam = s_still, TemperatureAdam = s_still, Tau = 0 };

    private sealed class ConstantBalance(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, SoftActorCriticOptions options)
        : SoftActorCritic(spec, seeds, options, 6)
    {
        /// <summary>Offline the family draws β once of the model and once of the range, online of the model alone.</summary>
        public int Skips { get; set; }

        protected override PolicyRows Rows(Batch batch)
        {
            Random.Normal(batch.Size, 1);
            if (Skips > 1)
                Random.Uniform(batch.Size, 1);
            Random.Normal(batch.Size, 1);
            Random.Normal(batch.Size, Actor.Bounds.Size);
            Tensor code = SinusoidalEncoding.Encode(ones(1, batch.Size, 1), 6);
            return new(batch.Observations.Beside(code), batch.Next.Beside(code));
        }
    }
}
