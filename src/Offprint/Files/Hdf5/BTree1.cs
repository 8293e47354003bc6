namespace Offprint.Files.Hdf5;

/// <summary>B-trees of version 1: of names and of chunks. They have no checksum; places, levels and signatures are checked.</summary>
internal static class BTree1
{
    private const string Kind = "B-tree";
    private const int HeadLength = 24, GroupType = 0, ChunkType = 1;

    /// <summary>Addresses of a group's tables of names.</summary>
    public static IEnumerable<long> NameTables(Storage file, long root)
    {
        foreach ((_, long child) in Leaves(file, root, GroupType, 8))
            yield return child;
    }

    /// <summary>The chunks of a data set.</summary>
    public static IEnumerable<ChunkRecord> Chunks(Storage file, long root, int rank)
    {
        foreach ((Block key, long child) in Leaves(file, root, ChunkType, 8 + 8 * (rank + 1)))
        {
            uint length = key.UInt32(), mask = key.UInt32();
            long[] start = new long[rank];
            for (int i = 0; i < rank; i++)
                start[i] = key.Size();
            yield return new(child, length, mask, start);
        }
    }

    private static IEnumerable<(Block Key, long Child)> Leaves(Storage file, long root, int type, int keyLength)
    {
        var seen = new HashSet<long>();
        var open = new Stack<(long Address, int Level)>([(root, -1)]);
        while (open.TryPop(out var next))
        {
            Block head = file.Block(next.Address, HeadLength, Kind).Expect("TREE");
            int found = head.Byte(), level = head.Byte(), count = head.UInt16();
            if (found != type || next.Level >= 0 && level != next.Level || !seen.Add(next.Address))
                throw head.Damage("is of another kind or level than its place in the tree demands");
            Block entries = file.Block(next.Address + HeadLength, (long)count * (keyLength + 8), Kind);
            var children = new List<(long, int)>();
            for (int i = 0; i < count; i++)
            {
                Block key = entries.Part(keyLength, Kind);
                long child = entries.AddressOf();
                if (level == 0)
                    yield return (key, child);
                else
                    children.Add((child, level - 1));
            }
            for (int i = children.Count - 1; i >= 0; i--)
                open.Push(children[i]);
        }
    }
}

/// <summary>A chunk in the file.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="Length">Its bytes there.</param>
/// <param name="Mask">Bits of the filters that were left out for it.</param>
/// <param name="Start">Its first element in each dimension.</param>
internal readonly record struct ChunkRecord(long Address, long Length, uint Mask, long[] Start);
