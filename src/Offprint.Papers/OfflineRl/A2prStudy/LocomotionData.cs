using Offprint.Agents.Collection;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>The data sets of part B and what the authors chose for them.</summary>
internal static class LocomotionData
{
    private const string Mixed = "hopper-random-medium";
    private const double GoodShare = 0.1;

    // The authors' list of runs; for the mixture, which is not on it, the medians.
    private static readonly (string Name, string Task, DatasetLevel Level, A2prTuning Tuning)[] s_all =
    [
        ("halfcheetah-medium-replay", "halfcheetah", DatasetLevel.MediumReplay, new(40, 1.5, 0.8, 0.995)),
        (A2prTraining.AblationDataset, "hopper", DatasetLevel.MediumReplay, new(2.5, 1.5, 0.5, 0.99)),
        ("hopper-medium", "hopper", DatasetLevel.Medium, new(2.5, 1, 0.4, 0.995)),
        (Mixed, "hopper", DatasetLevel.Medium, new(2.5, 1.5, 1, 0.99)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(d => d.Name)];

    // Of the weights of WeightSelection those with the best final score on its seed.
    private static readonly Dictionary<string, double> s_chosen = new() { [A2prTraining.AblationDataset] = 0.4, ["hopper-medium"] = 1, [Mixed] = 1 };

    public static IReadOnlyList<string> Hoppers { get; } = [.. s_all.Where(d => d.Task == "hopper").Select(d => d.Name)];

    public static A2prTuning Tuning(string dataset) => Find(dataset).Tuning;

    public static double ChosenWeight(string dataset) => s_chosen[dataset];

    /// <summary>Whether the chosen weight is not the authors'.</summary>
    public static bool IsRetuned(string dataset) => s_chosen.TryGetValue(dataset, out double weight) && weight != Tuning(dataset).ConstraintWeight;

    public static IEnvironment Environment(string dataset) => Locomotion.Create(Find(dataset).Task);

    /// <summary>A data set from the cache, or collected now, which takes a training of soft actor-critic.</summary>
    public static OfflineDataset Load(string dataset, int rows, RunContext context)
    {
        (string name, string task, DatasetLevel level, _) = Find(dataset);
        OfflineDataset data = Get(level);
        return name == Mixed ? DatasetMixer.Mix(data, Get(DatasetLevel.Random), GoodShare, rows, new Seed(1).Derive(Mixed)) : data;

        OfflineDataset Get(DatasetLevel wanted) => DatasetCollector.Get(
            new DatasetRecipe(task, wanted) { Count = rows }, context.Artifacts, (what, share) => context.Report(share, 1, what), context.Cancellation);
    }

    private static (string Name, string Task, DatasetLevel Level, A2prTuning Tuning) Find(string dataset) => Array.Find(s_all, d => d.Name == dataset) is { Name: not null } found
        ? found
        : throw new ArgumentException($"There is no data set '{dataset}'. There is: {string.Join(", ", Names)}.", nameof(dataset));
}
