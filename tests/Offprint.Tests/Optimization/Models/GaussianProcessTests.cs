using Offprint.Numerics;
using Offprint.Optimization.Models;
using static TorchSharp.torch;

namespace Offprint.Tests.Optimization.Models;

public sealed class GaussianProcessTests
{
    private static readonly SampleMatrix s_designs = new(3, 2, [0, 0, 1, 0.5f, -1, 2]);
    private static readonly double[] s_scores = [1, -0.5, 0.25];

    /// <summary>Three points, solved by hand: Gauss elimination in place of Cholesky.</summary>
    [Fact]
    public void The_mean_is_that_of_a_direct_solution()
    {
        RbfKernel kernel = new(1.3, 0.7, 0.01);
        using var process = new GaussianProcess(s_designs, s_scores, kernel);
        double K(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            (double x, double y) = ((double)a[0] - b[0], (double)a[1] - b[1]);
            return kernel.Variance * Math.Exp(-(x * x + y * y) / (2 * kernel.LengthScale * kernel.LengthScale));
        }
        var gram = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(3, 3,
            (i, j) => K(s_designs.Row(i), s_designs.Row(j)) + (i == j ? kernel.Noise : 0));
        var weights = gram.LU().Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(s_scores));
        float[] at = [0.3f, -0.2f];
        var covariances = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(3, i => K(at, s_designs.Row(i)));
        using Tensor point = GaussianProcess.Points(new(1, 2, at)), mean = process.Mean(point), variance = process.Variance(point);
        Assert.Equal(covariances * weights, mean.item<double>(), 1e-12);
        Assert.Equal(kernel.Variance - covariances * gram.LU().Solve(covariances), variance.item<double>(), 1e-12);
        double expected = -0.5 * (MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(s_scores) * weights)
            - 0.5 * Math.Log(gram.Determinant()) - 1.5 * Math.Log(2 * Math.PI);
        Assert.Equal(expected, process.LogLikelihood(s_scores), 1e-12);
        Assert.Equal(0, process.Jitter);
    }

    [Fact]
    public void The_gradient_is_that_of_central_differences()
    {
        using var process = new GaussianProcess(s_designs, s_scores, new(0.9, 1.4, 0.02));
        const double Step = 1e-5;
        double[] at = [0.4, 0.7];
        using Tensor point = tensor(at, [1, 2]);
        (Tensor mean, Tensor gradient) = process.MeanAndGradient(point);
        double[] found = gradient.data<double>().ToArray();
        double Mean(double x, double y)
        {
            using Tensor value = process.Mean(tensor([x, y], [1, 2]));
            return value.item<double>();
        }
        Assert.Equal(Mean(at[0], at[1]), mean.item<double>(), 1e-14);
        Assert.Equal((Mean(at[0] + Step, at[1]) - Mean(at[0] - Step, at[1])) / (2 * Step), found[0], 1e-8);
        Assert.Equal((Mean(at[0], at[1] + Step) - Mean(at[0], at[1] - Step)) / (2 * Step), found[1], 1e-8);
        (_, gradient) = process.MeanAndGradient(tensor([50.0, 50], [1, 2]));
        Assert.Equal(0, gradient.abs().max().item<double>()); // far away
    }

    [Fact]
    public void Points_in_single_precision_get_the_same_up_to_rounding()
    {
        using var process = new GaussianProcess(s_designs, s_scores, new(0.9, 1.4, 0.02));
        using Tensor points = GaussianProcess.Points(new(2, 2, [0.4f, 0.7f, -1, 3]));
        using Tensor single = points.to_type(ScalarType.Float32);
        (Tensor mean, Tensor gradient) = process.MeanAndGradient(points);
        (Tensor singleMean, Tensor singleGradient) = process.MeanAndGradient(single);
        Assert.Equal(ScalarType.Float32, singleGradient.dtype);
        Assert.True((mean - singleMean).abs().max().item<double>() < 1e-5);
        Assert.True((gradient - singleGradient).abs().max().item<double>() < 1e-5);
        Assert.True((process.Mean(single) - singleMean).abs().max().item<float>() < 1e-5); // another product of matrices: not to the bit
    }

    /// <summary>One point: the gradient leads to it if its score is positive, and away from it if not.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void One_point_attracts_or_repels(double score)
    {
        using var process = new GaussianProcess(new(1, 2, [1, -2]), [score], new(1.5, 1, 0.01));
        using Tensor at = tensor([0.5, 0.5], [1, 2]);
        double[] gradient = process.MeanAndGradient(at).Gradient.data<double>().ToArray();
        Assert.Equal(-2.5 / 0.5, gradient[1] / gradient[0], 1e-12); // along the way from (0.5, 0.5) to (1, −2)
        Assert.True(gradient[0] * score > 0);
    }

    [Fact]
    public void Little_noise_interpolates_and_a_common_factor_changes_nothing()
    {
        using var exact = new GaussianProcess(s_designs, s_scores, new(1, 1, 1e-10));
        using Tensor points = GaussianProcess.Points(s_designs), values = exact.Mean(points);
        Assert.All(values.data<double>().ToArray().Zip(s_scores), pair => Assert.Equal(pair.Second, pair.First, 1e-8));
        using var once = new GaussianProcess(s_designs, s_scores, new(1, 1, 0.1));
        using var twice = new GaussianProcess(s_designs, s_scores, new(1, 2, 0.2));
        using Tensor a = once.Mean(points), b = twice.Mean(points);
        Assert.True((a - b).abs().max().item<double>() < 1e-14);
    }

    [Fact]
    public void Repeated_designs_without_noise_need_jitter_and_say_so()
    {
        SampleMatrix repeated = new(3, 1, [1, 1, 2]);
        using var process = new GaussianProcess(repeated, [1, 1, 2], new(1, 1, 0));
        Assert.InRange(process.Jitter, 1e-10, 1e-4);
        Assert.Throws<ArgumentException>(() => new GaussianProcess(repeated, [1, 1], new(1, 1, 0.1)));
        Assert.Throws<ArgumentException>(() => new GaussianProcess(repeated, [1, 1, 2], new(0, 1, 0.1)));
    }
}
