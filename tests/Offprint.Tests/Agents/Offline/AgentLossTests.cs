using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Offline;

/// <summary>
/// The losses against their formulas, row by row in double precision. Learning rates of zero keep the networks as they are, so that all
/// losses of an update are those of the same networks; a second stream of the same seed tells the noise.
/// </summary>
public sealed class AgentLossTests : IDisposable
{
    private const int Rows = 12;
    private static readonly AdamOptions s_still = new(0);
    private static readonly CriticOptions s_critics = new() { Hidden = [8] };
    private static readonly Seed[] s_seeds = AgentCases.Seeds(1);

    /// <summary>Half-widths of a quarter and of five.</summary>
    private static readonly EnvironmentSpec s_wide = new("wide", new BoxSpace(2), new BoxSpace([0.5f, -4], [1, 6]));

    private readonly IDisposable _scope = NewDisposeScope();
    private readonly Batch _batch = IdentityTask.Noise(1, Rows);
    private readonly PopulationRandom _noise = new([.. s_seeds.Select(seed => seed.Derive("updates"))]);

    public void Dispose()
    {
        _noise.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Weights_of_advantages_are_capped_or_have_mean_one()
    {
        using var scope = NewDisposeScope();
        Tensor advantages = tensor(new[] { 0f, 1, 100 }).view(1, 3, 1);
        Assert.Equal([1, MathF.Exp(2), 50], AdvantageWeights.Of(advantages, beta: 2, cap: 50).data<float>().ToArray(), (a, b) =>
            Math.Abs(a - b) < 1e-4);
        float total = 1 + MathF.Exp(0.5f);
        Assert.Equal([2 / total, 2 * MathF.Exp(0.5f) / total], AdvantageWeights.Normalized(advantages.narrow(1, 0, 2), 0.5).data<float>()
            .ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Td3bc()
    {
        using var agent = new Td3Bc(IdentityTask.Task, s_seeds, new()
        {
            ActorHidden = [8], Critics = s_critics, ActorAdam = s_still, CriticAdam = s_still, PolicyDelay = 1,
        });
        Metrics metrics = agent.Update(_batch);
        Tensor noise = (_noise.Normal(Rows, 2) * 0.2).clamp(-0.5, 0.5);
        float[,] target = Values(agent.Critics, _batch.Next, (agent.Actor.Actions(_batch.Next) + noise).clamp(-1, 1));
        Assert.Equal(TdLoss(agent.Critics, row => Math.Min(target[0, row], target[1, row])), metrics["critic loss"][0], 1e-4);

        Tensor actions = agent.Actor.Actions(_batch.Observations);
        float[,] q = Values(agent.Critics, _batch.Observations, actions);
        double mean = Enumerable.Range(0, Rows).Average(row => q[0, row]), size = Enumerable.Range(0, Rows)
            .Average(row => Math.Abs(q[0, row]));
        float[] own = Flat(actions), logged = Flat(_batch.Actions);
        double distance = own.Zip(logged, (a, b) => Math.Pow(a - b, 2)).Average();
        Assert.Equal(-2.5 / size * mean + distance, metrics["actor loss"][0], 1e-4);
    }

    /// <summary>Noise that reaches its bound on most rows, in half-widths of a box that is not the cube; targets that lag behind.</summary>
    [Fact]
    public void The_noise_of_the_target_policy_is_clipped_in_half_widths_and_the_action_to_its_bounds()
    {
        using var agent = new Td3Bc(s_wide, s_seeds, new()
        {
            ActorHidden = [8], Critics = s_critics, ActorAdam = s_still, CriticAdam = s_still, Tau = 0, PolicyNoise = 2, NoiseClip = 0.6,
                Discount = 0.9,
        });
        using (no_grad())
            agent.Critics.Target.Parameters.Values.mul_(-0.7);
        Batch batch = _batch with { Actions = Wide(_batch.Actions) };
        Metrics metrics = agent.Update(batch);
        Tensor noise = _noise.Normal(Rows, 2) * 2;
        Assert.InRange(noise.abs().gt(0.6).to_type(ScalarType.Float32).mean().item<float>(), 0.4, 0.95);
        float[] own = Flat(agent.Actor.Actions(batch.Next)), drawn = Flat(noise), next = new float[own.Length];
        for (int i = 0; i < own.Length; i++)
        {
            double low = i % 2 == 0 ? 0.5 : -4, high = i % 2 == 0 ? 1 : 6;
            next[i] = (float)Math.Clamp(own[i] + (high - low) / 2 * Math.Clamp(drawn[i], -0.6, 0.6), low, high);
        }
        float[] target = Flat(agent.Critics.Targets(batch.Next, tensor(next, [1, Rows, 2])).amin([0]));
        float[,] q = Values(agent.Critics, batch.Observations, batch.Actions);
        float[] reward = Flat(batch.Rewards), goesOn = Flat(batch.Continue);
        double expected = Enumerable.Range(0, Rows).Average(row => Enumerable.Range(0, 2).Sum(
            i => Math.Pow(q[i, row] - reward[row] - 0.9 * goesOn[row] * target[row], 2)));
        Assert.Equal(expected, metrics["critic loss"][0], 1e-4);
    }

    [Fact]
    public void Implicit_q_learning()
    {
        using var agent = new ImplicitQLearning(IdentityTask.Task, s_seeds, new()
        {
            Critics = s_critics, ValueHidden = [8], ActorAdam = s_still, CriticAdam = s_still, Expectile = 0.8, Beta = 2, WeightCap = 1.1,
            Policy = new ImplicitQLearningOptions().Policy with { Hidden = [8] },
        });
        Metrics metrics = agent.Update(_batch);
        float[,] q = Values(agent.Critics, _batch.Observations, _batch.Actions);
        float[] value = Flat(agent.Value.Forward(_batch.Observations)), next = Flat(agent.Value.Forward(_batch.Next));
        float[] mean = Flat(agent.Actor.Network.Forward(_batch.Observations).tanh()), logged = Flat(_batch.Actions);
        double expectile = 0, actor = 0;
        for (int row = 0; row < Rows; row++)
        {
            double gap = Math.Min(q[0, row], q[1, row]) - value[row];
            expectile += Math.Abs(0.8 - (gap < 0 ? 1 : 0)) * gap * gap / Rows;
            double logProb = -Math.Log(2 * Math.PI); // σ = 1 in two dimensions
            for (int i = 2 * row; i < 2 * row + 2; i++)
                logProb -= 0.5 * Math.Pow(logged[i] - mean[i], 2);
            actor -= Math.Min(Math.Exp(2 * gap), 1.1) * logProb / Rows;
        }
        Assert.Equal(expectile, metrics["value loss"][0], 1e-5);
        Assert.Equal(TdLoss(agent.Critics, row => next[row]), metrics["critic loss"][0], 1e-4);
        Assert.Equal(actor, metrics["actor loss"][0], 1e-4);
    }

    [Fact]
    public void Soft_actor_critic()
    {
        using var agent = Soft(new() { InitialTemperature = 0.3 });
        Metrics metrics = agent.Update(_batch);
        (Tensor next, double[] nextLog) = Squashed(agent, _batch.Next, _noise.Normal(Rows, 2));
        (Tensor own, double[] ownLog) = Squashed(agent, _batch.Observations, _noise.Normal(Rows, 2));
        float[,] target = Values(agent.Critics, _batch.Next, next), q = Values(agent.Critics, _batch.Observations, own);
        Assert.Equal(
            TdLoss(agent.Critics, row => Math.Min(target[0, row], target[1, row]) - 0.3 * nextLog[row]), metrics["critic loss"][0], 1e-3);
        Assert.Equal(Enumerable.Range(0, Rows).Average(row => 0.3 * ownLog[row] - Math.Min(q[0, row], q[1, row])),
            metrics["actor loss"][0], 1e-4);
        Assert.Equal(0.3 * (-ownLog.Average() + 2), metrics["temperature loss"][0], 1e-4);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void The_conservative_penalty(bool calibrated, bool wide)
    {
        const int samples = 3;
        Tensor InBox(Tensor unit) => wide ? Wide(unit) : unit;
        double volume = wide ? Math.Log(0.25 * 5) : 0; // of the map from the cube: densities fall as the box grows
        var penalty = new ConservativePenalty(new() { Weight = 0.7, Actions = samples, Calibrated = calibrated }, 1);
        using var agent = Soft(wide ? s_wide : IdentityTask.Task, new() { EntropyInBackup = false }, penalty);
        Batch batch = _batch with { Actions = InBox(_batch.Actions) };
        Metrics metrics = agent.Update(batch);
        _noise.Normal(Rows, 2); // the target's next actions
        Tensor uniform = InBox(_noise.Uniform(Rows * samples, 2) * 2 - 1);
        Tensor states = _batch.Observations.repeat_interleave(samples, 1), nextStates = _batch.Next.repeat_interleave(samples, 1);
        (Tensor current, double[] currentLog) = Squashed(agent, states, _noise.Normal(Rows * samples, 2));
        (Tensor next, double[] nextLog) = Squashed(agent, nextStates, _noise.Normal(Rows * samples, 2));
        float[][,] q =
            [Values(agent.Critics, states, uniform), Values(agent.Critics, states, InBox(current)),
                Values(agent.Critics, states, InBox(next))];
        float[,] logged = Values(agent.Critics, batch.Observations, batch.Actions);
        float[] returns = Flat(_batch.ReturnToGo!);
        double expected = 0;
        for (int critic = 0; critic < 2; critic++)
        {
            for (int row = 0; row < Rows; row++)
            {
                double sum = 0;
                for (int k = row * samples; k < (row + 1) * samples; k++)
                {
                    sum += Math.Exp(q[0][critic, k] + 2 * Math.Log(2) + volume);
                    sum += Math.Exp(Math.Max(q[1][critic, k], calibrated ? returns[row] : float.MinValue) - currentLog[k] + volume);
                    sum += Math.Exp(Math.Max(q[2][critic, k], calibrated ? returns[row] : float.MinValue) - nextLog[k] + volume);
                }
                expected += 0.7 * (Math.Log(sum) - logged[critic, row]) / Rows;
            }
        }
        Assert.Equal(expected, metrics["conservative penalty"][0], 1e-3);
        Assert.Equal(metrics["TD loss"][0] + expected, metrics["critic loss"][0], 1e-3);
    }

    [Fact]
    public void A_subset_of_all_critics_is_all_critics_and_of_one_each_has_its_turn()
    {
        using SoftActorCritic all = Soft(new()), subset = Soft(new() { TargetSubset = 2 });
        for (int t = 0; t < 3; t++)
            Assert.Equal(all.Update(_batch)["critic loss"][0], subset.Update(_batch)["critic loss"][0]);

        // One critic of two, each in turn: over many updates the losses are those of the first alone or of the second alone.
        using SoftActorCritic one = Soft(new() { TargetSubset = 1, EntropyInBackup = false });
        var chosen = new HashSet<int>();
        for (int t = 0; t < 20; t++)
        {
            one.Update(_batch);
            (Tensor next, _) = Squashed(one, _batch.Next, _noise.Normal(Rows, 2));
            _noise.Normal(Rows, 2); // the actor's
            float[,] target = Values(one.Critics, _batch.Next, next);
            double[] losses = [TdLoss(one.Critics, row => target[0, row]), TdLoss(one.Critics, row => target[1, row])];
            int nearest = Array.FindIndex(losses, loss => Math.Abs(loss - one.Metrics["TD loss"][0]) < 1e-4);
            Assert.InRange(nearest, 0, 1);
            chosen.Add(nearest);
        }
        Assert.Equal(2, chosen.Count);
        Assert.Contains("3", Assert.Throws<ArgumentException>(() => Soft(new() { TargetSubset = 3 })).Message);
    }

    [Fact]
    public void A_learned_weight_of_the_penalty_rises_while_the_gap_is_too_large()
    {
        foreach ((double gap, int sign) in new[] { (-50.0, 1), (50.0, -1) })
        {
            var penalty = new ConservativePenalty(new() { Weight = 2, Actions = 2, TargetGap = gap, MultiplierAdam = new(0.1) }, 1);
            using SoftActorCritic agent = Soft(new() { EntropyInBackup = false }, penalty);
            Assert.Equal(2, penalty.Multiplier!.Value().item<float>(), 1e-5f);
            agent.Update(_batch);
            Assert.Equal(sign, Math.Sign(penalty.Multiplier.Value().item<float>() - 2));
        }
    }

    private static SoftActorCritic Soft(SoftActorCriticOptions options, params ICriticTerm[] terms) =>
        Soft(IdentityTask.Task, options, terms);

    private static SoftActorCritic Soft(EnvironmentSpec spec, SoftActorCriticOptions options, params ICriticTerm[] terms) =>
        new(spec, s_seeds, options with
    {
        Critics = s_critics, Policy = new() { Hidden = [8] }, ActorAdam = s_still, CriticAdam = s_still, TemperatureAdam = s_still,
            Terms = [.. terms.Select(term => new Given(term))],
    });

    /// <summary>From the cube to the box of <see cref="s_wide"/>.</summary>
    private static Tensor Wide(Tensor unit) => unit * tensor(new[] { 0.25f, 5 }) + tensor(new[] { 0.75f, 1 });

    /// <summary>tanh of the normal sample with that noise, and its log-density by the change of variables.</summary>
    private static (Tensor Action, double[] LogProb) Squashed(SoftActorCritic agent, Tensor observations, Tensor noise)
    {
        float[] output = Flat(agent.Actor.Network.Forward(observations)), epsilon = Flat(noise), actions = new float[epsilon.Length];
        double[] logProb = new double[epsilon.Length / 2];
        for (int i = 0; i < epsilon.Length; i++)
        {
            int row = i / 2, coordinate = i % 2;
            double deviation = Math.Exp(output[4 * row + 2 + coordinate]),
                squashed = Math.Tanh(output[4 * row + coordinate] + deviation * epsilon[i]);
            actions[i] = (float)squashed;
            logProb[row] += -0.5 * epsilon[i] * epsilon[i] - Math.Log(deviation * Math.Sqrt(2 * Math.PI)) -
                Math.Log(1 - squashed * squashed);
        }
        return (tensor(actions, noise.shape), logProb);
    }

    private double TdLoss(CriticEnsemble critics, Func<int, double> next)
    {
        float[,] q = Values(critics, _batch.Observations, _batch.Actions);
        float[] reward = Flat(_batch.Rewards), goesOn = Flat(_batch.Continue);
        double sum = 0;
        for (int row = 0; row < Rows; row++)
        {
            double target = reward[row] + 0.99 * goesOn[row] * next(row);
            sum += Math.Pow(q[0, row] - target, 2) + Math.Pow(q[1, row] - target, 2);
        }
        return sum / Rows;
    }

    /// <summary>[critic, row].</summary>
    private static float[,] Values(CriticEnsemble critics, Tensor observations, Tensor actions)
    {
        float[] flat = Flat(critics.Values(observations, actions));
        float[,] values = new float[2, flat.Length / 2];
        Buffer.BlockCopy(flat, 0, values, 0, flat.Length * sizeof(float));
        return values;
    }

    private static float[] Flat(Tensor x) => x.detach().contiguous().data<float>().ToArray();

    /// <summary>A term that a test holds in its hands.</summary>
    private sealed record Given(ICriticTerm Term) : CriticTermOptions
    {
        public override ICriticTerm Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => Term;
    }
}
