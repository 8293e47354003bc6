using Offprint.Agents.Collection;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Probes;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Environments.ClassicControl;
using Offprint.Numerics;
using Offprint.Tests.Files;
using Offprint.Tests.Tensors;

namespace Offprint.Tests.Agents.Training;

[Collection(nameof(TensorCounting))]
public sealed class TrainingRunTests : IDisposable
{
    private static readonly TrainingOptions s_both = new()
    {
        OfflineUpdates = 60, OnlineSteps = 40, WarmUpSteps = 5, UpdatesPerStep = 2, BatchSize = 16, EvaluateEvery = 20,
        View = new(TimeLimitRule.Drop, NextState.Stored),
    };

    private readonly RolloutEvaluator _evaluator = new(() => new IdentityTask(), 2, new() { Episodes = 5 });
    private readonly OfflineDataset _data = IdentityTask.Log(300, 0.3);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"offprint-{Guid.NewGuid():N}.npz");

    public void Dispose()
    {
        _evaluator.Dispose();
        File.Delete(_file);
    }

    private TrainingSetup Setup => new(AgentCases.Seeds(2), _evaluator, _data, () => new IdentityTask());

    [Fact]
    public void Both_phases_are_evaluated_at_their_intervals_and_the_same_seeds_give_the_same_log()
    {
        using PopulationAgent first = AgentCases.Make("TD3+BC"), second = AgentCases.Make("TD3+BC");
        List<double> shares = [];
        TrainingLog log = new TrainingRun(s_both).Run(first, Setup with { Progress = shares.Add }), again = new TrainingRun(s_both)
            .Run(second, Setup);
        Assert.Equal([(0, 0), (20, 0), (40, 0), (60, 0), (60, 20), (60, 40)], log.Entries.Select(e => (e.OfflineUpdates, e.OnlineSteps)));
        Assert.Equal(60 + 2 * 35, first.Updates);
        Assert.Equal(first.Hashes(), second.Hashes());
        Assert.Equal(log.Entries.SelectMany(e => e.Returns), again.Entries.SelectMany(e => e.Returns));
        Assert.Equal(2, log.LastReturns.Length);
        Assert.Equal([1.0], shares);
        Assert.Contains("critic loss", log.Entries[^1].Metrics.Keys);
    }

    [Fact]
    public void Online_learning_alone_solves_the_identity()
    {
        using PopulationAgent agent = AgentCases.Make("SAC");
        var options = new TrainingOptions
        {
            OnlineSteps = 500, RandomSteps = 64, WarmUpSteps = 32, BatchSize = 32, EvaluateEvery = 250, UpdatesPerStep = 1,
        };
        TrainingLog log = new TrainingRun(options).Run(agent, Setup with { Data = null });
        Assert.All(log.LastReturns, value => Assert.InRange(value, 0.95, 1));
    }

    [Theory]
    [InlineData(35)]
    [InlineData(60)] // stopped in the online phase: it is repeated from the switch
    public void A_killed_run_resumes_to_the_same_bits(int stopAfter)
    {
        using PopulationAgent whole = AgentCases.Make("SAC"), killed = AgentCases.Make("SAC"), resumed = AgentCases.Make("SAC");
        TrainingLog expected = new TrainingRun(s_both).Run(whole, Setup);
        using var stop = new CancellationTokenSource();
        var setup = Setup with { ResumeFile = _file };
        var watched = stopAfter < 60
            ? setup with { Report = entry => { if (entry.OfflineUpdates == 40) stop.Cancel(); } }
            : setup with { Report = entry => { if (entry.OnlineSteps == 20) stop.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => new TrainingRun(s_both).Run(killed, watched, stop.Token));
        TrainingLog log = new TrainingRun(s_both).Run(resumed, setup);
        Assert.Equal(whole.Hashes(), resumed.Hashes());
        Assert.Equal(expected.Entries.SelectMany(e => e.Returns), log.Entries.SelectMany(e => e.Returns));
        // The file stays until what became of the run is stored: a run whose caller is killed after its end has lost nothing.
        using PopulationAgent again = AgentCases.Make("SAC");
        Assert.Equal(expected.LastReturns, new TrainingRun(s_both).Run(again, setup).LastReturns);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(ReturnToGoRule.SumToEnd, false)] // steps are kept back until their episode ends
    [InlineData(null, true)]
    public void A_run_killed_among_online_steps_goes_on_there_to_the_same_bits(ReturnToGoRule? rule, bool inBlocks)
    {
        var options = new TrainingOptions
        {
            OnlineSteps = 130, RandomSteps = 20, WarmUpSteps = 10, BatchSize = 8, EvaluateEvery = 65, SaveSeconds = 0,
            View = new(TimeLimitRule.Drop) { ReturnToGo = rule }, Mix = new(MixMode.OneSourcePerBlock, BlockLength: 7),
        };
        using var evaluator = new RolloutEvaluator(Task, 2, new() { Episodes = 2 });
        OfflineDataset? log = inBlocks ? Log() : null;
        using PopulationAgent whole = Agent(), killed = Agent(), resumed = Agent();
        using ReplayBuffer expected = Buffer(), first = Buffer(), rows = Buffer();
        TrainingSetup setup = Setup with { Data = log, Environment = Task, Evaluator = evaluator };
        TrainingLog curve = new TrainingRun(options).Run(whole, setup with { Buffer = expected });
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new TrainingRun(options).Run(killed,
            setup with { Buffer = first, ResumeFile = _file, Progress = share => { if (share > 0.7) stop.Cancel(); } }, stop.Token));
        TrainingLog again = new TrainingRun(options).Run(resumed, setup with { Buffer = rows, ResumeFile = _file });
        Assert.Equal(whole.Hashes(), resumed.Hashes());
        Assert.Equal(curve.Entries.SelectMany(e => e.Returns), again.Entries.SelectMany(e => e.Returns));
        Assert.Equal(expected.ToDataset(1, evaluator.Spec).Rewards.Values.ToArray(),
            rows.ToDataset(1, evaluator.Spec).Rewards.Values.ToArray());
        Assert.True(first.Count < rows.Count);
        using PopulationAgent loaded = Agent();
        using ReplayBuffer loadedRows = Buffer();
        new TrainingRun(options).Run(loaded, setup with { Buffer = loadedRows, ResumeFile = _file, Report = _ =>
            Assert.Fail("A complete run is only loaded.") });
        Assert.Equal(whole.Hashes(), loaded.Hashes());
        Assert.Equal(rows.Count, loadedRows.Count);

        static Pendulum Task() => new(horizon: 40);
        OfflineDataset Log()
        {
            using var policy = new GaussianPolicy(evaluator.Spec, new() { Hidden = [8] }, AgentCases.Seeds(1));
            return PolicyLog.Collect(policy, Task, 200, ActMode.Explore, new Seed(1));
        }
        PopulationAgent Agent() => AgentCases.Make("SAC", evaluator.Spec, AgentCases.Seeds(2));
        ReplayBuffer Buffer() => new(2, 130, 3, 1, rule is null ? null : new EpisodeReturns(0.99));
    }

    [Fact]
    public void A_run_that_is_killed_before_any_step_with_a_file_goes_on_to_the_same_bits()
    {
        var options = new TrainingOptions { OnlineSteps = 5, RandomSteps = 2, WarmUpSteps = 2, BatchSize = 4, EvaluateEvery = 3,
            SaveSeconds = 0 };
        using var evaluator = new RolloutEvaluator(Task, 1, new() { Episodes = 1 });
        var setup = new TrainingSetup(AgentCases.Seeds(1), evaluator, Environment: Task) { ResumeFile = _file };
        (string expected, double[] returns) = Run(setup with { ResumeFile = null });
        int steps = KilledProcess.BeforeEachStep(() => Run(setup), step =>
        {
            (string hashes, double[] resumed) = Run(setup);
            Assert.Equal((expected, step), (hashes, step));
            Assert.Equal(returns, resumed);
            File.Delete(_file);
        });
        Assert.Equal(3 * 5, steps); // a save after each step of the run: create, flush, move

        static Pendulum Task() => new(horizon: 4);

        (string Hashes, double[] Returns) Run(TrainingSetup what)
        {
            using PopulationAgent agent = AgentCases.Make("SAC", evaluator.Spec, AgentCases.Seeds(1));
            TrainingLog log = new TrainingRun(options).Run(agent, what);
            return (string.Join(' ', agent.Hashes().OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => h.Value)),
                [.. log.Entries.SelectMany(e => e.Returns)]);
        }
    }

    [Theory]
    [InlineData("TD3+BC")]
    [InlineData("TD3")]
    [InlineData("IQL")]
    [InlineData("AWAC")]
    [InlineData("SAC")]
    [InlineData("A2PR")]
    public void A_training_that_diverges_names_the_loss_the_update_and_the_remedy(string name)
    {
        using PopulationAgent agent = AgentCases.Make(name);
        OfflineColumns columns = _data.Columns();
        OfflineDataset huge = _data.With(columns with { Rewards =
            new([.. columns.Rewards.Values.ToArray().Select(reward => reward * 3e38f)]) });
        string message = Assert.Throws<ArithmeticException>(() => new TrainingRun(s_both).Run(agent, Setup with { Data = huge })).Message;
        Assert.Matches("(loss|value|weight|temperature)[^.]* of update [0-9]+ is not finite|After update [0-9]+, whose numbers were",
            message);
        Assert.Contains("Lower the learning rate", message, StringComparison.Ordinal);
        Assert.Contains("scale rewards", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fixed_shares_returns_to_go_and_probes_work_together()
    {
        using PopulationAgent agent = AgentCases.Make("Cal-QL, Lagrange");
        var options = s_both with
        {
            Mix = new(MixMode.FixedRatio, 0.5), View = s_both.View with { ReturnToGo = ReturnToGoRule.FailureTail }, OfflineUpdates = 5,
                OnlineSteps = 10,
        };
        TrainingLog log = new TrainingRun(options).Run(agent, Setup with { Probes = [new UpdateCount()] });
        Assert.Equal(5 + 2 * 5, log.Entries[^1].Metrics["updates"][0]);
    }

    [Fact]
    public void A_run_leaves_no_tensor_behind()
    {
        using PopulationAgent agent = AgentCases.Make("TD3+BC");
        new TrainingRun(s_both).Run(agent, Setup);
        long before = TensorCounting.Settled();
        new TrainingRun(s_both).Run(agent, Setup);
        Assert.Equal(before, TensorCounting.Settled());
    }

    [Fact]
    public void What_cannot_be_run_is_refused_with_its_reason()
    {
        using PopulationAgent agent = AgentCases.Make("TD3+BC");
        Assert.Contains("data set", Message(s_both, Setup with { Data = null }));
        Assert.Contains("environment", Message(s_both, Setup with { Environment = null }));
        Assert.Contains("2 members", Message(s_both, Setup with { Seeds = AgentCases.Seeds(1) }));
        Assert.Contains("normalizer",
            Message(s_both with { View = s_both.View with { Observations = Normalizer.Of(_data, VarianceDivisor.Count) } }, Setup));
        Assert.Contains("single steps", Message(s_both with { View = s_both.View with { Steps = 3 } }, Setup));

        string Message(TrainingOptions options, TrainingSetup setup) =>
            Assert.Throws<ArgumentException>(() => new TrainingRun(options).Run(agent, setup)).Message;
    }

    internal sealed class UpdateCount : IProbe
    {
        public IReadOnlyDictionary<string, double[]> Measure(ILearner learner) =>
            new Dictionary<string, double[]> { ["updates"] =
                [.. Enumerable.Repeat((double)((PopulationLearner)learner).Updates, learner.Population)] };
    }
}
