namespace Offprint.Files.Hdf5;

/// <summary>The elements of data sets as the file has them, chunks put together.</summary>
internal sealed class RawData(Storage file)
{
    /// <summary>Memory that data sets may take without bytes in the file: parts that were never written hold the fill value.</summary>
    private const long Unwritten = 64 << 20;

    /// <summary>Bytes that a data set can justify to allocate.</summary>
    /// <exception cref="InvalidDataException">It is larger than what the file can hold.</exception>
    public void CheckSize(StoredDataset data, Int128 bytes, string origin)
    {
        long available = data.Layout switch
        {
            Layout.Compact compact => compact.Data.Length,
            Layout.Contiguous { Address: not Storage.Undefined } => file.Length,
            _ => Math.Max(file.Length, Unwritten / (data.Filters?.Expansion ?? 1)),
        };
        CheckedMemory.Check(bytes, available, origin, data.Layout is Layout.Chunked ? data.Filters?.Expansion ?? 1 : 1);
    }

    /// <summary>Reads all elements.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="target">Receives their bytes, in C order.</param>
    /// <exception cref="InvalidDataException">The data are damaged, or stored in a way that is not read.</exception>
    public void Read(StoredDataset data, Span<byte> target)
    {
        switch (data.Layout)
        {
            case Layout.Compact { Data.Length: var length } compact when length >= target.Length:
                compact.Data.AsSpan(0, target.Length).CopyTo(target);
                break;
            case Layout.Contiguous { Address: not Storage.Undefined } contiguous:
                if (contiguous.Length >= 0 && contiguous.Length < target.Length)
                    throw file.Damage("data", contiguous.Address, $"have {contiguous.Length} bytes, the shape asks for {target.Length}");
                file.Read(contiguous.Address, target, "data");
                break;
            case Layout.Contiguous:
                Fill(data, target);
                break;
            case Layout.Chunked chunked:
                ReadChunks(data, chunked, target);
                break;
            case Layout.Elsewhere elsewhere:
                throw new InvalidDataException($"it {elsewhere.How}, which is not read; rewrite the file with h5repack.");
            default:
                throw file.Damage("data", data.Address, $"have fewer bytes than the {target.Length} that the shape asks for");
        }
    }

    private void ReadChunks(StoredDataset data, Layout.Chunked layout, Span<byte> target)
    {
        long[] lengths = data.Space.Lengths!;
        int size = data.Type.Size;
        if (layout.Lengths.Length != lengths.Length || layout.ElementSize != size)
            throw file.Damage("data", data.Address,
                $"have chunks of {layout.Lengths.Length} dimensions and elements of {layout.ElementSize} bytes");
        if (data.Filters?.Problem is { } problem)
            throw new InvalidDataException($"it {problem}.");
        Int128 count = 1;
        foreach (long length in layout.Lengths)
            count = Int128.Min(count * length, long.MaxValue);
        Int128 chunkBytes = count * size;
        if (chunkBytes > uint.MaxValue)
            throw file.Damage("data", data.Address, $"have chunks of {chunkBytes} bytes, more than the format allows");
        Fill(data, target);
        if (layout.Address == Storage.Undefined || target.IsEmpty)
            return;
        byte[] buffer = [];
        foreach (ChunkRecord chunk in Chunks(data, layout, (long)chunkBytes))
        {
            if (data.Filters is null && chunk.Length != chunkBytes)
                throw file.Damage("data", chunk.Address, $"have a chunk of {chunk.Length} bytes instead of {chunkBytes}");
            file.CheckRange(chunk.Address, chunk.Length, "data");
            if (buffer.Length < chunk.Length)
                buffer = CheckedMemory.Allocate<byte>(chunk.Length, file.Length, $"'{file.Path}': a chunk");
            Memory<byte> elements = buffer.AsMemory(0, (int)chunk.Length);
            file.Read(chunk.Address, elements.Span, "data");
            bool isPlain = layout.PlainEdges && layout.Lengths.Where((length, i) => chunk.Start[i] > lengths[i] - length).Any();
            if (data.Filters is { } filters && !isPlain)
            {
                CheckedMemory.Check(chunkBytes, Math.Max(chunk.Length, Unwritten / filters.Expansion),
                    $"'{file.Path}': the chunk at address {chunk.Address}", filters.Expansion);
                elements = filters.Undo(elements, (int)chunkBytes, chunk.Mask);
            }
            if (elements.Length != chunkBytes)
                throw file.Damage("data", chunk.Address, $"have a chunk of {elements.Length} bytes instead of {chunkBytes}");
            Place(elements.Span, layout.Lengths, chunk.Start, lengths, size, target);
        }
    }

