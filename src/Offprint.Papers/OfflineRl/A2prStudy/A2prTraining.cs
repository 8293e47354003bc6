using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Probes;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>A method on a locomotion data set.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Method">The method.</param>
/// <param name="Tuning">α, weights and γ.</param>
/// <param name="Widths">Widths of hidden layers.</param>
/// <param name="Rates">Rates of networks and targets.</param>
/// <param name="Rows">Transitions of the data set.</param>
/// <param name="Updates">Updates.</param>
/// <param name="BatchSize">Rows of a batch.</param>
/// <param name="EvaluateEvery">Updates between evaluations.</param>
/// <param name="Episodes">Episodes of each evaluation and seed.</param>
/// <param name="ProbeEpisodes">Episodes on which values are compared with returns at each evaluation; 0 for none.</param>
public sealed record A2prTrainingSettings(
    string Dataset, string Method, A2prTuning Tuning, A2prWidths Widths, A2prRates Rates, int Rows, int Updates, int BatchSize, int EvaluateEvery,
    int Episodes, int ProbeEpisodes);

/// <summary>How a training went.</summary>
/// <param name="RandomReturn">The return of a random policy: score 0.</param>
/// <param name="ExpertReturn">The return of an expert: score 100.</param>
/// <param name="DataReturn">The mean return of the data's episodes.</param>
/// <param name="Updates">Updates at each evaluation.</param>
/// <param name="Scores">Normalized scores, [evaluation][seed].</param>
/// <param name="Metrics">Means over seeds at each evaluation, by name; NaN before the first update.</param>
public sealed record A2prTrainingResult(
    double RandomReturn, double ExpertReturn, double DataReturn, IReadOnlyList<int> Updates, IReadOnlyList<double[]> Scores,
    IReadOnlyDictionary<string, double[]> Metrics)
{
    /// <summary>Evaluations that a final score is the mean of.</summary>
    public const int Window = 5;

    /// <summary>The final score of each seed: the mean of its last evaluations.</summary>
    /// <returns>[seed].</returns>
    public double[] FinalScores() =>
        [.. Enumerable.Range(0, Scores[0].Length).Select(seed => Scores.TakeLast(Math.Min(Window, Scores.Count - 1)).Average(s => s[seed]))];
}

/// <summary>Part B: offline training on locomotion data.</summary>
public sealed class A2prTraining : Experiment<A2prTrainingSettings, A2prTrainingResult>
{
    private const int ProbeRows = 1000;

    /// <inheritdoc/>
    public override string Name => "training";

    /// <inheritdoc/>
    public override string Title => "Offline training on locomotion data";

    /// <summary>The methods of the main table.</summary>
    public static IReadOnlyList<string> MainMethods { get; } =
        [A2prMethods.Cloning, A2prMethods.Td3Bc, A2prMethods.Matched, A2prMethods.A2pr, A2prMethods.ChosenMatched, A2prMethods.ChosenA2pr];

    /// <summary>The methods that pictures show, with the chosen weights.</summary>
    public static IReadOnlyList<string> ShownMethods { get; } = [A2prMethods.Td3Bc, A2prMethods.ChosenMatched, A2prMethods.ChosenA2pr];

    /// <summary>The data set of ablations and of the look at overestimation.</summary>
    public const string AblationDataset = "hopper-medium-replay";

    /// <summary>The variants that are trained there.</summary>
    public static IReadOnlyList<string> AblationMethods { get; } = [A2prMethods.Wpc, A2prMethods.AllActions, A2prMethods.Prior];

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<A2prTrainingSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [Of(AblationDataset, A2prMethods.Td3Bc), Of(AblationDataset, A2prMethods.A2pr)];
        List<Cell<A2prTrainingSettings>> cells = [];
        foreach (string dataset in LocomotionData.Names)
        {
            bool chosen = profile == Profile.Standard && LocomotionData.IsRetuned(dataset); // for short trainings only
            cells.AddRange(MainMethods.Where(method => chosen || Published(method) == method).Select(method => Of(dataset, method)));
            if (dataset == AblationDataset)
                cells.AddRange([.. AblationMethods.Select(method => Of(dataset, method)), Of(dataset, A2prMethods.Td3)]);
        }
        return cells;

