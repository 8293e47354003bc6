using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>A predictor on an archive.</summary>
/// <param name="Evaluations">NFE.</param>
/// <param name="Paths">Paths of a true evaluation.</param>
/// <param name="Known">The first population.</param>
/// <param name="Search">The evolution whose true evaluations the predictor learns; a third of them is held out.</param>
/// <param name="Predictor">The predictor.</param>
public sealed record PredictorQualitySettings(int Evaluations, int Paths, KnownSolverSet Known, ScheduleSearchOptions Search,
    LstmSchedulePredictorOptions Predictor) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"nfe-{Evaluations}");
}

/// <summary>How well schedules are ranked that the predictor has not seen.</summary>
/// <param name="Kendall">Kendall's τ between predictions and true scores, one a seed.</param>
/// <param name="Predicted">The first seed's predictions of held-out schedules.</param>
/// <param name="True">Their true scores.</param>
public sealed record PredictorQualityResult([property: PerSeed] IReadOnlyList<double> Kendall, IReadOnlyList<double> Predicted,
    IReadOnlyList<double> True);

/// <summary>Predicted against true scores.</summary>
public sealed class PredictorQuality : Experiment<PredictorQualitySettings, PredictorQualityResult>
{
    /// <inheritdoc/>
    public override string Name => "predictor";

    /// <inheritdoc/>
    public override string Title => "Predicted against true scores of schedules";

    /// <inheritdoc/>
    /// <remarks>None: hundreds of steps of training in single precision make another network of a last bit.</remarks>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PredictorQualitySettings>> Cells(Profile profile)
    {
        var evolution = new ScheduleSearchOptions { Strategy = SearchStrategy.Evolution };
        var settings = profile == Profile.Smoke
            ? new PredictorQualitySettings(5, 200, new(), evolution with { Evaluations = 200 }, PlaneSearch.PredictorOptions with
            {
                Epochs = 50,
            })
            : new PredictorQualitySettings(5, 500, new(), evolution with { Evaluations = 600 }, PlaneSearch.PredictorOptions);
        return [Cell.Of(settings, PlaneSearch.SeedsOf(profile))];
    }

    /// <inheritdoc/>
    public override PredictorQualityResult Run(Cell<PredictorQualitySettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var (agreements, predicted, real) = (new List<double>(), (IReadOnlyList<double>)[], (IReadOnlyList<double>)[]);
        foreach (var seed in context.Seeds)
        {
            context.Report(agreements.Count, context.Seeds.Count);
            using var scope = NewDisposeScope();
            using var problem = new PlaneProblem(seed, settings.Paths, 1);
            using var predictor = new LstmSchedulePredictor(PlaneProblem.Noise, settings.Predictor);
            var archive = new ScheduleSearch(problem.Train, settings.Search).Run(
                PlaneSearch.Schedules(settings.Known, settings.Evaluations), seed.Derive("search"), ct: context.Cancellation);
            ScoredSchedule[] entries = [.. archive.Entries];
            seed.Derive("split").Stream().Shuffle<ScoredSchedule>(entries);
            ScoredSchedule[] held = entries[..(entries.Length / 3)];
            predictor.Train(entries[held.Length..], seed, context.Cancellation);
            agreements.Add(predictor.Agreement(held));
            if (predicted.Count == 0)
                (predicted, real) = ([.. predictor.Predict([.. held.Select(e => e.Schedule)]).Select(p => Math.Round(p, 4))],
                    [.. held.Select(e => e.Score)]);
        }
        return new PredictorQualityResult(agreements, predicted, real);
    }
}
