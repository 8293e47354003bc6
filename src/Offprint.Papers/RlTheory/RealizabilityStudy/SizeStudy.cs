using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>The four states at one number of rows.</summary>
/// <param name="Rows">n.</param>
/// <param name="Noise">Rewards are their means ± this.</param>
/// <param name="Methods">The estimators.</param>
/// <param name="Repetitions">Data sets.</param>
public sealed record SizeSettings(
    [property: Range(1, 100_000_000)] int Rows, [property: Range(0, 100)] double Noise, IReadOnlyList<LinearMethod> Methods,
        int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("n", Rows);
}

/// <summary>Instance D: the error has no floor although the class is not complete.</summary>
public sealed class SizeStudy : Experiment<SizeSettings, LinearErrors>
{
    /// <inheritdoc/>
    public override string Name => "sizes";

    /// <inheritdoc/>
    public override string Title => "Four states: errors against the number of rows";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SizeSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        int[] counts = smoke ? [1000, 10_000] : [300, 1000, 3000, 10_000, 30_000, 100_000];
        LinearMethod[] methods =
        [
            new(new Lstd()), new(new FittedEvaluation { Sweeps = 50 }), new(new BellmanResidual()), new(new Lstd(), Tabular: true),
        ];
        return [.. counts.Select(n => Cell.Of(new SizeSettings(n, 0.5, methods, smoke ? 50 : 1000), [1]))];
    }

    /// <inheritdoc/>
    public override LinearErrors Run(Cell<SizeSettings> cell, RunContext context) => RunCell(cell, context);

    internal static LinearErrors RunCell(Cell<SizeSettings> cell, RunContext context) =>
        LinearTrials.Run(RealizabilityInstances.FourStates(cell.Settings.Noise), cell.Settings.Methods, cell.Settings.Rows,
            cell.Settings.Repetitions, context.Seeds[0].Derive(cell.Key), context);
}

/// <summary>The same with TD(0), whose two million steps a data set allow fewer of them.</summary>
public sealed class TemporalStudy : Experiment<SizeSettings, LinearErrors>
{
    /// <inheritdoc/>
    public override string Name => "temporal-differences";

    /// <inheritdoc/>
    public override string Title => "Four states: TD(0) beside LSTD on the same data";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SizeSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        LinearMethod[] methods = [new(new Lstd()), new(new TemporalDifference { Steps = smoke ? 100_000 : 2_000_000 })];
        return [.. (smoke ? new[] { 1000 } : [300, 3000, 30_000, 100_000]).Select(n =>
            Cell.Of(new SizeSettings(n, 0.5, methods, smoke ? 20 : 200), [1]))];
    }

    /// <inheritdoc/>
    public override LinearErrors Run(Cell<SizeSettings> cell, RunContext context) => SizeStudy.RunCell(cell, context);
}
