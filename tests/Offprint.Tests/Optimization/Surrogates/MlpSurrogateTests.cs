using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Optimization.Surrogates;

public sealed class MlpSurrogateTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_log_deviation_is_bounded_softly()
    {
        (double low, double high) = (Math.Log(0.1), Math.Log(0.2));
        double[] found = [.. SoftBound.Of(tensor([-200.0, 200, 0]), tensor(low), tensor(high)).data<double>()];
        double soft = low + Math.Log(1 + Math.Exp(high - low));
        Assert.Equal(low, found[0], 1e-12);
        Assert.Equal(soft, found[1], 1e-12); // almost log 0.2: the lower bound pushes, too
        double below = high - Math.Log(1 + Math.Exp(high));
        Assert.Equal(low + Math.Log(1 + Math.Exp(below - low)), found[2], 1e-12);
    }

    [Fact]
    public void The_likelihood_is_that_of_the_normal_law()
    {
        using MlpSurrogate surrogate = new(2, new([8]), [new(1), new(2)]);
        using TensorRandom random = new(new(3));
        Tensor x = random.Normal([1, 5, 2]), y = random.Normal([1, 5, 1]);
        (Tensor mean, Tensor logDeviation) = surrogate.Law(x);
        double[] m = Values(mean), l = Values(logDeviation), target = Values(y), loss = Values(surrogate.Loss(x, y));
        for (int p = 0; p < 2; p++)
        {
            double expected = Enumerable.Range(0, 5).Average(i => -MathNet.Numerics.Distributions.Normal.PDFLn(
                m[5 * p + i], Math.Exp(l[5 * p + i]), target[i]));
            Assert.Equal(expected, loss[p], 1e-4);
        }
    }

    [Fact]
    public void ListNet_is_least_where_the_order_is_right()
    {
        using MlpSurrogate surrogate = new(1, new([], Loss: SurrogateLoss.ListNet), [new(1)]);
        Tensor x = tensor([-1f, 0, 2], [1, 3, 1]);
        double Loss(float slope, float shift)
        {
            (surrogate.Network.Parameters.ValueSpan[0], surrogate.Network.Parameters.ValueSpan[1]) = (slope, shift);
            return surrogate.Loss(x, x).item<float>();
        }
        double[] law = [.. ((double[])[-1, 0, 2]).Select(v => Math.Exp(v) / (Math.Exp(-1) + 1 + Math.Exp(2)))];
        Assert.Equal(-law.Sum(p => p * Math.Log(p)), Loss(1, 0), 1e-5); // an entropy: nothing is less
        Assert.Equal(Loss(1, 0), Loss(1, 7), 1e-5); // only differences count
        Assert.True(Loss(1, 0) < Loss(0.5f, 0) && Loss(0.5f, 0) < Loss(-1, 0));
    }

    [Fact]
    public void Ensembles_have_a_true_mean_a_least_and_their_gradients()
    {
        using MlpSurrogate surrogate = new(2, new([8]), [new(1), new(2), new(3)]);
        SampleMatrix points = new(4, 2, [0, 1, -1, 2, 0.5f, 0.5f, 3, -2]);
        Tensor x = SearchProblem.ToTensor(points);
        double[] each = Values(surrogate.FrozenMean(x));
        foreach ((Aggregation how, Func<double[], double> value) in ((Aggregation, Func<double[], double>)[])
            [(Aggregation.First, v => v[0]), (Aggregation.Mean, v => v.Average()), (Aggregation.Least, v => v.Min())])
        {
            double[] found = surrogate.Predict(points, how);
            for (int i = 0; i < 4; i++)
                Assert.Equal(value([each[i], each[4 + i], each[8 + i]]), found[i], 1e-6);
            double[] gradient = Values(surrogate.ValueAndGradient(x, how).Gradient);
            for (int k = 0; k < gradient.Length; k++)
            {
                float[] up = [.. points.Values], down = [.. points.Values];
                (up[k], down[k]) = (up[k] + 0.01f, down[k] - 0.01f);
                double difference = surrogate.Predict(new(4, 2, up), how).Sum() - surrogate.Predict(new(4, 2, down), how).Sum();
                Assert.Equal(difference / 0.02, gradient[k], 0.02);
            }
        }
        Assert.All(surrogate.Network.Parameters.GradientSpan.ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void A_surrogate_without_a_deviation_says_so()
    {
        using MlpSurrogate surrogate = new(1, new([4], Loss: SurrogateLoss.SquaredError), [new(1)]);
        Assert.Contains("SquaredError", Assert.Throws<InvalidOperationException>(() => surrogate.Law(zeros(1, 1, 1))).Message);
    }

    /// <summary>
    /// Random directions bound the sharpness from below, the gradient's from above to first order; parameters are put back.
    /// </summary>
    [Fact]
    public void Sharpness_is_the_gradients_length_times_the_radius()
    {
        using MlpSurrogate surrogate = new(2, new([4]), [new(1), new(2)]);
        SampleMatrix points = new(3, 2, [0, 1, -1, 2, 0.5f, 0.5f]);
        float[] before = surrogate.Network.Parameters.ValueSpan.ToArray();
        const double Rho = 1e-3;
        double[] first = Sharpness.FirstOrder(surrogate, points, Rho), random = Sharpness.MonteCarlo(surrogate, points, Rho, 200, new(1));
        for (int p = 0; p < 2; p++)
        {
            Assert.Equal(Rho * Sharpness.GradientNorms(surrogate, points)[p], first[p], 1e-15);
            Assert.InRange(random[p], 0.2 * first[p], 1.01 * first[p]);
        }
        Assert.Equal(before, surrogate.Network.Parameters.ValueSpan.ToArray());
        Assert.Equal(random, Sharpness.MonteCarlo(surrogate, points, Rho, 200, new(1)));
    }

    private static double[] Values(Tensor tensor) => [.. tensor.detach().to(ScalarType.Float64).contiguous().data<double>()];
}
