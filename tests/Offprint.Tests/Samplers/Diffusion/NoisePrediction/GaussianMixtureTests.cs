using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Tensors;
using Offprint.Tests.Tensors;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.NoisePrediction;

[Collection(nameof(TensorCounting))]
public class GaussianMixtureTests
{
    public GaussianMixtureTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    /// <summary>log p_t by the definition, with [B, K, D] differences, so that autograd can check the closed forms.</summary>
    private static Tensor PlainLogDensity(GaussianMixture m, Tensor x, double t)
    {
        double a = Linear.Alpha(t), s = Linear.Sigma(t);
        Tensor v = (m.Std * a).square() + s * s;
        Tensor distance = (x.unsqueeze(1) - m.Means * a).square().sum(2);
        return (m.LogWeights - distance / (2 * v) - m.Dimension / 2.0 * (2 * Math.PI * v).log()).logsumexp(1);
    }

    private static GaussianMixture Kernel(int points = 300, int dimension = 5) =>
        GaussianMixture.KernelDensity(Normal(1, points, dimension), 0.2, arange(points).remainder(3));

    [Fact]
    public void Noise_density_and_Jacobian_agree_with_automatic_differentiation()
    {
        using var scope = NewDisposeScope();
        foreach (GaussianMixture mixture in new[] { Planar(), Kernel() })
        {
            using MixturePredictor predictor = mixture.Predictor(Linear);
            foreach (double t in new[] { 1.0, 0.3, 0.02 })
            {
                Tensor x = (Normal(2, 7, mixture.Dimension) * 0.8).requires_grad_(true);
                Tensor density = PlainLogDensity(mixture, x, t);
                Tensor score = autograd.grad([density.sum()], [x], retain_graph: true, create_graph: true)[0];
                Assert.True(Distance(predictor.LogDensity(x, t), density) < 1e-10);
                Assert.True(Distance(predictor.Predict(x, t), score * -Linear.Sigma(t)) < 1e-9);
                Tensor jacobian = predictor.Jacobian(x, t);
                for (int d = 0; d < mixture.Dimension; d++)
                {
                    Tensor row = autograd.grad([score.select(1, d).sum()], [x], retain_graph: true)[0] * -Linear.Sigma(t);
                    Assert.True(Distance(jacobian.select(1, d), row) < 1e-7 * (1 + row.abs().max().ToDouble()));
                }
                Tensor u = Normal(3, 7, mixture.Dimension);
                Assert.True(Distance(predictor.JacobianVector(x, u, t), jacobian.bmm(u.unsqueeze(2)).squeeze(2)) < 1e-8 *
                    (1 + jacobian.abs().max().ToDouble()));
            }
            mixture.Dispose();
        }
    }

    [Fact]
    public void One_component_has_the_noise_and_stiffness_of_a_Gaussian()
    {
        using var scope = NewDisposeScope();
        var mixture = new GaussianMixture(ones(1), full(1, 3, 0.7, dtype: ScalarType.Float64), tensor(0.5));
        Tensor x = Normal(4, 9, 3);
        MixturePredictor predictor = mixture.Predictor(Linear);
        Assert.True(Distance(predictor.Predict(x, 0.4), Gaussian(Linear, 0.7, 0.5).Predict(x, 0.4)) < 1e-12);
        double bar = Linear.SigmaBar(0.4);
        Assert.True((NoiseJacobian.Eigenvalues(predictor, x, 0.4) - bar / (0.25 + bar * bar)).abs().max().ToDouble() < 1e-10);
    }

