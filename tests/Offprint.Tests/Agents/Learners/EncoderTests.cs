using Offprint.Agents.Online;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Cards;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Learners;

public sealed class EncoderTests
{
    private static readonly SoftActorCriticOptions s_options = new()
    {
        Critics = new() { Hidden = [32] }, Policy = new() { Hidden = [32] }, ActorAdam = new(3e-3), CriticAdam = new(3e-3),
            TemperatureAdam = new(3e-3),
        InitialTemperature = 0.1, Encoder = new MlpEncoderOptions { Size = 6, Hidden = [32], Adam = new(3e-3) },
    };

    [Fact]
    public void An_agent_learns_the_identity_from_behind_an_encoder()
    {
        using var evaluator = new RolloutEvaluator(() => new Veiled(), 2, new() { Episodes = 50 });
        using var agent = s_options.Create(evaluator.Spec, AgentCases.Seeds(2));
        string before = agent.Hashes()["encoder"];
        TrainingLog log = new TrainingRun(new() { OnlineSteps = 700, RandomSteps = 64, WarmUpSteps = 32, BatchSize = 32,
            EvaluateEvery = 700 })
            .Run(agent, new(AgentCases.Seeds(2), evaluator, Environment: () => new Veiled()));
        Assert.All(log.LastReturns, value => Assert.InRange(value, 0.93, 1));
        Assert.NotEqual(before, agent.Hashes()["encoder"]);
    }

    /// <summary>The critics' loss alone trains the encoder: what the actor climbs and how it acts leave no gradient in it.</summary>
    [Fact]
    public void Actors_and_targets_see_the_encoder_as_constant()
    {
        using var scope = NewDisposeScope();
        var spec = new EnvironmentSpec("x", new BoxSpace(8), new BoxSpace(2, -1, 1));
        using var agent = s_options.Create(spec, AgentCases.Seeds(2));
        IEncoder encoder = agent.Critics.Encoder!;
        Tensor s = randn(2, 5, 8), action = agent.Actor.Distribution(s).Mode;
        (agent.Critics.Frozen(s, action).sum() + action.sum()).backward();
        Assert.True(encoder.Parameters.GradientSpan.IndexOfAnyExcept(0f) < 0);
        Assert.True(agent.Actor.Network.Parameters.GradientSpan.IndexOfAnyExcept(0f) >= 0);
        Assert.False(agent.Critics.Targets(s, action).requires_grad);
        agent.Critics.Values(s, action.detach()).sum().backward();
        Assert.True(encoder.Parameters.GradientSpan.IndexOfAnyExcept(0f) >= 0);
    }

    /// <summary>The identity task whose state is seen through eight fixed waves.</summary>
    private sealed class Veiled() : EpisodicEnvironment(new("Veiled identity", new BoxSpace(8), new BoxSpace(2, -1, 1), 1))
    {
        private readonly float[] _state = new float[2];

        public override Card Describe() => Spec.Describe();

        protected override void Start(RandomStream random, Span<float> observation)
        {
            for (int i = 0; i < 2; i++)
                _state[i] = (float)random.NextUniform(-0.5, 0.5);
            See(observation);
        }

        protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
        {
            See(observation);
            return new StepResult(IdentityTask.Reward(_state, action), true, false);
        }

        private void See(Span<float> observation)
        {
            for (int i = 0; i < 8; i++)
                observation[i] = MathF.Sin((1 + i % 3) * _state[i % 2] + (i + 1) * _state[(i + 1) % 2]);
        }
    }
}
