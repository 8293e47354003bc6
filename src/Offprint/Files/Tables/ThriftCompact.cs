using System.Buffers.Binary;

namespace Offprint.Files.Tables;

/// <summary>
/// Structures of Apache Thrift's compact protocol, in which Parquet writes its footer and the headers of its pages: read within bounds, every
/// size held against what is there.
/// </summary>
/// <param name="bytes">What is read.</param>
internal ref struct ThriftCompact(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 32;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>A structure: its fields by number. Integers are <see cref="long"/>, lists and structures nested, texts lengths only.</summary>
    /// <exception cref="InvalidDataException">A size goes beyond the end, a type is unknown, or structures are nested too deeply.</exception>
    public Dictionary<int, object> Struct(int depth = 0)
    {
        if (depth > Deepest)
            throw new InvalidDataException("its structures are nested too deeply");
        Dictionary<int, object> fields = [];
        int field = 0;
        while (true)
        {
            int header = Byte();
            if (header == 0)
                return fields;
            field = header >> 4 == 0 ? checked((int)Integer()) : field + (header >> 4);
            fields[field] = Value(header & 15, depth, inList: false);
        }
    }

    private object Value(int type, int depth, bool inList)
    {
        switch (type)
        {
            case 1 or 2: // of a list each has a byte of its own
                return inList ? Byte() : type;
            case 3:
                return Byte();
            case 4 or 5 or 6:
                return Integer();
            case 7:
                return BinaryPrimitives.ReadDoubleLittleEndian(Bytes(sizeof(double)));
            case 8:
                return Bytes(Size()).Length;
            case 9 or 10:
                return List(depth);
            case 11:
                return Map(depth);
            case 12:
                return Struct(depth + 1);
            default:
                throw new InvalidDataException($"a field has the unknown type {type}");
        }
    }

    private List<object> List(int depth)
    {
        int header = Byte(), count = header >> 4 == 15 ? Size() : header >> 4;
        return Values(count, header & 15, depth);
    }

    private List<object> Map(int depth)
    {
        int count = Size();
        if (count == 0)
            return [];
        int types = Byte();
        List<object> all = [];
        for (int i = 0; i < count; i++)
        {
            all.Add(Value(types >> 4, depth + 1, inList: true));
            all.Add(Value(types & 15, depth + 1, inList: true));
        }
        return all;
    }

    private List<object> Values(int count, int type, int depth)
    {
        if (depth > Deepest)
            throw new InvalidDataException("its structures are nested too deeply");
        List<object> all = [];
        for (int i = 0; i < count; i++)
            all.Add(Value(type, depth + 1, inList: true));
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
