using Offprint.Environments;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tests.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks.Images;

[Collection(nameof(TensorCounting))]
public sealed class PixelEncoderTests
{
    private const int Channels = 2, Image = 17, Rows = 4;
    private static readonly PixelEncoderOptions s_options = new() { Channels = Channels, Filters = 3, Size = 5 };
    private static readonly Seed[] s_seeds = [new(1), new(2), new(3)];

    /// <summary>Sums over pixels and channels, written out in double precision.</summary>
    [Fact]
    public void It_computes_convolutions_a_linear_layer_its_normalization_and_tanh()
    {
        using var scope = NewDisposeScope();
        using PixelEncoder encoder = Make(3);
        using (no_grad())
            encoder.Parameters.Values.add_(randn(encoder.Parameters.Count) * 0.1); // biases and gains, too
        Tensor images = Images(3);
        float[] z = Flat(encoder.Forward(images)), x = Flat(images);
        for (int p = 0; p < 3; p++)
        {
            for (int row = 0; row < Rows; row++)
            {
                double[] h = [.. x.Skip((p * Rows + row) * Channels * Image * Image).Take(Channels * Image * Image).Select(v => (double)v)];
                int channels = Channels, size = Image;
                for (int layer = 0; layer < 4; layer++, channels = 3)
                    (h, size) = Convolve(h, channels, size, Of(encoder, $"conv{layer}.weight", p), Of(encoder, $"conv{layer}.bias", p),
                        layer == 0 ? 2 : 1);
                Assert.Equal(2, size); // 17, 8, 6, 4, 2
                double[] expected = Head(h, Of(encoder, "trunk.weight", p), Of(encoder, "trunk.bias", p), Of(encoder, "norm.gain", p),
                    Of(encoder, "norm.bias", p));
                for (int i = 0; i < 5; i++)
                    Assert.Equal(expected[i], z[(p * Rows + row) * 5 + i], 2e-5);
            }
        }
    }

