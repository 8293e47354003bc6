using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion;

/// <summary>Data of known flow, starts and predictors that the diffusion tests share.</summary>
internal static class DiffusionCases
{
    static DiffusionCases() => LibTorch.EnsureLoaded();

    public static VpLinearSchedule Linear { get; } = new();

    public static Tensor Normal(ulong seed, params long[] shape)
    {
        var values = new double[shape.Aggregate(1L, (p, n) => p * n)];
        new Seed(seed).Stream().FillNormal(values);
        return tensor(values, shape, dtype: ScalarType.Float64);
    }

    /// <summary>The exact predictor of N(μ, s² I) data, written out from its formula.</summary>
    public static INoisePredictor Gaussian(NoiseSchedule schedule, double mean, double std) =>
        Predictors.FromFunction(schedule, Prediction.Noise, (x, t) =>
    {
        double a = schedule.Alpha(t), s = schedule.Sigma(t);
        return (x - a * mean) * (s / (a * a * std * std + s * s));
    });

    /// <summary>Its flow: (x_t − α_t μ)/√(α_t² s² + σ_t²) does not change.</summary>
    public static Tensor GaussianFlow(NoiseSchedule schedule, double mean, double std, Tensor x, double from, double to)
    {
        double Width(double t) => Math.Sqrt(Math.Pow(schedule.Alpha(t) * std, 2) + Math.Pow(schedule.Sigma(t), 2));
        return (x - schedule.Alpha(from) * mean) * (Width(to) / Width(from)) + schedule.Alpha(to) * mean;
    }

    /// <summary>A mixture of 12 unequal components in the plane.</summary>
    public static GaussianMixture Planar(bool labeled = false)
    {
        var random = new Seed(5).Stream();
        var weights = new double[12];
        random.FillDirichlet([.. Enumerable.Repeat(3.0, 12)], weights);
        double[] widths = [.. weights.Select(_ => random.NextUniform(0.03, 0.25))];
        return new(tensor(weights), Normal(6, 12, 2), tensor(widths), labeled ? arange(12).remainder(2) : null);
    }

    public static bool Same(Tensor a, Tensor b) => a.eq(b).all().ToBoolean();

    public static double Distance(Tensor a, Tensor b) => (a - b).abs().max().ToDouble();
}
