using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Offline;

/// <summary>The guide on a batch made by hand, the losses row by row, and the limits in which A2PR is another method.</summary>
public sealed class A2prTests : IDisposable
{
    private const int Rows = 12;
    private static readonly AdamOptions s_still = new(0);
    private static readonly CriticOptions s_critics = new() { Hidden = [8] };
    private static readonly Seed[] s_seeds = AgentCases.Seeds(1);

    private readonly IDisposable _scope = NewDisposeScope();
    private readonly Batch _batch = IdentityTask.Noise(1, Rows);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_better_action_guides_and_the_gate_is_an_or()
    {
        // A tie goes to the model; a model's advantage of 0 opens the gate, a logged one of 0 does not.
        (float Model, float Logged, bool FromModel, bool Open)[] rows =
            [(1, 2, false, true), (2, 1, true, true), (1, 1, true, true), (0, 0, true, true), (-1, 0, false, false),
                (-2, -3, true, false), (-1, 0.5f, false, true)];
        Tensor model = ones(1, rows.Length, 2), logged = -ones(1, rows.Length, 2);
        (Tensor actions, Tensor fromModel, Tensor open) =
            AdvantageGuide.Select(model, logged, Column(rows.Select(r => r.Model)), Column(rows.Select(r => r.Logged)));
        Assert.Equal(rows.Select(r => r.FromModel), fromModel.data<bool>().ToArray());
        Assert.Equal(rows.Select(r => r.Open), open.data<bool>().ToArray());
        Assert.Equal(rows.Select(r => r.FromModel ? 1f : -1f), actions.select(2, 1).contiguous().data<float>().ToArray());

        static Tensor Column(IEnumerable<float> values) => tensor(values.ToArray(), [1, values.Count(), 1]);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("no gates")]
    [InlineData("added gates")]
    [InlineData("prior")]
    [InlineData("logged")]
    [InlineData("threshold")]
    public void The_losses_of_an_update(string variant)
    {
        A2prOptions options = new()
        {
            ActorHidden = [8], Critics = s_critics, ValueHidden = [8], Model = new() { Hidden = [8] }, PolicyDelay = 1, ModelWeight = 1.5,
                ConstraintWeight = 0.7,
            ActorAdam = s_still, CriticAdam = s_still, ValueAdam = s_still, ModelAdam = s_still,
        };
        options = variant switch
        {
            "no gates" => options with { GateModel = false, GateConstraint = false },
            "added gates" => options with { AddGates = true },
            "prior" => options with { Guide = GuideSource.Prior },
            "logged" => options with { Guide = GuideSource.LoggedAction },
            "threshold" => options with { AdvantageThreshold = 0.5 },
            _ => options,
        };
        using var agent = new A2pr(IdentityTask.Task, s_seeds, options);
        Metrics metrics = agent.Update(_batch);
        using var noise = new PopulationRandom([.. s_seeds.Select(seed => seed.Derive("updates"))]);
        Tensor next = (agent.Actor.Actions(_batch.Next) + (noise.Normal(Rows, 2) * 0.2).clamp(-0.5, 0.5)).clamp(-1, 1);
        float[] q1 = First(agent, _batch.Actions), value = Flat(agent.Value.Forward(_batch.Observations));
        float[] best = Flat(agent.Critics.Values(_batch.Next, next).amin([0])), reward = Flat(_batch.Rewards),
            goesOn = Flat(_batch.Continue);
        // Targets equal their networks at the start, and nothing moves: both bounds of V's target are y.
        Assert.Equal(Mean(i => Math.Pow(value[i] - reward[i] - 0.99 * goesOn[i] * best[i], 2)), metrics["value loss"][0], 1e-4);

        double average = Mean(i => q1[i] - value[i]), deviation =
            Math.Sqrt(Mean(i => Math.Pow(q1[i] - value[i] - average, 2)) * Rows / (Rows - 1));
        double[] level = [.. value.Select(v => v + options.AdvantageThreshold * deviation)];
        float[] logged = Flat(_batch.Actions), own = Flat(agent.Actor.Actions(_batch.Observations)), rival = logged;
        Assert.Equal(Mean(i => q1[i] > level[i] ? 1 : 0), metrics["good share"][0], 1e-6);
        if (agent.Model is { } model)
        {
            (Tensor mean, Tensor logDeviation) = model.Encode(_batch.Observations, _batch.Actions);
            float[] rebuilt = Flat(model.Decode(_batch.Observations, mean + logDeviation.exp() * noise.Normal(Rows, 4)));
            double error = Mean(i => (q1[i] > level[i] || !options.GateModel ? 1 : 0) * Square(rebuilt, logged, i) / 2);
            float[] mu = Flat(mean), log = Flat(logDeviation);
            double divergence = mu.Zip(log, (m, l) => 0.5 * (m * (double)m + Math.Exp(2 * l) - 2 * l - 1)).Average();
            Assert.Equal(1.5 * error + 0.5 * divergence, metrics["model loss"][0], 1e-4);
            Tensor guideNoise = noise.Normal(Rows, 4);
            rival = Flat(options.Guide == GuideSource.Prior
                ? model.Sample(_batch.Observations, guideNoise)
                : model.Reconstruct(_batch.Observations, agent.Actor.Actions(_batch.Observations), guideNoise));
        }

        float[] q = First(agent, tensor(own, [1, Rows, 2])), rivalQ = First(agent, tensor(rival, [1, Rows, 2]));
        double constraint = 0;
        for (int i = 0; i < Rows; i++)
        {
            int good = q1[i] > level[i] ? 1 : 0, open = agent.Model is not null && rivalQ[i] >= level[i] ? 1 : 0;
            int gate = options.AddGates ? good + open : options.GateConstraint ? Math.Max(good, open) : 1;
            constraint += gate * Square(own, agent.Model is not null && rivalQ[i] >= q1[i] ? rival : logged, i) / 2 / Rows;
        }
        double lambda = 2.5 / Mean(i => Math.Abs(q[i]));
        Assert.Equal(-lambda * Mean(i => q[i]) + 0.7 * constraint, metrics["actor loss"][0], 1e-4);
    }

