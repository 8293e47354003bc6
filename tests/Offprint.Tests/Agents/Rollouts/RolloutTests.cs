using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Rollouts;

public sealed class RolloutTests
{
    [Fact]
    public void Returns_are_those_of_episodes_played_by_hand()
    {
        Seed[] seeds = AgentCases.Seeds(2);
        using var evaluator = new RolloutEvaluator(() => new Pendulum(), 2, new() { Episodes = 3 });
        RolloutResult result = evaluator.Evaluate(new Push(0.5f), seeds), again = evaluator.Evaluate(new Push(0.5f), seeds);
        Assert.Equal(result.Returns.SelectMany(r => r), again.Returns.SelectMany(r => r));
        using var environment = new Pendulum();
        float[] observation = new float[3];
        for (int p = 0; p < 2; p++)
        {
            for (int episode = 0; episode < 3; episode++)
            {
                environment.Reset(seeds[p].Derive((ulong)episode), observation);
                double sum = 0;
                for (StepResult step = default; !step.Ended; sum += step.Reward)
                    step = environment.Step([0.5f], observation);
                Assert.Equal(sum, result.Returns[p][episode]);
                Assert.Equal(environment.Spec.Horizon, result.Lengths[p][episode]);
            }
        }
        Assert.Equal(result.Returns[1].Average(), result.Means[1]);
        Assert.Equal([0, 0], result.SuccessRates);
    }

    [Fact]
    public void A_member_gets_the_same_alone()
    {
        Seed[] seeds = AgentCases.Seeds(2);
        using var both = new RolloutEvaluator(() => new IdentityTask(), 2);
        using var alone = new RolloutEvaluator(() => new IdentityTask(), 1);
        Assert.Equal(both.Evaluate(new Push(0), seeds).Returns[1], alone.Evaluate(new Push(0), [seeds[1]]).Returns[0]);
    }

    [Fact]
    public void An_endless_environment_needs_a_limit()
    {
        var endless = new EnvironmentSpec("endless", new BoxSpace(1), new BoxSpace(1, -1, 1));
        Assert.Contains("MaxSteps", Assert.Throws<ArgumentException>(() => new RolloutEvaluator(() => new Endless(endless), 1)).Message);
        using var evaluator = new RolloutEvaluator(() => new Endless(endless), 1, new() { MaxSteps = 7, Episodes = 1 });
        Assert.Equal(7, evaluator.Evaluate(new Push(0), AgentCases.Seeds(1)).Returns[0][0]);
    }

    private sealed class Push(float force) : IPolicy
    {
        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random) =>
            full([observations.shape[0], observations.shape[1], observations.shape[2] == 2 ? 2 : 1], force);
    }

    private sealed class Endless(EnvironmentSpec spec) : EpisodicEnvironment(spec)
    {
        protected override void Start(RandomStream random, Span<float> observation) => observation.Clear();

        protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation) => new(1, false, false);
    }
}
