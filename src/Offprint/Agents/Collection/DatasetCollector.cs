using Offprint.Agents.Policies;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors.Kernels;

namespace Offprint.Agents.Collection;

/// <summary>
/// Makes data sets as D4RL's were made: soft actor-critic learns a MuJoCo task, and its policies and its experience are logged. Where the
/// policies of a training come with the project, its logs take the time of the simulation alone. Each data set is an HDF5 file of D4RL's
/// layout in the cache of <see cref="Artifacts"/>; what is not there yet is made, and goes on where it was stopped. Where the user has
/// D4RL's own file of a log (<see cref="D4rlFolder"/>), a recipe of D4RL's size takes that.
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
        (string? theirs, string? note) = recipe.IsD4rlSize ? D4rlFolder.Find(recipe.Name) : (null, null);
        if (theirs is not null)
            return Published(recipe, theirs, artifacts, cancellation);
        string folder = artifacts.GetOrCreate(KeyOf(recipe, artifacts), made =>
        {
            OfflineDataset data = Make(recipe, artifacts, progress, cancellation);
            D4rlFile.Write(Path.Combine(made, DataFile), data, compress: true);
        }, cancellation);
        OfflineDataset read = D4rlFile.Read(Path.Combine(folder, DataFile));
        note ??= LogChecksum.Note(recipe, read);
        return note is null ? read : read.Named(read.Name, $"{read.Origin}; {note}", read.RandomReturn, read.ExpertReturn);
    }

    /// <summary>Whether a data set is there already.</summary>
    /// <param name="recipe">Which one.</param>
    /// <param name="artifacts">The cache.</param>
    /// <returns>Whether <see cref="Get"/> would only read it.</returns>
    public static bool Contains(DatasetRecipe recipe, Artifacts? artifacts = null)
    {
        artifacts ??= Artifacts.Default;
        return artifacts.Contains(KeyOf(recipe, artifacts)) || (recipe.IsD4rlSize && D4rlFolder.Find(recipe.Name).File is not null);
    }

    private static ArtifactKey KeyOf(DatasetRecipe recipe, Artifacts artifacts)
    {
        ArtifactKey current = ArtifactKey.Of(recipe.Name, recipe, NetworkKernels.Version), earlier = ArtifactKey.Of(recipe.Name, recipe);
        // Data that policies of earlier network kernels logged, such as the small sets that ship, serve until they are collected anew.
        return !artifacts.Contains(current) && artifacts.Contains(earlier) ? earlier : current;
    }

    /// <summary>
    /// D4RL's own file, judged by our returns of a random policy and an expert, as policies are judged in our simulators.
    /// </summary>
    private static OfflineDataset Published(DatasetRecipe recipe, string file, Artifacts artifacts, CancellationToken cancellation)
    {
        BehaviorSummary summary = TrainedBehavior.Get(recipe.Reference ?? recipe.Training, artifacts, cancellation: cancellation).Summary;
        EnvironmentSpec spec = TrainedBehavior.SpecOf(recipe.Training);
        return D4rlFile.Read(file, new() { Spec = spec })
            .Named(recipe.Name, $"D4RL's own file, {file}", summary.RandomReturn, summary.ExpertReturn);
    }

    private static OfflineDataset Make(
        DatasetRecipe recipe, Artifacts artifacts, Action<string, double>? progress, CancellationToken cancellation)
    {
        TrainedBehavior behavior = Trained(recipe.Training);
        BehaviorSummary summary = behavior.Summary;
        BehaviorSummary reference = recipe.Reference is { } other ? Trained(other).Summary : summary;
        OfflineDataset data = recipe.Level switch
        {
            DatasetLevel.Random => Play(0, recipe.Count),
            DatasetLevel.Medium => Play(summary.MediumStep, recipe.Count),
            DatasetLevel.Expert => Play(summary.ExpertStep, recipe.Count),
            DatasetLevel.MediumExpert => DatasetMixer.Concatenate(
                [Play(summary.MediumStep, recipe.Count / 2), Play(summary.ExpertStep, recipe.Count - recipe.Count / 2)], recipe.Name),
            DatasetLevel.MediumReplay => Replay(recipe.Training.StepsPerUpdate > 1 ? recipe.Training.Steps : summary.MediumStep),
            DatasetLevel.FullReplay => Replay(recipe.Training.Steps),
            _ => throw new ArgumentException($"There is no level {recipe.Level}.", nameof(recipe)),
        };
        return data.Named(recipe.Name, OriginOf(recipe, summary), reference.RandomReturn, reference.ExpertReturn);

        void Logging(double share) => progress?.Invoke($"logging {recipe.Name}", share);

        TrainedBehavior Trained(BehaviorTraining training) =>
            TrainedBehavior.Get(training, artifacts, share => progress?.Invoke($"training {training.Task}", share), cancellation);

        OfflineDataset Replay(int steps) => Thinned(behavior.Replay(Logging, cancellation), steps, recipe.Count);

        OfflineDataset Play(int step, int rows)
        {
            using GaussianPolicy policy = behavior.Policy(step);
            Seed seed = recipe.Training.Root.Derive("log").Derive((ulong)step);
            OfflineDataset played = PolicyLog.Collect(policy, () => Locomotion.Create(recipe.Training.Task), rows, ActMode.Explore, seed,
                Logging, cancellation);
            return new(played.Spec, played.Columns()) { Metadata = PolicyMetadata.Of(policy, step) };
        }
    }

    private static string OriginOf(DatasetRecipe recipe, BehaviorSummary summary)
    {
        BehaviorTraining training = recipe.Training;
        string behavior = recipe.Level switch
        {
            DatasetLevel.Random => "before training",
            DatasetLevel.Medium => $"after {summary.MediumStep} steps",
            DatasetLevel.Expert => $"after {summary.ExpertStep} steps",
            DatasetLevel.MediumExpert => $"after {summary.MediumStep} and {summary.ExpertStep} steps",
            DatasetLevel.MediumReplay when training.StepsPerUpdate > 1 =>
                $"its {training.Steps} steps with an update every {training.StepsPerUpdate}",
            DatasetLevel.MediumReplay => $"its first {summary.MediumStep} steps",
            _ => $"its {training.Steps} steps",
        };
        return $"soft actor-critic, networks of {string.Join(", ", training.Hidden)}, seed {training.Seed}, {behavior}";
    }

    /// <summary>Whole episodes among the first steps, thinned evenly where there are more rows than wanted.</summary>
    private static OfflineDataset Thinned(OfflineDataset all, int steps, int count)
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
