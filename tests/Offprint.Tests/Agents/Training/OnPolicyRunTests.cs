using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tests.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Training;

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
        var adam = new AdamOptions(1e-3, Epsilon: 1e-5, MaxGradientNorm: 0.5);
        var options = new OnPolicyOptions { Rollouts = 28, Steps = 128, Environments = 8, EvaluateEvery = 28 };
        using var agent = new ProximalPolicy(
            new CartPole().Spec, AgentCases.Seeds(2), new() { Minibatch = 256, ActorAdam = adam, ValueAdam = adam,
                AnnealUpdates = options.Rollouts });
        TrainingLog log = new OnPolicyRun(options).Run(agent, new(AgentCases.Seeds(2), evaluator, () => new CartPole()));
        Assert.All(log.Entries[0].Returns, value => Assert.InRange(value, 5, 100));
        Assert.All(log.LastReturns, value => Assert.InRange(value, 195, 500));
    }

    [Fact]
    public void Rollouts_hold_what_was_drawn_and_where_each_step_led()
    {
        using var scope = NewDisposeScope();
        using var agent = new Listener(AgentCases.Seeds(1));
        using var evaluator = new RolloutEvaluator(() => new Counter(), 1, new() { Episodes = 1 });
        new OnPolicyRun(new() { Rollouts = 2, Steps = 4, Environments = 2 })
            .Run(agent, new(AgentCases.Seeds(1), evaluator, () => new Counter()));
        // Episodes of three steps are cut by their time limit; the second rollout goes on where the first stopped.
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1], agent.Column(rows => rows.Observations));
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2], agent.Column(rows => rows.Next));
        Assert.Equal([0, 0, 1, 0, 0, 1, 0, 0], agent.Column(rows => rows.Truncated));
        Assert.All(agent.Column(rows => rows.Terminated), flag => Assert.Equal(0, flag));
        Assert.All(agent.Column(rows => rows.Rewards), reward => Assert.Equal(1, reward)); // the environment was given the bound
        Assert.All(agent.Column(rows => rows.Actions), action => Assert.InRange(action, 4, 6)); // the law drew beyond it
    }

    [Fact]
    public void Evaluations_come_at_their_intervals_and_the_same_seeds_give_the_same_bits()
    {
        using ProximalPolicy first = AgentCases.MakeOnPolicy("PPO"), second = AgentCases.MakeOnPolicy("PPO");
        List<double> shares = [];
        TrainingLog log = new OnPolicyRun(s_short).Run(first, Setup with { Progress = shares.Add }), again = new OnPolicyRun(s_short)
            .Run(second, Setup);
        Assert.Equal([0, 32, 48], log.Entries.Select(entry => entry.OnlineSteps));
        Assert.Equal([1.0 / 3, 2.0 / 3, 1], shares);
        Assert.Equal(3, first.Updates);
        Assert.Equal(first.Hashes(), second.Hashes());
        Assert.Equal(log.Entries.SelectMany(e => e.Returns), again.Entries.SelectMany(e => e.Returns));
        Assert.Contains("actor loss", log.Entries[^1].Metrics.Keys);
    }

    [Theory]
    [InlineData("PPO", 1)]
    [InlineData("PPO, all options", 2)]
    public void A_killed_run_resumes_to_the_same_bits(string name, int buffer)
    {
        string file = Path.Combine(Path.GetTempPath(), $"offprint-{Guid.NewGuid():N}.npz");
        try
        {
            // Episodes of 200 steps run through all rollouts: their states must be saved, too.
            var options = new OnPolicyOptions { Rollouts = 6, Steps = 9, Environments = 2, Buffer = buffer, EvaluateEvery = 2,
                SaveSeconds = 0 };
            using var evaluator = new RolloutEvaluator(() => new Pendulum(), 2, new() { Episodes = 1 });
            var setup = new OnPolicySetup(AgentCases.Seeds(2), evaluator, () =>
                new Pendulum()) { Probes = [new TrainingRunTests.UpdateCount()] };
            using ProximalPolicy whole = Make(), killed = Make(), resumed = Make();
            TrainingLog expected = new OnPolicyRun(options).Run(whole, setup);
            using var stop = new CancellationTokenSource();
            var stopped = setup with { ResumeFile = file, Report = entry => { if (entry.OnlineSteps == 2 * 4 * 9) stop.Cancel(); } };
            Assert.Throws<OperationCanceledException>(() => new OnPolicyRun(options).Run(killed, stopped, stop.Token));
            Assert.Contains("4 rollouts", Assert.Throws<InvalidDataException>(
                () => new OnPolicyRun(options with { Rollouts = 3 }).Run(resumed, setup with { ResumeFile = file })).Message);
            TrainingLog log = new OnPolicyRun(options).Run(resumed, setup with { ResumeFile = file });
            Assert.Equal(6, resumed.Updates);
            Assert.Equal(whole.Hashes(), resumed.Hashes());
            Assert.Equal(expected.Entries.SelectMany(e => e.Returns), log.Entries.SelectMany(e => e.Returns));
            Assert.Equal([0, 2, 4, 6], log.Entries.Select(e => e.Metrics["updates"][0]));
            using ProximalPolicy loaded = Make(); // the file stays until what became of the run is stored
            new OnPolicyRun(options).Run(loaded, setup with { ResumeFile = file, Report = _ => Assert.Fail("It is only loaded.") });
            Assert.Equal(whole.Hashes(), loaded.Hashes());
        }
        finally
        {
            File.Delete(file);
        }

        ProximalPolicy Make() => (ProximalPolicy)AgentCases.MakeLearner(name, new Pendulum().Spec, AgentCases.Seeds(2));
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
        using var scaled = new RolloutEvaluator(() => new IdentityTask(), 2, new() { Episodes = 1, Observations = frozen });
        Assert.Equal(48, new OnPolicyRun(s_short with { Observations = frozen })
            .Run(agent, Setup with { Evaluator = scaled }).Entries[^1].OnlineSteps);
        Assert.Throws<OperationCanceledException>(() => new OnPolicyRun(s_short).Run(agent, Setup, new CancellationToken(true)));
    }

    /// <summary>Observes the steps of the episode and pays the action; cut after three steps.</summary>
    private sealed class Counter() : EpisodicEnvironment(Task)
    {
        public static EnvironmentSpec Task { get; } = new("Counter", new BoxSpace(1), new BoxSpace(1, -1, 1), 3);

        protected override void Start(RandomStream random, Span<float> observation) => observation[0] = 0;

        protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
        {
            observation[0] = Steps + 1;
            return new(action[0], false, false);
        }
    }

    /// <summary>Draws actions around 5, learns nothing and keeps the first copy's rows.</summary>
    private sealed class Listener(IReadOnlyList<Seed> seeds) : PopulationLearner(seeds), IOnPolicyAgent, IStochasticPolicy
    {
        private readonly List<RolloutRows> _rollouts = [];

        public override IPolicy Policy => this;

        public IStochasticPolicy Behavior => this;

        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random) => zeros(1, observations.shape[1], 1);

        public IActionDistribution Distribution(Tensor observations) =>
            new DiagonalGaussian(full_like(observations, 5), full_like(observations, -3));

        public Metrics Update(RolloutBuffer rollouts)
        {
            RolloutRows rows = rollouts.Rows();
            _rollouts.Add(new(2, rows.Observations.clone(), rows.Actions.clone(), rows.Rewards.clone(), rows.Next.clone(),
                rows.Terminated.clone(), rows.Truncated.clone()));
            return Metrics;
        }

        public float[] Column(Func<RolloutRows, Tensor> column) =>
            [.. _rollouts.SelectMany(rows => column(rows).data<float>().ToArray().Take(rows.Count / 2))];
    }
}
