using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Online;

public sealed class ProximalPolicyTests : IDisposable
{
    private const int Rows = 12;
    private static readonly ProximalPolicyOptions s_small = new()
    {
        Policy = new ProximalPolicyOptions().Policy with { Hidden = [8], Orthogonal = null }, ValueHidden = [8], Epochs = 2,
            Minibatch = Rows,
        ActorAdam = new(0.05), ValueAdam = new(0.05),
    };

    private readonly IDisposable _scope;

    public ProximalPolicyTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>
    /// Two epochs of one minibatch each: the first is at the old policy, the second where the first step led. Metrics are means of both, so
    /// the
    /// second losses are computed here from the formulas, row by row in double precision, with the networks that one epoch gives.
    /// </summary>
    [Theory]
    [InlineData(null, true, 0.01)]
    [InlineData(0.05, false, 0.0)]
    public void Losses_are_those_of_the_formulas(double? valueClip, bool normalize, double entropyWeight)
    {
        ProximalPolicyOptions options = s_small with { ValueClip = valueClip, NormalizeAdvantages = normalize,
            EntropyWeight = entropyWeight, Clip = 0.1 };
        Batch batch = IdentityTask.Noise(1, Rows);
        using ProximalPolicy old = Make(options, 1), stepped = Make(options with { Epochs = 1 }, 1), agent = Make(options, 1);
        stepped.Learn(batch);
        agent.Learn(batch);

        (double[] density0, double[] values0) = Evaluate(old, batch);
        (double[] density1, double[] values1) = Evaluate(stepped, batch);
        (double[] advantages, double[] returns) = Gae(old, batch, values0);
        double[] a = advantages;
        if (normalize)
        {
            double mean = a.Average(), deviation = Math.Sqrt(a.Sum(x => (x - mean) * (x - mean)) / (Rows - 1));
            a = [.. a.Select(x => (x - mean) / (deviation + 1e-8))];
        }
        double actor = 0, value = 0, divergence = 0, clipped = 0;
        for (int i = 0; i < Rows; i++)
        {
            double ratio = Math.Exp(density1[i] - density0[i]);
            actor -= Math.Min(ratio * a[i], Math.Clamp(ratio, 0.9, 1.1) * a[i]) / Rows;
            double error = Math.Pow(values1[i] - returns[i], 2);
            if (valueClip is { } clip)
                error = Math.Max(error, Math.Pow(values0[i] + Math.Clamp(values1[i] - values0[i], -clip, clip) - returns[i], 2));
            value += 0.5 * error / Rows;
            divergence += (ratio - 1 - (density1[i] - density0[i])) / Rows;
            clipped += Math.Abs(ratio - 1) > 0.1 ? 1.0 / Rows : 0;
        }
        actor -= entropyWeight * Entropy(stepped);
        double actor0 = -a.Average() - entropyWeight * Entropy(old), value0 = Enumerable.Range(0, Rows)
            .Average(i => 0.5 * Math.Pow(values0[i] - returns[i], 2));
        Assert.InRange(clipped, 0.1, 1); // otherwise the clip would not be tested
        Assert.Equal((actor0 + actor) / 2, agent.Metrics["actor loss"][0], 1e-4);
        Assert.Equal((value0 + value) / 2, agent.Metrics["value loss"][0], 1e-4);
        Assert.Equal(divergence, agent.Metrics["KL"][0], 1e-4);
        Assert.Equal(clipped / 2, agent.Metrics["clipped share"][0], 1e-4);
        Assert.Equal(2, agent.Metrics["minibatches"][0]);
    }

    [Fact]
    public void A_member_past_the_limit_stays_as_it_is_while_the_other_goes_on()
    {
        // Steps are in proportion to gradients, hence to rewards: only a member with large rewards passes the limit.
        ProximalPolicyOptions options = s_small with
        {
            Epochs = 8, Minibatch = 5, KlLimit = 0.05, NormalizeAdvantages = false, ActorAdam = new(0.01, Epsilon: 1, MaxGradientNorm: 50),
        };
        using ProximalPolicy mixed = Trained(100, 0.001f), calm = Trained(0.001f, 0.001f), wild = Trained(100, 100);
        Assert.Equal([24, 24], calm.Metrics["minibatches"].ToArray());
        Assert.Equal(24, mixed.Metrics["minibatches"][1]);
        Assert.InRange(mixed.Metrics["minibatches"][0], 1, 20);
        Assert.True(mixed.Metrics["KL"][0] > 0.05);
        Assert.Equal(wild.Metrics["minibatches"][0], mixed.Metrics["minibatches"][0]);
        foreach (string network in (string[])["actor", "value"])
        {
            long[] steps = mixed.Save().Get<long>($"{network}/adam.steps");
            Assert.Equal(48, steps[1]);
            Assert.InRange(steps[0], 2, 47);
            Assert.Equal(Bits(mixed, network, 1), Bits(calm, network, 1)); // whether the other one stops or not
            Assert.Equal(Bits(mixed, network, 0), Bits(wild, network, 0)); // whether the other one goes on or not
            Assert.NotEqual(Bits(mixed, network, 0), Bits(calm, network, 0));
        }

        ProximalPolicy Trained(float first, float second)
        {
            ProximalPolicy agent = Make(options, 2);
            for (int t = 0; t < 2; t++)
            {
                Batch noise = IdentityTask.Noise(2, Rows, (ulong)t);
                agent.Learn(noise with { Rewards = noise.Rewards * tensor(new[] { first, second }).view(2, 1, 1) });
            }
            return agent;
        }
    }

