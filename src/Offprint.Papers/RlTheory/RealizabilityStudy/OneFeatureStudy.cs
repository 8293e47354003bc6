using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>The chain with one feature.</summary>
/// <param name="Value">y, the feature of the second state.</param>
/// <param name="Share">m.</param>
/// <param name="Discount">γ.</param>
/// <param name="Methods">The estimators.</param>
/// <param name="Rows">n.</param>
/// <param name="Repetitions">Data sets.</param>
public sealed record OneFeatureSettings(
    [property: Range(-10, 10)] double Value, [property: Range(0.01, 0.99)] double Share, [property: Range(0.01, 0.999)] double Discount,
    IReadOnlyList<LinearMethod> Methods, [property: Range(1, 100_000_000)] int Rows, int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("y", Value);


    /// <summary>A = E_μ φ(φ − γφ'): zero where nothing identifies θ.</summary>
    /// <returns>m(1 − γy) + (1 − m)y².</returns>
    public double Pivot() => Share * (1 - Discount * Value) + (1 - Share) * Value * Value;
}

/// <summary>Family B: incompleteness of a linear class, and iterations that diverge for another reason.</summary>
public sealed class OneFeatureStudy : Experiment<OneFeatureSettings, LinearErrors>
{
    /// <inheritdoc/>
    public override string Name => "one-feature";

    /// <inheritdoc/>
    public override string Title => "One feature: LSTD and fitted evaluation against incompleteness";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<OneFeatureSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        double[] values = smoke ? [0, 1, 1.28, 1.6]
            : [0, 0.25, 0.5, 0.75, 1, 1.1, 1.2, 1.25, 1.28, 1.3, 1.31, 1.32, 1.34, 1.36, 1.38, 1.4, 1.45, 1.5, 1.6, 1.8];
        LinearMethod[] methods = [new(new Lstd()), new(new FittedEvaluation()), new(new Lstd { Ridge = 1 })];
        return [.. values.Select(y => Cell.Of(new OneFeatureSettings(y, 0.9, 0.9, methods, 20_000, smoke ? 100 : 1000), [1]))];
    }

    /// <inheritdoc/>
    public override LinearErrors Run(Cell<OneFeatureSettings> cell, RunContext context)
    {
        OneFeatureSettings s = cell.Settings;
        return LinearTrials.Run(RealizabilityInstances.OneFeature(s.Value, s.Share, s.Discount), s.Methods, s.Rows, s.Repetitions,
            context.Seeds[0].Derive(cell.Key), context);
    }
}
