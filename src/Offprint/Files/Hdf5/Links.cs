namespace Offprint.Files.Hdf5;

/// <summary>A name in a group.</summary>
/// <param name="Name">The name.</param>
/// <param name="Address">The object's header; undefined for a link by name.</param>
/// <param name="Target">The path that a link by name points to, from the group or from the root; <see langword="null"/> otherwise.</param>
internal readonly record struct Link(string Name, long Address, string? Target = null);

/// <summary>The names in a group, in each of the ways that the format knows.</summary>
internal static class Links
{
    private const int ByName = 5, SoftEntry = 2;

    public static IEnumerable<Link> Of(Storage file, List<HeaderMessage> header) => header.SelectMany(message => message.Kind switch
    {
        MessageKind.Link => [Read(message.Body)],
        MessageKind.LinkInfo => Dense(file, message.Body),
        MessageKind.SymbolTable => Table(file, message.Body),
        _ => Enumerable.Empty<Link>(),
    }).Where(link => link.Address != Storage.Undefined || link.Target is not null);

    private static Link Read(Block body)
    {
        body.Version(1);
        int flags = body.Byte(), type = (flags & 8) != 0 ? body.Byte() : 0;
        body.Skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        string name = body.Text((int)Math.Min(body.Size(1 << (flags & 3)), body.Remaining));
        return type switch
        {
            0 => new(name, body.AddressOf()),
            1 => new(name, Storage.Undefined, body.Text(body.UInt16())),
            _ => new(name, Storage.Undefined), // into another file: not followed
        };
    }

    private static IEnumerable<Link> Dense(Storage file, Block body)
    {
        int flags = body.Version(0).Byte();
        long heapAddress = body.Skip((flags & 1) != 0 ? 8 : 0).AddressOf(), tree = body.AddressOf();
        if (heapAddress == Storage.Undefined || tree == Storage.Undefined)
            yield break;
        var heap = new FractalHeap(file, heapAddress);
        foreach ((_, Block record) in BTree2.Records(file, tree, ByName))
            yield return Read(heap.Read(record.Skip(4)));
    }

    /// <summary>Groups of the first format: tables of names, and a heap of texts. They have no checksums.</summary>
    private static IEnumerable<Link> Table(Storage file, Block body)
    {
        long tree = body.AddressOf(), heapAddress = body.AddressOf();
        Block heap = file.Block(heapAddress, 32, "heap of names").Expect("HEAP").Version(0).Skip(3);
        long length = heap.Size();
        Block texts = file.Block(heap.Skip(8).AddressOf(), length, "heap of names");
        foreach (long address in BTree1.NameTables(file, tree))
        {
            int count = file.Block(address, 8, "table of names").Expect("SNOD").Version(1).Skip(1).UInt16();
            Block entries = file.Block(address + 8, 40L * count, "table of names");
            for (int i = 0; i < count; i++)
            {
                long nameAt = entries.Size(), header = entries.AddressOf();
                uint kind = entries.UInt32();
                uint targetAt = entries.Skip(4).UInt32();
                entries.Skip(12);
                string name = texts.TextAt(nameAt);
                yield return kind == SoftEntry ? new(name, Storage.Undefined, texts.TextAt(targetAt)) : new(name, header);
            }
        }
    }
}
