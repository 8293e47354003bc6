using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>What of a schedule is searched.</summary>
public enum SearchedPart
{
    /// <summary>Times and strategies.</summary>
    All,

    /// <summary>Times, with the strategies of known solvers.</summary>
    Times,

    /// <summary>Strategies, on the grids of known solvers.</summary>
    Strategies,
}

/// <summary>A search in world 1.</summary>
/// <param name="Evaluations">NFE of the schedules.</param>
/// <param name="TrainPaths">Paths the search sees.</param>
/// <param name="TestPaths">Fresh paths.</param>
/// <param name="Known">The first population.</param>
/// <param name="Search">The search.</param>
/// <param name="Predictor">Its predictor, where it has one.</param>
public sealed record PlaneSearchSettings(int Evaluations, int TrainPaths, int TestPaths, KnownSolverSet Known,
    ScheduleSearchOptions Search, LstmSchedulePredictorOptions? Predictor) : ICellSettings
{
    /// <summary>What of a schedule is searched.</summary>
    [JsonIgnore]
    public SearchedPart Part => !Search.Space.Strategies ? SearchedPart.Times
        : !Search.Space.Times ? SearchedPart.Strategies : SearchedPart.All;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"nfe-{Evaluations}", Search.Strategy, Part,
        Search.Strategy == SearchStrategy.Evolution && Search.Batch != PlaneSearch.SmallBatch ? $"batch-{Search.Batch}" : null);
}

/// <summary>The searches of all seeds: each has a mixture, paths and randomness of its own.</summary>
/// <param name="Runs">One a seed.</param>
public sealed record PlaneSearchResult(IReadOnlyList<SearchRun> Runs);

/// <summary>World 1: searching against the exact flow of a mixture, with each kind of search and in parts of the space.</summary>
public sealed class PlaneSearch : Experiment<PlaneSearchSettings, PlaneSearchResult>
{
    /// <inheritdoc/>
    public override string Name => "plane-search";

    /// <inheritdoc/>
    public override string Title => "Searched schedules against the exact flow of a mixture";

    /// <inheritdoc/>
    /// <remarks>None: a search keeps the better of two candidates, and the last bit may decide between them.</remarks>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PlaneSearchSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [CellOf(5, SearchStrategy.Evolution, new(), 160, profile)];
        int evaluations = profile == Profile.Paper ? 4000 : 1000;
        var cells = new List<Cell<PlaneSearchSettings>>();
        foreach (int nfe in new[] { 4, 5, 6, 7, 8, 9, 10 })
            cells.Add(CellOf(nfe, SearchStrategy.Evolution, new(), evaluations, profile));
        foreach (int nfe in Compared)
        {
            cells.Add(CellOf(nfe, SearchStrategy.Random, new(), evaluations, profile));
            cells.Add(CellOf(nfe, SearchStrategy.Predictor, new(), evaluations, profile));
            // What the predictor is worth shows at equal batches: small ones follow the latest scores more closely.
            cells.Add(CellOf(nfe, SearchStrategy.Evolution, new(), evaluations, profile, LargeBatch));
            cells.Add(CellOf(nfe, SearchStrategy.Evolution, new() { Strategies = false }, evaluations, profile));
            cells.Add(CellOf(nfe, SearchStrategy.Evolution, new() { Times = false }, evaluations, profile));
        }
        return cells;
    }

    /// <inheritdoc/>
    public override PlaneSearchResult Run(Cell<PlaneSearchSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var known = Schedules(settings.Known, settings.Evaluations);
        double total = context.Seeds.Count * (double)settings.Search.Evaluations, done = 0;
        var runs = new List<SearchRun>();
        foreach (var seed in context.Seeds)
        {
            using var scope = NewDisposeScope();
            using var problem = new PlaneProblem(seed, settings.TrainPaths, settings.TestPaths);
            using var predictor = settings.Predictor is null ? null : new LstmSchedulePredictor(PlaneProblem.Noise, settings.Predictor);
            var search = new ScheduleSearch(problem.Train, settings.Search, predictor);
            double before = done;
            var archive = search.Run(known, seed.Derive("search"), null, a =>
            {
                context.Report(before + a.Entries.Count, total, $"seed {seed}, best {a.Best.Score:G4}");
                context.Mark($"seed {seed}, evaluation {a.Entries.Count}", [a.Entries[^1].Score]);
            }, context.Cancellation);
            runs.Add(SearchRun.Of(archive, known.Count, problem.Test));
            done += settings.Search.Evaluations;
        }
        return new PlaneSearchResult(runs);
    }

    /// <summary>True evaluations a generation of random search and evolution.</summary>
    internal const int SmallBatch = 20;

    /// <summary>True evaluations a generation of S³, which trains its predictor anew for each, and of the evolution it is compared
    /// with.</summary>
    internal const int LargeBatch = 100;

    /// <summary>The numbers of evaluations at which all kinds of search and the parts of the space are compared.</summary>
    internal static int[] Compared { get; } = [5, 10];

    /// <summary>
    /// Smaller than the default, for archives of hundreds: half the units, a third of the epochs at three times the rate.
    /// </summary>
    internal static LstmSchedulePredictorOptions PredictorOptions { get; } = new() { Hidden = 32, Epochs = 100, LearningRate = 3e-3 };

    /// <summary>Which cell is meant.</summary>
    /// <param name="evaluations">NFE.</param>
    /// <param name="strategy">The kind of search.</param>
    /// <param name="part">What of a schedule is searched.</param>
    /// <param name="batch">True evaluations a generation; <see langword="null"/> for what is usual of the kind of search.</param>
    /// <returns>The condition on a cell's settings.</returns>
    public static Func<PlaneSearchSettings, bool> Of(int evaluations, SearchStrategy strategy, SearchedPart part = SearchedPart.All,
        int? batch = null) => s => s.Evaluations == evaluations && s.Search.Strategy == strategy && s.Part == part &&
        s.Search.Batch == (batch ?? UsualBatch(strategy));

    /// <summary>The first population: the schedules of all known solvers.</summary>
    internal static IReadOnlyList<SolverSchedule> Schedules(KnownSolverSet known, int evaluations) =>
        [.. known.Of(evaluations).Select(s => s.Schedule(PlaneProblem.Noise, evaluations)).Distinct()];

    internal static int TestPaths(Profile profile) => profile == Profile.Smoke ? 500 : 2000;

    internal static int[] SeedsOf(Profile profile) => profile == Profile.Smoke ? [1, 2] : [1, 2, 3, 4, 5];

    private static int UsualBatch(SearchStrategy strategy) => strategy == SearchStrategy.Predictor ? LargeBatch : SmallBatch;

    private static Cell<PlaneSearchSettings> CellOf(int nfe, SearchStrategy strategy, ScheduleSpaceOptions space, int evaluations,
        Profile profile, int? batch = null)
    {
        // A thousand paths are over-fitted: schedules that fit them best have errors on fresh paths up to three times those on their own.
        var settings = new PlaneSearchSettings(nfe, profile == Profile.Smoke ? 200 : 6000, TestPaths(profile), new KnownSolverSet(),
            new ScheduleSearchOptions { Strategy = strategy, Evaluations = evaluations, Batch = batch ?? UsualBatch(strategy),
                PredictedChildren = 200, Space = space },
            strategy == SearchStrategy.Predictor ? PredictorOptions : null);
        return Cell.Of(settings, SeedsOf(profile), nfe * (strategy == SearchStrategy.Predictor ? 5 : 1));
    }
}
