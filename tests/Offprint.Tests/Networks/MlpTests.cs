using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks;

public sealed class MlpTests : IDisposable
{
    private static readonly Seed[] s_seeds = [new(1), new(2), new(3), new(4), new(5)];
    private static readonly MlpOptions s_options = new(3, 2, [8, 6]);

    private readonly IDisposable _scope;

    public MlpTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_linear_layer_multiplies_each_members_inputs_by_its_own_weights()
    {
        var layer = new PopulationLinear("l", 2, 3);
        Assert.Throws<InvalidOperationException>(() => layer.Forward(ones(1, 1, 2)));
        using var parameters = new ParameterBuffer(2, layer.Specs);
        layer.Bind(parameters);
        float[] weights = [1, 2, 3, 4, 5, 6, /* second member */ -1, 0, 1, 2, -2, 0.5f], biases = [10, 20, 30, 0, 1, 2];
        weights.CopyTo(parameters.ValueSpan);
        biases.CopyTo(parameters.ValueSpan[12..]);
        var x = tensor(new float[] { 1, 1, 2, -1, 1, 1, 0, 3 }, [2, 2, 2]);
        // First member: (1,1) W + b, (2,−1) W + b; second: (1,1) W + b, (0,3) W + b.
        Assert.Equal([15, 27, 39, 8, 19, 30, 1, -1, 3.5f, 6, -5, 3.5f], Values(layer.Forward(x)));
        Assert.Equal([15, 27, 39, 1, -1, 3.5f], Values(layer.Forward(ones(1, 1, 2)))); // the same input to both
    }

