using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace Offprint.Files;

/// <summary>
/// NumPy's <c>.npy</c> format, versions 1 to 3: numbers in C order, of either byte order; half precision comes as float32, exactly. Pickled
/// objects, structured types, complex numbers, texts and Fortran order are refused. The format has no checksum.
/// </summary>
public static partial class NpyFile
{
    private const int Alignment = 64;
    private const string Magic = "\u0093NUMPY";

    private static readonly Dictionary<string, Type> s_types = new()
    {
        ["u1"] = typeof(byte), ["i1"] = typeof(sbyte), ["b1"] = typeof(bool), ["i2"] = typeof(short), ["u2"] = typeof(ushort),
        ["i4"] = typeof(int), ["u4"] = typeof(uint), ["i8"] = typeof(long), ["u8"] = typeof(ulong), ["f4"] = typeof(float),
        ["f8"] = typeof(double), ["f2"] = typeof(Half),
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, plain or gzipped.</param>
    /// <returns>Its array.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not such a file, is cut short, or holds something else than plain numbers.</exception>
    public static NumericArray Read(string path) => Parse(WholeFile.Read(path), $"'{path}'");

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; a name that ends in <c>.gz</c> is compressed.</param>
    /// <param name="array">The array.</param>
    public static void Write(string path, NumericArray array) => WholeFile.Write(path, stream => Write(stream, array));

    internal static NumericArray Parse(ReadOnlySpan<byte> content, string origin)
    {
        if (content.Length < 10 || !IsRecognized(content))
        {
            string magic = Convert.ToHexStringLower(content[..Math.Min(6, content.Length)]);
            throw new InvalidDataException(
                $"{origin} is no .npy file: it begins with 0x{magic} instead of 0x934e554d5059 (NUMPY), or is shorter than 10 bytes.");
        }
        int version = content[6];
        if (version is < 1 or > 3)
            throw new InvalidDataException($"{origin}: version {version} of the .npy format is unknown; 1, 2 and 3 are read.");
        int start = version == 1 ? 10 : 12;
        long length = content.Length < start ? long.MaxValue
            : version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(content[8..]);
        if (length > content.Length - start)
            throw new InvalidDataException($"{origin} is cut short in its header, after {content.Length} bytes.");
        ReadOnlySpan<byte> data = content[(start + (int)length)..];
        (Type type, bool bigEndian, int[] shape) = ParseHeader(Encoding.UTF8.GetString(content.Slice(start, (int)length)), origin);
        long count = NumericArray.CountOf(shape);
        Int128 expected = (Int128)count * NumericArray.StoredSizeOf(type);
        if (expected != data.Length)
        {
            throw new InvalidDataException($"{origin} {(data.Length < expected ? "is cut short" : "has bytes left over")}: shape " +
                $"{NumericArray.Text(shape)} of {type.Name} takes {expected} bytes after the header, there are {data.Length}.");
        }
        return new(shape, NumericArray.Decode(data, type, (int)count, bigEndian));
    }

    internal static bool IsRecognized(ReadOnlySpan<byte> content) =>
        content.Length >= 6 && Encoding.Latin1.GetString(content[..6]) == Magic;

    internal static void Write(Stream stream, NumericArray array)
    {
        string descr = (NumericArray.SizeOf(array.ElementType) == 1 ? '|' : '<') + s_types.First(t => t.Value == array.ElementType).Key;
        string shape = array.Shape.Count == 1 ? $"({array.Shape[0]},)" : $"({string.Join(", ", array.Shape)})";
        string header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}";
        // NumPy pads so that the data begin at a multiple of 64 bytes and can be memory-mapped.
        int length = (10 + header.Length + 1 + Alignment - 1) / Alignment * Alignment - 10;
        byte[] bytes = new byte[10 + length];
        Encoding.Latin1.GetBytes(Magic + "\u0001\0", bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)length));
        Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n", bytes.AsSpan(10));
        stream.Write(bytes);
        stream.Write(array.Encode(bigEndian: false));
    }

    private static (Type Type, bool BigEndian, int[] Shape) ParseHeader(string header, string origin)
    {
        Match descr = Descr().Match(header), order = FortranOrder().Match(header), shape = Shape().Match(header);
        if (!order.Success || !shape.Success)
            throw new InvalidDataException($"{origin}: the header '{header.Trim()}' does not name descr, fortran_order and shape.");
        // '<' and '=' (the machine's own order) are little-endian, '|' has no order.
        string code = descr.Success ? descr.Groups[1].Value : "(structured)";
        if (!descr.Success || !s_types.TryGetValue(code.TrimStart('<', '>', '=', '|'), out Type? type))
        {
            throw new InvalidDataException($"{origin}: element type {code} is not read; " +
                $"save as one of {string.Join(", ", s_types.Keys)} (pickled objects, texts and complex numbers are refused).");
        }
        string[] parts = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] lengths = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            // Python 2 wrote long integers with an L.
            if (!int.TryParse(parts[i].EndsWith('L') ? parts[i][..^1] : parts[i], NumberStyles.None, CultureInfo.InvariantCulture,
                out lengths[i]))
                throw new InvalidDataException($"{origin}: dimension {i} has length '{parts[i]}', not a number up to {int.MaxValue}.");
        }
        if (order.Groups[1].Value == "True" && lengths.Length > 1)
            throw new InvalidDataException($"{origin} is in Fortran order; save it with numpy.ascontiguousarray.");
        return (type, code[0] == '>', lengths);
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]*)['"]""")]
    private static partial Regex Descr();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex FortranOrder();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^()]*)\)""")]
    private static partial Regex Shape();
}
