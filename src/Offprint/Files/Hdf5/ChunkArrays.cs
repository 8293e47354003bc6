using System.Numerics;

namespace Offprint.Files.Hdf5;

/// <summary>
/// Arrays that say where chunks lie: one of a fixed number of places, one that grows. All their pieces have checksums, which are verified.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="filtered">Whether a place also holds a chunk's length and mask.</param>
internal sealed class ChunkArrays(Storage file, bool filtered)
{
    private const string Kind = "list of chunks";
    private const int BlockPrefix = 14; // signature, version, kind of client, address of the header

    private int _placeLength;

    /// <summary>A place in an array.</summary>
    /// <param name="Index">The chunk's number.</param>
    /// <param name="Address">Where it lies.</param>
    /// <param name="Length">Its bytes there; 0 where chunks are not filtered.</param>
    /// <param name="Mask">Filters that were left out.</param>
    public readonly record struct Place(long Index, long Address, long Length, uint Mask);

    public IEnumerable<Place> Fixed(long address)
    {
        Block head = file.Block(address, 28, Kind).Expect("FAHD").Verified();
        ReadClient(head);
        int pageBits = head.Byte();
        long count = head.Size(), data = head.AddressOf();
        if (data == Storage.Undefined)
            yield break;
        if (pageBits > 31 || count > file.Length)
            throw head.Damage($"has {count} places");
        long inPage = 1L << pageBits;
        if (count <= inPage)
        {
            Block whole = file.Block(data, BlockPrefix + count * _placeLength + 4, Kind).Expect("FADB").Verified().Skip(BlockPrefix - 4);
            foreach (Place place in Places(whole, 0, count))
                yield return place;
            yield break;
        }
        long pages = (count + inPage - 1) / inPage, bitmapLength = (pages + 7) / 8;
        Block block = file.Block(data, BlockPrefix + bitmapLength + 4, Kind).Expect("FADB").Verified().Skip(BlockPrefix - 4);
        byte[] written = block.Take((int)bitmapLength).ToArray();
        long next = data + BlockPrefix + bitmapLength + 4;
        for (long page = 0; page < pages; page++, next += inPage * _placeLength + 4)
        {
            long inThis = Math.Min(inPage, count - page * inPage);
            if (!IsSet(written, page))
                continue;
            foreach (Place place in Places(file.Block(next, inThis * _placeLength + 4, Kind).Verified(), page * inPage, inThis))
                yield return place;
        }
    }

    public IEnumerable<Place> Extensible(long address)
    {
        Block head = file.Block(address, 72, Kind).Expect("EAHD").Verified();
        ReadClient(head);
        int bits = head.Byte(), inIndex = head.Byte(), leastInBlock = head.Byte(), leastPointers = head.Byte(), pageBits = head.Byte();
        long index = head.Skip(6 * 8).AddressOf();
        if (!BitOperations.IsPow2(leastInBlock) || !BitOperations.IsPow2(leastPointers) || bits is < 1 or > 64 || pageBits > 31
            || bits < BitOperations.Log2((uint)leastInBlock))
            throw head.Damage($"has blocks of {leastInBlock} places and {leastPointers} pointers");
        if (index == Storage.Undefined)
            yield break;
        var shape = new Growth((bits + 7) / 8, leastInBlock, 1L << pageBits);
        int supers = 1 + bits - BitOperations.Log2((uint)leastInBlock), directSupers = 2 * BitOperations.Log2((uint)leastPointers);
        int directs = 2 * (leastPointers - 1), others = Math.Max(supers - directSupers, 0);
        Block block = file.Block(index, BlockPrefix + (long)inIndex * _placeLength + 8L * (directs + others) + 4, Kind).Expect("EAIB")
            .Verified().Skip(BlockPrefix - 4);
        foreach (Place place in Places(block, 0, inIndex))
            yield return place;
        long first = inIndex;
        for (int super = 0; super < directSupers; super++)
        {
            for (long i = 0; i < Growth.Blocks(super); i++, first += shape.PlacesIn(super))
            {
                foreach (Place place in DataBlock(block.AddressOf(), shape, shape.PlacesIn(super), first, null))
                    yield return place;
            }
        }
        for (int super = directSupers; super < supers; super++)
        {
            foreach (Place place in SuperBlock(block.AddressOf(), shape, super, first))
                yield return place;
            if (super < supers - 1)
                first = checked(first + Growth.Blocks(super) * shape.PlacesIn(super));
        }
    }

    private IEnumerable<Place> SuperBlock(long address, Growth shape, int super, long first)
    {
        if (address == Storage.Undefined)
            yield break;
        long blocks = Growth.Blocks(super), inBlock = shape.PlacesIn(super);
        long bitmapLength = inBlock > shape.InPage ? (inBlock / shape.InPage + 7) / 8 : 0;
        long length = checked(BlockPrefix + shape.OffsetWidth + blocks * (bitmapLength + 8) + 4);
        Block block = file.Block(address, length, Kind).Expect("EASB").Verified().Skip(BlockPrefix - 4 + shape.OffsetWidth);
        var bitmaps = new byte[blocks][];
        for (long i = 0; i < blocks; i++)
            bitmaps[i] = block.Take((int)bitmapLength).ToArray();
        for (long i = 0; i < blocks; i++, first += inBlock)
        {
            foreach (Place place in DataBlock(block.AddressOf(), shape, inBlock, first, bitmaps[i]))
                yield return place;
        }
    }

    private IEnumerable<Place> DataBlock(long address, Growth shape, long count, long first, byte[]? written)
    {
        if (address == Storage.Undefined)
            yield break;
        long prefix = BlockPrefix + shape.OffsetWidth;
        bool paged = count > shape.InPage;
        Block block = file.Block(address, prefix + (paged ? 0 : count * _placeLength) + 4, Kind).Expect("EADB").Verified()
            .Skip((int)prefix - 4);
        if (!paged)
        {
            foreach (Place place in Places(block, first, count))
                yield return place;
            yield break;
        }
        long next = address + prefix + 4;
        for (long page = 0; page < count / shape.InPage; page++, next += shape.InPage * _placeLength + 4)
        {
            if (written is not null && !IsSet(written, page))
                continue;
            foreach (Place place in Places(file.Block(next, shape.InPage * _placeLength + 4, Kind).Verified(),
                first + page * shape.InPage, shape.InPage))
                yield return place;
        }
    }

    private void ReadClient(Block head)
    {
        int version = head.Byte(), client = head.Byte();
        _placeLength = head.Byte();
        if (version != 0 || client != (filtered ? 1 : 0) || (filtered ? _placeLength is < 13 or > 20 : _placeLength != 8))
            throw head.Damage($"has places of {_placeLength} bytes, of kind {client}");
    }

    private IEnumerable<Place> Places(Block block, long first, long count)
    {
        for (long i = 0; i < count; i++)
        {
            long address = block.AddressOf();
            long length = filtered ? block.Size(_placeLength - 12) : 0;
            uint mask = filtered ? block.UInt32() : 0;
            if (address != Storage.Undefined)
                yield return new(first + i, address, length, mask);
        }
    }

    private static bool IsSet(byte[] bits, long index) => (bits[index / 8] & 0x80 >> (int)(index % 8)) != 0;

    /// <summary>How the blocks of a growing array grow.</summary>
    private sealed record Growth(int OffsetWidth, int LeastInBlock, long InPage)
    {
        public static long Blocks(int super) => 1L << super / 2;

        public long PlacesIn(int super) => (long)LeastInBlock << Math.Min((super + 1) / 2, 40);
    }
}
