using Offprint.Estimators.Dimension;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Statistics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Estimators.Dimension;

public sealed class IntrinsicDimensionTests : IDisposable
{
    private readonly IDisposable _scope;

    public IntrinsicDimensionTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>A cube of k dimensions, turned into six. Boundary effects bias both estimates down a little; fixed seed.</summary>
    [Theory]
    [InlineData(1, 0.07)]
    [InlineData(2, 0.12)]
    [InlineData(5, 0.7)]
    public void Cubes_have_their_dimension(int k, double tolerance)
    {
        var points = Cube(2000, k);
        Assert.InRange(IntrinsicDimension.LevinaBickel(points, 20), k - tolerance, k + tolerance);
        Assert.InRange(IntrinsicDimension.LevinaBickel(points, 10), k - tolerance, k + tolerance);
        Assert.InRange(IntrinsicDimension.TwoNearestNeighbors(points), k - 1.5 * tolerance, k + 1.5 * tolerance);
        Assert.InRange(IntrinsicDimension.LocalPca(points).Average(), k - 0.05, k + 0.05);
    }

    /// <summary>Three points on a line at 0, 1, 3 with k = 2: Σ log(T₂/T₁) = log 3 + log 2 + log(3/2) = log 9.</summary>
    [Fact]
    public void Levina_and_Bickels_estimate_is_that_of_the_formula()
    {
        var points = new SampleMatrix(3, 1, [0, 1, 3]);
        Assert.Equal(3 / Math.Log(9), IntrinsicDimension.LevinaBickel(points, 2), 1e-6);
    }

    [Theory]
    [InlineData(new[] { 1.0, 0.9, 0.01, 0.009, 0.008 }, 2)]
    [InlineData(new[] { 3.0, 0.6, 0.5, 0.012 }, 3)] // the gap 3 : 0.6 lies among values far above the noise
    [InlineData(new[] { 1.0, 0.9, 0.8 }, 3)] // nothing as small as noise
    [InlineData(new[] { 0.5, 0.01, 0.0 }, 2)] // a value of zero is an infinite gap
    public void The_flows_estimate_is_the_widest_gap_above_noise(double[] values, int expected) =>
        Assert.Equal(expected, IntrinsicDimension.FlowJacobian(values, 0.01));

    [Fact]
    public void Score_estimators_find_an_exact_plane()
    {
        var schedule = new VpLinearSchedule();
        var model = new GaussianPredictor(schedule, [1, 1, 0, 0, 0]);
        using var random = new TensorRandom(new Seed(1));
        var points = random.Normal([40, 5], ScalarType.Float64) * tensor(new double[] { 1, 1, 0, 0, 0 });
        Assert.All(ScoreDimension.NormalBundle(model, points, 1e-3, random, copies: 200), estimate => Assert.Equal(2, estimate));
        // FLIPD in closed form: D + Σ_i (−σ²/V_i + σ² α² x_i²/V_i²) with V = 1 along the plane and σ² across.
        double sigma = schedule.Sigma(1e-3), alpha = schedule.Alpha(1e-3);
        double[] expected = [.. (2 - 2 * sigma * sigma + points.square().sum(1) * (sigma * sigma * alpha * alpha)).data<double>()];
        double[] measured = ScoreDimension.Flipd(model, points, 1e-3);
        for (int i = 0; i < 40; i++)
            Assert.Equal(expected[i], measured[i], 1e-9);
    }

    /// <summary>Copies of x have the mean α x and the deviation σ where neither is near one; within 5σ of 4,000 copies.</summary>
    [Fact]
    public void The_normal_bundle_asks_for_scores_at_copies_as_noisy_as_their_time()
    {
        var witness = new Witness();
        using var random = new TensorRandom(new Seed(2));
        ScoreDimension.NormalBundle(witness, tensor(new[] { 3.0, -2, 1 }, [1, 3]), 0.5, random, copies: 4000);
        double alpha = witness.Schedule.Alpha(0.5), sigma = witness.Schedule.Sigma(0.5);
        Assert.InRange(alpha, 0.1, 0.9);
        for (int i = 0; i < 3; i++)
        {
            double[] column = witness.Asked[i];
            Assert.Equal(alpha * new[] { 3.0, -2, 1 }[i], column.Average(), 5 * sigma / Math.Sqrt(4000));
            Assert.Equal(sigma, Math.Sqrt(column.Average(v => v * v) - Math.Pow(column.Average(), 2)), 5 * sigma / Math.Sqrt(8000));
        }
    }

    /// <summary>Notes where it is asked.</summary>
    private sealed class Witness : INoisePredictor
    {
        public NoiseSchedule Schedule { get; } = new VpLinearSchedule();

        public double[][] Asked { get; private set; } = [];

        public Tensor Predict(Tensor x, double t)
        {
            Asked = [.. Enumerable.Range(0, (int)x.shape[1]).Select(i => x.select(1, i).contiguous().data<double>().ToArray())];
            return x.clone();
        }
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var points = new SampleMatrix(4, 1, [0, 1, 1, 3]);
        Assert.Contains("Points 1 and 2 are equal", Assert.Throws<ArgumentException>(() =>
            IntrinsicDimension.LevinaBickel(points, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => IntrinsicDimension.LocalPca(points, 50));
        Assert.Contains("value 1 is 2", Assert.Throws<ArgumentException>(() => IntrinsicDimension.FlowJacobian([1, 2], 0.1)).Message,
            StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => IntrinsicDimension.FlowJacobian([1, double.NaN], 0.1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => IntrinsicDimension.FlowJacobian([], 0.1));
    }

    private static SampleMatrix Cube(int count, int k)
    {
        var random = new Seed((ulong)k).Stream();
        double[] values = [.. Enumerable.Range(0, count * k).Select(_ => random.NextDouble())];
        double[] turn = new double[36];
        random.FillNormal(turn);
        var basis = linalg.qr(tensor(turn, [6, 6])).Q.narrow(1, 0, k);
        return tensor(values, [count, k]).matmul(basis.t()).ToSampleMatrix();
    }
}
