namespace Offprint.Interactive.Pictures;

/// <summary>At most 256 colors that stand for all of a picture, by median cut.</summary>
internal sealed class ColorPalette
{
    private const int Size = 256;
    private const int Bits = 5;
    private const int BinCount = 1 << (3 * Bits);

    private readonly byte[] _indexOfBin;

    private ColorPalette(byte[] colors, byte[] indexOfBin)
    {
        Colors = colors;
        _indexOfBin = indexOfBin;
    }

    /// <summary>Red, green and blue of each index.</summary>
    public byte[] Colors { get; }

    public static ColorPalette Of(ReadOnlySpan<byte> rgb)
    {
        var bins = Count(rgb);
        List<Box> boxes = [new Box(bins)];
        while (boxes.Count < Size && boxes.MaxBy(box => box.Score) is { Score: > 0 } widest)
        {
            boxes.Remove(widest);
            boxes.AddRange(widest.Cut());
        }
        byte[] colors = new byte[boxes.Count * 3];
        byte[] index = new byte[BinCount];
        for (int i = 0; i < boxes.Count; i++)
        {
            for (int channel = 0; channel < 3; channel++)
                colors[(i * 3) + channel] = boxes[i].Mean(channel);
            foreach (var bin in boxes[i].Bins)
                index[bin.Key] = (byte)i;
        }
        return new ColorPalette(colors, index);
    }

    /// <summary>Each pixel's index, and the mean squared error a channel.</summary>
    public byte[] Map(ReadOnlySpan<byte> rgb, out double error)
    {
        byte[] indices = new byte[rgb.Length / 3];
        long squares = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            var pixel = rgb.Slice(i * 3, 3);
            byte index = indices[i] = _indexOfBin[Key(pixel)];
            for (int channel = 0; channel < 3; channel++)
            {
                int difference = pixel[channel] - Colors[(index * 3) + channel];
                squares += difference * difference;
            }
        }
        error = (double)squares / rgb.Length;
        return indices;
    }

    private static int Key(ReadOnlySpan<byte> pixel) =>
        ((pixel[0] >> (8 - Bits)) << (2 * Bits)) | ((pixel[1] >> (8 - Bits)) << Bits) | (pixel[2] >> (8 - Bits));

    private static Bin[] Count(ReadOnlySpan<byte> rgb)
    {
        var bins = new Bin[BinCount];
        for (int i = 0; i < rgb.Length; i += 3)
        {
            var pixel = rgb.Slice(i, 3);
            int key = Key(pixel);
            ref var bin = ref bins[key];
            bin.Key = key;
            bin.Count++;
            bin.Red += pixel[0];
            bin.Green += pixel[1];
            bin.Blue += pixel[2];
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
        public Box[] Cut() => [new([.. Bins.Where(b => b.Mean(_channel) <= _middle)]), new([.. Bins.Where(b => b.Mean(_channel) > _middle)])];
    }

    private struct Bin
    {
        public int Key;
        public long Count;
        public long Red;
        public long Green;
        public long Blue;

        public readonly double Mean(int channel) => (double)(channel switch { 0 => Red, 1 => Green, _ => Blue }) / Count;
    }
}
