using Offprint.Environments;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks.Distributions;

public sealed class ActionDistributionTests : IDisposable
{
    private readonly IDisposable _scope;
    private readonly PopulationRandom _random = new([new Seed(1), new Seed(2)]);
    private readonly ActionBounds _bounds = new(new BoxSpace([-1, 2], [1, 6]));

    public ActionDistributionTests() => _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _random.Dispose();
        _bounds.Dispose();
    }

    [Fact]
    public void A_normal_law_has_the_textbook_density_entropy_and_divergence()
    {
        var law = new DiagonalGaussian(tensor(new[] { 0.5f, -1 }, [1, 1, 2]), tensor(new[] { MathF.Log(2), MathF.Log(0.5f) }, [1, 1, 2]));
        double Density(double x, double mean, double deviation) =>
            -0.5 * Math.Pow((x - mean) / deviation, 2) - Math.Log(deviation * Math.Sqrt(2 * Math.PI));
        Assert.Equal(Density(1.5, 0.5, 2) + Density(-0.2, -1, 0.5), law.LogProb(tensor(new[] { 1.5f, -0.2f }, [1, 1, 2])).ToDouble(), 1e-5);
        Assert.Equal(Math.Log(2 * Math.PI * Math.E) + Math.Log(2) + Math.Log(0.5), law.Entropy().ToDouble(), 1e-5);
        var other = new DiagonalGaussian(zeros(1, 1, 2), zeros(1, 1, 2));
        // ½ Σ (σ² + μ² − 1 − log σ²) against the standard normal law.
        Assert.Equal(0.5 * (4 + 0.25 - 1 - Math.Log(4)) + 0.5 * (0.25 + 1 - 1 - Math.Log(0.25)), law.Kl(other).ToDouble(), 1e-5);
        Assert.Throws<ArgumentException>(() => law.Kl(new Categorical(zeros(1, 1, 2))));
    }

    [Fact]
    public void The_density_of_a_squashed_normal_law_integrates_to_one_over_its_bounds()
    {
        using var bounds = new ActionBounds(new BoxSpace(1, 2, 6));
        const int cells = 40_000;
        Tensor grid = (arange(cells, ScalarType.Float64) + 0.5) * (4.0 / cells) + 2;
        var law = new TanhGaussian(full([1, 1, 1], 0.3f), full([1, 1, 1], -0.5f), bounds);
        Tensor density = law.LogProb(grid.to_type(ScalarType.Float32).view(1, cells, 1)).exp();
        Assert.Equal(1, density.to_type(ScalarType.Float64).sum().ToDouble() * 4 / cells, 1e-3);
    }

    [Fact]
    public void Samples_of_a_squashed_law_come_with_the_density_that_it_states()
    {
        var law = new TanhGaussian(_random.Normal(500, 2), _random.Normal(500, 2) * 0.3 - 0.5, _bounds);
        (Tensor action, Tensor logProb) = law.SampleWithLogProb(_random);
        Assert.InRange((law.LogProb(action) - logProb).abs().median().ToDouble(), 0, 1e-5);
        Assert.True(action.select(2, 1).min().item<float>() >= 2 && action.select(2, 1).max().item<float>() <= 6);
        Assert.True(law.LogProb(_bounds.Scale(ones(2, 500, 2))).isfinite().all().item<bool>()); // on the bound itself
        Assert.Throws<NotSupportedException>(law.Entropy);
        Assert.InRange(law.Kl(law).abs().max().item<float>(), 0, 1e-5);
        Assert.Equal([2, 1500, 2], law.Repeat(3).Sample(_random).shape);
        Assert.True(law.Repeat(3).Mode.view(2, 500, 3, 2).sub(law.Mode.unsqueeze(2)).abs().max().item<float>() == 0);
    }

    [Fact]
    public void Gradients_flow_through_samples()
    {
        Tensor mean = zeros(2, 8, 2, requires_grad: true), deviation = zeros(2, 1, 2, requires_grad: true);
        (Tensor action, Tensor logProb) = new TanhGaussian(mean, deviation, _bounds).SampleWithLogProb(_random);
        (action.sum() + logProb.sum()).backward();
        Assert.True(mean.grad!.abs().min().item<float>() > 0);
        Assert.Equal([2, 1, 2], deviation.grad!.shape);
    }

    [Fact]
    public void A_categorical_law_draws_in_proportion_and_knows_entropy_and_divergence()
    {
        float[] p = [0.2f, 0.5f, 0.3f];
        const int rows = 20_000;
        var law = new Categorical((tensor(p).log() + 3).expand(2, rows, 3));
        Tensor sample = law.Sample(_random);
        for (int k = 0; k < 3; k++)
            Assert.Equal(p[k], sample.eq(k).to_type(ScalarType.Float32).mean().ToDouble(), 0.0125); // 5σ of a share of 40,000
        Assert.Equal(1, law.Mode.max().ToDouble());
        Assert.Equal(Math.Log(0.3), law.LogProb(full([2, rows, 1], 2f)).mean().ToDouble(), 1e-5);
        Assert.Equal(-p.Sum(v => v * Math.Log(v)), law.Entropy().mean().ToDouble(), 1e-5);
        var uniform = new Categorical(zeros(2, rows, 3));
        Assert.Equal(Math.Log(3) + p.Sum(v => v * Math.Log(v)), law.Kl(uniform).mean().ToDouble(), 1e-5);
    }

    [Fact]
    public void Actions_without_bounds_are_refused()
    {
        Assert.Contains("{0, …, 3}", Assert.Throws<ArgumentException>(() => new ActionBounds(new DiscreteSpace(4))).Message);
        Assert.Contains("bound", Assert.Throws<ArgumentException>(() => new ActionBounds(new BoxSpace(2))).Message);
    }

    [Fact]
    public void Normalized_layers_have_zero_mean_and_unit_variance_before_gain_and_bias()
    {
        var norm = new PopulationLayerNorm("n", 5);
        using var parameters = new ParameterBuffer(2, norm.Specs);
        norm.Bind(parameters);
        norm.Initialize(parameters);
        Tensor x = _random.Normal(7, 5) * 3 + 2, y = norm.Forward(x);
        Assert.InRange(y.mean([2]).abs().max().item<float>(), 0, 1e-5);
        Assert.InRange((y.square().mean([2]) - 1).abs().max().item<float>(), 0, 1e-3);
        using (no_grad())
            parameters["n.bias"][1].fill_(4);
        Assert.Equal(4, norm.Forward(x)[1].mean().ToDouble(), 1e-5);
        Assert.Equal(0, norm.ForwardFrozen(x[0].unsqueeze(0), 1).mean().ToDouble(), 1e-5);
    }

    [Fact]
    public void A_population_resumes_its_streams_where_they_were()
    {
        _random.Normal(3);
        _random.Host(1).NextNormal();
        _random.Host(0).NextUInt32();
        byte[] state = _random.Save();
        object[] expected = Draw(_random);
        using var other = new PopulationRandom(_random.Seeds);
        other.Load(state);
        Assert.Equal(expected, Draw(other));
        Assert.Throws<ArgumentException>(() => other.Load(state.AsSpan(1)));

        static object[] Draw(PopulationRandom random) =>
            [random.Normal(5).data<float>().ToArray(), random.Host(0).NextUInt64(), random.Host(1).NextNormal()];
    }
}
