using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Solvers;

public class MagnitudeScoreTests
{
    public MagnitudeScoreTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    [Fact]
    public void A_constant_latent_scores_its_distance_or_nothing()
    {
        using var scope = NewDisposeScope();
        MagnitudeScore score = MagnitudeScore.CocoLatents;
        Tensor Latent(double c) => tensor(score.Mean.Zip(score.Std, (m, s) => m + c * s).ToArray(), [1, 4, 1, 1]).expand(2, 4, 64, 64);
        Assert.Equal(0, score.Score(Latent(2.99)));
        Assert.Equal(3.5, score.Score(Latent(3.5)), 1e-12);
        Assert.Equal(4, score.Score(Latent(-4)), 1e-12);
        Assert.Equal([2, 16, 16], score.Map(Latent(5)).shape);
    }

    [Fact]
    public void One_large_pixel_counts_for_its_pool()
    {
        using var scope = NewDisposeScope();
        Tensor x = zeros(1, 3, 8, 8, dtype: ScalarType.Float64);
        x[0, 1, 5, 2] = -7;
        var score = new MagnitudeScore([0], [1]);
        Assert.Equal(7.0 / 4, score.Score(x), 1e-12);
        Assert.Equal(7, score.Map(x)[0, 1, 0].ToDouble());
    }

    [Fact]
    public void Vectors_are_not_pooled_and_divergence_is_infinite()
    {
        using var scope = NewDisposeScope();
        var score = new MagnitudeScore([0, 1], [1, 2]);
        Tensor x = tensor(new[,] { { 0.0, 9.0 }, { -3.5, 0.0 }, { 1.0, 1.0 }, { double.NaN, 0.0 } });
        double[] values = score.Scores(x);
        Assert.Equal([4, 3.5, 0, double.PositiveInfinity], values);
        Assert.Throws<ArgumentException>(() => score.Map(zeros(1, 3)));
        Assert.Throws<ArgumentException>(() => new MagnitudeScore([0], [0]));
    }
}
