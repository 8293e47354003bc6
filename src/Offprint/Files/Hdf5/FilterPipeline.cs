using PureHDF.Filters;

namespace Offprint.Files.Hdf5;

/// <summary>What was done to each chunk before it was written, in this order: shuffled, compressed, summed up.</summary>
internal sealed class FilterPipeline(IReadOnlyList<(ushort Id, string Name, uint[] Parameters)> filters)
{
    private const int MaxFilters = 32;

    private static readonly Dictionary<ushort, IH5Filter> s_known = new IH5Filter[]
    {
        new DeflateFilter(), new ShuffleFilter(), new Fletcher32Filter(), new ScaleOffsetFilter(), new LzfFilter(),
    }.ToDictionary(filter => filter.FilterId);

    /// <summary>What one byte can become at most.</summary>
    public long Expansion => filters.Any(filter => filter.Id is DeflateFilter.Id or LzfFilter.Id or ScaleOffsetFilter.Id)
        ? CheckedMemory.DeflateLimit : 1;

    /// <summary>A filter that is not known, with the remedy; <see langword="null"/> if all are.</summary>
    public string? Problem => filters.FirstOrDefault(filter => !s_known.ContainsKey(filter.Id)) is { Id: > 0 } unknown
        ? $"is compressed with filter {unknown.Id} ({unknown.Name}), which is not read; rewrite it with h5repack -f GZIP=4"
        : null;

    public static FilterPipeline Read(Block block)
    {
        int version = block.Byte(), count = block.Byte();
        if (version is not (1 or 2) || count > MaxFilters)
            throw block.Damage($"has a list of {count} filters, of version {version}");
        if (version == 1)
            block.Skip(6);
        var filters = new List<(ushort, string, uint[])>();
        for (int i = 0; i < count; i++)
        {
            ushort id = block.UInt16();
            int nameLength = version == 1 || id >= 256 ? block.UInt16() : 0;
            block.Skip(2);
            uint[] parameters = new uint[block.UInt16()];
            string name = block.Text(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength).TrimEnd('\0');
            for (int p = 0; p < parameters.Length; p++)
                parameters[p] = block.UInt32();
            if (version == 1 && parameters.Length % 2 == 1)
                block.Skip(4);
            filters.Add((id, name, parameters));
        }
        return new(filters);
    }

    /// <summary>Undoes the filters of a chunk, except those that its mask says were left out.</summary>
    /// <exception cref="InvalidDataException">The chunk is damaged.</exception>
    public Memory<byte> Undo(Memory<byte> chunk, int size, uint mask)
    {
        for (int i = filters.Count - 1; i >= 0; i--)
        {
            if ((mask >> i & 1) != 0)
                continue;
            (ushort id, _, uint[] parameters) = filters[i];
            if (id == Fletcher32Filter.Id && chunk.Length < 4)
                throw new InvalidDataException("A chunk is shorter than its checksum");
            if (id == ShuffleFilter.Id && (parameters.Length == 0 || parameters[0] == 0 || parameters[0] > chunk.Length))
                continue; // elements of one byte, or fewer bytes than an element: nothing was moved
            chunk = s_known[id].Filter(new(H5FilterFlags.Decompress, parameters, size, chunk));
        }
        return chunk;
    }
}
