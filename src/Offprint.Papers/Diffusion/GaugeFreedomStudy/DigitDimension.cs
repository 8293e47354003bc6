using System.Text.Json.Serialization;
using Offprint.Datasets.Images;
using Offprint.Estimators.Dimension;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Which points.</summary>
/// <param name="Manifold">The manifold in R⁵; <see langword="null"/> for digits (8×8 pixels, D = 64).</param>
/// <param name="Points">How many points of a manifold; all digits are used.</param>
/// <param name="Paths">Paths of the flow, for digits.</param>
/// <param name="Noise">Noise levels σ at which the flow is read, for digits.</param>
public sealed record DigitDimensionSettings(ManifoldKind? Manifold, int Points, int Paths, IReadOnlyList<double> Noise) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => Manifold is { } manifold ? KeyText.Of(manifold) : "digits";
}

/// <summary>The flow at one noise level.</summary>
/// <param name="Noise">σ.</param>
/// <param name="Values">Medians of the singular values over paths, falling, D of them.</param>
/// <param name="Estimates">k̂ of each path by the widest gap among values below five σ.</param>
/// <param name="Above">The number of values above five σ, the mean over paths.</param>
public sealed record DigitFlowRow(double Noise, IReadOnlyList<double> Values, IReadOnlyList<int> Estimates, double Above);

/// <summary>Estimates of dimension.</summary>
/// <param name="LocalPca">Mean over points, k = 50.</param>
/// <param name="LevinaBickel10">k = 10.</param>
/// <param name="LevinaBickel20">k = 20.</param>
/// <param name="TwoNearest">From two neighbors.</param>
/// <param name="Flow">The flow of the exact score of the given points, at several noise levels; empty for manifolds.</param>
public sealed record DigitDimensionResult(double LocalPca, double LevinaBickel10, double LevinaBickel20, double TwoNearest,
    IReadOnlyList<DigitFlowRow> Flow);

/// <summary>Part 6: estimators beside the paper's, and the flow's Jacobian on 8×8 digits.</summary>
public sealed class DigitDimension : Experiment<DigitDimensionSettings, DigitDimensionResult>
{
    /// <inheritdoc/>
    public override string Name => "data-dimension";

    /// <inheritdoc/>
    public override string Title => "Dimension from data, and of digits";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<DigitDimensionSettings>> Cells(Profile profile)
    {
        double[] noise = [0.7, 0.5, 0.4, 0.3, 0.2, 0.1];
        return
        [
            .. Enum.GetValues<ManifoldKind>().Select(kind =>
                Cell.Of(new DigitDimensionSettings(kind, profile == Profile.Smoke ? 500 : 2000, 0, []), [1])),
            .. profile == Profile.Smoke ? Array.Empty<Cell<DigitDimensionSettings>>()
                : [Cell.Of(new DigitDimensionSettings(null, 1797, 20, noise), [1], cost: 10)],
        ];
    }

    /// <inheritdoc/>
    public override DigitDimensionResult Run(Cell<DigitDimensionSettings> cell, RunContext context)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var settings = cell.Settings;
        var points = settings.Manifold is { } manifold
            ? ManifoldData.Of(manifold, 5).Sample(settings.Points, context.Seeds[0].Derive("points").Stream())
            : Digits.Load8().ToTensor(DataSplit.All).flatten(1).to(ScalarType.Float64);
        var sample = points.ToSampleMatrix();
        return new DigitDimensionResult(IntrinsicDimension.LocalPca(sample).Average(), IntrinsicDimension.LevinaBickel(sample, 10),
            IntrinsicDimension.LevinaBickel(sample, 20), IntrinsicDimension.TwoNearestNeighbors(sample),
            settings.Manifold is null ? Flow(points, settings, context) : []);
    }

    /// <summary>The exact score of the empirical law: every digit is a point mass.</summary>
    private static List<DigitFlowRow> Flow(Tensor points, DigitDimensionSettings settings, RunContext context)
    {
        using var data = GaussianMixture.KernelDensity(points, 0);
        var schedule = new VpLinearSchedule();
        using var model = data.Predictor(schedule);
        double[] values = new double[settings.Paths * points.shape[1]];
        context.Seeds[0].Derive("paths").Stream().FillNormal(values);
        // A schedule that preserves variance has α = √(1 − σ²), so λ = log(√(1 − σ²)/σ).
        double[] times = [schedule.T, .. settings.Noise.Select(sigma =>
            schedule.TimeOfLambda(Math.Log(Math.Sqrt(1 - sigma * sigma) / sigma)))];
        var flow = new ProbabilityFlow(new ProbabilityFlowOptions { SubSteps = 40 })
            .Linearize(model, tensor(values, [settings.Paths, points.shape[1]]), new TimeGrid(times), context.Cancellation);
        return [.. settings.Noise.Select((sigma, i) => Row(flow.SingularValues(i + 1), sigma))];
    }

    private static DigitFlowRow Row(Tensor singular, double sigma)
    {
        int d = (int)singular.shape[1];
        double[] values = [.. singular.contiguous().data<double>()];
        return new DigitFlowRow(sigma,
            [.. Enumerable.Range(0, d).Select(i => Math.Round(Median([.. values.Where((_, k) => k % d == i)]), 4))],
            [.. values.Chunk(d).Select(own => IntrinsicDimension.FlowJacobian(own, sigma))],
            values.Count(v => v > 5 * sigma) * d / (double)values.Length);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
