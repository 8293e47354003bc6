using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.Diffusion.GhvbStudy;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Papers.Tests.Diffusion.GhvbStudy;

public sealed class MixtureProblemsTests : IDisposable
{
    private readonly IDisposable _scope;

    public MixtureProblemsTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Twelve_Gaussians_have_unit_variance_in_all(ulong seed)
    {
        using var data = MixtureProblems.Twelve(new Seed(seed));
        Assert.Equal((12, 2), (data.Components, data.Dimension));
        Assert.Equal(ScalarType.Float64, data.Means.dtype);
        double[] weights = [.. data.LogWeights.exp().data<double>()], means = [.. data.Means.data<double>()],
            deviations = [.. data.Std.data<double>()];
        Assert.Equal(1, weights.Sum(), 1e-12);
        // The law of total variance, averaged over the two coordinates.
        double[] center = [0, 0];
        for (int i = 0; i < 24; i++)
            center[i % 2] += weights[i / 2] * means[i];
        double variance = 0;
        for (int i = 0; i < 24; i++)
            variance += weights[i / 2] * (Math.Pow(means[i] - center[i % 2], 2) + Math.Pow(deviations[i / 2], 2)) / 2;
        Assert.Equal(1, variance, 1e-12);
        Assert.True(deviations.Max() / deviations.Min() is > 1.5 and < 0.25 / 0.03);
    }

    [Fact]
    public void Samples_of_twelve_Gaussians_have_that_variance()
    {
        using var data = MixtureProblems.Twelve(new Seed(1));
        var (x, _) = data.Sample(20_000, new Seed(5).Stream());
        Assert.Equal(1, x.var(0).mean().ToDouble(), 0.03); // about four standard errors; fixed seed
    }

    [Fact]
    public void Classes_are_as_many_and_as_large_as_said()
    {
        using var plane = MixtureProblems.TwoClasses(new Seed(1));
        using var sixteen = MixtureProblems.SixteenDimensions(new Seed(1));
        Assert.Equal((12, 2), (plane.Components, plane.Dimension));
        Assert.Equal((40, 16), (sixteen.Components, sixteen.Dimension));
        Assert.All([0, 1], label => Assert.Equal(6, plane.Labels!.eq(label).sum().ToInt64()));
        Assert.All([0, 1, 2, 3], label => Assert.Equal(10, sixteen.Labels!.eq(label).sum().ToInt64()));
        using var again = MixtureProblems.SixteenDimensions(new Seed(1));
        Assert.Equal(0, (sixteen.Means - again.Means).abs().max().ToDouble());
    }

    [Fact]
    public void The_digits_density_has_a_component_a_digit()
    {
        using var data = MixtureProblems.DigitDensity(0.15);
        Assert.Equal((1797, 64), (data.Components, data.Dimension));
        Assert.Equal(0.15, data.Std.max().ToDouble(), 1e-6);
        Assert.Equal((-1.0, 1.0), (data.Means.min().ToDouble(), data.Means.max().ToDouble()));
    }

    /// <summary>
    /// The Gaussian's flow is affine; with exact history GHVB 3.5 converges to it with order 4 down to rounding, which no other reference
    /// would allow.
    /// </summary>
    [Fact]
    public void Orders_on_a_Gaussian_are_measured_against_the_exact_flow()
    {
        LinearMultistepOptions[] methods = [LinearMultistepOptions.Ghvb(3.5), LinearMultistepOptions.Plms(2)];
        var settings = new OrderStudySettings(OrderProblem.Gaussian, GridKind.SigmaBar, 0.5, 0.1,
            [.. methods.Select(m => m with { StartUp = StartUp.ExactHistory })], [80, 160, 1280], 8);
        var result = new DiffusionOrders(settings, Context()).Run();
        var fourth = result.Curves[0].Errors;
        var second = result.Curves[1].Errors;
        Assert.Equal(settings.Methods, result.Curves.Select(c => c.Method));
        Assert.InRange(Math.Log2(fourth[0] / fourth[1]), 3.6, 4.4);
        Assert.InRange(Math.Log2(second[0] / second[1]), 1.8, 2.2);
        Assert.InRange(fourth[2], 0, 1e-9);
        Assert.Equal(fourth, new DiffusionOrders(settings, Context()).Run().Curves[0].Errors);
    }

    [Fact]
    public void The_Gaussians_affine_flow_is_that_of_Runge_Kutta_steps()
    {
        // N((1, −1/2), 1/4): x(t) − α(t) μ grows as the standard deviation √(α²/4 + σ²).
        var schedule = new VpLinearSchedule();
        var mean = tensor(new[] { 1.0, -0.5 });
        using var data = new GaussianMixture(ones(1, ScalarType.Float64), mean.unsqueeze(0), full([1], 0.5, ScalarType.Float64));
        using var predictor = data.Predictor(schedule);
        var start = tensor(new[,] { { 0.3, -2.0 }, { 1.5, 0.7 } });
        var end = new ProbabilityFlow(new ProbabilityFlowOptions { SubSteps = 400 }).Solve(predictor, start, 0.5, 0.1);
        var exact = (start - mean * schedule.Alpha(0.5)) * (Spread(0.1) / Spread(0.5)) + mean * schedule.Alpha(0.1);
        Assert.InRange((end - exact).abs().max().ToDouble(), 0, 1e-9);

        double Spread(double t) => Math.Sqrt(Math.Pow(0.5 * schedule.Alpha(t), 2) + Math.Pow(schedule.Sigma(t), 2));
    }

    private static RunContext Context() => new([1], new Artifacts(Path.GetTempPath()), null, CancellationToken.None);
}
