using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Solvers;

public sealed class ReverseSdeTests : IDisposable
{
    private readonly IDisposable _scope;

    public ReverseSdeTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>
    /// Second moments of 10,000 paths agree with α²v + σ² within five standard errors, with and without a gauge term; fixed seed.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Ends_have_the_datas_covariance(double strength)
    {
        const int paths = 10_000;
        var exact = new GaussianPredictor(Linear, [1, 0.25]);
        using var turned = new GaugePerturbedField(ScoreFields.Score(exact), GaugePerturbedField.Quarter(2), strength);
        Tensor start = Normal(1, paths, 2) * tensor(exact.Variances(Linear.T)).sqrt();
        Tensor x = new ReverseSde(new Seed(3)).Sample(ScoreFields.Predictor(Linear, turned), start, TimeGrid.UniformLambda(Linear, 2000)).X;
        Tensor white = x / tensor(exact.Variances(Linear.TEnd)).sqrt();
        double bound = 5 * Math.Sqrt(2.0 / paths) + 0.02; // and the first-order error of 2,000 steps
        Assert.InRange(white.select(1, 0).square().mean().ToDouble(), 1 - bound, 1 + bound);
        Assert.InRange(white.select(1, 1).square().mean().ToDouble(), 1 - bound, 1 + bound);
        Assert.InRange((white.select(1, 0) * white.select(1, 1)).mean().ToDouble(), -bound, bound);
        Assert.True(Distance(x, start) > 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_one_does_not()
    {
        var model = Gaussian(Linear, 1, 0.5);
        Tensor start = Normal(2, 8, 3);
        var grid = TimeGrid.UniformLambda(Linear, 10);
        Tensor first = new ReverseSde(new Seed(1)).Sample(model, start, grid).X;
        Assert.True(Same(first, new ReverseSde(new Seed(1)).Sample(model, start, grid).X));
        Assert.False(Same(first, new ReverseSde(new Seed(2)).Sample(model, start, grid).X));
        Assert.Equal(10, new ReverseSde(new Seed(1)).Sample(model, start, grid).Evaluations);
    }

    [Fact]
    public void A_model_that_gives_NaN_is_named_by_step_and_time()
    {
        var broken = Predictors.FromFunction(Linear, Prediction.Noise, (x, t) => t < 0.5 ? x * double.NaN : x);
        var failure = Assert.Throws<NonFinitePredictionException>(() =>
            new ReverseSde(new Seed(1)).Sample(broken, Normal(3, 2, 2), new([1, 0.6, 0.4, 0.2])));
        Assert.Equal((2, 0.4), (failure.Step, failure.Time));
    }
}
