using PureHDF.Filters;

namespace Offprint.Files.Hdf5;

/// <summary>h5py's compression <c>lzf</c>, for reading: Marc Lehmann's LibLZF, version 3.6 of its format.</summary>
internal sealed class LzfFilter : IH5Filter
{
    public const ushort Id = 32000;
    private const int LiteralLimit = 32, LongMatch = 7, ChunkLengthAt = 2;

    public ushort FilterId => Id;

    public string Name => "lzf";

    public Memory<byte> Filter(FilterInfo info)
    {
        // h5py writes the chunk's length as the third parameter.
        long length = info.Parameters.Length > ChunkLengthAt && info.Parameters[ChunkLengthAt] != 0 ? info.Parameters[ChunkLengthAt]
            : info.ChunkSize;
        byte[] target = CheckedMemory.Allocate<byte>(length, info.Buffer.Length, "A chunk", CheckedMemory.DeflateLimit);
        return target.AsMemory(0, Decompress(info.Buffer.Span, target));
    }

    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) =>
        throw new NotSupportedException("LZF is read, not written.");

    /// <summary>
    /// A control byte below 32 is followed by one byte more than it says; any other repeats what was written before: its upper three bits
    /// are the length less two (7: the next byte is added), the rest and the next byte the distance less one.
    /// </summary>
    private static int Decompress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int read = 0, written = 0;
        while (read < source.Length)
        {
            int control = source[read++];
            if (control < LiteralLimit)
            {
                Check(read + control + 1 <= source.Length && written + control + 1 <= target.Length);
                source.Slice(read, control + 1).CopyTo(target[written..]);
                (read, written) = (read + control + 1, written + control + 1);
                continue;
            }
            int length = control >> 5;
            if (length == LongMatch)
            {
                Check(read < source.Length);
                length += source[read++];
            }
            Check(read < source.Length);
            int start = written - ((control & 0x1f) << 8) - source[read++] - 1;
            length += 2;
            Check(start >= 0 && written + length <= target.Length);
            for (int i = 0; i < length; i++) // one by one: the two may overlap
                target[written++] = target[start + i];
        }
        return written;
    }

    private static void Check(bool holds)
    {
        if (!holds)
            throw new InvalidDataException("The data that lzf compressed are damaged");
    }
}
