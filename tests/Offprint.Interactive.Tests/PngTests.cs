using System.Buffers.Binary;
using Offprint.Interactive.Pictures;

namespace Offprint.Interactive.Tests;

public class PngTests
{
    internal static (int Width, int Height) Size(byte[] png)
    {
        Assert.True(png.AsSpan().StartsWith(Png.Signature));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Fact]
    public void The_smallest_file_is_that_of_the_specification()
    {
        byte[] png = Png.Encode(1, 1, PngColor.Gray, [0]);
        Assert.Equal((1, 1), Size(png));
        // The checksum of an empty IEND chunk is a constant of the format.
        Assert.Equal([0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82], png[^12..]);
    }

    [Fact]
    public void Wrong_pixel_counts_are_refused() =>
        Assert.Throws<ArgumentException>(() => Png.Encode(2, 2, PngColor.Rgb, new byte[4]));

    [Fact]
    public void Few_colors_survive_the_palette_exactly()
    {
        byte[] rgb = new byte[64 * 64 * 3];
        byte[][] colors = [[255, 255, 255], [0, 114, 178], [213, 94, 0], [34, 34, 34]];
        for (int i = 0; i < rgb.Length / 3; i++)
            colors[i * 7 % 4].CopyTo(rgb, i * 3);
        var palette = ColorPalette.Of(rgb);
        Assert.Equal(0, palette.Error);
        Assert.Equal(colors[7 * 5 % 4], palette.Colors.AsSpan(palette.Indices[5] * 3, 3).ToArray());
        byte[] original = Png.Encode(64, 64, PngColor.Rgb, rgb);
        Assert.Equal((64, 64), Size(PngCompactor.Compact(original)));
        Assert.True(PngCompactor.Compact(original).Length <= original.Length);
    }

    [Fact]
    public void Pictures_with_more_colors_than_a_palette_can_show_stay_as_they_are()
    {
        byte[] rgb = new byte[128 * 128 * 3];
        new Random(1).NextBytes(rgb);
        byte[] original = Png.Encode(128, 128, PngColor.Rgb, rgb);
        Assert.Same(original, PngCompactor.Compact(original));
    }
}
