using Offprint.Agents.Collection;
using Offprint.Agents.Policies;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Weighting;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>A log of a locomotion task: of one behavior, or poor trajectories of the random policy with some of a better one.</summary>
/// <param name="Task">The task, as <see cref="Locomotion.Create"/> knows it.</param>
/// <param name="Level">The better behavior.</param>
/// <param name="Share">σ, its share of the rows; 1 for its own log.</param>
/// <param name="Rows">N.</param>
/// <param name="SourceRows">Rows of the logs from which trajectories are drawn.</param>
/// <param name="ActionNoise">Standard deviation of normal noise on the executed actions, in half-widths; 0 for the deterministic environment.</param>
public sealed record MixedLog(string Task, DatasetLevel Level, double Share, int Rows, int SourceRows, double ActionNoise = 0)
{
    private const string DataFile = "data.hdf5";

    /// <summary>How tables and figures call it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Name
    {
        get
        {
            string own = new DatasetRecipe(Task, Level).Name;
            return Share < 1 ? string.Create(CultureInfo.InvariantCulture, $"{Task}-random{own[Task.Length..]}-{100 * Share:0.##}") : own;
        }
    }

    /// <summary>Makes the environment in which policies are evaluated.</summary>
    /// <returns>The environment.</returns>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public IEnvironment Environment()
    {
        Locomotion plain = Locomotion.Create(Task);
        return ActionNoise > 0 ? new ActionNoise(plain, ActionNoise) : plain;
    }

    /// <summary>The data: from the cache, made where they are not there, and mixed.</summary>
    /// <param name="seed">Decides the mixture.</param>
    /// <param name="context">The cache; progress and cancellation.</param>
    /// <returns>The data set, with the returns of the random policy and the expert.</returns>
    public OfflineDataset Load(Seed seed, RunContext context)
    {
        OfflineDataset good = Source(Level, context);
        return Share < 1 ? DatasetMixer.Mix(good, Source(DatasetLevel.Random, context), Share, Rows, seed) : good;
    }

    /// <summary>The share of drawn rows that are of the better behavior: all of them, where nothing is mixed.</summary>
    internal static double GoodMass(OfflineDataset data, TrajectoryWeights weights) => data.TryColumn(DatasetMixer.SourceColumn, out Column<float>? source)
        ? data.Episodes.Where(episode => source[episode.Start] == 0).Sum(episode => weights.Mass(episode.Index))
        : 1;

    private OfflineDataset Source(DatasetLevel level, RunContext context)
    {
        var recipe = new DatasetRecipe(Task, level) { Count = SourceRows };
        if (ActionNoise == 0)
            return DatasetCollector.Get(recipe, context.Artifacts, (stage, _) => context.Report(0, 1, stage), context.Cancellation);
        var key = ArtifactKey.Of($"{recipe.Name}-noisy", new NoisyRecipe(recipe, ActionNoise), NetworkKernels.Version);
        string folder = context.Artifacts.GetOrCreate(key,
            made => D4rlFile.Write(Path.Combine(made, DataFile), Play(recipe, context), compress: true), context.Cancellation);
        return D4rlFile.Read(Path.Combine(folder, DataFile));
    }

    /// <summary>Logs a behavior that was trained without noise where there is some; scores keep the returns without noise.</summary>
    private OfflineDataset Play(DatasetRecipe recipe, RunContext context)
    {
        var behavior = TrainedBehavior.Get(recipe.Training, context.Artifacts, _ => context.Report(0, 1, $"training {Task}"), context.Cancellation);
        using var agent = behavior.Agent(recipe.Level == DatasetLevel.Random ? 0 : behavior.Summary.ExpertStep);
        OfflineDataset data = PolicyLog.Collect(agent.Policy, Environment, SourceRows, ActMode.Explore, new Seed(recipe.Training.Seed).Derive($"noisy {recipe.Level}"),
            _ => context.Report(0, 1, $"logging {recipe.Name} with noise"), context.Cancellation);
        return new(data.Spec, data.Columns())
        {
            Name = $"{recipe.Name} with noise", RandomReturn = behavior.Summary.RandomReturn, ExpertReturn = behavior.Summary.ExpertReturn,
            Origin = $"a policy of soft actor-critic; noise of deviation {ActionNoise} on its executed actions",
        };
    }

    private sealed record NoisyRecipe(DatasetRecipe Recipe, double ActionNoise);
}
