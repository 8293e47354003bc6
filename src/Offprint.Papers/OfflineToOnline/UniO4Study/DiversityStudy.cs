using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Offline;
using Offprint.Experiments;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Cloning a mixture of four kinds of actions.</summary>
/// <param name="Ensemble">The policies.</param>
/// <param name="Updates">Gradient steps.</param>
/// <param name="BatchSize">Rows of a step, drawn anew for each.</param>
/// <param name="HeldOut">Rows on which coverage is measured.</param>
/// <param name="Offset">Modes lie at (±offset, ±offset).</param>
/// <param name="Spread">The standard deviation around a mode.</param>
public sealed record DiversitySettings(
    BehaviorEnsembleOptions Ensemble, [property: Range(1, 1_000_000)] int Updates, [property: Range(1, 100_000)] int BatchSize = 256,
    [property: Range(1, 1_000_000)] int HeldOut = 2000, [property: Range(0.0, 1.0)] double Offset = 0.6,
    [property: Range(0.0, 1.0, MinimumIsExclusive = true)] double Spread = 0.1) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Label);

    /// <summary>The variant's name in tables.</summary>
    [JsonIgnore]
    public string Label => Ensemble.Count == 1 ? "one policy" : Ensemble.Diversity switch
    {
        null => $"{Ensemble.Count}, cloning alone",
        { Form: DiversityForm.Divergence } d => FormattableString.Invariant($"{Ensemble.Count}, divergence, α = {d.Weight}"),
        { Form: DiversityForm.AsReleased } => $"{Ensemble.Count}, as released",
        _ => $"{Ensemble.Count}, signed",
    };
}

/// <summary>The law of a member, whose input never changes.</summary>
/// <param name="Mean">Its mean, [2].</param>
/// <param name="Deviation">Its standard deviation, [2].</param>
public sealed record MemberLaw(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation);

/// <summary>A moment of training.</summary>
/// <param name="Updates">Gradient steps so far.</param>
/// <param name="Coverage">Coverage, a mean over seeds.</param>
public sealed record CoveragePoint(int Updates, double Coverage);

/// <summary>A trained ensemble of each seed.</summary>
/// <param name="Coverage">The mean over held-out actions of the greatest log-density of a member, one a seed.</param>
/// <param name="Divergence">The mean divergence of two members, one a seed; 0 for one policy.</param>
/// <param name="Members">The members of the first seed.</param>
/// <param name="Course">Coverage during training.</param>
public sealed record DiversityResult(
    [property: PerSeed] IReadOnlyList<double> Coverage, [property: PerSeed] IReadOnlyList<double> Divergence,
    IReadOnlyList<MemberLaw> Members, IReadOnlyList<CoveragePoint> Course);

/// <summary>Part B: what the term that keeps cloned policies apart does.</summary>
public sealed class DiversityStudy : Experiment<DiversitySettings, DiversityResult>
{
    /// <summary>α of the divergence: the published one, and larger ones.</summary>
    public static IReadOnlyList<double> Weights { get; } = [0.1, 1, 3, 10];

    /// <inheritdoc/>
    public override string Name => "diversity";

    /// <inheritdoc/>
    public override string Title => "Four modes of action, cloned by one policy and by four";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<DiversitySettings>> Cells(Profile profile)
    {
        int[] seeds = [.. Enumerable.Range(1, profile == Profile.Smoke ? 2 : 10)];
        var ensemble = new BehaviorEnsembleOptions
        {
            Policy = new BehaviorEnsembleOptions().Policy with { Hidden = [32, 32] }, Adam = new(1e-3),
        };
        BehaviorEnsembleOptions[] variants =
        [
            ensemble with { Count = 1, Diversity = null }, ensemble with { Diversity = null },
            ensemble with { Diversity = new(DiversityForm.AsReleased) }, ensemble with { Diversity = new(DiversityForm.Signed) },
            .. Weights.Select(weight => ensemble with { Diversity = new(DiversityForm.Divergence, weight) }),
        ];
        return [.. variants.Select(v => Cell.Of(new DiversitySettings(v, profile == Profile.Smoke ? 200 : 2000), seeds))];
    }

    /// <inheritdoc/>
    public override DiversityResult Run(Cell<DiversitySettings> cell, RunContext context)
    {
        using var run = new DiversityRun(cell.Settings, context.Seeds);
        return run.Train(context);
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(DiversitySettings settings) => NetworkKernels.Version;
}
