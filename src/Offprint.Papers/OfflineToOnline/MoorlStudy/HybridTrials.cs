using Offprint.Agents.Collection;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>A task of the comparison.</summary>
/// <param name="Data">Its log and environment.</param>
/// <param name="Reward">How rewards are scaled.</param>
/// <param name="Returns">What an episode's end means for returns-to-go.</param>
/// <param name="Episodes">Episodes of an evaluation.</param>
internal sealed record HybridTask(DataSource Data, RewardRule? Reward, ReturnToGoRule Returns, int Episodes)
{
    public bool IsMaze => Data is MazeSource;
}

/// <summary>Parts C and D as lists of trials.</summary>
/// <param name="profile">The profile.</param>
internal sealed class HybridTrials(Profile profile)
{
    private static readonly int[] s_innerSteps = [1, 5, 20];
    private static readonly double[] s_metaRates = [0.1, 0.5, 1];

    private readonly HybridSizes _sizes = profile switch
    {
        Profile.Smoke => new(16, 100, 5, 4),
        Profile.Paper => new(256, 5000, 10, 20),
        _ => new(64, 1000, 5, 4),
    };

    private IReadOnlyList<HybridTask> Tasks => profile switch
    {
        Profile.Smoke => [Locomotion("hopper", DatasetLevel.MediumReplay, 10_000)],
        Profile.Standard => [Locomotion("hopper", DatasetLevel.MediumReplay, 200_000), Maze()],
        _ =>
        [
            Locomotion("hopper", DatasetLevel.MediumReplay, 200_000), Maze(), Locomotion("hopper", DatasetLevel.Random, 200_000),
            Locomotion("halfcheetah", DatasetLevel.MediumReplay, 200_000), Locomotion("walker2d", DatasetLevel.MediumReplay, 200_000),
        ],
    };

    /// <summary>Five, fixed beforehand.</summary>
    public static IEnumerable<int> Seeds(Profile profile) => Enumerable.Range(1, profile == Profile.Smoke ? 2 : 5);

    /// <summary>The ablation's: two.</summary>
    public static IEnumerable<int> FewSeeds(Profile profile) => Enumerable.Range(1, profile == Profile.Paper ? 5 : 2);

    /// <summary>All methods on all tasks.</summary>
    public IEnumerable<Trial> Comparison() =>
        from task in Tasks
        from name in HybridMethods.Names
        select new Trial(task.Data, Methods(task).Of(name), Run(task, Steps(15_000), probed: true));

    /// <summary>K and ε on the maze.</summary>
    public IEnumerable<Trial> Ablation() => profile == Profile.Smoke
        ? []
        : from k in s_innerSteps
          from rate in s_metaRates
          let task = Maze()
          select new Trial(task.Data, Methods(task).Reptile(FormattableString.Invariant($"K = {k}, ε = {rate}"), k, rate),
              Run(task, Steps(8_000), probed: false));

    /// <summary>The cost of a trial: its updates and its steps.</summary>
    public static double Cost(Trial trial) => (double)trial.Run.OnlineSteps * trial.Method.Online.UpdatesPerStep
        / trial.Method.Online.StepsPerUpdate + trial.Run.OnlineSteps;

    private static HybridTask Locomotion(string task, DatasetLevel level, int rows) =>
        new(new RegeneratedLog(task, level, rows), null, ReturnToGoRule.SumToEnd, 5);

    private static HybridTask Maze() => new(new MazeSource("medium", 50_000), new FixedReward(Shift: -1), ReturnToGoRule.FailureTail, 10);

    /// <summary>The methods as on the maze.</summary>
    public static HybridMethods MazeMethods(Profile profile) => new HybridTrials(profile).Methods(Maze());

    private HybridMethods Methods(HybridTask task) => new(_sizes, task.Reward);

    private int Steps(int standard) => profile switch { Profile.Smoke => 400, Profile.Paper => 300_000, _ => standard };

    private TrialRun Run(HybridTask task, int steps, bool probed) => new()
    {
        Updates = 0,
        OnlineSteps = steps,
        BatchSize = profile == Profile.Paper ? 256 : 128,
        EvaluateEvery = steps / (profile == Profile.Smoke ? 4 : MoorlPaper.AllEvaluations),
        Episodes = profile == Profile.Smoke ? 1 : task.Episodes,
        Probes = probed ? (ProbeOptions[])[new ValueStabilityOptions(task.Returns), new DistributionShiftOptions()] : [],
    };
}