    [Fact]
    public void Rates_fall_to_zero_over_the_updates_of_annealing()
    {
        using ProximalPolicy agent = Make(s_small with { AnnealUpdates = 2 }, 1);
        var hashes = Enumerable.Range(0, 3).Select(t =>
        {
            agent.Learn(IdentityTask.Noise(1, Rows, (ulong)t));
            return agent.Hashes()["actor"];
        }).ToList();
        Assert.NotEqual(hashes[0], hashes[1]);
        Assert.Equal(hashes[1], hashes[2]);
    }

    [Fact]
    public void Scaled_rewards_and_observations_make_the_units_of_both_indifferent()
    {
        ProximalPolicyOptions options = s_small with { ScaleObservations = true, ScaleRewards = true };
        using ProximalPolicy meters = Make(options, 1), miles = Make(options, 1);
        for (int t = 0; t < 3; t++)
        {
            Batch batch = IdentityTask.Noise(1, Rows, (ulong)t);
            meters.Learn(batch);
            miles.Learn(batch with { Observations = batch.Observations * 1600 + 70, Next = batch.Next * 1600 + 70,
                Rewards = batch.Rewards * 1000 });
        }
        foreach (string name in (string[])["actor loss", "value loss", "KL"])
            Assert.Equal(meters.Metrics[name][0], miles.Metrics[name][0], 5e-3);
        using ProximalPolicy copy = Make(options, 1);
        copy.CopyFrom(meters, TransferParts.All);
        using PopulationRandom random = new(AgentCases.Seeds(1));
        Tensor observations = randn(1, 4, 2);
        Assert.Equal(meters.Policy.Act(observations, ActMode.Deterministic, random).data<float>(),
            copy.Policy.Act(observations, ActMode.Deterministic, random).data<float>());
        Assert.Equal(meters.Save().Get<double>("return statistics"), copy.Save().Get<double>("return statistics"));
        using ProximalPolicy raw = Make(s_small, 1);
        Assert.Contains("running statistics", Assert.Throws<ArgumentException>(() => raw.CopyFrom(meters, TransferParts.Actor)).Message);
        Assert.Contains("running statistics", Assert.Throws<ArgumentException>(() => copy.CopyFrom(raw, TransferParts.Values)).Message);
    }

    [Fact]
    public void A_pretrained_policy_and_its_values_are_taken_over()
    {
        var offline = new ImplicitQLearningOptions { Critics = new() { Hidden = [8] }, ValueHidden = [8] };
        offline = offline with { Policy = offline.Policy with { Hidden = [8] } };
        using var pretrained = new ImplicitQLearning(IdentityTask.Task, AgentCases.Seeds(1), offline);
        using ProximalPolicy agent = Make(s_small with { Policy = offline.Policy }, 1);
        pretrained.Learn(IdentityTask.Noise(1, Rows));
        agent.CopyFrom(pretrained, TransferParts.Actor | TransferParts.Values);
        Assert.Equal(pretrained.Hashes()["actor"], agent.Hashes()["actor"]);
        Assert.Equal(pretrained.Hashes()["value"], agent.Hashes()["value"]);
        using PopulationRandom random = new(AgentCases.Seeds(1));
        Tensor observations = randn(1, 4, 2);
        Assert.Equal(pretrained.Policy.Act(observations, ActMode.Deterministic, random).data<float>(),
            agent.Policy.Act(observations, ActMode.Deterministic, random).data<float>());
    }

