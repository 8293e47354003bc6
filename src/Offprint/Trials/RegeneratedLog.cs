using System.Text.Json.Serialization;
using Offprint.Agents.Collection;
using Offprint.Agents.Policies;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors.Kernels;

namespace Offprint.Trials;

/// <summary>A log of a MuJoCo task that is made as D4RL's were (<see cref="DatasetCollector"/>).</summary>
/// <param name="Recipe">Which one.</param>
/// <param name="ActionNoise">
/// Standard deviation of normal noise on the executed actions, in half-widths, in the log as in the evaluation; 0 for the deterministic
/// task.
/// The behavior was trained without noise, and scores keep the returns without it.
/// </param>
[Kind("regenerated")]
public sealed record RegeneratedLog(DatasetRecipe Recipe, double ActionNoise = 0) : DataSource
{
    private const string DataFile = "data.hdf5";

    /// <summary>A log of D4RL's kind.</summary>
    /// <param name="task">The task, for example <c>hopper</c>.</param>
    /// <param name="level">Which policy acts.</param>
    /// <param name="rows">Rows.</param>
    public RegeneratedLog(string task, DatasetLevel level, int rows)
        : this(new DatasetRecipe(task, level) { Count = rows })
    {
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => Recipe.Name + Noise;

    /// <summary>What the name says of noise.</summary>
    [JsonIgnore]
    internal string Noise => ActionNoise > 0 ? FormattableString.Invariant($"-noise-{ActionNoise}") : "";

    /// <inheritdoc/>
    public override IEnvironment Environment()
    {
        Locomotion plain = Locomotion.Create(Recipe.Training.Task);
        return ActionNoise > 0 ? new ActionNoise(plain, ActionNoise) : plain;
    }

    /// <inheritdoc/>
    public override OfflineDataset Load(Seed seed, RunContext context)
    {
        if (ActionNoise == 0)
            return DatasetCollector.Get(Recipe, context.Artifacts, (stage, share) => context.ReportPreparation(share, stage), context.Cancellation);
        var key = ArtifactKey.Of($"{Recipe.Name}-noisy", new NoisyRecipe(Recipe, ActionNoise), NetworkKernels.Version);
        string folder = context.Artifacts.GetOrCreate(key,
            made => D4rlFile.Write(Path.Combine(made, DataFile), Play(context), compress: true), context.Cancellation);
        return D4rlFile.Read(Path.Combine(folder, DataFile));
    }

    private OfflineDataset Play(RunContext context)
    {
        var behavior = TrainedBehavior.Get(
            Recipe.Training, context.Artifacts, share => context.ReportPreparation(share, $"training {Recipe.Training.Task}"),
            context.Cancellation);
        int step = Recipe.Level switch
        {
            DatasetLevel.Random => 0,
            DatasetLevel.Medium => behavior.Summary.MediumStep,
            DatasetLevel.Expert => behavior.Summary.ExpertStep,
            _ => throw new ArgumentException($"Noise is added to the log of a single policy; {Recipe.Level} is none."),
        };
        using GaussianPolicy policy = behavior.Policy(step);
        OfflineDataset data = PolicyLog.Collect(policy, Environment, Recipe.Count, ActMode.Explore,
            new Seed(Recipe.Training.Seed).Derive($"noisy {Recipe.Level}"), share =>
                context.ReportPreparation(share, $"logging {Recipe.Name} with noise"),
            context.Cancellation);
        return data.Named($"{Recipe.Name} with noise",
            $"a policy of soft actor-critic; noise of deviation {ActionNoise} on its executed actions", behavior.Summary.RandomReturn,
            behavior.Summary.ExpertReturn);
    }

    private sealed record NoisyRecipe(DatasetRecipe Recipe, double ActionNoise);
}
