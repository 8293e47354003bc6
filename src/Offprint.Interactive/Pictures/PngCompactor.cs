using System.Buffers.Binary;
using System.IO.Compression;

namespace Offprint.Interactive.Pictures;

/// <summary>Rewrites a picture, such as a browser's screenshot, with a palette, which makes charts three to five times smaller.</summary>
internal static class PngCompactor
{
    // Mean squared error a channel above which a palette would show, as in photographs.
    private const double Tolerance = 6;

    /// <summary>The smaller file, or the same where a palette would spoil the picture or the format is another one.</summary>
    public static byte[] Compact(byte[] png)
    {
        if (!TryRead(png, out int width, out int height, out byte[] rgb))
            return png;
        var palette = ColorPalette.Of(rgb);
        if (palette.Error > Tolerance)
            return png;
        byte[] compact = Png.Encode(width, height, PngColor.Indexed, palette.Indices, palette.Colors);
        return compact.Length < png.Length ? compact : png;
    }

    /// <summary>Reads what browsers write: eight bits a sample, with or without opacity, not interlaced.</summary>
    private static bool TryRead(byte[] png, out int width, out int height, out byte[] rgb)
    {
        width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        rgb = [];
        int samples = png[25] switch { 2 => 3, 6 => 4, _ => 0 };
        if (samples == 0 || png[24] != 8 || png[28] != 0)
            return false;
        byte[] rows = Inflate(png, (width * samples) + 1, height);
        rgb = new byte[width * height * 3];
        int stride = width * samples;
        byte[] line = new byte[stride], above = new byte[stride];
        for (int y = 0; y < height; y++)
        {
            var packed = rows.AsSpan(y * (stride + 1), stride + 1);
            Unfilter(packed[0], packed[1..], line, above, samples);
            for (int from = 0, to = y * width * 3; from < stride; from += samples, to += 3)
            {
                rgb[to] = line[from];
                rgb[to + 1] = line[from + 1];
                rgb[to + 2] = line[from + 2];
            }
            (line, above) = (above, line);
        }
        return true;
    }

    private static byte[] Inflate(byte[] png, int stride, int height)
    {
        using var packed = new MemoryStream();
        for (int at = Png.Signature.Length; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                packed.Write(png, at + 8, length);
            at += length + 12;
        }
        packed.Position = 0;
        byte[] rows = new byte[stride * height];
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        zlib.ReadExactly(rows);
        return rows;
    }

    /// <summary>Undoes the filters of section 9 of the PNG specification.</summary>
    private static void Unfilter(byte filter, ReadOnlySpan<byte> packed, byte[] line, byte[] above, int samples)
    {
        packed.CopyTo(line);
        if (filter == 0)
            return;
        if (filter == 2)
        {
            for (int i = 0; i < line.Length; i++)
                line[i] += above[i];
            return;
        }
        for (int i = 0; i < line.Length; i++)
        {
            int left = i >= samples ? line[i - samples] : 0;
            line[i] += filter switch
            {
                1 => (byte)left,
                3 => (byte)((left + above[i]) / 2),
                _ => (byte)Paeth(left, above[i], i >= samples ? above[i - samples] : 0),
            };
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - (2 * corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
