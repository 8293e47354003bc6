using System.Numerics;

namespace Offprint.Files.Hdf5;

/// <summary>B-trees of version 2. Header and nodes have checksums, which are verified.</summary>
internal static class BTree2
{
    private const string Kind = "B-tree (version 2)";
    private const int HeadLength = 38, NodePrefix = 6, Overhead = 10;

    /// <summary>All records in order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">The tree's header.</param>
    /// <param name="types">The types of records that are expected.</param>
    public static IEnumerable<(int Type, Block Record)> Records(Storage file, long address, params int[] types)
    {
        Block head = file.Block(address, HeadLength, Kind).Expect("BTHD").Verified().Version(0);
        int type = head.Byte();
        long nodeLength = head.UInt32();
        int recordLength = head.UInt16(), depth = head.UInt16();
        head.Skip(2);
        long root = head.AddressOf();
        int count = head.UInt16();
        if (!types.Contains(type) || recordLength == 0 || nodeLength < Overhead + recordLength || depth > 64)
            throw head.Damage($"has records of type {type} and {recordLength} bytes, {depth} levels deep");
        if (root == Storage.Undefined)
            return [];
        return Node(new(file, nodeLength, recordLength, Widths(nodeLength, recordLength, depth), []), root, count, depth)
            .Select(record => (type, record));
    }

    /// <summary>Bytes of the numbers of records in children, and below them, level by level.</summary>
    private static (int Own, int[] Below) Widths(long nodeLength, int recordLength, int depth)
    {
        UInt128 most = (UInt128)((nodeLength - Overhead) / recordLength);
        int own = BytesFor(most);
        int[] below = new int[depth + 1];
        UInt128 total = most;
        for (int level = 1; level <= depth; level++)
        {
            int pointer = 8 + own + below[level - 1];
            UInt128 inNode = (UInt128)Math.Max((nodeLength - Overhead - pointer) / (recordLength + pointer), 0);
            total = UInt128.Min((inNode + 1) * total + inNode, ulong.MaxValue);
            below[level] = BytesFor(total);
        }
        return (own, below);
    }

    private static int BytesFor(UInt128 number) => BitOperations.Log2((ulong)UInt128.Max(number, 1)) / 8 + 1;

    private static IEnumerable<Block> Node(Shape shape, long address, int count, int level)
    {
        int pointer = level == 0 ? 0 : 8 + shape.Widths.Own + (level > 1 ? shape.Widths.Below[level - 1] : 0);
        long length = NodePrefix + (long)count * shape.RecordLength + (long)(count + 1) * pointer + 4;
        if (length > shape.NodeLength || !shape.Seen.Add(address))
            throw shape.File.Damage(Kind, address, $"has a node of {count} records, or one that occurs twice");
        Block node = shape.File.Block(address, length, Kind).Expect(level == 0 ? "BTLF" : "BTIN").Verified().Version(0).Skip(1);
        var records = new Block[count];
        for (int i = 0; i < count; i++)
            records[i] = node.Part(shape.RecordLength, Kind);
        for (int i = 0; i <= count; i++)
        {
            if (level > 0)
            {
                long child = node.AddressOf();
                int inChild = (int)Math.Min(node.Number(shape.Widths.Own), int.MaxValue);
                node.Skip(level > 1 ? shape.Widths.Below[level - 1] : 0);
                foreach (Block record in Node(shape, child, inChild, level - 1))
                    yield return record;
            }
            if (i < count)
                yield return records[i];
        }
    }

    private sealed record Shape(Storage File, long NodeLength, int RecordLength, (int Own, int[] Below) Widths, HashSet<long> Seen);
}
