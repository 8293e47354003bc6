using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Tensors;

public sealed class ReptileTests
{
    private static readonly Seed[] s_seeds = [new(1), new(2)];

    private static ParameterBuffer Buffer(params float[] values)
    {
        var buffer = new ParameterBuffer(1, [new ParameterSpec("w", [values.Length])]);
        values.CopyTo(buffer.ValueSpan);
        return buffer;
    }

    [Theory]
    [InlineData(0.0, 1f, 2f)]
    [InlineData(0.25, 1.5f, 1.5f)]
    [InlineData(0.5, 2f, 1f)]
    [InlineData(1.0, 3f, 0f)]
    public void A_step_ends_at_the_fraction_of_the_way(double rate, float first, float second)
    {
        using ParameterBuffer network = Buffer(1, 2);
        using var reptile = new Reptile(network);
        network.ValueSpan[0] = 3;
        network.ValueSpan[1] = 0;
        reptile.Step(rate);
        Assert.Equal([first, second], network.ValueSpan.ToArray());
    }

    /// <summary>The start has memory of its own: otherwise every step would end where the network is.</summary>
    [Fact]
    public void What_begins_is_kept_whatever_the_network_does()
    {
        using ParameterBuffer one = Buffer(1.1f, -0.7f), other = Buffer(5);
        using var reptile = new Reptile(one, other);
        one.ValueSpan.Fill(9);
        other.ValueSpan.Fill(7);
        Assert.Equal([1.1f, -0.7f], reptile.Starts[0].ValueSpan.ToArray());
        reptile.Step(1, 0);
        Assert.Equal([5], other.ValueSpan.ToArray());
        Assert.Equal([9, 9], one.ValueSpan.ToArray());
        reptile.Begin();
        one.ValueSpan.Fill(0);
        reptile.Step(0);
        Assert.Equal([9, 9], one.ValueSpan.ToArray());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_rate_outside_is_refused(double rate)
    {
        using ParameterBuffer network = Buffer(1);
        using var reptile = new Reptile(network);
        Assert.Throws<ArgumentOutOfRangeException>(() => reptile.Step(rate));
    }

    /// <summary>
    /// Of a linear model the prediction of interpolated weights is the interpolated prediction; a hidden layer of ReLU breaks that, so that
    /// a meta network is no average of the adapted ones.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_linear_models_interpolate_their_predictions(bool hidden)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = new Mlp(new(3, 1, hidden ? [8] : []), s_seeds);
        using var other = new Mlp(network.Options, [new(3), new(4)]);
        using var random = new PopulationRandom(s_seeds);
        Tensor x = random.Normal(20, 3), start = network.Forward(x), adapted = other.Forward(x);
        using var reptile = new Reptile(network.Parameters);
        network.Parameters.CopyFrom(other.Parameters);
        reptile.Step(0.3);
        double distance = (network.Forward(x) - (start * 0.7 + adapted * 0.3)).abs().max().item<float>();
        if (hidden)
            Assert.True(distance > 0.01, $"{distance}");
        else
            Assert.True(distance < 1e-6, $"{distance}");
    }
}
