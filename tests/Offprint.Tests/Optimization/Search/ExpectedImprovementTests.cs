using MathNet.Numerics.Distributions;
using Offprint.Numerics;
using Offprint.Optimization.Models;
using Offprint.Optimization.Search;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Optimization.Search;

public sealed class ExpectedImprovementTests
{
    private static readonly SampleMatrix s_designs = new(3, 1, [-1, 0, 1.5f]);
    private static readonly double[] s_scores = [0.2, -0.3, 0.5];

    private static GaussianProcess Process() => new(s_designs, s_scores, new(0.8, 1, 0.01));

    /// <summary>q = 1: EI = s (u Φ(u) + φ(u)) with u = (μ − f*)/s. 400,000 draws; five standard errors are below 0.005.</summary>
    [Fact]
    public void One_design_has_the_closed_form()
    {
        using GaussianProcess process = Process();
        using var random = new TensorRandom(new(1));
        using var scope = NewDisposeScope();
        Tensor point = tensor(new[] { 0.7f }, [1, 1]), draws = random.Normal([400_000, 1], ScalarType.Float64);
        (Tensor mean, Tensor covariance) = process.Posterior(point.to_type(ScalarType.Float64));
        double s = Math.Sqrt(covariance.item<double>()), u = (mean.item<double>() - 0.4) / s;
        double exact = s * (u * Normal.CDF(0, 1, u) + Normal.PDF(0, 1, u));
        Assert.Equal(exact, ExpectedImprovementRule.Improvement(process, point, draws, 0.4).item<double>(), 0.005);
    }

    /// <summary>The joint posterior's mean and diagonal are those of single points, and gradients reach the points.</summary>
    [Fact]
    public void The_joint_posterior_agrees_with_single_points()
    {
        using GaussianProcess process = Process();
        using var scope = NewDisposeScope();
        Tensor points = tensor(new[] { -0.4, 0.3, 2.0 }, [3, 1]).requires_grad_(true);
        (Tensor mean, Tensor covariance) = process.Posterior(points);
        Assert.True(mean.allclose(process.Mean(points.detach()), atol: 1e-12));
        Assert.True(covariance.diagonal().allclose(process.Variance(points.detach()), atol: 1e-10));
        Assert.True(covariance.allclose(covariance.t(), atol: 1e-12));
        mean.sum().backward();
        Assert.True(points.grad!.allclose(process.MeanAndGradient(points.detach()).Gradient, atol: 1e-10));
    }

    /// <summary>Two designs improve on one, and the same design twice does not.</summary>
    [Fact]
    public void A_batch_is_worth_more_than_its_best_design()
    {
        using GaussianProcess process = Process();
        using var random = new TensorRandom(new(1));
        using var scope = NewDisposeScope();
        Tensor draws = random.Normal([20_000, 2], ScalarType.Float64);
        double Of(params float[] x) =>
            ExpectedImprovementRule.Improvement(process, tensor(x, [2, 1]), draws, 0.4).item<double>();
        Assert.True(Of(0.7f, 2.5f) > Of(0.7f, 0.7f) + 0.02);
        Assert.True(Of(0.7f, 2.5f) > Of(2.5f, 2.5f) + 0.02);
    }
}