    /// <summary>Along the gradient of a random sum of z, of each parameter on its own.</summary>
    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        using PixelEncoder encoder = Make(2);
        Tensor images = Images(2), weights = randn(2, Rows, 5);
        Tensor Loss() => (encoder.Forward(images) * weights).sum();
        Loss().backward();
        foreach (ParameterSpec spec in encoder.Parameters.Specs)
        {
            using var guard = no_grad();
            Tensor value = encoder.Parameters[spec.Name], direction = value.grad!.clone(), before = value.clone();
            double length = direction.norm().item<float>();
            Assert.True(length > 1e-3, spec.Name);
            direction = direction / length;
            const double step = 2e-3;
            value.copy_(before + direction * step);
            double up = Loss().item<float>();
            value.copy_(before - direction * step);
            double slope = (up - Loss().item<float>()) / (2 * step);
            value.copy_(before);
            Assert.True(Math.Abs(slope - length) < 0.03 * length, $"{spec.Name}: {slope} instead of {length}"); // kinks of ReLU between
        }
    }

    /// <summary>A member's numbers and gradients are the same bits with and without others, on images of its own or shared ones.</summary>
    [Fact]
    public void A_member_does_not_depend_on_the_others()
    {
        using var scope = NewDisposeScope();
        using PixelEncoder one = Make(1), three = Make(3);
        Tensor images = Images(3), shared = images.narrow(0, 0, 1);
        Tensor alone = one.Forward(shared), together = three.Forward(shared);
        Assert.Equal(Flat(alone), Flat(together[0]));
        Assert.Equal(Flat(three.Forward(shared.expand(3, -1, -1))), Flat(together));
        Assert.NotEqual(Flat(together[0]), Flat(together[1]));
        alone.sum().backward();
        three.Forward(images).sum().backward();
        foreach (ParameterSpec spec in one.Parameters.Specs)
            Assert.Equal(Flat(one.Parameters[spec.Name].grad![0]), Flat(three.Parameters[spec.Name].grad![0]));
    }

    [Theory, InlineData(64, 20000), InlineData(84, 39200)]
    public void Sizes_are_those_of_the_published_encoder(int image, long features)
    {
        using var encoder = new PixelEncoderOptions().Create(new BoxSpace(9 * image * image), [new(1)]);
        Assert.Equal([1, 32, 9, 3, 3], encoder.Parameters["conv0.weight"].shape);
        Assert.Equal([1, features, 50], encoder.Parameters["trunk.weight"].shape);
        Assert.Equal(32 * 9 * 9 + 3 * 32 * 32 * 9 + 4 * 32 + features * 50 + 3 * 50, encoder.Parameters.Count);
    }

    [Fact]
    public void Weights_begin_orthogonal_and_biases_at_zero()
    {
        using var scope = NewDisposeScope();
        using PixelEncoder encoder = Make(2);
        for (int p = 0; p < 2; p++)
        {
            for (int layer = 0; layer < 4; layer++)
            {
                Tensor kernel = encoder.Parameters[$"conv{layer}.weight"][p].flatten(1);
                Assert.InRange((kernel.matmul(kernel.t()) - eye(3) * 2).abs().max().item<float>(), 0, 1e-5);
                Assert.Equal(0, encoder.Parameters[$"conv{layer}.bias"].abs().max().item<float>());
            }
            Tensor trunk = encoder.Parameters["trunk.weight"][p];
            Assert.InRange((trunk.t().matmul(trunk) - eye(5)).abs().max().item<float>(), 0, 1e-5);
        }
        Tensor before = encoder.Forward(Images(2)).atanh(); // normalized: gains begin at one
        Assert.InRange(before.mean([2]).abs().max().item<float>(), 0, 1e-4);
        Assert.InRange((before.square().mean([2]) - 1).abs().max().item<float>(), 0, 2e-2);
    }

    [Fact]
    public void What_is_no_image_of_its_size_is_named()
    {
        string Refused(int observation, PixelEncoderOptions options) =>
            Assert.ThrowsAny<ArgumentException>(() => options.Create(new BoxSpace(observation), [new(1)])).Message;
        Assert.Contains("9 channels that is square", Refused(9 * 64 * 63, new()));
        Assert.Contains("at least 15 pixels", Refused(9 * 14 * 14, new()));
        Assert.Contains("[0, 14]", Refused(15 * 15, new() { Channels = 1, Shift = 15 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelEncoder(new() { Filters = 0 }, 9 * 64 * 64, [new(1)]));
        using PixelEncoder encoder = Make(2);
        using var scope = NewDisposeScope();
        Assert.Contains("takes [2, B, 578] or [1, B, 578], not [3, 4, 578]",
            Assert.Throws<ArgumentException>(() => encoder.Forward(zeros(3, 4, 578))).Message);
        Assert.Contains("[2, 4, 577]", Assert.Throws<ArgumentException>(() => encoder.Forward(zeros(2, 4, 577))).Message);
    }

    [Fact]
    public void Passes_leave_no_tensor_behind()
    {
        using PixelEncoder encoder = Make(2);
        void Pass()
        {
            using var scope = NewDisposeScope();
            using PopulationRandom random = new(s_seeds[..2]);
            encoder.Forward(encoder.Augment(Images(2), random)).sum().backward();
        }
        Pass();
        long before = TensorCounting.Settled();
        Pass();
        Assert.Equal(before, TensorCounting.Settled());
    }

    [Fact]
    public void Augmentation_shifts_and_zero_leaves_images_as_they_are()
    {
        using var scope = NewDisposeScope();
        using PixelEncoder encoder = Make(2), still = (s_options with { Shift = 0 }).Create(new BoxSpace(578), s_seeds[..2]);
        using PopulationRandom random = new(s_seeds[..2]), again = new(s_seeds[..2]);
        Tensor images = Images(2);
        Assert.Equal(Flat(RandomShift.Apply(images, Channels, Image, 4, again)), Flat(encoder.Augment(images, random)));
        Assert.Same(images, still.Augment(images, random));
    }

    private static PixelEncoder Make(int population) => s_options.Create(new BoxSpace(Channels * Image * Image), s_seeds[..population]);

    private static Tensor Images(int population)
    {
        using PopulationRandom random = new(s_seeds[..population]);
        return random.Uniform(Rows, Channels * Image * Image) - 0.5;
    }

    private static float[] Of(PixelEncoder encoder, string name, int member) => Flat(encoder.Parameters[name][member]);

    private static (double[] Y, int Size) Convolve(double[] x, int channels, int size, float[] kernel, float[] bias, int stride)
    {
        int after = (size - 3) / stride + 1;
        double[] y = new double[bias.Length * after * after];
        for (int o = 0; o < bias.Length; o++)
        {
            for (int i = 0; i < after * after; i++)
            {
                double sum = bias[o];
                for (int c = 0; c < channels; c++)
                {
                    for (int k = 0; k < 9; k++)
                    {
                        int row = i / after * stride + k / 3, column = i % after * stride + k % 3;
                        sum += kernel[(o * channels + c) * 9 + k] * x[(c * size + row) * size + column];
                    }
                }
                y[o * after * after + i] = Math.Max(sum, 0);
            }
        }
        return (y, after);
    }

    private static double[] Head(double[] h, float[] weight, float[] bias, float[] gain, float[] shift)
    {
        double[] y = [.. bias.Select((b, i) => b + h.Select((value, k) => value * weight[k * bias.Length + i]).Sum())];
        double mean = y.Average(), deviation = Math.Sqrt(y.Average(value => (value - mean) * (value - mean)) + 1e-5);
        return [.. y.Select((value, i) => Math.Tanh((value - mean) / deviation * gain[i] + shift[i]))];
    }

    private static float[] Flat(Tensor x) => x.detach().contiguous().data<float>().ToArray();
}
