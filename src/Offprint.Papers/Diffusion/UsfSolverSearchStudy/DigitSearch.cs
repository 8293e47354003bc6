using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Pretrained;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>A search in world 3.</summary>
/// <param name="Evaluations">NFE of the schedules.</param>
/// <param name="ProxyImages">Images of a true evaluation in the search, from fixed noise.</param>
/// <param name="FinalImages">Images of a final evaluation.</param>
/// <param name="Finalists">How many of the known solvers, best first by the proxy, have a final evaluation.</param>
/// <param name="Known">The first population: multistep solvers on each grid, without the variants that the proxy can hardly tell
/// apart.</param>
/// <param name="Search">The search.</param>
/// <param name="Predictor">Its predictor.</param>
/// <param name="Denoiser">The trained model.</param>
/// <param name="Classifier">The network whose features are compared.</param>
public sealed record DigitSearchSettings(int Evaluations, int ProxyImages, int FinalImages, int Finalists, KnownSolverSet Known,
    ScheduleSearchOptions Search, LstmSchedulePredictorOptions Predictor, DigitDenoiserOptions Denoiser, DigitClassifierOptions Classifier)
    : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"nfe-{Evaluations}");


    /// <summary>Raised when the search's code changes what it finds: an archive of older code is not gone on with.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>A final evaluation.</summary>
/// <param name="Solver">The known solver; <see langword="null"/> for the searched schedule and the reference.</param>
/// <param name="Frechet">Fréchet distances, one a sampling seed.</param>
/// <param name="Samples">Ten images from the first seed, gray bytes [10, 28, 28].</param>
public sealed record DigitFinal(KnownSolver? Solver, IReadOnlyList<double> Frechet, byte[] Samples);

/// <summary>A search and its finals.</summary>
/// <param name="Improvements">When the best proxy score fell.</param>
/// <param name="Known">How many evaluations were known solvers.</param>
/// <param name="Total">True evaluations in all.</param>
/// <param name="KnownScores">Proxy scores of the known solvers.</param>
/// <param name="Best">The searched schedule.</param>
/// <param name="Searched">Its final.</param>
/// <param name="Baselines">The finals of known solvers.</param>
/// <param name="Reference">The final of a fine solution: 20 steps of DPM-Solver++(2M).</param>
/// <param name="RealFrechet">The distance of as many real test digits as there are: the floor.</param>
public sealed record DigitSearchResult(IReadOnlyList<Improvement> Improvements, int Known, int Total, IReadOnlyList<double> KnownScores,
    SolverSchedule Best, DigitFinal Searched, IReadOnlyList<DigitFinal> Baselines, DigitFinal Reference, double RealFrechet);

/// <summary>World 3: the Fréchet distance of digits from a trained U-Net.</summary>
public sealed class DigitSearch : Experiment<DigitSearchSettings, DigitSearchResult>
{
    /// <inheritdoc/>
    public override string Name => "digit-search";

    /// <inheritdoc/>
    public override string Title => "Searched schedules for a trained U-Net";

    /// <inheritdoc/>
    /// <remarks>None: a search keeps the better of two candidates, and the last bit may decide between them.</remarks>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<DigitSearchSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [];
        var (proxy, final, evaluations) = profile == Profile.Paper ? (1000, 5000, 600) : (150, 800, 110);
        return [.. new[] { 8, 5 }.Select(nfe => Cell.Of(new DigitSearchSettings(nfe, proxy, final, 3, Known,
            new ScheduleSearchOptions { Evaluations = evaluations, Batch = 10 }, PlaneSearch.PredictorOptions,
            new DigitDenoiserOptions(), new DigitClassifierOptions()), [1, 2, 3], cost: nfe))];
    }

    private static KnownSolverSet Known { get; } = new()
    {
        Solvers =
        [
            new DdimOptions(), new DpmSolverOptions(2), new DpmSolverOptions(2, Prediction.Data), new PndmOptions(2), new PndmOptions(4),
            new DpmSolverPlusPlusOptions(2), new DpmSolverPlusPlusOptions(3), new UniPcOptions(2), new UniPcOptions(3),
            new DeisOptions(2, Expansion.Taylor), new DeisOptions(3, Expansion.Taylor),
        ],
        LowerOrderFinal = false,
    };

    /// <inheritdoc/>
    public override DigitSearchResult Run(Cell<DigitSearchSettings> cell, RunContext context) =>
        new DigitSearchRun(cell.Settings, context).Run();
}
