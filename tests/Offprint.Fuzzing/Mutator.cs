using System.Buffers.Binary;

namespace Offprint.Fuzzing;

/// <summary>
/// Damages files as disks, networks and careless tools do: bits, bytes, whole numbers of the kinds that sizes and addresses are, pieces
/// that are
/// missing, doubled or in the wrong place, ends that are cut off or grown.
/// </summary>
public static class Mutator
{
    private const int MostChanges = 4, HeadLength = 512;

    private static readonly long[] s_numbers =
    [
        0, 1, -1, 2, 16, 255, 256, 1000, 4096, 65535, 65536, int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, 1L << 40, long.MaxValue,
            long.MinValue,
    ];

    /// <summary>A damaged copy.</summary>
    /// <param name="whole">The file.</param>
    /// <param name="random">Decides the damage.</param>
    public static byte[] Mutate(byte[] whole, Random random)
    {
        byte[] copy = [.. whole];
        for (int changes = 1 + random.Next(MostChanges); changes > 0 && copy.Length > 0; changes--)
            copy = Change(copy, random);
        return copy;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        // Headers are small and matter most, so half of the changes hit the beginning.
        int place = random.Next(2) == 0 ? random.Next(Math.Min(bytes.Length, HeadLength)) : random.Next(bytes.Length);
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                bytes[place] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 3 or 4:
                bytes[place] = (byte)random.Next(256);
                return bytes;
            case 5 or 6:
                return WithNumber(bytes, place, random);
            case 7:
                return random.Next(2) == 0 ? bytes[..place] : [.. bytes, .. bytes.AsSpan(0, random.Next(Math.Min(bytes.Length, 64) + 1))];
            case 8:
                int length = Math.Min(1 + random.Next(64), bytes.Length - place), other = random.Next(bytes.Length - length + 1);
                bytes.AsSpan(other, length).ToArray().CopyTo(bytes, place);
                return bytes;
            default:
                int gone = Math.Min(1 + random.Next(16), bytes.Length - place);
                return random.Next(2) == 0
                    ? [.. bytes.AsSpan(0, place), .. bytes.AsSpan(place + gone)]
                    : [.. bytes.AsSpan(0, place + gone), .. bytes.AsSpan(place)];
        }
    }

    private static byte[] WithNumber(byte[] bytes, int place, Random random)
    {
        Span<byte> number = stackalloc byte[8];
        long value = random.Next(3) == 0 ? bytes.Length + random.Next(-16, 17) : s_numbers[random.Next(s_numbers.Length)];
        int width = 1 << random.Next(1, 4);
        if (random.Next(4) == 0)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            number = number[^width..];
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            number = number[..width];
        }
        number[..Math.Min(width, bytes.Length - place)].CopyTo(bytes.AsSpan(place));
        return bytes;
    }
}
