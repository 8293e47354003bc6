using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>A curve that one source knows on the left and another on the right.</summary>
/// <param name="Method">How both are learned from.</param>
/// <param name="Rows">Points of each source.</param>
/// <param name="Noise">The standard deviation of their noise.</param>
/// <param name="Iterations">Iterations of K steps.</param>
/// <param name="InnerSteps">K.</param>
/// <param name="BatchSize">B.</param>
/// <param name="Hidden">Widths of the network, tanh.</param>
/// <param name="LearningRate">Adam's.</param>
/// <param name="Checkpoints">How often errors are measured.</param>
public sealed record TwoSourceSettings(
    RegressionMethod Method, [property: Range(1, 100_000)] int Rows, [property: Range(0.0, 10.0)] double Noise,
    [property: Range(1, 1_000_000)] int Iterations, [property: Range(1, 1000)] int InnerSteps, [property: Range(2, 10_000)] int BatchSize,
    IReadOnlyList<int> Hidden, double LearningRate, [property: Range(1, 1000)] int Checkpoints) : ICellSettings, ILabeled
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(this);

    /// <summary>The method, and its rate where that is not the common one.</summary>
    [JsonIgnore]
    public string Label => LearningRate == TwoSourceStudy.Rate ? Method.Label
        : FormattableString.Invariant($"{Method.Label}, rate {LearningRate}");
}

/// <summary>Root mean squared errors against the curve without noise.</summary>
/// <param name="Steps">Gradient steps at each checkpoint.</param>
/// <param name="Left">On [0, 1], the offline range, [checkpoint][seed].</param>
/// <param name="Right">On [1, 2], known online alone.</param>
/// <param name="Overlap">On [0.8, 1], known to both.</param>
/// <param name="Curve">The last prediction of the first seed on the grid.</param>
public sealed record TwoSourceResult(
    IReadOnlyList<int> Steps, [property: PerSeed] IReadOnlyList<double[]> Left, [property: PerSeed] IReadOnlyList<double[]> Right,
    [property: PerSeed] IReadOnlyList<double[]> Overlap, IReadOnlyList<double> Curve);

/// <summary>Part B: forgetting, mixing and interpolating, where a network can be drawn.</summary>
public sealed class TwoSourceStudy : Experiment<TwoSourceSettings, TwoSourceResult>
{
    /// <summary>Adam's rate of all methods.</summary>
    public const double Rate = 1e-3;

    /// <summary>The methods that are compared.</summary>
    public static IReadOnlyList<RegressionMethod> Methods { get; } =
        [new SequentialRegression(), new SymmetricRegression(), new ReptileRegression(1), new ReptileRegression(0.5),
            new ReptileRegression(0.1)];

    /// <summary>Where curves are drawn and errors are measured: x from 0 to 2.</summary>
    public static IReadOnlyList<double> Grid { get; } = [.. Enumerable.Range(0, 101).Select(i => i / 50.0)];

    /// <inheritdoc/>
    public override string Name => "two-source";

    /// <inheritdoc/>
    public override string Title => "A curve from two sources: forgetting, mixing, interpolating";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <summary>sin 2πx + 0.3 x.</summary>
    /// <param name="x">x.</param>
    /// <returns>The curve.</returns>
    public static double Curve(double x) => Math.Sin(2 * Math.PI * x) + 0.3 * x;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TwoSourceSettings>> Cells(Profile profile)
    {
        return [.. Methods.Select(method => Of(method, Rate)), Of(new ReptileRegression(1), Rate / 2)];

        Cell<TwoSourceSettings> Of(RegressionMethod method, double rate) => Cell.Of(
            new TwoSourceSettings(method, 200, 0.1, profile == Profile.Smoke ? 100 : 2000, 5, 32, [32, 32], rate, 20),
            [.. Enumerable.Range(1, profile == Profile.Smoke ? 3 : 20)]);
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(TwoSourceSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override TwoSourceResult Run(Cell<TwoSourceSettings> cell, RunContext context)
    {
        using var run = new TwoSourceRun(cell.Settings, context.Seeds);
        return run.Train(context);
    }
}
