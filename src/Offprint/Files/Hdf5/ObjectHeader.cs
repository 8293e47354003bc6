namespace Offprint.Files.Hdf5;

/// <summary>Kinds of messages in an object's header that matter for reading.</summary>
internal enum MessageKind
{
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    FillValue = 0x05,
    Link = 0x06,
    ExternalFiles = 0x07,
    Layout = 0x08,
    Filters = 0x0B,
    Attribute = 0x0C,
    Continuation = 0x10,
    SymbolTable = 0x11,
    AttributeInfo = 0x15,
}

/// <summary>A message of a header.</summary>
/// <param name="kind">What it says.</param>
/// <param name="isShared">Whether the body is elsewhere, and <see cref="Body"/> says where.</param>
/// <param name="body">Its content.</param>
internal readonly struct HeaderMessage(MessageKind kind, bool isShared, Block body)
{
    public MessageKind Kind => kind;

    public bool IsShared => isShared;

    /// <summary>Its content, to be read from the front.</summary>
    public Block Body => body.FromFront();
}

/// <summary>
/// Headers of groups and data sets. Version 2 has a checksum for each of its pieces, which is verified; version 1 has none, so that a
/// changed
/// byte there may change shapes, types and names without a word.
/// </summary>
internal static class ObjectHeader
{
    private const string Kind = "object header";

    /// <summary>The messages of a header; those that belong to other objects are fetched there.</summary>
    public static List<HeaderMessage> Read(Storage file, long address)
    {
        List<HeaderMessage> messages = ReadOwn(file, address);
        for (int i = 0; i < messages.Count; i++)
        {
            if (messages[i] is { IsShared: true,
                Kind: MessageKind.Dataspace or MessageKind.Datatype or MessageKind.FillValue or MessageKind.Filters } pointer)
                messages[i] = new(pointer.Kind, false, SharedMessage.Resolve(pointer.Body, pointer.Kind));
        }
        return messages;
    }

    /// <summary>The messages of a header, with those that say where another object has them.</summary>
    public static List<HeaderMessage> ReadOwn(Storage file, long address)
    {
        var messages = new List<HeaderMessage>();
        if (file.Block(address, 4, Kind).Take(4).SequenceEqual("OHDR"u8))
            ReadVersion2(file, address, messages);
        else
            ReadVersion1(file, address, messages);
        return messages;
    }

    private static void ReadVersion1(Storage file, long address, List<HeaderMessage> messages)
    {
        Block head = file.Block(address, 16, Kind).Version(1).Skip(1);
        int stated = head.UInt16(), count = 0;
        long length = head.Skip(4).UInt32();
        var pieces = new Pieces(head, address + 16, length);
        while (pieces.Next() is { } piece)
        {
            Block block = file.Block(piece.Address, piece.Length, Kind);
            while (block.Remaining >= 8)
            {
                var kind = (MessageKind)block.UInt16();
                int size = block.UInt16();
                byte flags = block.Byte();
                pieces.Add(messages, new(kind, (flags & 2) != 0, block.Skip(3).Part(size, Kind)));
                count++;
            }
        }
        if (count != stated) // the only redundancy that these headers have
            throw head.Damage($"has {count} messages where {stated} are stated");
    }

    private static void ReadVersion2(Storage file, long address, List<HeaderMessage> messages)
    {
        Block head = file.Block(address, 6, Kind).Expect("OHDR").Version(2);
        int flags = head.Byte();
        int fixedLength = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0), width = 1 << (flags & 3);
        long length = file.Block(address + fixedLength, width, Kind).Size(width);
        if (length > file.Length)
            throw head.Damage($"states a length of {length} bytes");
        bool ordered = (flags & 4) != 0;
        var pieces = new Pieces(head, address, fixedLength + width + length + 4);
        for (int skip = fixedLength + width; pieces.Next() is { } piece; skip = 4)
        {
            if (piece.Length < 8)
                throw head.Damage($"goes on in a piece of {piece.Length} bytes");
            Block block = file.Block(piece.Address, piece.Length, Kind).Expect(piece.Address == address ? "OHDR" : "OCHK").Verified();
            ReadMessages(block.Skip(skip - 4), ordered, pieces, messages);
        }
    }

    private static void ReadMessages(Block block, bool ordered, Pieces pieces, List<HeaderMessage> messages)
    {
        int prefix = ordered ? 6 : 4;
        while (block.Remaining >= prefix)
        {
            var kind = (MessageKind)block.Byte();
            int size = block.UInt16();
            byte flags = block.Byte();
            pieces.Add(messages, new(kind, (flags & 2) != 0, block.Skip(prefix - 4).Part(size, Kind)));
        }
    }

    /// <summary>The pieces that a header consists of, each read once.</summary>
    private sealed class Pieces(Block head, long address, long length)
    {
        private readonly Queue<(long Address, long Length)> _open = new([(address, length)]);
        private readonly HashSet<long> _seen = [];

        public (long Address, long Length)? Next()
        {
            if (!_open.TryDequeue(out var next))
                return null;
            return _seen.Add(next.Address) ? next : throw head.Damage("goes on in a circle");
        }

        public void Add(List<HeaderMessage> messages, HeaderMessage message)
        {
            if (message.Kind == MessageKind.Continuation && message.Body is { } where)
                _open.Enqueue((where.AddressOf(), where.Size()));
            else
                messages.Add(message);
        }
    }
}

/// <summary>Messages that several objects share, such as a type with a name of its own.</summary>
internal static class SharedMessage
{
    /// <summary>The message itself, from the header of the object that has it.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or lies in a heap of shared messages, which is not read.</exception>
    public static Block Resolve(Block pointer, MessageKind kind)
    {
        int version = pointer.Byte(), type = pointer.Byte();
        if (version == 3 && type == 1)
        {
            throw new InvalidDataException($"'{pointer.File.Path}' keeps shared messages in a heap of their own, which is not read; " +
                "rewrite it without them (h5repack).");
        }
        if (version is < 1 or > 3)
            throw pointer.Damage($"has a shared message of version {version}");
        long owner = pointer.Skip(version == 1 ? 6 : 0).AddressOf();
        foreach (HeaderMessage message in ObjectHeader.ReadOwn(pointer.File, owner))
        {
            if (message.Kind == kind && !message.IsShared)
                return message.Body;
        }
        throw pointer.Damage($"shares a message that the object at address {owner} does not have");
    }
}