        Cell<A2prTrainingSettings> Of(string dataset, string method) => new(Key(dataset, method), Chosen(Settings(profile, dataset, Published(method)), method),
            [.. Enumerable.Range(1, profile == Profile.Smoke ? 2 : 5)])
        { Cost = method is A2prMethods.Cloning or A2prMethods.Td3Bc or A2prMethods.Td3 ? 1 : Published(method) == A2prMethods.Matched ? 1.5 : 3 };
    }

    /// <summary>The name of a cell.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="method">The method; where the chosen weight is the authors', both are one.</param>
    /// <returns>The name.</returns>
    public static string Key(string dataset, string method)
    {
        string published = Published(method);
        string slug = new([.. published.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c == '+' ? c : '-')]);
        return $"{dataset}-{slug.Trim('-')}{(published != method && LocomotionData.IsRetuned(dataset) ? "-chosen" : "")}";
    }

    /// <summary>The method with the authors' weights.</summary>
    private static string Published(string method) => method switch
    {
        A2prMethods.ChosenA2pr => A2prMethods.A2pr, A2prMethods.ChosenMatched => A2prMethods.Matched, _ => method,
    };

    /// <inheritdoc/>
    protected override int? NetworkNumerics(A2prTrainingSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override A2prTrainingResult Run(Cell<A2prTrainingSettings> cell, RunContext context) => Train(cell.Settings, context);

    /// <summary>Trains the seeds as one population.</summary>
    internal static A2prTrainingResult Train(A2prTrainingSettings settings, RunContext context)
    {
        OfflineDataset data = LocomotionData.Load(settings.Dataset, settings.Rows, context);
        var normalizer = Normalizer.Of(data, VarianceDivisor.Count);
        var view = new TransitionOptions(TimeLimitRule.Drop) { Observations = normalizer };
        using PopulationAgent agent = A2prMethods.Make(settings.Method, data.Spec, context.Seeds, settings.Tuning, settings.Widths, settings.Rates);
        using var evaluator = Evaluator(settings, normalizer, agent.Population, settings.Episodes);
        using var values = settings.ProbeEpisodes > 0 ? Evaluator(settings, normalizer, agent.Population, settings.ProbeEpisodes) : null;
        using var rows = new BatchLoader(data.View(view), new UniformSampler(data.View(view).Count), ProbeRows);
        using var draw = new PopulationRandom([new Seed(1).Derive("probe rows")]);
        rows.Next(draw);
        List<IProbe> probes = [];
        if (agent is A2pr guided)
            probes.Add(new GuideProbe(guided, rows.Batch, context.Seeds));
        if (values is not null && agent is Offprint.Agents.Offline.Td3Bc critic)
            probes.Add(new OverestimationProbe(critic.Critics, values, [.. context.Seeds.Select(seed => seed.Derive("starts"))]));
        TrainingLog log = new TrainingRun(new()
        {
            OfflineUpdates = settings.Updates, BatchSize = settings.BatchSize, EvaluateEvery = settings.EvaluateEvery, View = view,
        }).Run(agent, new(context.Seeds, evaluator, data)
        {
            Mark = TrainingMarks.Of(context), Probes = probes, Progress = share => context.Report(share, 1, $"{settings.Dataset}, {settings.Method}"),
        }, context.Cancellation);
        return Result(data, log);
    }

    private static RolloutEvaluator Evaluator(A2prTrainingSettings settings, Normalizer normalizer, int population, int episodes) => new(
        () => LocomotionData.Environment(settings.Dataset), population,
        new() { Episodes = episodes, Observations = normalizer, Discount = settings.Tuning.Discount });

    private static A2prTrainingResult Result(OfflineDataset data, TrainingLog log)
    {
        var score = NormalizedScore.Of(data);
        string[] names = [.. log.Entries.SelectMany(entry => entry.Metrics.Keys).Distinct().Order(StringComparer.Ordinal)];
        return new(Short(score.RandomReturn), Short(score.ExpertReturn), Short(data.Returns().Mean), [.. log.Entries.Select(e => e.OfflineUpdates)],
            [.. log.Entries.Select(e => (double[])[.. e.Returns.Select(r => Short(score.Score(r)))])],
            names.ToDictionary(n => n, n => (double[])[.. log.Entries.Select(e => e.Metrics.TryGetValue(n, out double v) ? Short(v) : double.NaN)]));

        static double Short(double value) => StoredNumbers.Significant(value, 6);
    }

    private static A2prTrainingSettings Chosen(A2prTrainingSettings settings, string method) => settings.Method == method
        ? settings
        : settings with { Tuning = settings.Tuning with { ConstraintWeight = LocomotionData.ChosenWeight(settings.Dataset) } };

    /// <summary>The settings of a profile with the authors' weights.</summary>
    internal static A2prTrainingSettings Settings(Profile profile, string dataset, string method)
    {
        A2prTuning tuning = method == A2prMethods.Td3Bc ? new(2.5, 1, 1, 0.99) : LocomotionData.Tuning(dataset);
        bool probed = dataset == AblationDataset && method is A2prMethods.Td3Bc or A2prMethods.A2pr or A2prMethods.Td3;
        return profile switch
        {
            Profile.Smoke => new(dataset, method, tuning, A2prWidths.Of(32, 32), new(1e-3, 0.02), 10_000, 500, 64, 250, 2, 1),
            Profile.Standard => new(dataset, method, tuning, A2prWidths.Of(64, 128), new(), 100_000, 15_000, 128, 1000, 10, probed ? 5 : 0),
            _ => new(dataset, method, tuning, A2prWidths.Of(256, 750), new(), 1_000_000, 1_000_000, 256, 5000, 10, probed ? 10 : 0),
        };
    }
}