    /// <summary>
    /// Targets that have lagged behind: the critics' y and the bound by the critics of today are each the lower one somewhere.
    /// </summary>
    [Fact]
    public void The_bound_of_V_is_the_lower_of_the_target_networks_and_the_networks_themselves()
    {
        using var agent = new A2pr(IdentityTask.Task, s_seeds, new()
        {
            ActorHidden = [8], Critics = s_critics, ValueHidden = [8], Guide = GuideSource.LoggedAction, Discount = 0.9,
                PolicyNoise = 0.3, NoiseClip = 0.2,
            ActorAdam = s_still, CriticAdam = s_still, ValueAdam = s_still,
        });
        using var noise = new PopulationRandom([.. s_seeds.Select(seed => seed.Derive("updates"))]);
        using (no_grad())
            agent.Critics.Target.Parameters.Values.mul_(-0.7);
        agent.Update(_batch);
        Tensor next = (agent.Actor.Actions(_batch.Next) + (noise.Normal(Rows, 2) * 0.3).clamp(-0.2, 0.2)).clamp(-1, 1);
        float[] now = Flat(agent.Critics.Values(_batch.Next, next).amin([0])),
            lagged = Flat(agent.Critics.Targets(_batch.Next, next).amin([0]));
        float[] value = Flat(agent.Value.Forward(_batch.Observations)), reward = Flat(_batch.Rewards), goesOn = Flat(_batch.Continue);
        Assert.InRange(Enumerable.Range(0, Rows).Count(i => now[i] < lagged[i] && goesOn[i] > 0), 2, Rows - 3);
        double Loss(Func<int, double> bound) => Mean(i => Math.Pow(value[i] - reward[i] - 0.9 * goesOn[i] * bound(i), 2));
        Assert.Equal(Loss(i => Math.Min(now[i], lagged[i])), agent.Metrics["value loss"][0], 1e-5);
        Assert.True(Math.Abs(Loss(i => lagged[i]) - Loss(i => Math.Min(now[i], lagged[i]))) > 1e-3);
    }

    [Fact]
    public void Without_model_and_gate_it_is_TD3BC_to_the_bit()
    {
        Td3BcOptions plain = new() { ActorHidden = [8], Critics = s_critics, ConstraintWeight = 0.4, Alpha = 4 };
        A2prOptions options = new()
        {
            ActorHidden = [8], Critics = s_critics, ConstraintWeight = 0.4, Alpha = 4, ValueHidden = [8],
                Guide = GuideSource.LoggedAction, GateConstraint = false,
        };
        using var expected = new Td3Bc(IdentityTask.Task, s_seeds, plain);
        using var agent = new A2pr(IdentityTask.Task, s_seeds, options);
        Assert.Null(agent.Model);
        for (int t = 0; t < 6; t++)
        {
            expected.Update(IdentityTask.Noise(1, Rows, (ulong)t));
            agent.Update(IdentityTask.Noise(1, Rows, (ulong)t));
        }
        Assert.All(expected.Hashes(), hash => Assert.Equal(hash.Value, agent.Hashes()[hash.Key]));
    }

    [Fact]
    public void Without_weight_the_constraint_has_no_gradient_and_the_model_none_from_the_actor()
    {
        A2prOptions options = new() { ActorHidden = [8], Critics = s_critics, ValueHidden = [8], Model = new() { Hidden = [8] },
            PolicyDelay = 1, ConstraintWeight = 0 };
        using var expected = new Td3Bc(IdentityTask.Task, s_seeds,
            new() { ActorHidden = [8], Critics = s_critics, PolicyDelay = 1, ConstraintWeight = 0 });
        using var agent = new A2pr(IdentityTask.Task, s_seeds, options);
        expected.Update(_batch);
        agent.Update(_batch);
        Assert.InRange((expected.Actor.Network.Parameters.Values - agent.Actor.Network.Parameters.Values).abs().max().item<float>(), 0,
            1e-6);
        Assert.Equal(0, agent.Model!.Encoder.Parameters.GradientNorm() + agent.Critics.Network.Parameters.GradientNorm());
    }

