using System.Buffers.Binary;
using System.Reflection;
using PureHDF;
using PureHDF.VOL.Native;

namespace Offprint.Files;

/// <summary>
/// An HDF5 file that is open for reading: arrays of numbers and texts by path (<c>infos/qpos</c>), attributes by object. Both the old and
/// the latest file format are read; checksums in the file (Fletcher-32, object headers) are verified. Write with <see cref="Hdf5Writer"/>.
/// </summary>
public sealed class Hdf5File : IDisposable
{
    private const long DeflateLimit = 1032; // bytes that one compressed byte can become

    private readonly NativeFile _file;
    private readonly long _length;
    private readonly Dictionary<string, IH5Dataset> _datasets = [];
    private readonly Dictionary<string, IH5Object> _groups = [];
    private readonly string[] _names;

    private Hdf5File(string path, NativeFile file, long length)
    {
        (Path, _file, _length) = (path, file, length);
        Collect(_file, "", 0);
        _names = [.. _datasets.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>Paths of all data sets, sorted.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Paths of all data sets in a group and the groups in it.</summary>
    /// <param name="group">The group's path.</param>
    /// <returns>The paths, sorted; none if there is no such group.</returns>
    public IEnumerable<string> Under(string group)
    {
        string prefix = group + "/";
        int first = Array.BinarySearch(_names, prefix, StringComparer.Ordinal);
        return _names.Skip(first < 0 ? ~first : first).TakeWhile(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file; dispose of it.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no HDF5 file, is cut short, or is corrupt.</exception>
    public static Hdf5File Open(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{System.IO.Path.GetFullPath(path)}'.", path);
        CheckLength(path);
        NativeFile? file = null;
        try
        {
            file = H5File.OpenRead(path);
            return new(path, file, new FileInfo(path).Length);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            file?.Dispose();
            throw Corrupt($"'{path}'", e);
        }
    }

    /// <summary>Whether there is a data set.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>Whether there is.</returns>
    public bool Contains(string name) => _datasets.ContainsKey(name);

    /// <summary>Whether there is a group.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>Whether there is.</returns>
    public bool ContainsGroup(string name) => _groups.ContainsKey(name);

    /// <summary>Whether a data set holds text.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>Whether it does.</returns>
    public bool IsText(string name) => IsText(Find(name).Type);

    /// <summary>A data set's shape, without reading it.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>The length of each dimension; empty for a single value.</returns>
    /// <exception cref="InvalidDataException">There is none, or it is too large.</exception>
    public int[] Shape(string name)
    {
        try
        {
            return [.. Find(name).Space.Dimensions.Select(length => checked((int)length))];
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"{Origin(name)} is longer than {int.MaxValue} in a dimension; split the file.");
        }
    }

    /// <summary>Reads numbers in the type that the file has; booleans and enumerations come as bytes.</summary>
    /// <param name="name">The data set's path.</param>
    /// <returns>The array.</returns>
    /// <exception cref="InvalidDataException">There is none, it holds no numbers, or its data are corrupt.</exception>
    public NumericArray Read(string name)
    {
        IH5Dataset data = Find(name);
        int[] shape = Shape(name);
        long count = NumericArray.CountOf(shape);
        int size = Math.Max(data.Type.Size, 1);
        if (count > Array.MaxLength || count * size / DeflateLimit > _length)
            throw new InvalidDataException($"{Origin(name)} has shape {NumericArray.Text(shape)}, more than the file's {_length} bytes can hold.");
        return Guard(name, () => new NumericArray(shape, Elements(data, name)));
    }

    /// <summary>Reads numbers as float32, whatever their type in the file.</summary>
    /// <param name="name">The data set's path.</param>
    /// <returns>The elements in C order.</returns>
    /// <exception cref="InvalidDataException">There is none, it holds no numbers, or its data are corrupt.</exception>
    public float[] ReadFloats(string name) => Convert<float>(Read(name).Values, System.Convert.ToSingle);

    /// <summary>Reads flags: everything but zero is true.</summary>
    /// <param name="name">The data set's path.</param>
    /// <returns>The elements in C order.</returns>
    /// <exception cref="InvalidDataException">There is none, it holds no numbers, or its data are corrupt.</exception>
    public bool[] ReadFlags(string name) => Convert<bool>(Read(name).Values, System.Convert.ToBoolean);

    /// <summary>Reads a text.</summary>
    /// <param name="name">The data set's path.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InvalidDataException">There is none, or it is no single text.</exception>
    public string ReadText(string name)
    {
        IH5Dataset data = Find(name);
        return IsText(data.Type) && NumericArray.CountOf(Shape(name)) == 1
            ? Guard(name, () => Shape(name).Length == 0 ? data.Read<string>() : data.Read<string[]>()[0])
            : throw new InvalidDataException($"{Origin(name)} is not a single text.");
    }

    /// <summary>The attributes of a group or data set: numbers as <see cref="double"/> or arrays of it, texts as <see cref="string"/>.</summary>
    /// <param name="name">Its path; empty for the file itself.</param>
    /// <returns>Attributes by name; those of other types are left out.</returns>
    /// <exception cref="InvalidDataException">There is no such object, or it is corrupt.</exception>
    public IReadOnlyDictionary<string, object> Attributes(string name = "")
    {
        IH5Object owner = name.Length == 0 ? _file : _groups.TryGetValue(name, out IH5Object? group) ? group : Find(name);
        return Guard(name.Length == 0 ? "/" : name, () =>
        {
            var attributes = new Dictionary<string, object>();
            foreach (IH5Attribute attribute in owner.Attributes())
            {
                if (Value(attribute) is { } value)
                    attributes[attribute.Name] = value;
            }
            return attributes;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>The beginning of a message about a data set: file and key.</summary>
    internal string Origin(string name) => $"'{Path}', key '{name}'";

    private static object? Value(IH5Attribute attribute)
    {
        bool single = attribute.Space.Dimensions.Length == 0;
        if (IsText(attribute.Type))
            return single ? attribute.Read<string>() : null;
        if (ElementType(attribute.Type) is not { } type)
            return null;
        MethodInfo read = typeof(IH5Attribute).GetMethods().Single(m => m.Name == "Read" && m.ReturnType != typeof(void));
        object? value = read.MakeGenericMethod(single ? type : type.MakeArrayType()).Invoke(attribute, [null]);
        return single ? System.Convert.ToDouble(value, CultureInfo.InvariantCulture) : Convert<double>((Array)value!, System.Convert.ToDouble);
    }

    private Array Elements(IH5Dataset data, string name) => ElementType(data.Type) switch
    {
        { } type when type == typeof(float) => data.Read<float[]>(),
        { } type when type == typeof(double) => data.Read<double[]>(),
        { } type when type == typeof(byte) => data.Read<byte[]>(),
        { } type when type == typeof(sbyte) => data.Read<sbyte[]>(),
        { } type when type == typeof(short) => data.Read<short[]>(),
        { } type when type == typeof(int) => data.Read<int[]>(),
        { } type when type == typeof(long) => data.Read<long[]>(),
        _ => throw new InvalidDataException($"{Origin(name)} holds {data.Type.Class} of {data.Type.Size} bytes, not numbers; store it as float32."),
    };

    private static Type? ElementType(IH5DataType type) => (type.Class, type.Size) switch
    {
        (H5DataTypeClass.FloatingPoint, 4) => typeof(float),
        (H5DataTypeClass.FloatingPoint, 8) => typeof(double),
        (H5DataTypeClass.Enumerated or H5DataTypeClass.BitField, 1) => typeof(byte),
        (H5DataTypeClass.FixedPoint, 1) => type.FixedPoint.IsSigned ? typeof(sbyte) : typeof(byte),
        (H5DataTypeClass.FixedPoint, 2) => typeof(short),
        (H5DataTypeClass.FixedPoint, 4) => typeof(int),
        (H5DataTypeClass.FixedPoint, 8) => typeof(long),
        _ => null,
    };

    /// <summary>Texts of fixed or variable length; the latter are sequences of single bytes.</summary>
    private static bool IsText(IH5DataType type) =>
        type.Class is H5DataTypeClass.String || type.Class is H5DataTypeClass.VariableLength && type.VariableLength.BaseType.Size == 1;

    private static T[] Convert<T>(Array values, Func<object, IFormatProvider, T> convert)
    {
        switch (values)
        {
            case T[] same: return same;
            case byte[] flags when typeof(T) == typeof(bool): return (T[])(object)Array.ConvertAll(flags, flag => flag != 0);
            case double[] wide when typeof(T) == typeof(float): return (T[])(object)Array.ConvertAll(wide, value => (float)value);
            default:
                var converted = new T[values.Length];
                for (int i = 0; i < converted.Length; i++)
                    converted[i] = convert(values.GetValue(i)!, CultureInfo.InvariantCulture);
                return converted;
        }
    }

    private IH5Dataset Find(string name) => _datasets.TryGetValue(name, out IH5Dataset? data)
        ? data
        : throw new InvalidDataException($"'{Path}' has no key '{name}'; it has {(_datasets.Count == 0 ? "none" : string.Join(", ", Names.Take(20)))}.");

    private void Collect(IH5Group group, string prefix, int depth)
    {
        if (depth > 32)
            throw new InvalidDataException("groups are nested more than 32 deep, or in a circle");
        foreach (IH5Object child in group.Children())
        {
            string name = prefix + child.Name;
            if (child is IH5Group inner)
            {
                _groups[name] = inner;
                Collect(inner, name + "/", depth + 1);
            }
            else if (child is IH5Dataset data)
            {
                _datasets[name] = data;
            }
        }
    }

    private T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not InvalidDataException and not OutOfMemoryException)
        {
            throw Corrupt(Origin(name), e);
        }
    }

    private static InvalidDataException Corrupt(string origin, Exception e)
    {
        // The reader wraps causes in exceptions of reflection and of its filter pipeline; the innermost one says what happened.
        while (e.InnerException is { } inner)
            e = inner;
        return new($"{origin} cannot be read: {e.Message.TrimEnd('.')}. The file is corrupt or uses a feature that is not supported; " +
            "download or generate it again.", e);
    }

    /// <summary>A file that was not copied to its end is recognized before anything in it is believed.</summary>
    private static void CheckLength(string path)
    {
        Span<byte> head = stackalloc byte[64];
        using FileStream stream = File.OpenRead(path);
        int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read < 9 || !head[..8].SequenceEqual((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 0x1a, 10]))
            throw new InvalidDataException($"'{path}' is no HDF5 file{(read < 9 ? $": it has {stream.Length} bytes" : "")}.");
        // Where the superblock's versions 0, 1, 2 and 3 keep the end-of-file address, for addresses of 8 bytes.
        (int place, int width) = head[8] switch { 0 => (40, head[13]), 1 => (44, head[13]), 2 or 3 => (28, head[9]), _ => (0, 0) };
        if (width != 8)
            throw new InvalidDataException($"'{path}' has HDF5 superblock version {head[8]} with addresses of {width} bytes, which is not read.");
        ulong end = BinaryPrimitives.ReadUInt64LittleEndian(head[place..]);
        if (read < head.Length && read < place + 8 || (ulong)stream.Length < end)
        {
            throw new InvalidDataException($"'{path}' is cut short: its header promises {end} bytes, it has {stream.Length}. " +
                "Download or copy it again.");
        }
    }
}
