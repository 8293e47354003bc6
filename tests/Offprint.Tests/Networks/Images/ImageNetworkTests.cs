using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Pretrained;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks.Images;

/// <summary>The U-Net, its time embedding, and the classifier.</summary>
public sealed class ImageNetworkTests : IDisposable
{
    private static readonly UNetOptions s_small = new() { ImageSize = 8, Patch = 1, Widths = [8, 16], EmbeddingWidth = 16, Groups = 4,
        Classes = 3 };

    private readonly IDisposable _scope;

    public ImageNetworkTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_time_is_embedded_as_cosines_and_sines_of_geometric_frequencies()
    {
        var features = new TimeEmbedding(4, maxPeriod: 100).Forward(tensor(new float[] { 0, 2 }));
        double[] expected = [1, 1, 0, 0, Math.Cos(2), Math.Cos(0.2), Math.Sin(2), Math.Sin(0.2)]; // frequencies 1 and 100^(−1/2)
        Assert.Equal([2, 4], features.shape);
        Assert.All(expected.Zip(Values(features)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeEmbedding(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeEmbedding(0));
    }

    [Theory]
    [InlineData(28, 1, 2, 10)]
    [InlineData(8, 3, 1, 0)]
    [InlineData(16, 2, 4, 2)]
    public void A_U_Net_keeps_the_shape_and_starts_at_zero(int size, int channels, int patch, int classes)
    {
        var options = s_small with { ImageSize = size, Channels = channels, Patch = patch, Classes = classes };
        using var network = new UNet(options, new Seed(1));
        var labels = classes > 0 ? full([3], classes, dtype: ScalarType.Int64) : null;
        var output = network.forward(ones(3, channels, size, size), tensor(new float[] { 0, 0.5f, 1 }), labels);
        Assert.Equal([3, channels, size, size], output.shape);
        Assert.Equal(0, output.abs().max().ToDouble());
    }

    [Fact]
    public void The_seed_decides_a_U_Nets_parameters()
    {
        using UNet one = new(s_small, new Seed(1)), same = new(s_small, new Seed(1)), other = new(s_small, new Seed(2));
        Assert.Equal(one.Parameters.Hash(), same.Parameters.Hash());
        Assert.NotEqual(one.Parameters.Hash(), other.Parameters.Hash());
    }

    [Fact]
    public void Image_class_and_time_reach_a_U_Nets_output()
    {
        using var network = Perturbed();
        using var random = new TensorRandom(new Seed(3));
        var x = random.Normal([1, 1, 8, 8]);
        var output = Evaluate(network, x, 0.5f, 0);
        Assert.Equal(0, Difference(output, Evaluate(network, x, 0.5f, 0)));
        Assert.True(Difference(output, Evaluate(network, x, 0.5f, 1)) > 1e-3, "another class");
        Assert.True(Difference(output, Evaluate(network, x, 0.5f, 3)) > 1e-3, "no class");
        Assert.True(Difference(output, Evaluate(network, x, 0.4f, 0)) > 1e-3, "another time");
        Assert.True(Difference(output, Evaluate(network, -x, 0.5f, 0)) > 1e-3, "another image");
        Assert.Contains("class-conditional", Assert.Throws<ArgumentNullException>(() => network.forward(x, ones(1), null)).Message);
    }

    [Fact]
    public void A_batch_is_evaluated_image_by_image()
    {
        using var network = Perturbed();
        using var random = new TensorRandom(new Seed(3));
        var x = random.Normal([3, 1, 8, 8]);
        var together = network.forward(x, tensor(new float[] { 0.1f, 0.5f, 0.9f }), tensor(new long[] { 0, 1, 3 }));
        float[] times = [0.1f, 0.5f, 0.9f];
        int[] labels = [0, 1, 3];
        for (int i = 0; i < 3; i++)
            Assert.InRange(Difference(together.narrow(0, i, 1), Evaluate(network, x.narrow(0, i, 1), times[i], labels[i])), 0, 1e-5);
    }

    [Theory]
    [InlineData(30, 2, 2)]
    [InlineData(28, 1, 4)]
    public void A_U_Net_names_an_image_size_that_does_not_divide(int size, int patch, int levels)
    {
        var options = s_small with { ImageSize = size, Patch = patch, Widths = [.. Enumerable.Repeat(8, levels)] };
        string message = Assert.Throws<ArgumentException>(() => new UNet(options, new Seed(1))).Message;
        Assert.Contains($"{size} is not divisible by {patch << (levels - 1)}", message);
    }

    [Fact]
    public void A_U_Net_and_its_buffer_share_their_parameters_and_gradients()
    {
        using var network = Perturbed();
        using var scope = NewDisposeScope(); // what native code still works on must not be collected
        Assert.Equal(network.parameters().Sum(p => p.numel()), network.Parameters.Count);
        var x = ones(2, 1, 8, 8);
        var output = network.forward(x, full(2, 0.5f), zeros(2, ScalarType.Int64));
        Assert.All(Values(output), value => Assert.True(float.IsFinite(value), $"The network says {value}."));
        output.Squared().sum().backward();
        foreach (var (name, parameter) in network.named_parameters())
        {
            Assert.Equal(Values(parameter), Values(network.Parameters[name]));
            Assert.All(Values(parameter), value => Assert.True(float.IsFinite(value), $"A number of {name} is {value}."));
            double size = parameter.grad!.abs().sum().ToDouble();
            Assert.True(size > 0, $"The gradient of {name} has the size {size}.");
        }
        Assert.Equal(network.parameters().Sum(p => p.grad!.Squared().sum().ToDouble()), Math.Pow(network.Parameters.GradientNorm(), 2),
            1e-3 * Math.Pow(network.Parameters.GradientNorm(), 2));
        network.Parameters.ValueSpan.Clear();
        Assert.Equal(0, Evaluate(network, x, 0.5f, 0).abs().max().ToDouble());
    }

    [Fact]
    public void A_classifier_gives_features_and_logits_of_its_sizes()
    {
        var options = new ConvClassifierOptions(ImageSize: 12, Channels: 3, Classes: 4, Features: 16);
        using ConvClassifier network = new(options, new Seed(1)), same = new(options, new Seed(1));
        using var random = new TensorRandom(new Seed(3));
        var x = random.Normal([5, 3, 12, 12]);
        var features = network.FeaturesOf(x);
        Assert.Equal([5, 16], features.shape);
        Assert.True(features.min().ToDouble() >= 0);
        Assert.Equal([5, 4], network.forward(x).shape);
        Assert.Equal(0, Difference(network.forward(x), same.forward(x)));
    }

    [Fact]
    public void Accuracy_is_the_share_of_labels_that_are_most_likely()
    {
        using var network = new ConvClassifier(new ConvClassifierOptions(Classes: 3), new Seed(1));
        network.Parameters.ValueSpan.Clear();
        using (no_grad())
            network.Parameters["_logits.bias"][0, 2] = 1; // always class 2
        Assert.Equal(0.75, DigitClassifier.Accuracy(network, ones(4, 1, 28, 28), tensor(new long[] { 2, 2, 0, 2 })));
    }

    /// <summary>A network whose last layer is no longer zero.</summary>
    private static UNet Perturbed()
    {
        var network = new UNet(s_small, new Seed(1));
        using var random = new TensorRandom(new Seed(2));
        using var guard = no_grad();
        network.Parameters.Values.add_(random.Normal([network.Parameters.Count]), 0.05);
        return network;
    }

    private static Tensor Evaluate(UNet network, Tensor x, float time, int label) =>
        network.forward(x, full(x.shape[0], time), full([x.shape[0]], label, dtype: ScalarType.Int64)).detach();

    private static double Difference(Tensor a, Tensor b) => (a - b).abs().max().ToDouble();

    private static float[] Values(Tensor x) => x.detach().contiguous().data<float>().ToArray();
}