    [Fact]
    public void Some_of_many_policies_go_on_online()
    {
        var options = new ProximalPolicyOptions { Policy = new() { Law = ActionLaw.SquashedMean, Hidden = [8] }, ValueHidden = [8] };
        using var agent = options.Create(IdentityTask.Task, AgentCases.Seeds(2));
        using var many = new GaussianPolicy(IdentityTask.Task, options.Policy, AgentCases.Seeds(5));
        using var values = new Mlp(new(2, 1, [8]), AgentCases.Seeds(2));
        Tensor states = IdentityTask.Noise(1, 4).Observations;
        agent.StartFrom(many, [3, 1], values);
        Tensor all = many.Distribution(states).Mode, own = agent.Behavior.Distribution(states).Mode;
        Assert.Equal(0, (own[0] - all[3]).abs().max().item<float>());
        Assert.Equal(0, (own[1] - all[1]).abs().max().item<float>());
        Assert.Equal(values.Parameters.Hash(), agent.Value.Parameters.Hash());
        Assert.Contains("1 policies for 2", Assert.Throws<ArgumentException>(() => agent.StartFrom(many, [0])).Message);
        // A policy's tanh is not the values', if these were trained otherwise.
        using var bent = (options with { Policy = options.Policy with { Activation = Activation.Tanh }, ValueActivation = Activation.Relu })
            .Create(IdentityTask.Task, AgentCases.Seeds(2));
        using var curved = new GaussianPolicy(IdentityTask.Task, bent.Options.Policy, AgentCases.Seeds(2));
        bent.StartFrom(curved, [0, 1], values);
        Assert.Equal(values.Forward(states).data<float>(), bent.Value.Forward(states).data<float>());
        using var wider = new GaussianPolicy(IdentityTask.Task, options.Policy with { Hidden = [9] }, AgentCases.Seeds(2));
        Assert.Throws<ArgumentException>(() => agent.StartFrom(wider, [0, 1]));
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused_with_its_reason()
    {
        using ProximalPolicy agent = Make(s_small, 1);
        using var open = new RolloutBuffer(1, 1, 2, 2, 2);
        open.Add(0, new([0, 0], [0, 0], 1, [0, 0], false), false);
        using RolloutBuffer other = new(1, 1, 1, 3, 2), two = new(2, 1, 1, 2, 2);
        Assert.Contains("complete", Assert.Throws<ArgumentException>(() => agent.Update(open)).Message);
        Assert.Contains("3 numbers", Assert.Throws<ArgumentException>(() => agent.Update(other)).Message);
        Assert.Contains("2 seeds", Assert.Throws<ArgumentException>(() => agent.Update(two)).Message);
        Assert.Contains("TanhGaussian", Assert.Throws<ArgumentException>(
            () => Make(s_small with { Policy = s_small.Policy with { Law = ActionLaw.TanhGaussian } }, 1)).Message);
        Assert.Throws<ArgumentException>(() => Make(s_small with { KlLimit = 0 }, 1));
        Assert.Contains("finite number", Assert.Throws<ArgumentException>(() =>
            new CategoricalPolicy(IdentityTask.Task, [4], AgentCases.Seeds(1))).Message);
    }

    private static ProximalPolicy Make(ProximalPolicyOptions options, int population) =>
        new(IdentityTask.Task, AgentCases.Seeds(population), options);

    /// <summary>All parameters of a member.</summary>
    private static float[] Bits(ProximalPolicy agent, string network, int member) =>
    [
        .. agent.Save().Arrays.Where(a => a.Key.StartsWith(network + "/", StringComparison.Ordinal) && !a.Key.Contains("adam."))
            .SelectMany(a => a.Value.As<float>().Chunk(a.Value.As<float>().Length / 2).ElementAt(member)),
    ];

    private static (double[] Density, double[] Values) Evaluate(ProximalPolicy agent, Batch batch)
    {
        float[] mean = Flat(((DiagonalGaussian)agent.Behavior.Distribution(batch.Observations)).Mean), actions = Flat(batch.Actions);
        float[] log = LogDeviation(agent);
        double[] density = new double[Rows];
        for (int i = 0; i < 2 * Rows; i++)
            density[i / 2] -= 0.5 * Math.Pow((actions[i] - mean[i]) / Math.Exp(log[i % 2]), 2) + log[i % 2] + 0.5 * Math.Log(2 * Math.PI);
        return (density, [.. Flat(agent.Value.Forward(batch.Observations)).Select(v => (double)v)]);
    }

    private static float[] LogDeviation(ProximalPolicy agent) => agent.Save().Get<float>("actor/free");

    private static double Entropy(ProximalPolicy agent) => LogDeviation(agent).Sum(log => log + 0.5 * Math.Log(2 * Math.PI * Math.E));

    /// <summary>
    /// Sums of errors to the end of each episode; the rows are two copies of six steps, as <see cref="AgentCases.Rollouts"/> makes them.
    /// </summary>
    private static (double[] Advantages, double[] Returns) Gae(ProximalPolicy agent, Batch batch, double[] values)
    {
        float[] rewards = Flat(batch.Rewards), go = Flat(batch.Continue), next = Flat(agent.Value.Forward(batch.Next));
        double[] advantages = new double[Rows];
        for (int t = 0; t < Rows; t++)
        {
            double weight = 1;
            for (int k = t; k < (t / 6 + 1) * 6; k++, weight *= 0.99 * 0.95)
            {
                advantages[t] += weight * (rewards[k] + 0.99 * go[k] * next[k] - values[k]);
                if (go[k] == 0 || k % 5 == 4)
                    break;
            }
        }
        return (advantages, [.. advantages.Zip(values, (a, v) => a + v)]);
    }

    private static float[] Flat(Tensor x) => x.contiguous().data<float>().ToArray();
}
