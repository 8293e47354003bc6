using Offprint.Agents.Collection;
using Offprint.Agents.Online;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Tests.Environments.MuJoCo;

namespace Offprint.Tests.Agents.Collection;

public sealed class RecordedStepsTests : IDisposable
{
    private static readonly BehaviorTraining s_training = new("halfcheetah")
    {
        Steps = 2300, Hidden = [8], BatchSize = 8, RandomSteps = 1500, EvaluateEvery = 2000, EvaluationEpisodes = 1, StepsPerUpdate = 100,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnvironment Create(string task) => Locomotion.Create(task);

    /// <summary>The steps of a training as its buffer holds them.</summary>
    private static OfflineDataset Logged(BehaviorTraining training)
    {
        using IEnvironment environment = Create(training.Task);
        using var agent = new SoftActorCritic(environment.Spec, [training.Root], training.Agent);
        using var evaluator = new RolloutEvaluator(() => Create(training.Task), 1, new() { Episodes = training.EvaluationEpisodes });
        using var buffer = new ReplayBuffer(1, training.Steps, environment.Spec.Observation.Size, environment.Spec.Action.Size);
        new TrainingRun(training.Run).Run(agent, new([training.Root], evaluator, Environment: () => Create(training.Task)) { Buffer = buffer },
            TestContext.Current.CancellationToken);
        return buffer.ToDataset(0, environment.Spec);
    }

    [Theory]
    [InlineData("halfcheetah")] // three episodes by the time limit, the last one unfinished
    [InlineData("hopper")] // many short episodes
    public void Steps_played_again_from_their_actions_are_those_of_the_training_to_the_last_bit(string task)
    {
        MujocoTasks.Require();
        BehaviorTraining training = s_training with { Task = task };
        OfflineDataset logged = Logged(training);
        string file = Path.Combine(_folder, "steps.npz");
        RecordedSteps.Of(logged).Write(file);
        OfflineDataset replayed = RecordedSteps.Read(file).Replay(() => Create(task), training.Root, null,
            TestContext.Current.CancellationToken);
        Assert.Equal(training.Steps, replayed.Count);
        Assert.Equal(logged.Observations.Values.ToArray(), replayed.Observations.Values.ToArray());
        Assert.Equal(logged.Actions.Values.ToArray(), replayed.Actions.Values.ToArray());
        Assert.Equal(logged.Rewards.Values.ToArray(), replayed.Rewards.Values.ToArray());
        Assert.Equal(logged.Next!.Values.ToArray(), replayed.Next!.Values.ToArray());
        Assert.Equal(logged.Terminals.Values.ToArray(), replayed.Terminals.Values.ToArray());
        Assert.Equal(logged.Timeouts.Values.ToArray(), replayed.Timeouts.Values.ToArray());
        Assert.Equal(["infos/qpos", "infos/qvel"], replayed.ExtraColumns);
    }

    [Fact]
    public void Updates_come_after_every_so_many_steps()
    {
        MujocoTasks.Require();
        using IEnvironment environment = Create("hopper");
        using var agent = new SoftActorCritic(environment.Spec, [s_training.Root], s_training.Agent);
        using var evaluator = new RolloutEvaluator(() => Create("hopper"), 1, new() { Episodes = 1 });
        new TrainingRun(s_training.Run).Run(agent, new([s_training.Root], evaluator, Environment: () => Create("hopper")),
            TestContext.Current.CancellationToken);
        Assert.Equal(8, agent.Save().Get<long>("updates")[0]); // after steps 1600, 1700, … 2300
    }

    [Fact]
    public void Steps_that_were_cut_short_or_come_from_another_simulation_are_refused()
    {
        MujocoTasks.Require();
        string file = Path.Combine(_folder, "steps.npz");
        var steps = new RecordedSteps(new float[3 * 40], [30, 10], 3);
        steps.Write(file);
        Assert.Equal(steps.Actions, RecordedSteps.Read(file).Actions);
        (steps with { Lengths = [30, 11] }).Write(file);
        var cut = Assert.Throws<InvalidDataException>(() => RecordedSteps.Read(file));
        Assert.Contains(file, cut.Message);
        Assert.Contains("41 steps", cut.Message);
        // A hopper that is left alone falls; it does so neither at the first step nor never.
        var other = Assert.Throws<InvalidDataException>(() => (steps with { Lengths = [1, 39] }).Replay(() => Create("hopper"), new(1), null,
            TestContext.Current.CancellationToken));
        Assert.Contains("goes on", other.Message);
        Assert.Contains("collect", other.Message);
        var wide = Assert.Throws<InvalidDataException>(() => steps.Replay(() => Create("halfcheetah"), new(1), null,
            TestContext.Current.CancellationToken));
        Assert.Contains("6 numbers", wide.Message);
    }

    [Fact]
    public void A_policy_that_is_not_the_trainings_own_is_refused()
    {
        MujocoTasks.Require();
        var training = s_training with { Steps = 60, RandomSteps = 50, EvaluateEvery = 30 };
        TrainedBehavior behavior = TrainedBehavior.Get(training, new Artifacts(_folder),
            cancellation: TestContext.Current.CancellationToken);
        using (behavior.Policy(0))
        {
        }
        string file = Directory.GetFiles(_folder, "policy-0.npz", SearchOption.AllDirectories).Single();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => behavior.Policy(0)).Message);
        File.Delete(file);
        Assert.Contains("does not come with the project", Assert.Throws<FileNotFoundException>(() => behavior.Policy(0)).Message);
        Assert.Contains("checkpoints", Assert.Throws<FileNotFoundException>(() => behavior.Policy(7)).Message);
    }
}
