using System.Buffers.Binary;

namespace Offprint.Files;

/// <summary>
/// Yann LeCun's IDX format: two zero bytes, a type, the number of dimensions, each length as a big-endian 32-bit integer, the elements in C
/// order, big-endian. Files may be gzipped.
/// </summary>
public static class IdxFile
{
    private static readonly Dictionary<byte, Type> s_types = new()
    {
        [0x08] = typeof(byte), [0x09] = typeof(sbyte), [0x0B] = typeof(short),
        [0x0C] = typeof(int), [0x0D] = typeof(float), [0x0E] = typeof(double),
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, plain or gzipped.</param>
    /// <returns>Its array.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not an IDX file, is cut short, or is longer than its header says.</exception>
    public static NumericArray Read(string path)
    {
        byte[] content = WholeFile.Read(path);
        if (content.Length < 4)
            throw new InvalidDataException($"'{path}' is cut short: an IDX file begins with 4 bytes, this one holds {content.Length}.");
        if (content[0] != 0 || content[1] != 0 || !s_types.TryGetValue(content[2], out Type? type))
        {
            string magic = Convert.ToHexStringLower(content.AsSpan(0, 4));
            throw new InvalidDataException($"'{path}' is no IDX file: its magic number is 0x{magic}, " +
                "not two zero bytes, a type (08, 09, 0b, 0c, 0d, 0e) and the number of dimensions.");
        }
        int header = 4 + 4 * content[3];
        if (content.Length < header)
        {
            throw new InvalidDataException(
                $"'{path}' is cut short: a header of {content[3]} dimensions takes {header} bytes, the file holds {content.Length}.");
        }
        int[] shape = ReadShape(path, content.AsSpan(4, header - 4));
        long count = NumericArray.CountOf(shape);
        Int128 expected = header + (Int128)count * NumericArray.SizeOf(type);
        if (expected != content.Length)
        {
            throw new InvalidDataException($"'{path}' {(content.Length < expected ? "is cut short" : "has bytes left over")}: " +
                $"shape {NumericArray.Text(shape)} of {type.Name} takes {expected} bytes, the file holds {content.Length}.");
        }
        return new(shape, NumericArray.Decode(content.AsSpan(header), type, (int)count, bigEndian: true));
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; a name that ends in <c>.gz</c> is compressed.</param>
    /// <param name="array">The array, of any type but <see cref="long"/> and <see cref="bool"/>.</param>
    /// <exception cref="ArgumentException">The format has no such element type, or there are more than 255 dimensions.</exception>
    public static void Write(string path, NumericArray array)
    {
        byte type = s_types.FirstOrDefault(t => t.Value == array.ElementType).Key;
        if (type == 0)
            throw new ArgumentException($"IDX files hold no {array.ElementType.Name}.", nameof(array));
        if (array.Shape.Count > byte.MaxValue)
            throw new ArgumentException($"IDX files have at most 255 dimensions, not {array.Shape.Count}.", nameof(array));
        byte[] header = new byte[4 + 4 * array.Shape.Count];
        header[2] = type;
        header[3] = (byte)array.Shape.Count;
        for (int i = 0; i < array.Shape.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), array.Shape[i]);
        WholeFile.Write(path, stream =>
        {
            stream.Write(header);
            stream.Write(array.Encode(bigEndian: true));
        });
    }

    private static int[] ReadShape(string path, ReadOnlySpan<byte> lengths)
    {
        int[] shape = new int[lengths.Length / 4];
        for (int i = 0; i < shape.Length; i++)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(lengths[(4 * i)..]);
            if (length > int.MaxValue)
                throw new InvalidDataException($"'{path}': dimension {i} has length {length}, more than {int.MaxValue}.");
            shape[i] = (int)length;
        }
        return shape;
    }
}
