using Offprint.Numerics;
using Offprint.Optimization.Translation;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Optimization.Translation;

public sealed class BrownianBridgeTests
{
    private readonly BrownianBridge _bridge = new(new());

    [Fact]
    public void Times_and_grid_are_the_published_ones()
    {
        BridgeSchedule schedule = _bridge.Schedule;
        Assert.Equal((0.001, 0.999), (schedule.Parts[0], schedule.Parts[999]));
        Assert.Equal(0.4999995, schedule.Variances[500], 1e-7);
        int[] grid = schedule.Grid(200);
        Assert.Equal(200, grid.Length);
        Assert.Equal([999, 993, 988], grid[..3]);
        Assert.Equal([10, 5, 1, 0], grid[^4..]);
        Assert.Equal((222, 111), (grid[154], grid[176])); // where a quotient of doubles would be one less
        Assert.All(grid.Zip(grid.Skip(1)), pair => Assert.True(pair.First > pair.Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.Grid(2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(1)]
    public void A_model_that_knows_the_good_end_is_led_there(double noise)
    {
        LibTorch.EnsureLoaded();
        using var random = new TensorRandom(new Seed(1));
        using Tensor poor = random.Normal([5, 3]), good = random.Normal([5, 3]);
        using Tensor end = _bridge.Translate(new Known(good), poor, new() { Guidance = 0, Noise = noise }, random);
        Assert.True((end - good).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Without_noise_a_bridge_with_one_end_stays_there()
    {
        LibTorch.EnsureLoaded();
        using var random = new TensorRandom(new Seed(2));
        using Tensor poor = random.Normal([4, 2]);
        using Tensor end = _bridge.Translate(new Known(poor), poor, new() { Noise = 0, Steps = 50 }, random);
        Assert.True((end - poor).abs().max().item<float>() < 1e-5);
    }

    /// <summary>
    /// A step with all of its noise, from the law at t: 400,000 draws have mean and variance of the law at n within 4 errors.
    /// </summary>
    [Theory]
    [InlineData(800, 300)]
    [InlineData(400, 0)]
    [InlineData(999, 998)]
    public void Steps_keep_the_law_of_the_bridge(int t, int n)
    {
        const int Draws = 400_000;
        LibTorch.EnsureLoaded();
        using var random = new TensorRandom(new Seed(3));
        using var scope = NewDisposeScope();
        Tensor good = full([Draws, 1], 2.0, ScalarType.Float32), poor = full([Draws, 1], -1.0, ScalarType.Float32);
        (Tensor points, Tensor offsets) = _bridge.Diffuse(good, poor, [.. Enumerable.Repeat(t, Draws)], random.Normal([Draws, 1]));
        Assert.True((points - good - offsets).abs().max().item<float>() < 1e-6);
        AssertLaw(points, t);
        AssertLaw(_bridge.Step(points, good, poor, t, n, 1, random.Normal([Draws, 1])), n);

        void AssertLaw(Tensor sample, int step)
        {
            Tensor wide = sample.to_type(ScalarType.Float64);
            double part = _bridge.Schedule.Parts[step], variance = _bridge.Schedule.Variances[step];
            Assert.Equal(2 * (1 - part) - part, wide.mean().item<double>(), 4 * Math.Sqrt(variance / Draws));
            Assert.Equal(variance, wide.var().item<double>(), 4 * variance * Math.Sqrt(2.0 / Draws));
        }
    }

    /// <summary>Says that each point's good end is one and the same.</summary>
    private sealed class Known(Tensor good) : IBridgeModel
    {
        public Tensor Offset(Tensor points, int step, bool conditioned) => points - good;
    }
}
