using System.Buffers.Binary;

namespace Offprint.Files.Tables;

/// <summary>
/// Structures of Apache Thrift's compact protocol, in which Parquet writes its footer and the headers of its pages: read within bounds,
/// every size held against what is there.
/// </summary>
/// <param name="bytes">What is read.</param>
internal ref struct ThriftCompact(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// A structure: its fields by number. Integers are <see cref="long"/>, lists and structures nested, texts lengths only.
    /// </summary>
    /// <param name="shape">The fields that it may have.</param>
    /// <exception cref="InvalidDataException">A size goes beyond the end, or a field is not as the shape has it.</exception>
    public Dictionary<int, object> Struct(ThriftShape shape)
    {
        Dictionary<int, object> fields = [];
        int field = 0;
        while (true)
        {
            int header = Byte();
            if (header == 0)
                return fields;
            field = header >> 4 == 0 ? checked((int)Integer()) : field + (header >> 4);
            fields[field] = Value(header & 15, shape.Field(field, header & 15), inList: false);
        }
    }

    private object Value(int type, ThriftField? holds, bool inList) => type switch
    {
        1 or 2 => inList ? Byte() : type, // of a list each has a byte of its own
        3 => Byte(),
        4 or 5 or 6 => Integer(),
        7 => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(sizeof(double))),
        8 => Bytes(Size()).Length,
        9 => List(holds!),
        12 => Struct(holds!.Shape!),
        _ => throw new InvalidDataException($"a field has the unknown type {type}"),
    };

    private List<object> List(ThriftField holds)
    {
        int header = Byte(), count = header >> 4 == 15 ? Size() : header >> 4;
        if (count > 0 && (header & 15) != holds.Type)
            throw new InvalidDataException($"a list holds values of the type {header & 15}");
        List<object> all = [];
        for (int i = 0; i < count; i++)
            all.Add(Value(holds.Type, holds, inList: true));
        return all;
    }

    /// <summary>A number of bytes or elements, each of which takes a byte at least.</summary>
    private int Size()
    {
        ulong size = Varint();
        return size <= (ulong)(_bytes.Length - Position)
            ? (int)size
            : throw new InvalidDataException($"a size of {size} goes beyond its end");
    }

    private long Integer()
    {
        ulong zigzag = Varint();
        return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int part = Byte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }
        throw new InvalidDataException("a number has more than 64 bits");
    }

    private int Byte() => Bytes(1)[0];

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _bytes.Length - Position)
            throw new InvalidDataException("it is cut short");
        Position += count;
        return _bytes.Slice(Position - count, count);
    }
}
