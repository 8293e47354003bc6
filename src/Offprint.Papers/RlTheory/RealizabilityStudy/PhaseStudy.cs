using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>Two functions at many numbers of rows.</summary>
/// <param name="Beta">β.</param>
/// <param name="Counts">Numbers of rows.</param>
/// <param name="Repetitions">Data sets of each.</param>
public sealed record PhaseSettings([property: Range(0, 0.999)] double Beta, IReadOnlyList<int> Counts, int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("beta", Beta);
}

/// <summary>How often the true function is chosen.</summary>
/// <param name="Shares">A share a number of rows.</param>
public sealed record PhaseResult(IReadOnlyList<double> Shares);

/// <summary>Family A again, as a map: where the plane of β and n is easy.</summary>
public sealed class PhaseStudy : Experiment<PhaseSettings, PhaseResult>
{
    /// <inheritdoc/>
    public override string Name => "phases";

    /// <inheritdoc/>
    public override string Title => "How often the true function is chosen, by β and n";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PhaseSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        double[] betas = smoke ? [0, 0.9] : [0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.965, 0.975, 0.983, 0.988, 0.992];
        int[] counts = smoke ? [10, 100, 1000] : [10, 22, 46, 100, 215, 464, 1000, 2154, 4642, 10_000, 21_544, 46_416, 100_000];
        return [.. betas.Select(b => Cell.Of(new PhaseSettings(b, counts, smoke ? 200 : 2000), [1]))];
    }

    /// <inheritdoc/>
    public override PhaseResult Run(Cell<PhaseSettings> cell, RunContext context)
    {
        FiniteInstance instance = RealizabilityInstances.TwoFunctions(cell.Settings.Beta);
        return new([.. cell.Settings.Counts.Select((n, i) =>
        {
            context.Report(i, cell.Settings.Counts.Count);
            return 1 - ThresholdStudy.Failures(instance, n, cell.Settings.Repetitions, context.Seeds[0].Derive(cell.Key)) /
                (double)cell.Settings.Repetitions;
        })]);
    }
}
