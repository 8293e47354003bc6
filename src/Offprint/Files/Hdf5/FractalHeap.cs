using System.Numerics;

namespace Offprint.Files.Hdf5;

/// <summary>
/// Where links and attributes lie when there are many. Header and index blocks have checksums, data blocks where the header says so; all
/// are
/// verified when the heap is opened.
/// </summary>
internal sealed class FractalHeap
{
    private const string Kind = "heap";
    private const int HeadLength = 142, MaxRows = 64;

    private readonly Storage _file;
    private readonly Block _head;
    private readonly SortedList<long, (long Address, long Length)> _blocks = [];
    private readonly int _offsetWidth, _lengthWidth, _tableWidth, _directRows, _idLength;
    private readonly long _startLength;
    private readonly bool _verified;

    public FractalHeap(Storage file, long address)
    {
        _file = file;
        Block head = _head = file.Block(address, HeadLength + 4, Kind).Expect("FRHP");
        head.Version(0);
        _idLength = head.UInt16();
        if (head.UInt16() != 0)
            throw new InvalidDataException($"'{file.Path}' compresses names or attributes, which is not read; rewrite it with h5repack.");
        _head = head = file.Block(address, HeadLength + 4, Kind).Verified().Skip(9);
        _verified = (head.Byte() & 2) != 0;
        long mostManaged = head.UInt32();
        head.Skip(12 * 8);
        _tableWidth = head.UInt16();
        _startLength = head.Size();
        long mostDirect = head.Size();
        int bits = head.UInt16();
        head.Skip(2);
        long root = head.AddressOf();
        int rows = head.UInt16();
        if (!IsPower(_tableWidth) || !IsPower(_startLength) || !IsPower(mostDirect) || mostDirect < _startLength
            || mostDirect > uint.MaxValue || bits is < 1 or > 64)
            throw head.Damage($"has a table of {_tableWidth} blocks of {_startLength} to {mostDirect} bytes in a row");
        _offsetWidth = (bits + 7) / 8;
        _lengthWidth = Math.Min((BitOperations.Log2((ulong)mostDirect) + 7) / 8,
            (BitOperations.Log2((ulong)Math.Max(mostManaged, 1)) + 7) / 8);
        _directRows = BitOperations.Log2((ulong)mostDirect) - BitOperations.Log2((ulong)_startLength) + 2;
        if (root == Storage.Undefined)
            return;
        if (rows == 0)
            Direct(root, 0, _startLength);
        else
            Indirect(root, 0, rows, 0);
    }

    /// <summary>An object by its identifier.</summary>
    public Block Read(Block id)
    {
        int kind = id.Byte();
        if ((kind & 0xC0) != 0)
            throw id.Damage("has an object's identifier of an unknown version");
        switch (kind >> 4 & 3)
        {
            case 0:
                long offset = id.Size(_offsetWidth), length = id.Size(_lengthWidth);
                (long start, long blockLength, long address) = Containing(offset);
                if (offset < start || length > blockLength || offset - start > blockLength - length)
                    throw _head.Damage($"has no object of {length} bytes at {offset}");
                return _file.Block(address + offset - start, length, "object in a heap");
            case 2 when _idLength <= 18:
                return id.Part((kind & 15) + 1, "object in a heap");
            default:
                throw new InvalidDataException($"'{_file.Path}' has a name or an attribute of more than 64 KiB, which is not read.");
        }
    }

    private static bool IsPower(long number) => number > 0 && BitOperations.IsPow2(number);

    private (long Start, long Length, long Address) Containing(long offset)
    {
        int low = 0, high = _blocks.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _blocks.Keys[middle] <= offset ? (middle, high) : (low, middle - 1);
        }
        return _blocks.Count == 0 ? throw _head.Damage("is empty")
            : (_blocks.Keys[low], _blocks.Values[low].Length, _blocks.Values[low].Address);
    }

    private void Direct(long address, long offset, long length)
    {
        Block block = _file.Block(address, length, Kind).Expect("FHDB").Version(0).Skip(8 + _offsetWidth);
        if (_verified)
            block.VerifyAt(block.Position);
        if (!_blocks.TryAdd(offset, (address, length)))
            throw block.Damage("occurs twice");
    }

    private void Indirect(long address, long offset, int rows, int depth)
    {
        if (rows > MaxRows || depth > 16)
            throw _file.Damage(Kind, address, $"has {rows} rows, {depth} levels deep");
        Block block = _file.Block(address, 5 + 8 + _offsetWidth + (long)rows * _tableWidth * 8 + 4, Kind).Expect("FHIB").Verified()
            .Version(0).Skip(8 + _offsetWidth);
        for (int row = 0; row < rows; row++)
        {
            long length = _startLength << Math.Max(row - 1, 0);
            for (int column = 0; column < _tableWidth; column++, offset += length)
            {
                long child = block.AddressOf();
                if (length <= 0 || offset < 0)
                    throw block.Damage("covers more than a file can hold");
                if (child == Storage.Undefined)
                    continue;
                if (row < _directRows)
                    Direct(child, offset, length);
                else
                    Indirect(child, offset, BitOperations.Log2((ulong)length) - BitOperations.Log2((ulong)(_startLength * _tableWidth)) +
                        1, depth + 1);
            }
        }
    }
}