    private IEnumerable<ChunkRecord> Chunks(StoredDataset data, Layout.Chunked layout, long chunkBytes)
    {
        int rank = layout.Lengths.Length;
        bool filtered = data.Filters is not null;
        var grid = new ChunkGrid(layout.Lengths, data.Space);
        switch (layout.Index)
        {
            case ChunkIndex.OldTree:
                return BTree1.Chunks(file, layout.Address, rank);
            case ChunkIndex.Single:
                return [new(layout.Address, filtered ? layout.SingleLength : chunkBytes, layout.SingleMask, new long[rank])];
            case ChunkIndex.Implicit:
                return grid.All().Select(chunk => new ChunkRecord(layout.Address + chunk.Index * chunkBytes, chunkBytes, 0, chunk.Start));
            case ChunkIndex.Tree:
                return BTree2.Records(file, layout.Address, filtered ? 11 : 10).Select(record => OfTree(record.Record));
            default:
                var arrays = new ChunkArrays(file, filtered);
                bool fixedNumber = layout.Index == ChunkIndex.FixedArray;
                return (fixedNumber ? arrays.Fixed(layout.Address) : arrays.Extensible(layout.Address))
                    .Select(place => new ChunkRecord(place.Address, filtered ? place.Length : chunkBytes, place.Mask,
                        grid.Start(place.Index, growing: !fixedNumber)));
        }

        ChunkRecord OfTree(Block record)
        {
            long address = record.AddressOf(), length = filtered ? record.Size(record.Remaining - 4 - 8 * rank) : chunkBytes;
            uint mask = filtered ? record.UInt32() : 0;
            long[] start = new long[rank];
            for (int i = 0; i < rank; i++)
                start[i] = checked(record.Size() * layout.Lengths[i]);
            return new(address, length, mask, start);
        }
    }

    /// <summary>Copies the part of a chunk that lies inside the data set, row by row along the last dimension.</summary>
    private static void Place(ReadOnlySpan<byte> chunk, long[] chunkLengths, long[] start, long[] lengths, int size, Span<byte> target)
    {
        int rank = lengths.Length;
        long[] inside = new long[rank], at = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            inside[i] = Math.Min(chunkLengths[i], lengths[i] - start[i]);
            if (inside[i] <= 0)
                return; // left over from a time when the data set was longer
        }
        // Dimensions that chunk and data set have in common whole are one with the next.
        int last = rank - 1;
        long run = rank == 0 ? size : inside[last] * size;
        while (last > 0 && chunkLengths[last] == lengths[last] && start[last] == 0)
            run *= inside[--last];
        while (true)
        {
            long from = 0, to = 0;
            for (int i = 0; i < rank; i++)
            {
                from = from * chunkLengths[i] + at[i];
                to = to * lengths[i] + start[i] + at[i];
            }
            chunk.Slice((int)(from * size), (int)run).CopyTo(target.Slice((int)(to * size)));
            int d = last - 1;
            while (d >= 0 && ++at[d] == inside[d])
                at[d--] = 0;
            if (d < 0)
                return;
        }
    }

    /// <summary>What elements are that were never written.</summary>
    private static void Fill(StoredDataset data, Span<byte> target)
    {
        target.Clear();
        ReadOnlySpan<byte> value = FillValue.Of(data.Header);
        if (value.Length != data.Type.Size || !value.ContainsAnyExcept((byte)0))
            return;
        for (int place = 0; place + value.Length <= target.Length; place += value.Length)
            value.CopyTo(target[place..]);
    }
}
