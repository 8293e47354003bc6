using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks.Images;

public sealed class RandomShiftTests
{
    private static readonly Seed[] s_seeds = [new(3), new(4)];

    /// <summary>libtorch pads and crops; the second stream of the same seeds tells where.</summary>
    [Theory, InlineData(4, true), InlineData(1, false), InlineData(6, false), InlineData(0, true)]
    public void It_is_a_crop_of_the_image_padded_by_its_edge(int pad, bool shared)
    {
        using var scope = NewDisposeScope();
        using PopulationRandom random = new(s_seeds), again = new(s_seeds);
        const int channels = 3, size = 7, rows = 40;
        Tensor images = randn(shared ? 1 : 2, rows, channels * size * size);
        Tensor shifted = RandomShift.Apply(images, channels, size, pad, random).view(2, rows, channels, size, size);
        Tensor padded = nn.functional.pad(images.view(-1, channels, size, size), [pad, pad, pad, pad], PaddingModes.Replicate)
            .view(shared ? 1 : 2, rows, channels, size + 2 * pad, size + 2 * pad);
        for (int p = 0; p < 2; p++)
        {
            for (int row = 0; row < rows; row++)
            {
                int y = again.Host(p).NextInt(2 * pad + 1), x = again.Host(p).NextInt(2 * pad + 1);
                Tensor crop = padded[shared ? 0 : p, row].narrow(1, y, size).narrow(2, x, size);
                Assert.True(crop.equal(shifted[p, row]).all().item<bool>());
            }
        }
        Assert.Equal(shared && pad == 0, shifted[0].equal(shifted[1]).all().item<bool>()); // each member has shifts of its own
    }

    /// <summary>Of nine shifts by at most one pixel each is as likely; of 9,000 images within 5σ (false alarm below 10⁻⁵).</summary>
    [Fact]
    public void All_shifts_are_as_likely()
    {
        using var scope = NewDisposeScope();
        using PopulationRandom random = new([new(8)]);
        const int rows = 9000;
        Tensor image = arange(9).to_type(ScalarType.Float32).view(1, 1, 9).expand(1, rows, 9);
        float[] middles = RandomShift.Apply(image, 1, 3, 1, random).view(rows, 9).select(1, 4).contiguous().data<float>().ToArray();
        double deviation = Math.Sqrt(rows * (1 / 9.0) * (8 / 9.0));
        for (int pixel = 0; pixel < 9; pixel++)
            Assert.InRange(middles.Count(value => value == pixel), rows / 9 - 5 * deviation, rows / 9 + 5 * deviation);
    }

    [Fact]
    public void Other_shapes_and_shifts_are_refused()
    {
        using var scope = NewDisposeScope();
        using PopulationRandom random = new(s_seeds);
        Assert.Contains("[2, B, 9] or [1, B, 9], not [3, 4, 9]",
            Assert.Throws<ArgumentException>(() => RandomShift.Apply(zeros(3, 4, 9), 1, 3, 1, random)).Message);
        Assert.Throws<ArgumentException>(() => RandomShift.Apply(zeros(2, 4, 8), 1, 3, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomShift.Apply(zeros(2, 4, 9), 1, 3, 3, random));
    }
}
