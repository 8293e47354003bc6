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
        List<Bin[]> boxes = [bins];
        while (boxes.Count < Size)
        {
            int widest = Widest(boxes);
            if (widest < 0)
                break;
            var (first, second) = Cut(boxes[widest]);
            boxes[widest] = first;
            boxes.Add(second);
        }
        byte[] colors = new byte[boxes.Count * 3];
        byte[] index = new byte[BinCount];
        for (int i = 0; i < boxes.Count; i++)
        {
            long count = boxes[i].Sum(b => b.Count);
            for (int channel = 0; channel < 3; channel++)
                colors[(i * 3) + channel] = (byte)Math.Round(boxes[i].Sum(b => b.Mean(channel) * b.Count) / count);
            foreach (var bin in boxes[i])
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

    /// <summary>The box whose colors differ most, weighed by the root of their number so that small marks keep their colors.</summary>
    private static int Widest(List<Bin[]> boxes)
    {
        int widest = -1;
        double most = 0;
        for (int i = 0; i < boxes.Count; i++)
        {
            if (boxes[i].Length < 2)
                continue;
            double width = Width(boxes[i]).Width * Math.Sqrt(boxes[i].Sum(b => b.Count));
            if (width > most)
                (widest, most) = (i, width);
        }
        return widest;
    }

    private static (int Channel, double Width) Width(Bin[] box) =>
        Enumerable.Range(0, 3).Select(c => (Channel: c, Width: box.Max(b => b.Mean(c)) - box.Min(b => b.Mean(c)))).MaxBy(w => w.Width);

    /// <summary>Cuts across the widest channel in the middle of its range.</summary>
    private static (Bin[] First, Bin[] Second) Cut(Bin[] box)
    {
        int channel = Width(box).Channel;
        double middle = (box.Max(b => b.Mean(channel)) + box.Min(b => b.Mean(channel))) / 2;
        return ([.. box.Where(b => b.Mean(channel) <= middle)], [.. box.Where(b => b.Mean(channel) > middle)]);
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
