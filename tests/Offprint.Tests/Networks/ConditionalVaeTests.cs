using Offprint.Environments;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks;

public sealed class ConditionalVaeTests : IDisposable
{
    private static readonly Seed[] s_seeds = [new(1), new(2)];

    private readonly IDisposable _scope = NewDisposeScope();
    private readonly PopulationRandom _random = new(s_seeds);

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_terms_are_those_of_the_formula_row_by_row(bool sum)
    {
        using var model = new ConditionalVae(3, 2, s_seeds, new() { Hidden = [6], SumLatents = sum, MinLogDeviation = -0.1,
            MaxLogDeviation = 0.1 });
        Tensor condition = _random.Normal(5, 3), x = _random.Normal(5, 2), noise = _random.Normal(5, 4), weight = _random.Uniform(5, 1);
        (Tensor error, Tensor divergence) = model.Terms(condition, x, noise, weight);
        (Tensor mean, Tensor logDeviation) = model.Encode(condition, x);
        float[] means = Flat(mean), logs = Flat(logDeviation), weights = Flat(weight), data = Flat(x);
        Assert.Contains(logs, l => l == 0.1f);
        Assert.Contains(logs, l => l == -0.1f);
        float[] decoded = Flat(model.Decode(condition, mean + logDeviation.exp() * noise));
        Assert.Equal(decoded, Flat(model.Reconstruct(condition, x, noise)), (a, b) => Math.Abs(a - b) < 1e-5);
        for (int p = 0; p < 2; p++)
        {
            double squares = 0, kl = 0;
            for (int i = 10 * p; i < 10 * p + 10; i++)
                squares += weights[i / 2] * Math.Pow(decoded[i] - data[i], 2) / 10;
            for (int i = 20 * p; i < 20 * p + 20; i++)
                kl += 0.5 * (means[i] * (double)means[i] + Math.Exp(2 * logs[i]) - 1 - 2 * logs[i]) / (sum ? 5 : 20);
            Assert.Equal(squares, error.data<float>()[p], 1e-5);
            Assert.Equal(kl, divergence.data<float>()[p], 1e-5);
        }
    }

    [Fact]
    public void The_divergence_of_known_posteriors()
    {
        using var model = new ConditionalVae(1, 1, s_seeds, new() { Hidden = [2], Latent = 1 });
        Span<float> encoder = model.Encoder.Parameters.ValueSpan;
        encoder.Clear();
        Tensor one = ones(1, 3, 1), noise = _random.Normal(3, 1);
        Assert.Equal([0, 0], Flat(model.Terms(one, one, noise).Divergence));
        (encoder[^4], encoder[^2]) = (0.5f, -0.5f); // biases of the last layer: mean and log σ of one member, then of the other
        Assert.Equal([0.125f, 0.125f], Flat(model.Terms(one, one, noise).Divergence));
        Assert.Equal([0, 0], Flat(model.Terms(one, one, noise, zeros(1, 3, 1)).Error));
    }

    [Fact]
    public void Gradients_of_a_frozen_reconstruction_reach_its_input_through_the_whole_map()
    {
        using var bounds = new ActionBounds(new BoxSpace(1, -1, 1));
        using var model = new ConditionalVae(1, 1, [new(1)], new() { Hidden = [1], Latent = 1 }, bounds);
        // x → relu(x + 1) − 1 = x, then z → tanh(0.5 relu(z + 1) − 0.4) = tanh(0.5 z + 0.1).
        Set(model.Encoder, ("layer0.weight", [0, 1]), ("layer0.bias", [1]), ("layer1.weight", [1, 0]), ("layer1.bias", [-1, 0]));
        Set(model.Decoder, ("layer0.weight", [0, 1]), ("layer0.bias", [1]), ("layer1.weight", [0.5f]), ("layer1.bias", [-0.4f]));
        foreach ((bool detach, double expected) in new[] { (true, 0.00524936), (false, 0.00272693) })
        {
            Tensor p = full([1, 1, 1], 0.2f).requires_grad_(true), f = model.Reconstruct(zeros(1, 1, 1), p, zeros(1, 1, 1), frozen: true);
            Assert.Equal(0.1973753, f.item<float>(), 1e-6);
            (p - (detach ? f.detach() : f)).Squared().sum().backward();
            Assert.Equal(expected, p.grad!.item<float>(), 1e-7);
        }
        Assert.Equal(0, model.Encoder.Parameters.GradientNorm() + model.Decoder.Parameters.GradientNorm());
    }

