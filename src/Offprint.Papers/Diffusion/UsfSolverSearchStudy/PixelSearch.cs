using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>A search in world 2.</summary>
/// <param name="Evaluations">NFE of the schedules.</param>
/// <param name="Learned">The trained score; <see langword="null"/> for the exact one.</param>
/// <param name="Bandwidth">The kernel's standard deviation.</param>
/// <param name="TrainPaths">Paths the search sees.</param>
/// <param name="TestPaths">Fresh paths.</param>
/// <param name="Known">The first population.</param>
/// <param name="Search">The search.</param>
/// <param name="Predictor">Its predictor.</param>
public sealed record PixelSearchSettings(int Evaluations, PixelMlpOptions? Learned, double Bandwidth, int TrainPaths, int TestPaths,
    KnownSolverSet Known, ScheduleSearchOptions Search, LstmSchedulePredictorOptions Predictor) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Learned is null ? "exact" : "mlp", $"nfe-{Evaluations}");
}

/// <summary>How near samples are to the digits.</summary>
/// <param name="Sliced">The sliced Wasserstein-2 distance.</param>
/// <param name="Discrepancy">The squared maximum mean discrepancy, bandwidth 4.</param>
public sealed record PixelDistances(double Sliced, double Discrepancy);

/// <summary>One seed's search.</summary>
/// <param name="Run">The search.</param>
/// <param name="BestBaseline">The least error on fresh starts of all known solvers, chosen with hindsight.</param>
/// <param name="WorstBaseline">The greatest.</param>
/// <param name="Searched">Distances of the searched schedule's samples.</param>
/// <param name="Baseline">Distances of the samples of the known solver that was best in the search.</param>
/// <param name="Floor">Distances of the flow's own endpoints: what an exact solver has with as many samples.</param>
public sealed record PixelSearchRun(
    SearchRun Run, double BestBaseline, double WorstBaseline, PixelDistances Searched, PixelDistances Baseline, PixelDistances Floor);

/// <summary>All seeds.</summary>
/// <param name="Runs">One a seed.</param>
public sealed record PixelSearchResult(IReadOnlyList<PixelSearchRun> Runs);

/// <summary>World 2: searching on real data, 8×8 digits, with the exact score of their kernel density and with a learned one.</summary>
public sealed class PixelSearch : Experiment<PixelSearchSettings, PixelSearchResult>
{
    /// <inheritdoc/>
    public override string Name => "pixel-search";

    /// <inheritdoc/>
    public override string Title => "Searched schedules on 8×8 digits, exact and learned score";

    /// <inheritdoc/>
    /// <remarks>None: a search keeps the better of two candidates, and the last bit may decide between them.</remarks>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PixelSearchSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [];
        int evaluations = profile == Profile.Paper ? 1000 : 300;
        return
        [
            .. from learned in new[] { false, true }
               from nfe in new[] { 5, 10 }
               let settings = new PixelSearchSettings(nfe, learned ? new PixelMlpOptions() : null, 0.1, 300, 300, new KnownSolverSet(),
                   new ScheduleSearchOptions { Evaluations = evaluations, Batch = 30 }, PlaneSearch.PredictorOptions)
               select Cell.Of(settings, [1, 2, 3, 4, 5], (learned ? 1 : 5) * nfe),
        ];
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(PixelSearchSettings settings) => settings.Learned is null ? null : NetworkKernels.Version;

    /// <inheritdoc/>
    public override PixelSearchResult Run(Cell<PixelSearchSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        using var scope = NewDisposeScope();
        using var learned = settings.Learned is null ? null : PixelMlp.LoadOrTrain(
            context.Artifacts, settings.Learned, PlaneProblem.Noise, (done, total, detail) =>
                context.Report(0, 1, detail), context.Cancellation);
        using var problem = new PixelProblem(settings.Bandwidth, learned);
        return new PixelSearchResult([.. context.Seeds.Select((seed, i) => Run(settings, problem, seed, i, context))]);
    }

    private static PixelSearchRun Run(PixelSearchSettings settings, PixelProblem problem, Seed seed, int index, RunContext context)
    {
        using var scope = NewDisposeScope();
        var known = PlaneSearch.Schedules(settings.Known, settings.Evaluations);
        var train = problem.Endpoints(PixelProblem.Start(seed.Derive("train"), settings.TrainPaths), context.Cancellation);
        var start = PixelProblem.Start(seed.Derive("test"), settings.TestPaths);
        var reference = problem.Reference(start, context.Cancellation);
        var test = new EndpointObjective(problem.Model, start, reference);
        using var predictor = new LstmSchedulePredictor(PlaneProblem.Noise, settings.Predictor);
        double total = context.Seeds.Count * (double)settings.Search.Evaluations;
        var archive = new ScheduleSearch(train, settings.Search, predictor).Run(known, seed.Derive("search"), null,
            a =>
            {
                context.Report(index * settings.Search.Evaluations + a.Entries.Count, total, $"seed {seed}, best {a.Best.Score:G4}");
                context.Mark($"seed {seed}, evaluation {a.Entries.Count}", [a.Entries[^1].Score]);
            }, context.Cancellation);
        var run = SearchRun.Of(archive, known.Count, test);
        var baselines = known.Chunk(10).SelectMany(chunk => test.Evaluate(chunk, context.Cancellation)).ToList();
        var chosen = archive.Entries.Take(known.Count).MinBy(e => e.Score)!.Schedule;
        var ends = new ScheduleBatch(problem.Model).Sample([run.Best, chosen], start, ct: context.Cancellation);
        return new PixelSearchRun(run, baselines.Min(), baselines.Max(), Distances(problem, ends[0]), Distances(problem, ends[1]),
            Distances(problem, reference));
    }

    private static PixelDistances Distances(PixelProblem problem, Tensor samples)
    {
        var points = samples.ToSampleMatrix();
        return new(SampleDistances.SlicedWasserstein(points, problem.Data, new Seed(1), 128),
            SampleDistances.SquaredMeanDiscrepancy(points, problem.Data, 4));
    }
}
