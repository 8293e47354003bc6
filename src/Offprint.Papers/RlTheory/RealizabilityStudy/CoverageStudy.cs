using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>The rare state.</summary>
/// <param name="Share">ε, its share of the data.</param>
/// <param name="Discount">γ.</param>
/// <param name="Methods">The estimators.</param>
/// <param name="Rows">n.</param>
/// <param name="Repetitions">Data sets.</param>
public sealed record CoverageSettings(
    [property: Range(1e-6, 0.999)] double Share, [property: Range(0.01, 0.999)] double Discount, IReadOnlyList<LinearMethod> Methods,
    [property: Range(1, 100_000_000)] int Rows, int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("share", Share);
}

/// <summary>Family C: coverage costs a complete class √(1/ε), an incomplete one 1/ε.</summary>
public sealed class CoverageStudy : Experiment<CoverageSettings, LinearErrors>
{
    /// <summary>LSTD on the feature.</summary>
    internal static LinearMethod Feature { get; } = new(new Lstd());

    /// <summary>LSTD on one feature a state.</summary>
    internal static LinearMethod Tabular { get; } = new(new Lstd(), Tabular: true);

    /// <inheritdoc/>
    public override string Name => "coverage";

    /// <inheritdoc/>
    public override string Title => "A rare state: coverage and incompleteness together";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<CoverageSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        double[] shares = smoke ? [0.001, 0.01, 0.1] : [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1];
        return [.. shares.Select(e => Cell.Of(
            new CoverageSettings(e, 0.9, [Feature, Tabular, new(new Lstd { Ridge = 1 })], 1_000_000, smoke ? 200 : 2000), [1]))];
    }

    /// <inheritdoc/>
    public override LinearErrors Run(Cell<CoverageSettings> cell, RunContext context)
    {
        CoverageSettings s = cell.Settings;
        return LinearTrials.Run(RealizabilityInstances.RareState(s.Share, s.Discount), s.Methods, s.Rows, s.Repetitions,
            context.Seeds[0].Derive(cell.Key), context);
    }
}