    [Fact]
    public void Orthogonal_weights_have_their_gain_in_every_direction_and_depend_on_the_members_seed_alone()
    {
        using var network = new Mlp(new(3, 4, [8, 5], Orthogonal: new(Math.Sqrt(2), 0.01)), s_seeds[..2]);
        using var alone = new Mlp(network.Options, [s_seeds[1]]);
        for (int layer = 0; layer < 3; layer++)
        {
            Tensor weights = network.Parameters[$"layer{layer}.weight"];
            Assert.Equal(weights[1].data<float>(), alone.Parameters[$"layer{layer}.weight"][0].data<float>());
            double gain = layer == 2 ? 0.01 : Math.Sqrt(2);
            foreach (Tensor weight in weights.unbind())
            {
                Tensor w = weight.shape[0] < weight.shape[1] ? weight.t() : weight; // the smaller side
                Assert.InRange((w.t().mm(w) / (gain * gain) - eye(w.shape[1])).abs().max().item<float>(), 0, 1e-5);
            }
            Assert.Equal(0, network.Parameters[$"layer{layer}.bias"].abs().max().item<float>());
        }
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Silu)]
    public void Layers_and_activations_follow_one_another(Activation activation)
    {
        using var network = new Mlp(s_options with { Activation = activation }, s_seeds[..2]);
        using var random = new TensorRandom(new Seed(7));
        var x = random.Normal([2, 4, 3]);
        float[] actual = Values(network.Forward(x)), inputs = Values(x);
        for (int row = 0; row < 8; row++)
        {
            double[] h = [.. inputs[(row * 3)..(row * 3 + 3)].Select(v => (double)v)];
            for (int layer = 0; layer < 3; layer++)
            {
                h = Affine(network, layer, member: row / 4, h);
                if (layer < 2)
                    h = [.. h.Select(v => Activate(activation, v))];
            }
            for (int output = 0; output < 2; output++)
                Assert.Equal(h[output], actual[row * 2 + output], 1e-5);
        }
    }

    [Fact]
    public void A_member_does_not_depend_on_the_size_of_its_population()
    {
        using var five = new Mlp(s_options, s_seeds);
        var x = ones(1, 4, 3);
        var outputs = five.Forward(x);
        for (int member = 0; member < 5; member++)
        {
            using var one = new Mlp(s_options, [s_seeds[member]]);
            foreach (var spec in one.Parameters.Specs)
                Assert.Equal(Values(one.Parameters[spec.Name][0]), Values(five.Parameters[spec.Name][member]));
            Assert.InRange((one.Forward(x)[0] - outputs[member]).abs().max().ToDouble(), 0, 1e-6);
        }
    }

    [Fact]
    public void Initial_parameters_lie_within_one_over_the_root_of_the_inputs()
    {
        using var network = new Mlp(new MlpOptions(16, 1, [100]), s_seeds);
        float[] weights = Values(network.Parameters["layer0.weight"]);
        Assert.InRange(weights.Max(), 0.249, 0.25);
        Assert.InRange(weights.Min(), -0.25, -0.249);
        Assert.InRange(weights.Average(), -0.005, 0.005); // 8,000 uniform numbers: three standard errors
        Assert.InRange(Values(network.Parameters["layer1.weight"]).Max(), 0.09, 0.1);
    }

    [Fact]
    public void A_target_is_a_copy_without_gradients()
    {
        using var network = new Mlp(s_options, s_seeds);
        using var target = network.Target();
        Assert.Equal(network.Parameters.Hash(), target.Parameters.Hash());
        Assert.Null(target.Parameters.Gradients);
        Assert.False(target.Forward(ones(1, 2, 3)).requires_grad);
        string before = target.Parameters.Hash();
        network.Parameters.ValueSpan.Fill(1);
        Assert.Equal(before, target.Parameters.Hash());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void A_frozen_pass_equals_the_other_and_gives_gradients_to_the_inputs_only(int? members)
    {
        using var network = new Mlp(s_options, s_seeds);
        using var random = new TensorRandom(new Seed(7));
        int count = members ?? 5;
        var x = random.Normal([1, 4, 3]).requires_grad_(true);
        var frozen = network.ForwardFrozen(x, members);
        frozen.square().sum().backward();
        Assert.Equal(0, network.Parameters.GradientNorm());
        float[] gradient = Values(x.grad!);

        var y = x.detach().clone().requires_grad_(true);
        var whole = network.Forward(y).narrow(0, 0, count);
        whole.square().sum().backward();
        Assert.True(network.Parameters.GradientNorm() > 0);
        Assert.Equal([count, 4, 2], frozen.shape);
        Assert.InRange((frozen - whole).abs().max().ToDouble(), 0, 1e-6);
        Assert.All(gradient.Zip(Values(y.grad!)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Says_its_sizes()
    {
        using var network = new Mlp(s_options, s_seeds);
        Assert.Equal("Multilayer perceptron 3 → 8 → 6 → 2", network.Describe().Title);
        Assert.Equal(5, network.Population);
        Assert.Equal(5 * (3 * 8 + 8 + 8 * 6 + 6 + 6 * 2 + 2), network.Parameters.Count);
    }

    private static double[] Affine(Mlp network, int layer, int member, double[] x)
    {
        var weight = network.Parameters[$"layer{layer}.weight"][member];
        int outputs = (int)weight.shape[1];
        float[] w = Values(weight), b = Values(network.Parameters[$"layer{layer}.bias"][member]);
        return [.. Enumerable.Range(0, outputs).Select(o => b[o] + x.Select((v, i) => v * w[i * outputs + o]).Sum())];
    }

    private static double Activate(Activation activation, double x) => activation switch
    {
        Activation.Relu => Math.Max(0, x),
        Activation.Tanh => Math.Tanh(x),
        _ => x / (1 + Math.Exp(-x)),
    };

    private static float[] Values(Tensor x) => x.detach().contiguous().data<float>().ToArray();

    [Theory]
    [InlineData(2L, 4L, 3L)]
    [InlineData(5L, 4L, 2L)]
    public void Inputs_of_another_shape_are_refused_by_name(long leading, long rows, long features)
    {
        using var network = new Mlp(new MlpOptions(3, 1, [4]), [.. Enumerable.Range(0, 5).Select(i => new Seed((ulong)i))]);
        var error = Assert.Throws<ArgumentException>(() => network.Forward(torch.zeros(leading, rows, features)));
        Assert.Contains("layer0", error.Message, StringComparison.Ordinal);
        Assert.Contains($"[{leading}, {rows}, {features}]", error.Message, StringComparison.Ordinal);
    }
}
