namespace Offprint.Interactive.Pictures;

/// <summary>At most 256 colors that stand for all of a picture, by median cut.</summary>
internal sealed class ColorPalette
{
    private const int Size = 256;
    private const int Bits = 5;
    private const int BinCount = 1 << (3 * Bits);

    private ColorPalette(byte[] colors, byte[] indices, double error)
    {
        Colors = colors;
        Indices = indices;
        Error = error;
    }

    /// <summary>Red, green and blue of each index.</summary>
    public byte[] Colors { get; }

    /// <summary>Each pixel's index.</summary>
    public byte[] Indices { get; }

    /// <summary>The mean squared error a channel.</summary>
    public double Error { get; }

    public static ColorPalette Of(byte[] rgb)
    {
        ushort[] keys = new ushort[rgb.Length / 3];
        List<Box> boxes = [new Box(Count(rgb, keys))];
        while (boxes.Count < Size && boxes.MaxBy(box => box.Score) is { Score: > 0 } widest)
        {
            boxes.Remove(widest);
            boxes.AddRange(widest.Cut());
        }
        byte[] colors = new byte[boxes.Count * 3];
        byte[] indexOfBin = new byte[BinCount];
        double squares = 0;
        for (int i = 0; i < boxes.Count; i++)
        {
            for (int channel = 0; channel < 3; channel++)
                colors[(i * 3) + channel] = boxes[i].Mean(channel);
            foreach (var bin in boxes[i].Bins)
            {
                indexOfBin[bin.Key] = (byte)i;
                squares += bin.SquaredDistance(colors.AsSpan(i * 3, 3));
            }
        }
        byte[] indices = new byte[keys.Length];
        for (int i = 0; i < keys.Length; i++)
            indices[i] = indexOfBin[keys[i]];
        return new ColorPalette(colors, indices, squares / Math.Max(1, rgb.Length));
    }

    /// <summary>
    /// Counts colors in bins of eight levels a side, and notes each pixel's bin. One pass over millions of pixels: kept plain.
    /// </summary>
    private static Bin[] Count(byte[] rgb, ushort[] keys)
    {
        const int shift = 8 - Bits;
        var bins = new Bin[BinCount];
        for (int i = 0, at = 0; i < keys.Length; i++, at += 3)
        {
            int red = rgb[at], green = rgb[at + 1], blue = rgb[at + 2];
            int key = ((red >> shift) << (2 * Bits)) | ((green >> shift) << Bits) | (blue >> shift);
            keys[i] = (ushort)key;
            ref var bin = ref bins[key];
            bin.Key = key;
            bin.Count++;
            bin.Red += red;
            bin.Green += green;
            bin.Blue += blue;
            bin.Squares += (red * red) + (green * green) + (blue * blue);
        }
        return [.. bins.Where(b => b.Count > 0)];
    }

    /// <summary>Colors that share a place in the palette.</summary>
    private sealed class Box
    {
        private readonly int _channel;
        private readonly double _middle;

        public Box(Bin[] bins)
        {
            Bins = bins;
            double width = 0;
            for (int channel = 0; channel < 3; channel++)
            {
                double low = bins.Min(b => b.Mean(channel)), high = bins.Max(b => b.Mean(channel));
                if (high - low > width)
                    (_channel, _middle, width) = (channel, (low + high) / 2, high - low);
            }
            Score = width * Math.Sqrt(bins.Sum(b => b.Count));
        }

        public Bin[] Bins { get; }

        /// <summary>How much the colors differ, weighed by the root of their number so that small marks keep their colors.</summary>
        public double Score { get; }

        public byte Mean(int channel) => (byte)Math.Round(Bins.Sum(b => b.Mean(channel) * b.Count) / Bins.Sum(b => b.Count));

        /// <summary>Cuts across the widest channel in the middle of its range.</summary>
        public Box[] Cut() => [new([.. Bins.Where(b => b.Mean(_channel) <= _middle)]),
            new([.. Bins.Where(b => b.Mean(_channel) > _middle)])];
    }

    private struct Bin
    {
        public int Key;
        public long Count;
        public long Red;
        public long Green;
        public long Blue;
        public long Squares;

        public readonly double Mean(int channel) => (double)(channel switch { 0 => Red, 1 => Green, _ => Blue }) / Count;

        /// <summary>The squared distances of all its pixels to a color, from their sums.</summary>
        public readonly double SquaredDistance(ReadOnlySpan<byte> color) =>
            Squares - (2.0 * ((Red * color[0]) + (Green * color[1]) + (Blue * color[2])))
            + (Count * ((double)(color[0] * color[0]) + (color[1] * color[1]) + (color[2] * color[2])));
    }
}
