using Offprint.Agents.Collection;
using Offprint.Datasets.Transitions;
using Offprint.Datasets.Weighting;
using Offprint.Experiments;
using Offprint.Networks;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>
/// What the released scripts set task by task, one setting a task, fixed before any ran (the scripts sweep some of these). Defaults are
/// Hopper's.
/// </summary>
/// <param name="Data">The log, and the environment.</param>
internal sealed record UniO4Task(DataSource Data)
{
    /// <summary>
    /// Rewards of critics and of the online phase alike, so that values go online as they are. Default: a tenth (the code's factor).
    /// </summary>
    public FixedReward Reward { get; init; } = new(0.1);

    /// <summary>The scale of states; <see langword="null"/> leaves them. Default: standardized.</summary>
    public ObservationScale? Observations { get; init; } = new(VarianceDivisor.Count, 1e-3);

    /// <summary>The expectile of V. Default 0.7.</summary>
    public double Expectile { get; init; } = 0.7;

    /// <summary>β of implicit Q-learning's own policy, the rival. Default 3.</summary>
    public double Beta { get; init; } = 3;

    /// <summary>The policies' nonlinearity. Default: ReLU.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Which rows are cloned. Default: all.</summary>
    public SamplingRule Cloned { get; init; } = new UniformSampling();

    /// <summary>The rate of the improvement. Default 10⁻⁴.</summary>
    public double BlockRate { get; init; } = 1e-4;

    /// <summary>The rate of the dynamics. Default 10⁻³.</summary>
    public double ModelRate { get; init; } = 1e-3;

    /// <summary>H, where it is not the profile's; at most that. Default: the profile's.</summary>
    public int? Horizon { get; init; }

    /// <summary>Passes over a rollout online. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The actor's published rate online. Default 2·10⁻⁵.</summary>
    public double OnlineRate { get; init; } = 2e-5;

    /// <summary>Episodes of an evaluation, where there are not the profile's; <c>smoke</c> keeps its own.</summary>
    public int? Episodes { get; init; }

    /// <summary>Hopper of the medium level.</summary>
    /// <param name="profile">Decides the rows.</param>
    /// <returns>The task.</returns>
    public static UniO4Task Hopper(Profile profile) => new(Log("hopper", profile));

    /// <summary>HalfCheetah of the medium level: policies with tanh; online 20 passes at 3·10⁻⁵, the least of the scripts'.</summary>
    /// <param name="profile">Decides the rows.</param>
    /// <returns>The task.</returns>
    public static UniO4Task HalfCheetah(Profile profile) => new(Log("halfcheetah", profile))
    {
        Activation = Activation.Tanh, Epochs = 20, OnlineRate = 3e-5,
    };

    /// <summary>
    /// A point mass in D4RL's medium maze under AntMaze's rules and with its recipe: expectile 0.9, raw states, rows that still lead to the
    /// goal cloned alone, rewards 10 r − 5 (a tenth of it, as everywhere), shorter steps of improvement and roll-outs.
    /// </summary>
    /// <param name="profile">Decides the rows.</param>
    /// <returns>The task.</returns>
    public static UniO4Task Maze(Profile profile) => new(new MazeSource("medium",
        profile switch { Profile.Smoke => 5000, Profile.Standard => 50_000, _ => 1_000_000 }))
    {
        Reward = new(1, -0.5), Observations = null, Expectile = 0.9, Beta = 10, Cloned = new RewardedRows(), BlockRate = 5e-5,
        ModelRate = 3e-4, Horizon = 100, Episodes = 20,
    };

    private static RegeneratedLog Log(string task, Profile profile) => new(task, DatasetLevel.Medium,
        profile switch { Profile.Smoke => 10_000, Profile.Standard => 200_000, _ => 1_000_000 });
}
