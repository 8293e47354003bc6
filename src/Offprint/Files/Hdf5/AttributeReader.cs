namespace Offprint.Files.Hdf5;

/// <summary>An attribute: its raw value, and how to understand it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The elements' type.</param>
/// <param name="Space">Its extent.</param>
/// <param name="Value">The elements.</param>
internal sealed record StoredAttribute(string Name, Datatype Type, Dataspace Space, Block Value);

/// <summary>The attributes of an object, in the header or, when there are many, in a heap.</summary>
internal static class AttributeReader
{
    private const int ByName = 8;

    public static IEnumerable<StoredAttribute> Of(Storage file, List<HeaderMessage> header) =>
        header.SelectMany(message => message.Kind switch
    {
        MessageKind.Attribute => [Read(message.IsShared ? SharedMessage.Resolve(message.Body, message.Kind) : message.Body)],
        MessageKind.AttributeInfo => Dense(file, message.Body),
        _ => Enumerable.Empty<StoredAttribute>(),
    });

    private static IEnumerable<StoredAttribute> Dense(Storage file, Block body)
    {
        int flags = body.Version(0).Byte();
        long heapAddress = body.Skip((flags & 1) != 0 ? 2 : 0).AddressOf(), tree = body.AddressOf();
        if (heapAddress == Storage.Undefined || tree == Storage.Undefined)
            yield break;
        var heap = new FractalHeap(file, heapAddress);
        foreach ((_, Block record) in BTree2.Records(file, tree, ByName))
            yield return Read(heap.Read(record));
    }

    private static StoredAttribute Read(Block body)
    {
        int version = body.Byte(), flags = body.Byte();
        if (version is < 1 or > 3)
            throw body.Damage($"has an attribute of version {version}");
        int nameLength = body.UInt16(), typeLength = body.UInt16(), spaceLength = body.UInt16();
        body.Skip(version == 3 ? 1 : 0);
        string name = body.Part(Padded(nameLength), "attribute").Text();
        Block type = body.Part(Padded(typeLength), "attribute"), space = body.Part(Padded(spaceLength), "attribute");
        if (version > 1 && (flags & 1) != 0)
            type = SharedMessage.Resolve(type, MessageKind.Datatype);
        if (version > 1 && (flags & 2) != 0)
            space = SharedMessage.Resolve(space, MessageKind.Dataspace);
        return new(name, Datatype.Read(type), Dataspace.Read(space), body.Part(body.Remaining, "attribute"));

        int Padded(int length) => version == 1 ? (length + 7) / 8 * 8 : length;
    }
}
