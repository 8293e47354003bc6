using Offprint.Datasets.Transitions;
using Offprint.Files;

namespace Offprint.Agents.Training;

/// <summary>Options of <see cref="TrainingRun"/>: offline updates, then steps in an environment. Either number may be 0.</summary>
public sealed record TrainingOptions
{
    /// <summary>Updates on the data set before the first step. Default 0.</summary>
    public int OfflineUpdates { get; init; }

    /// <summary>Steps of each seed in the environment. Default 0.</summary>
    public int OnlineSteps { get; init; }

    /// <summary>K, the first online steps, without updates. Default 0.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>The first online steps whose actions are uniform in the space. Default 0.</summary>
    public int RandomSteps { get; init; }

    /// <summary>UTD: updates after each online step that updates come after. Default 1.</summary>
    public int UpdatesPerStep { get; init; } = 1;

    /// <summary>Online steps from one that updates come after to the next. Default 1, each.</summary>
    [AddedLater("1")]
    public int StepsPerUpdate { get; init; } = 1;

    /// <summary>B. Default 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>
    /// Offline updates, and online steps, between evaluations; there is one before and one after each phase, too. Default 5000.
    /// </summary>
    public int EvaluateEvery { get; init; } = 5000;

    /// <summary>Rows of the replay buffer a seed. Default 10⁶, but not more than the online steps.</summary>
    public int BufferCapacity { get; init; } = 1_000_000;

    /// <summary>
    /// What becomes of the data set's time limits, rewards and observations; rewards and observations of the buffer become the same.
    /// </summary>
    public TransitionOptions View { get; init; } = new(TimeLimitRule.Drop);

    /// <summary>How offline and online rows are combined where there are both. Default: one pool.</summary>
    public MixOptions Mix { get; init; } = new(MixMode.Append);

    /// <summary>Draws the rows of the data set's view; <see langword="null"/> draws all alike.</summary>
    public Func<TransitionView, ITransitionSampler>? OfflineSampler { get; init; }

    /// <summary>Seconds between saves where there is a file to resume from; more where a save takes long. Default 20.</summary>
    public double SaveSeconds { get; init; } = 20;
}
