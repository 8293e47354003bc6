using Offprint.Agents;
using Offprint.Agents.Online;
using Offprint.Datasets;
using Offprint.Environments.ClassicControl;
using Offprint.Tests.Tensors;

namespace Offprint.Tests.Agents.Deep;

[Collection(nameof(TensorCounting))]
public sealed class OnPolicyRunTests : IDisposable
{
    private static readonly OnPolicyOptions s_short = new() { Rollouts = 3, Steps = 8, Environments = 2, EvaluateEvery = 2 };

    private readonly RolloutEvaluator _evaluator = new(() => new IdentityTask(), 2, new() { Episodes = 100 });

    public void Dispose() => _evaluator.Dispose();

    private OnPolicySetup Setup => new(AgentCases.Seeds(2), _evaluator, () => new IdentityTask());

    [Theory]
    [InlineData("PPO")]
    [InlineData("PPO, all options")]
    public void The_identity_is_learned(string name)
    {
        using ProximalPolicy agent = AgentCases.MakeOnPolicy(name);
        var options = new OnPolicyOptions { Rollouts = 20, Steps = 16, Environments = 16, EvaluateEvery = 20 };
        TrainingLog log = new OnPolicyRun(options).Run(agent, Setup);
        Assert.All(log.Entries[0].Returns, value => Assert.InRange(value, -1, 0.9));
        Assert.All(log.LastReturns, value => Assert.InRange(value, 0.95, 1));
    }

    [Fact]
    public void The_pole_is_balanced()
    {
        using var evaluator = new RolloutEvaluator(() => new CartPole(), 2, new() { Episodes = 10 });
        using var agent = new ProximalPolicy(new CartPole().Spec, AgentCases.Seeds(2), new() { Minibatch = 256, Epochs = 10, ActorAdam = new(1e-3, Epsilon: 1e-5, MaxGradientNorm: 0.5), ValueAdam = new(1e-3, Epsilon: 1e-5, MaxGradientNorm: 0.5) });
        var options = new OnPolicyOptions { Rollouts = 20, Steps = 128, Environments = 8, EvaluateEvery = 20 };
        TrainingLog log = new OnPolicyRun(options).Run(agent, new(AgentCases.Seeds(2), evaluator, () => new CartPole()));
        Assert.All(log.Entries[0].Returns, value => Assert.InRange(value, 5, 100));
        Assert.All(log.LastReturns, value => Assert.InRange(value, 195, 500));
    }

    [Fact]
    public void Evaluations_come_at_their_intervals_and_the_same_seeds_give_the_same_bits()
    {
        using ProximalPolicy first = AgentCases.MakeOnPolicy("PPO"), second = AgentCases.MakeOnPolicy("PPO");
        List<double> shares = [];
        TrainingLog log = new OnPolicyRun(s_short).Run(first, Setup with { Progress = shares.Add }), again = new OnPolicyRun(s_short).Run(second, Setup);
        Assert.Equal([0, 32, 48], log.Entries.Select(entry => entry.OnlineSteps));
        Assert.Equal([1.0 / 3, 2.0 / 3, 1], shares);
        Assert.Equal(3, first.Updates);
        Assert.Equal(first.Hashes(), second.Hashes());
        Assert.Equal(log.Entries.SelectMany(e => e.Returns), again.Entries.SelectMany(e => e.Returns));
        Assert.Contains("actor loss", log.Entries[^1].Metrics.Keys);
    }

    [Fact]
    public void A_member_collects_and_learns_what_it_would_alone()
    {
        using ProximalPolicy both = AgentCases.MakeOnPolicy("PPO, all options"), alone = AgentCases.MakeOnPolicy("PPO, all options", 1);
        using var evaluator = new RolloutEvaluator(() => new IdentityTask(), 1, new() { Episodes = 100 });
        double[] together = new OnPolicyRun(s_short).Run(both, Setup).LastReturns;
        double[] own = new OnPolicyRun(s_short).Run(alone, new(AgentCases.Seeds(1), evaluator, () => new IdentityTask())).LastReturns;
        Assert.Equal(own[0], together[0], 1e-4);
    }

    [Fact]
    public void Several_rollouts_may_be_learned_from_at_once()
    {
        using ProximalPolicy agent = AgentCases.MakeOnPolicy("PPO");
        new OnPolicyRun(s_short with { Buffer = 2 }).Run(agent, Setup);
        Assert.Equal(3 * 6, agent.Metrics["minibatches"][0]); // 32 rows in minibatches of 6, three epochs
    }

    [Fact]
    public void A_run_leaves_no_tensor_behind()
    {
        using ProximalPolicy agent = AgentCases.MakeOnPolicy("PPO, all options");
        new OnPolicyRun(s_short).Run(agent, Setup);
        long before = TensorCounting.Settled();
        new OnPolicyRun(s_short).Run(agent, Setup);
        Assert.Equal(before, TensorCounting.Settled());
    }

    [Fact]
    public void What_cannot_be_run_is_refused_and_a_run_can_be_stopped()
    {
        using ProximalPolicy agent = AgentCases.MakeOnPolicy("PPO");
        Normalizer frozen = Normalizer.Running(2, VarianceDivisor.Count);
        frozen.Freeze();
        Assert.Contains("2 members", Assert.Throws<ArgumentException>(
            () => new OnPolicyRun(s_short).Run(agent, Setup with { Seeds = AgentCases.Seeds(1) })).Message);
        Assert.Contains("normalizer", Assert.Throws<ArgumentException>(
            () => new OnPolicyRun(s_short with { Observations = frozen }).Run(agent, Setup)).Message);
        Assert.Throws<OperationCanceledException>(() => new OnPolicyRun(s_short).Run(agent, Setup, new CancellationToken(true)));
    }
}
