namespace Offprint.Files.Hdf5;

/// <summary>Where the data of a data set lie.</summary>
internal abstract record Layout
{
    /// <summary>In the header itself.</summary>
    public sealed record Compact(byte[] Data) : Layout;

    /// <summary>In one piece; without an address nothing was written yet.</summary>
    public sealed record Contiguous(long Address, long Length) : Layout;

    /// <summary>In chunks.</summary>
    /// <param name="Address">Of the index, or of the chunks themselves; undefined if nothing was written yet.</param>
    /// <param name="Lengths">The length of a chunk in each dimension.</param>
    /// <param name="ElementSize">Bytes of an element.</param>
    /// <param name="Index">Where the chunks are found.</param>
    public sealed record Chunked(long Address, long[] Lengths, int ElementSize, ChunkIndex Index) : Layout
    {
        /// <summary>A single chunk's bytes in the file, where it is filtered.</summary>
        public long SingleLength { get; init; }

        /// <summary>A single chunk's mask of filters that were left out.</summary>
        public uint SingleMask { get; init; }

        /// <summary>Whether chunks that reach beyond the data set's end are stored without filters.</summary>
        public bool PlainEdges { get; init; }
    }

    /// <summary>In other files or data sets.</summary>
    public sealed record Elsewhere(string How) : Layout;

    public static Layout Read(Block block)
    {
        int version = block.Byte();
        return version switch
        {
            1 or 2 => ReadOld(block),
            3 or 4 => block.Byte() switch
            {
                0 => new Compact(block.Take(block.UInt16()).ToArray()),
                1 => new Contiguous(block.AddressOf(), block.Size()),
                2 when version == 3 => ReadChunks3(block),
                2 => ReadChunks4(block),
                3 => new Elsewhere("is a view of other data sets"),
                byte other => throw block.Damage($"has a layout of the unknown class {other}"),
            },
            _ => throw block.Damage($"has a layout of version {version}; 1 to 4 are read"),
        };
    }

    private static Layout ReadOld(Block block)
    {
        int rank = block.Byte(), kind = block.Byte();
        long address = block.Skip(5) is { } rest && kind != 0 ? rest.AddressOf() : Storage.Undefined;
        long[] lengths = ReadLengths(block, rank, 4);
        return kind switch
        {
            0 => new Compact(block.Take((int)Math.Min(block.UInt32(), int.MaxValue)).ToArray()),
            1 => new Contiguous(address, -1),
            2 => Chunks(block, address, lengths, ChunkIndex.OldTree),
            _ => throw block.Damage($"has a layout of the unknown class {kind}"),
        };
    }

    private static Chunked ReadChunks3(Block block)
    {
        int rank = block.Byte();
        long address = block.AddressOf();
        return Chunks(block, address, ReadLengths(block, rank, 4), ChunkIndex.OldTree);
    }

    private static Chunked ReadChunks4(Block block)
    {
        int flags = block.Byte(), rank = block.Byte(), width = block.Byte();
        if (width is < 1 or > 8)
            throw block.Damage($"has lengths of {width} bytes");
        long[] lengths = ReadLengths(block, rank, width);
        var index = (ChunkIndex)block.Byte();
        long single = 0;
        uint mask = 0;
        switch (index)
        {
            case ChunkIndex.Single when (flags & 2) != 0:
                (single, mask) = (block.Size(), block.UInt32());
                break;
            case ChunkIndex.Single or ChunkIndex.Implicit:
                break;
            case ChunkIndex.FixedArray:
                block.Skip(1);
                break;
            case ChunkIndex.ExtensibleArray:
                block.Skip(5);
                break;
            case ChunkIndex.Tree:
                block.Skip(6);
                break;
            default:
                throw block.Damage($"has a chunk index of the unknown kind {(int)index}");
        }
        return Chunks(block, block.AddressOf(), lengths, index) with { SingleLength = single, SingleMask = mask,
            PlainEdges = (flags & 1) != 0 };
    }

    /// <summary>The last length is that of an element.</summary>
    private static Chunked Chunks(Block block, long address, long[] lengths, ChunkIndex index) =>
        lengths.Length >= 1 && lengths.All(length => length > 0) && lengths[^1] <= int.MaxValue
            ? new(address, lengths[..^1], (int)lengths[^1], index)
            : throw block.Damage($"has chunks of [{string.Join(", ", lengths)}]");

    private static long[] ReadLengths(Block block, int rank, int width)
    {
        long[] lengths = new long[rank];
        for (int i = 0; i < rank; i++)
            lengths[i] = block.Size(width);
        return lengths;
    }
}

/// <summary>How chunks are found.</summary>
internal enum ChunkIndex
{
    /// <summary>A B-tree of version 1, without checksums.</summary>
    OldTree = 0,

    /// <summary>There is one chunk.</summary>
    Single = 1,

    /// <summary>They lie one after another.</summary>
    Implicit = 2,

    /// <summary>An array of as many places as chunks are possible.</summary>
    FixedArray = 3,

    /// <summary>An array that grows.</summary>
    ExtensibleArray = 4,

    /// <summary>A B-tree of version 2.</summary>
    Tree = 5,
}
