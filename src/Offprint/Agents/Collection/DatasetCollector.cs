using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors.Kernels;

namespace Offprint.Agents.Collection;

/// <summary>
/// Makes data sets as D4RL's were made: soft actor-critic learns a MuJoCo task, and its policies and its experience are logged. Each data
/// set is an HDF5 file of D4RL's layout in the cache of <see cref="Artifacts"/>; what is not there yet is made, and goes on where it was
/// stopped.
/// </summary>
/// <remarks>Fu et al., "D4RL: Datasets for deep data-driven reinforcement learning", 2020. Returns are those of our own
/// simulators.</remarks>
public static class DatasetCollector
{
    private const string DataFile = "data.hdf5";

    /// <summary>A data set, from the cache or made now.</summary>
    /// <param name="recipe">Which one.</param>
    /// <param name="artifacts">The cache; <see langword="null"/> for the user's, with the small ones that ship with the project.</param>
    /// <param name="progress">Receives what is being done and its share that is done.</param>
    /// <param name="cancellation">Stops; a later call goes on.</param>
    /// <returns>The data set, with the returns of the random policy and of the expert.</returns>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    /// <exception cref="DllNotFoundException">MuJoCo cannot be loaded; the message says how to install it.</exception>
    /// <exception cref="InvalidDataException">The file in the cache is damaged; the message names it.</exception>
    public static OfflineDataset Get(
        DatasetRecipe recipe, Artifacts? artifacts = null, Action<string, double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recipe.Count, nameof(recipe));
        artifacts ??= Artifacts.Default;
        string folder = artifacts.GetOrCreate(KeyOf(recipe, artifacts), made =>
        {
            TrainedBehavior behavior = TrainedBehavior.Get(recipe.Training, artifacts, share =>
                progress?.Invoke($"training {recipe.Training.Task}", share), cancellation);
            OfflineDataset data = Make(recipe, behavior, share => progress?.Invoke($"logging {recipe.Name}", share), cancellation);
            D4rlFile.Write(Path.Combine(made, DataFile), data, compress: true);
        }, cancellation);
        return D4rlFile.Read(Path.Combine(folder, DataFile));
    }

    /// <summary>Whether a data set is there already.</summary>
    /// <param name="recipe">Which one.</param>
    /// <param name="artifacts">The cache.</param>
    /// <returns>Whether <see cref="Get"/> would only read it.</returns>
    public static bool Contains(DatasetRecipe recipe, Artifacts? artifacts = null)
    {
        artifacts ??= Artifacts.Default;
        return artifacts.Contains(KeyOf(recipe, artifacts));
    }

    private static ArtifactKey KeyOf(DatasetRecipe recipe, Artifacts artifacts)
    {
        ArtifactKey current = ArtifactKey.Of(recipe.Name, recipe, NetworkKernels.Version), earlier = ArtifactKey.Of(recipe.Name, recipe);
        // Data that policies of earlier network kernels logged, such as the small sets that ship, serve until they are collected anew.
        return !artifacts.Contains(current) && artifacts.Contains(earlier) ? earlier : current;
    }

    private static OfflineDataset Make(DatasetRecipe recipe, TrainedBehavior behavior, Action<double> progress,
        CancellationToken cancellation)
    {
        BehaviorSummary summary = behavior.Summary;
        OfflineDataset data = recipe.Level switch
        {
            DatasetLevel.Random => Play(0, recipe.Count),
            DatasetLevel.Medium => Play(summary.MediumStep, recipe.Count),
            DatasetLevel.Expert => Play(summary.ExpertStep, recipe.Count),
            DatasetLevel.MediumExpert => DatasetMixer.Concatenate(
                [Play(summary.MediumStep, recipe.Count / 2), Play(summary.ExpertStep, recipe.Count - recipe.Count / 2)], recipe.Name),
            DatasetLevel.MediumReplay => Replay(behavior.Replay(), summary.MediumStep, recipe.Count),
            DatasetLevel.FullReplay => Replay(behavior.Replay(), recipe.Training.Steps, recipe.Count),
            _ => throw new ArgumentException($"There is no level {recipe.Level}.", nameof(recipe)),
        };
        return new(data.Spec, data.Columns())
        {
            Name = recipe.Name, Origin = OriginOf(recipe, summary), RandomReturn = summary.RandomReturn,
                ExpertReturn = summary.ExpertReturn,
        };

        OfflineDataset Play(int step, int rows)
        {
            using SoftActorCritic agent = behavior.Agent(step);
            Seed seed = recipe.Training.Root.Derive("log").Derive((ulong)step);
            return PolicyLog.Collect(agent.Policy, () => Locomotion.Create(recipe.Training.Task), rows, ActMode.Explore, seed, progress,
                cancellation);
        }
    }

    private static string OriginOf(DatasetRecipe recipe, BehaviorSummary summary)
    {
        string behavior = recipe.Level switch
        {
            DatasetLevel.Random => "before training",
            DatasetLevel.Medium => $"after {summary.MediumStep} steps",
            DatasetLevel.Expert => $"after {summary.ExpertStep} steps",
            DatasetLevel.MediumExpert => $"after {summary.MediumStep} and {summary.ExpertStep} steps",
            DatasetLevel.MediumReplay => $"its first {summary.MediumStep} steps",
            _ => $"its {recipe.Training.Steps} steps",
        };
        return $"soft actor-critic, seed {recipe.Training.Seed}, {behavior}";
    }

    /// <summary>Whole episodes among the first steps, thinned evenly where there are more rows than wanted.</summary>
    private static OfflineDataset Replay(OfflineDataset all, int steps, int count)
    {
        List<Episode> whole = [.. all.Episodes.Where(e => e.Start + e.Length <= steps && e.End != EpisodeEnd.Unfinished)];
        if (whole.Count == 0)
            throw new ArgumentException($"No episode ended within {steps} steps: train for longer.", nameof(steps));
        double keep = Math.Min(1, count / (double)whole.Sum(e => e.Length));
        List<int> kept = [];
        double seen = 0, rows = 0;
        foreach (Episode episode in whole)
        {
            seen += episode.Length;
            if (rows + episode.Length / 2.0 > keep * seen)
                continue;
            kept.Add(episode.Index);
            rows += episode.Length;
        }
        return all.Take(kept);
    }
}