    [Fact]
    public void Single_precision_agrees_with_double()
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Kernel(1000, 64);
        MixturePredictor predictor = mixture.Predictor(Linear);
        Tensor x = Normal(5, 20, 64);
        foreach (double t in new[] { 1.0, 0.3, 1e-3 })
        {
            Tensor single = predictor.Predict(x.to(ScalarType.Float32), t);
            Assert.Equal(ScalarType.Float32, single.dtype);
            Assert.True(Distance(single.to(ScalarType.Float64), predictor.Predict(x, t)) < 2e-3);
        }
    }

    [Fact]
    public void Blocks_of_rows_give_what_single_rows_give()
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Kernel(3000, 4);
        using Tensor labels = arange(3000).remainder(3);
        MixturePredictor free = mixture.Predictor(Linear);
        using MixturePredictor conditional = mixture.Predictor(Linear, labels);
        Tensor x = Normal(6, 3000, 4);
        Tensor all = free.Predict(x, 0.2), some = conditional.Predict(x, 0.2), jacobian = free.Jacobian(x.narrow(0, 0, 600), 0.2);
        using GaussianMixture second = mixture.Class(1);
        foreach (int row in new[] { 1, 1999, 2998 })
        {
            Tensor one = x.narrow(0, row, 1);
            Assert.True(Distance(free.Predict(one, 0.2), all.narrow(0, row, 1)) < 1e-12);
            if (row % 3 == 1)
                Assert.True(Distance(second.Predictor(Linear).Predict(one, 0.2), some.narrow(0, row, 1)) < 1e-12);
        }
        Assert.True(Distance(free.Jacobian(x.narrow(0, 599, 1), 0.2), jacobian.narrow(0, 599, 1)) < 1e-10);
    }

    [Fact]
    public void Samples_are_reproducible_and_have_the_mixtures_moments()
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Planar();
        Tensor x = mixture.Sample(20_000, new Seed(7).Stream()).X, again = mixture.Sample(20_000, new Seed(7).Stream()).X;
        Assert.True(Same(x, again));
        Tensor mean = (mixture.LogWeights.exp().unsqueeze(1) * mixture.Means).sum([0L]);
        // Statistical, fixed seed: 5 standard errors.
        Assert.InRange(((x.mean([0]) - mean).abs() / (x.var(0).sqrt() / Math.Sqrt(20_000))).max().ToDouble(), 0, 5);
        double entropy = -mixture.LogDensity(x).mean().ToDouble();
        Assert.InRange(entropy, 0, 3);
    }

    [Fact]
    public void Prediction_leaks_nothing_and_builds_no_graph()
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Kernel();
        using Tensor labels = arange(50).remainder(3);
        using MixturePredictor conditional = mixture.Predictor(Linear, labels);
        GuidedPredictor guided = Predictors.Guided(mixture.Predictor(Linear), conditional, 3);
        Tensor x = Normal(8, 50, 5).requires_grad_(true);
        guided.Predict(x, 0.5).Dispose();
        long before = TensorCounting.Settled();
        for (int i = 0; i < 5; i++)
        {
            using Tensor noise = guided.Predict(x, 0.5), jacobian = guided.Jacobian(x, 0.5), guidance = guided.Guidance(x, 0.5);
            Assert.False(noise.requires_grad);
        }
        Assert.Equal(before, LibTorch.LiveTensors);
    }

    [Fact]
    public void Mixtures_and_labels_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => new GaussianMixture(ones(2), ones(3, 2), ones(3)));
        Assert.Throws<ArgumentException>(() => new GaussianMixture(zeros(3), ones(3, 2), ones(3)));
        using GaussianMixture plain = Planar(), labeled = Planar(labeled: true);
        Assert.Throws<ArgumentException>(() => plain.Class(0));
        Assert.Contains("label 5", Assert.Throws<ArgumentException>(() => labeled.Class(5)).Message);
        Assert.Contains("label 9", Assert.Throws<ArgumentException>(() => labeled.Predictor(Linear, tensor(new long[] { 0, 9 }))).Message);
        Assert.Throws<ArgumentException>(() => plain.Predictor(Linear).Predict(ones(4, 3), 0.5));
        Assert.Equal("12", labeled.Describe().Facts[0].Value.ToString());
    }
}