    [Fact]
    public void The_guide_is_never_worse_than_the_log_by_an_independent_look()
    {
        using var agent = (A2pr)AgentCases.Make("A2PR");
        using var random = new PopulationRandom(AgentCases.Seeds(2));
        for (int t = 0; t < 20; t++)
            agent.Update(IdentityTask.Noise(2, 32, (ulong)t));
        Batch batch = IdentityTask.Noise(2, 200, 99);
        GuideChoice choice = agent.Guide(batch.Observations, batch.Actions, agent.Actor.Actions(batch.Observations), random);
        Tensor gain = agent.Critics.Values(batch.Observations, choice.Actions)[0] -
            agent.Critics.Values(batch.Observations, batch.Actions)[0];
        Assert.InRange(gain.min().item<float>(), -1e-6, 0);
        Assert.InRange(choice.FromModel.mean().item<float>(), 0.02, 0.98);
        Assert.InRange(choice.Gate.mean().item<float>(), 0.02, 0.999);
        Tensor value = agent.Value.Forward(batch.Observations);
        Assert.InRange((gain - choice.Advantage + choice.LoggedAdvantage).abs().max().item<float>(), 0, 1e-5);
        Tensor direct = agent.Critics.Values(batch.Observations, batch.Actions)[0] - value;
        Assert.InRange((direct - choice.LoggedAdvantage).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void Where_every_step_earns_one_all_values_are_the_discounted_sum_and_advantages_vanish()
    {
        using var agent = new A2pr(IdentityTask.Task, s_seeds, new()
        {
            ActorHidden = [16], Critics = new() { Hidden = [32, 32] }, ValueHidden = [32, 32], Model = new() { Hidden = [16] },
                Discount = 0.9, Tau = 0.1,
            ActorAdam = new(1e-3), CriticAdam = new(3e-3), ValueAdam = new(3e-3),
        });
        for (int t = 0; t < 700; t++)
        {
            using var scope = NewDisposeScope();
            Batch noise = IdentityTask.Noise(1, 32, (ulong)t);
            agent.Update(noise with { Rewards = ones(1, 32, 1), Continue = ones(1, 32, 1) });
        }
        Assert.InRange(First(agent, _batch.Actions).Average(), 9.5, 10.5);
        Assert.InRange(Flat(agent.Value.Forward(_batch.Observations)).Average(), 9.5, 10.5);
        Assert.InRange(agent.Metrics["logged advantage"][0], -0.3, 0.3);
    }

    /// <summary>Adam's first step is its learning rate along each coordinate whose gradient is not tiny.</summary>
    [Fact]
    public void The_first_step_of_each_network_is_as_long_as_its_optimizer_says()
    {
        using var agent = new A2pr(IdentityTask.Task, s_seeds, new()
        {
            ActorHidden = [8], Critics = s_critics, ValueHidden = [8], Model = new() { Hidden = [8] }, PolicyDelay = 1,
            ActorAdam = new(1e-3), CriticAdam = new(2e-3), ValueAdam = new(3e-3), ModelAdam = new(4e-3),
        });
        (ParameterBuffer Buffer, double Rate)[] parts =
        [
            (agent.Actor.Network.Parameters, 1e-3), (agent.Critics.Network.Parameters, 2e-3), (agent.Value.Parameters, 3e-3),
            (agent.Model!.Encoder.Parameters, 4e-3), (agent.Model.Decoder.Parameters, 4e-3),
        ];
        Tensor[] before = [.. parts.Select(part => part.Buffer.Values.detach().clone())];
        agent.Update(_batch);
        for (int i = 0; i < parts.Length; i++)
            Assert.Equal(parts[i].Rate, (parts[i].Buffer.Values - before[i]).abs().max().item<float>(), 0.01 * parts[i].Rate);
    }

    [Fact]
    public void Options_without_a_constraint_are_refused()
    {
        Assert.Contains("Td3Bc", Assert.Throws<ArgumentException>(() =>
            new A2pr(IdentityTask.Task, s_seeds, new() { Alpha = double.PositiveInfinity })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new A2pr(IdentityTask.Task, s_seeds, new() { ModelWeight = -1 }));
    }

    private float[] First(A2pr agent, Tensor actions) => Flat(agent.Critics.Values(_batch.Observations, actions)[0]);

    private static double Mean(Func<int, double> value) => Enumerable.Range(0, Rows).Average(value);

    private static double Square(float[] a, float[] b, int row) =>
        Math.Pow(a[2 * row] - b[2 * row], 2) + Math.Pow(a[2 * row + 1] - b[2 * row + 1], 2);

    private static float[] Flat(Tensor x) => x.detach().contiguous().data<float>().ToArray();
}
