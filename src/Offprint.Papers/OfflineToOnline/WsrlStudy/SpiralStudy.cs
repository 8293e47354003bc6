using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>One curve of part A.</summary>
/// <param name="Generalization">c.</param>
/// <param name="Offset">b.</param>
/// <param name="Retained">ρ.</param>
/// <param name="Updates">n.</param>
public sealed record SpiralSettings(
    [property: Range(0.0, 1.0)] double Generalization, double Offset, [property: Range(0.0, 1.0)] double Retained,
    [property: Range(1, 100_000)] int Updates) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("c", Generalization, "b", Offset < 0 ? "low" : "calibrated", Retained > 0 ? "retained" : null);

    /// <summary>The toy.</summary>
    [JsonIgnore]
    public SpiralToy Toy => new(Generalization, Offset) { Retained = Retained };
}

/// <summary>A curve.</summary>
/// <param name="Values">w₀ … wₙ.</param>
/// <param name="FixedPoint">Where it ends.</param>
/// <param name="Residual">The largest difference of recursion and closed form.</param>
public sealed record SpiralResult(IReadOnlyList<double> Values, double FixedPoint, double Residual);

/// <summary>Part A: what the fall needs, and what stops it, in closed form.</summary>
public sealed class SpiralStudy : Experiment<SpiralSettings, SpiralResult>
{
    private const int Updates = 50;

    /// <inheritdoc/>
    public override string Name => "spiral";

    /// <inheritdoc/>
    public override string Title => "The downward spiral in one weight";

    /// <summary>Both causes, one of them each, neither; and both with retained rows.</summary>
    /// <param name="profile">The same in all.</param>
    /// <returns>Five curves.</returns>
    public override IReadOnlyList<Cell<SpiralSettings>> Cells(Profile profile) =>
    [
        .. from settings in (SpiralSettings[])
        [
            new(1, -20, 0, Updates), new(0.5, -20, 0, Updates), new(1, 0.4, 0, Updates), new(0.5, 0.4, 0, Updates),
            new(1, -20, 0.5, Updates),
        ]
           select Cell.Of(settings, [1]),
    ];

    /// <inheritdoc/>
    public override SpiralResult Run(Cell<SpiralSettings> cell, RunContext context)
    {
        SpiralToy toy = cell.Settings.Toy;
        double[] values = toy.Iterate(cell.Settings.Updates);
        return new(values, toy.FixedPoint, values.Select((value, t) => Math.Abs(value - toy.Value(t))).Max());
    }
}
