namespace Offprint.Files.Hdf5;

/// <summary>The type of an element.</summary>
/// <param name="Size">Its bytes in the file.</param>
/// <param name="Element">The type as which it is read; <see langword="null"/> if it is no plain number.</param>
/// <param name="BigEndian">Whether its first byte weighs most.</param>
/// <param name="Text">What kind of text it is, if any.</param>
/// <param name="Description">What it is called in messages.</param>
internal sealed record Datatype(int Size, Type? Element, bool BigEndian, TextKind Text, string Description)
{
    private const int MaxDepth = 16;

    /// <summary>Bytes of variable number, such as an encoded image, an element.</summary>
    public bool IsBytes { get; private init; }

    public static Datatype Read(Block block, int depth = 0)
    {
        if (depth > MaxDepth)
            throw block.Damage("nests types too deep");
        int head = block.Byte(), version = head >> 4, bits = (int)block.Number(3);
        uint size = block.UInt32();
        if (version is < 1 or > 4 || size > int.MaxValue)
            throw block.Damage($"has a type of version {version} and {size} bytes");
        var plain = new Datatype((int)size, null, (bits & 1) != 0, TextKind.None, "");
        return (head & 15) switch
        {
            0 => Integer(block, plain, signed: (bits & 8) != 0, "integers"),
            1 => Float(block, plain, vax: (bits & 0x40) != 0),
            2 => plain with { Description = "times" },
            3 => plain with { Text = TextKind.Fixed, Description = "texts" },
            4 => Integer(block, plain, signed: false, "bit fields"),
            5 => plain with { Description = "opaque bytes" },
            6 => plain with { Description = "compounds (complex numbers among them)" },
            7 => plain with { Description = "references" },
            8 => Enumeration(block, plain, version, bits & 0xffff, depth),
            9 => Sequence(block, plain, isText: (bits & 15) == 1, depth),
            10 => plain with { Description = "arrays" },
            int other => throw block.Damage($"has a type of the unknown class {other}"),
        };
    }

    private static Datatype Integer(Block block, Datatype plain, bool signed, string what)
    {
        int offset = block.UInt16(), precision = block.UInt16();
        Type? type = (plain.Size, signed) switch
        {
            (1, true) => typeof(sbyte),
            (1, false) => typeof(byte),
            (2, true) => typeof(short),
            (2, false) => typeof(ushort),
            (4, true) => typeof(int),
            (4, false) => typeof(uint),
            (8, true) => typeof(long),
            (8, false) => typeof(ulong),
            _ => null,
        };
        bool whole = offset == 0 && precision == 8 * plain.Size;
        return plain with { Element = whole ? type : null, Description = $"{what} of {precision} bits in {plain.Size} bytes" };
    }

    private static Datatype Float(Block block, Datatype plain, bool vax)
    {
        int offset = block.UInt16(), precision = block.UInt16();
        (int exponentAt, int exponent, int mantissaAt, int mantissa) = (block.Byte(), block.Byte(), block.Byte(), block.Byte());
        uint bias = block.UInt32();
        Type? type = vax || offset != 0 ? null : (plain.Size, precision, exponentAt, exponent, mantissaAt, mantissa, bias) switch
        {
            (2, 16, 10, 5, 0, 10, 15) => typeof(Half),
            (4, 32, 23, 8, 0, 23, 127) => typeof(float),
            (8, 64, 52, 11, 0, 52, 1023) => typeof(double),
            _ => null,
        };
        return plain with { Element = type, Description = $"floating-point numbers of {precision} bits in {plain.Size} bytes" };
    }

    /// <summary>Enumerations are read as the integers that they are, h5py's booleans as bytes.</summary>
    private static Datatype Enumeration(Block block, Datatype plain, int version, int members, int depth)
    {
        Datatype integer = Read(block, depth + 1);
        if (members != 2 || integer.Size != 1)
            return integer;
        bool isFlag = true;
        foreach (string expected in new[] { "FALSE", "TRUE" })
        {
            int start = block.Position;
            isFlag &= block.Text() == expected;
            if (version < 3)
                block.Skip((8 - (block.Position - start) % 8) % 8);
        }
        return isFlag ? integer with { Element = typeof(byte) } : integer;
    }

    private static Datatype Sequence(Block block, Datatype plain, bool isText, int depth)
    {
        Datatype element = Read(block, depth + 1);
        return plain with
        {
            Text = isText ? TextKind.Variable : TextKind.None,
            IsBytes = !isText && element.Size == 1,
            Description = isText ? "texts" : $"sequences of {element.Description}",
        };
    }
}

/// <summary>How a text is stored.</summary>
internal enum TextKind
{
    /// <summary>It is no text.</summary>
    None,

    /// <summary>In place, filled up to a fixed length.</summary>
    Fixed,

    /// <summary>In a heap.</summary>
    Variable,
}