    [Fact]
    public void Samples_of_the_prior_are_bounded_codes_decoded()
    {
        using var bounds = new ActionBounds(new BoxSpace(2, -1, 1));
        using var model = new ConditionalVae(2, 2, s_seeds, new() { Hidden = [8] }, bounds);
        Tensor condition = _random.Normal(4, 2), noise = _random.Normal(4, 4) * 3;
        Assert.Equal(Flat(model.Decode(condition, noise.clamp(-0.5, 0.5))), Flat(model.Sample(condition, noise)));
        Assert.InRange(model.Sample(condition, noise).abs().max().item<float>(), 0, 1);
        Assert.Equal([2, 4, 2], model.Sample(condition[0].unsqueeze(0), noise).shape); // one condition for all members
    }

    [Fact]
    public void Learns_two_modes_that_a_mean_would_miss()
    {
        // The sign of x is free given the condition; its size is half the condition.
        using var model = new ConditionalVae(1, 1, s_seeds, new() { Hidden = [32], DivergenceWeight = 0.05, PriorClip = 2 });
        Adam encoder = new(model.Encoder.Parameters, new(3e-3)), decoder = new(model.Decoder.Parameters, new(3e-3));
        for (int step = 0; step < 600; step++)
        {
            using var scope = NewDisposeScope();
            Tensor condition = _random.Uniform(64, 1) + 1, sign = _random.Uniform(64, 1).gt(0.5).to_type(ScalarType.Float32) * 2 - 1;
            (Tensor error, Tensor divergence) = model.Terms(condition, condition * sign * 0.5, _random.Normal(64, 2));
            (error + divergence * model.Options.DivergenceWeight).sum().backward();
            encoder.Step();
            decoder.Step();
        }
        float[] samples = Flat(model.Sample(ones(1, 1000, 1) * 1.5, _random.Normal(1000, 2)));
        Assert.InRange(samples.Average(Math.Abs), 0.5, 0.9); // 0.75, less what codes between the modes give
        Assert.InRange(samples.Count(s => s > 0.3), 500, 1500);
        Assert.InRange(samples.Count(s => s < -0.3), 500, 1500);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        using var bounds = new ActionBounds(new BoxSpace(3, -1, 1));
        Assert.Contains("3 coordinates", Assert.Throws<ArgumentException>(() => new ConditionalVae(2, 2, s_seeds, null, bounds)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConditionalVae(0, 2, s_seeds));
        Assert.Contains("[1, 0]", Assert.Throws<ArgumentException>(() =>
            new ConditionalVae(1, 1, s_seeds, new() { MinLogDeviation = 1, MaxLogDeviation = 0 })).Message);
        using var model = new ConditionalVae(2, 2, s_seeds, new() { Hidden = [4] });
        Assert.Throws<ArgumentException>(() => model.Decode(zeros(2, 3, 2), zeros(2, 3, 3)));
        Assert.Equal(2, model.Describe().Tables[0].Rows.Count);
    }

    private static void Set(Mlp network, params (string Name, float[] Values)[] parameters)
    {
        using var guard = no_grad();
        foreach ((string name, float[] values) in parameters)
            network.Parameters[name].copy_(tensor(values, network.Parameters[name].shape));
    }

    private static float[] Flat(Tensor x) => x.detach().contiguous().data<float>().ToArray();
}
