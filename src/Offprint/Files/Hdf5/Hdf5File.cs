using System.Text;

namespace Offprint.Files.Hdf5;

/// <summary>
/// An HDF5 file that is open for reading: arrays of numbers and texts by path (<c>infos/qpos</c>), attributes by object. Write with
/// <see cref="Hdf5Writer"/>.
/// </summary>
/// <remarks>
/// The first and the later file formats are read, behind a user block, too; gzip, lzf, shuffle, scale-offset and Fletcher-32 are undone.
/// What the
/// format protects is verified: superblocks of version 2 and 3, object headers of version 2, B-trees of version 2, heaps of names, lists of
/// chunks, and chunks with Fletcher-32. What has no checksum is only compared with the file's length: headers, B-trees and tables of names
/// of
/// the first format (h5py's default), collections of texts, and data without Fletcher-32. Damage there can go unnoticed, by any reader, as
/// can two things under Fletcher-32: words of zeros that become words of ones, and zeros over a whole chunk with its checksum.
/// </remarks>
public sealed class Hdf5File : IDisposable
{
    private readonly Storage _storage;
    private readonly FileMap _map;
    private readonly RawData _data;
    private readonly GlobalHeap _heap;
    private readonly string[] _names;

    private Hdf5File(Storage storage)
    {
        (_storage, _map, _data, _heap) = (storage, new FileMap(storage), new RawData(storage), new GlobalHeap(storage));
        _names = [.. _map.Datasets.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The file's path.</summary>
    public string Path => _storage.Path;

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
        var storage = new Storage(path);
        try
        {
            return Guard($"'{path}'", () => new Hdf5File(storage));
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a data set.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>Whether there is.</returns>
    public bool Contains(string name) => _map.Datasets.ContainsKey(name);

    /// <summary>Whether there is a group.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>Whether there is.</returns>
    public bool ContainsGroup(string name) => _map.Groups.ContainsKey(name);

    /// <summary>Whether a data set holds text.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>Whether it does.</returns>
    public bool IsText(string name) => Find(name).Type.Text != TextKind.None;

    /// <summary>Whether a data set holds one text.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>Whether it does.</returns>
    public bool IsSingleText(string name) => Find(name) is { Type.Text: not TextKind.None, Space.Lengths: { } lengths }
        && lengths.All(length => length == 1);

    /// <summary>Whether a data set holds sequences of bytes, such as encoded images.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>Whether it does.</returns>
    public bool IsBytes(string name) => Find(name).Type.IsBytes;

    /// <summary>Why a data set cannot be read as numbers.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>What it holds, as in "holds texts"; <see langword="null"/> if it can be read.</returns>
    public string? Problem(string name)
    {
        StoredDataset data = Find(name);
        return data switch
        {
            { Type.Element: null } => $"holds {data.Type.Description}",
            { Space.Lengths: null } => "holds nothing",
            { Layout: Layout.Elsewhere elsewhere } => elsewhere.How,
            _ => data.Filters?.Problem,
        };
    }

    /// <summary>A data set's shape, without reading it.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>The length of each dimension; empty for a single value.</returns>
    /// <exception cref="InvalidDataException">There is none, it holds nothing, or it is too large.</exception>
    public int[] Shape(string name)
    {
        long[] lengths = Find(name).Space.Lengths
            ?? throw new InvalidDataException($"{Origin(name)} holds nothing, not even an empty array.");
        return lengths.All(length => length <= int.MaxValue)
            ? [.. lengths.Select(length => (int)length)]
            : throw new InvalidDataException($"{Origin(name)} is longer than {int.MaxValue} in a dimension; split the file.");
    }

    /// <summary>
    /// Reads numbers in the type that the file has, of either byte order. Enumerations come as their integers, booleans as bytes, half
    /// precision as float32, exactly.
    /// </summary>
    /// <param name="name">The data set's path.</param>
    /// <returns>The array.</returns>
    /// <exception cref="InvalidDataException">There is none, it holds no numbers, or its data are corrupt.</exception>
    public NumericArray Read(string name)
    {
        StoredDataset data = Find(name);
        if (data.Type.Element is not { } type)
        {
            throw new InvalidDataException($"{Origin(name)} holds {data.Type.Description}, not numbers" +
                $"{(data.Type.Text == TextKind.None && !data.Type.IsBytes ? "; store it as float32 or an integer type" : "")}.");
        }
        int[] shape = Shape(name);
        return Guard(Origin(name), () => new NumericArray(shape, Elements(data, type, NumericArray.CountOf(shape), Origin(name))));
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
    public string ReadText(string name) => IsSingleText(name)
        ? ReadTexts(name)[0]
        : throw new InvalidDataException($"{Origin(name)} is not a single text.");

    /// <summary>Reads texts.</summary>
    /// <param name="name">The data set's path.</param>
    /// <returns>The texts in C order.</returns>
    /// <exception cref="InvalidDataException">There is none, or it holds no texts.</exception>
    public string[] ReadTexts(string name)
    {
        StoredDataset data = Find(name);
        if (data.Type.Text == TextKind.None)
            throw new InvalidDataException($"{Origin(name)} holds {data.Type.Description}, not texts.");
        return Guard(Origin(name), () => Texts(data.Type, Stored(data, NumericArray.CountOf(Shape(name)), Origin(name))));
    }

    /// <summary>Reads sequences of bytes, such as encoded images.</summary>
    /// <param name="name">The data set's path.</param>
    /// <returns>A sequence an element, in C order.</returns>
    /// <exception cref="InvalidDataException">There is none, or it holds no sequences of bytes.</exception>
    public byte[][] ReadBytes(string name)
    {
        StoredDataset data = Find(name);
        if (!data.Type.IsBytes)
            throw new InvalidDataException($"{Origin(name)} holds {data.Type.Description}, not sequences of bytes.");
        return Guard(Origin(name), () => Sequences(data.Type, Stored(data, NumericArray.CountOf(Shape(name)), Origin(name))));
    }

    /// <summary>
    /// The attributes of a group or data set: numbers as <see cref="double"/> or arrays of it, texts as <see cref="string"/>.
    /// </summary>
    /// <param name="name">Its path; empty for the file itself.</param>
    /// <returns>Attributes by name; those of other types, and lists of texts, are left out.</returns>
    /// <exception cref="InvalidDataException">There is no such object, or it is corrupt.</exception>
    public IReadOnlyDictionary<string, object> Attributes(string name = "")
    {
        StoredObject owner = name.Length == 0 ? _map.Root : _map.Groups.TryGetValue(name, out StoredObject? group) ? group : Find(name);
        return Guard(Origin(name.Length == 0 ? "/" : name), () =>
        {
            var attributes = new Dictionary<string, object>();
            foreach (StoredAttribute attribute in AttributeReader.Of(_storage, owner.Header))
            {
                if (Value(attribute) is { } value)
                    attributes[attribute.Name] = value;
            }
            return attributes;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _storage.Dispose();

    /// <summary>The beginning of a message about a data set: file and key.</summary>
    internal string Origin(string name) => $"'{Path}', key '{name}'";

    private object? Value(StoredAttribute attribute)
    {
        if (attribute.Space.Lengths is not { } lengths || lengths.Any(length => length > int.MaxValue))
            return null;
        long count = NumericArray.CountOf([.. lengths.Select(length => (int)length)]);
        string origin = $"'{Path}', attribute '{attribute.Name}'";
        CheckedMemory.Check((Int128)count * attribute.Type.Size, attribute.Value.Remaining, origin);
        Block stored = attribute.Value.Part((int)count * attribute.Type.Size, "attribute");
        if (attribute.Type.Text != TextKind.None)
            return lengths.Length == 0 ? Texts(attribute.Type, stored)[0] : null;
        if (attribute.Type.Element is not { } type)
            return null;
        Array values = NumericArray.Decode(stored.Take(stored.Remaining), type, (int)count, attribute.Type.BigEndian);
        return lengths.Length == 0
            ? System.Convert.ToDouble(values.GetValue(0), CultureInfo.InvariantCulture)
            : Convert<double>(values, System.Convert.ToDouble);
    }

    private Array Elements(StoredDataset data, Type type, long count, string origin)
    {
        _data.CheckSize(data, (Int128)count * data.Type.Size, origin);
        var values = Array.CreateInstance(type, (int)count);
        _data.Read(data, NumericArray.BytesOf(values));
        return NumericArray.Decoded(values, data.Type.BigEndian);
    }

    /// <summary>The bytes of elements that are no numbers.</summary>
    private Block Stored(StoredDataset data, long count, string origin)
    {
        Int128 length = (Int128)count * data.Type.Size;
        _data.CheckSize(data, length, origin);
        byte[] bytes = new byte[(int)length];
        _data.Read(data, bytes);
        return new(_storage, data.Address, bytes, "data");
    }

    private string[] Texts(Datatype type, Block stored) => [.. type.Text == TextKind.Variable
        ? Sequences(type, stored).Select(Text)
        : Enumerable.Range(0, type.Size == 0 ? 0 : stored.Remaining / type.Size).Select(_ => Text(stored.Take(type.Size).ToArray()))];

    private byte[][] Sequences(Datatype type, Block stored)
    {
        if (type.Size != 16)
            throw stored.Damage($"has references of {type.Size} bytes to values of variable length");
        byte[][] sequences = new byte[stored.Remaining / type.Size][];
        for (int i = 0; i < sequences.Length; i++)
            sequences[i] = _heap.Read(stored);
        return sequences;
    }

    /// <summary>Texts of fixed length are filled up with zeros.</summary>
    private static string Text(byte[] bytes)
    {
        int end = Array.IndexOf(bytes, (byte)0);
        return Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end);
    }

    private static T[] Convert<T>(Array values, Func<object, IFormatProvider, T> convert)
    {
        switch (values)
        {
            case T[] same: return same;
            case byte[] flags when typeof(T) == typeof(bool): return (T[])(object)Array.ConvertAll(flags, flag => flag != 0);
            case byte[] bytes when typeof(T) == typeof(float): return (T[])(object)Array.ConvertAll(bytes, value => (float)value);
            case double[] wide when typeof(T) == typeof(float): return (T[])(object)Array.ConvertAll(wide, value => (float)value);
            default:
                var converted = new T[values.Length];
                for (int i = 0; i < converted.Length; i++)
                    converted[i] = convert(values.GetValue(i)!, CultureInfo.InvariantCulture);
                return converted;
        }
    }

    private StoredDataset Find(string name) => _map.Datasets.TryGetValue(name, out StoredDataset? data)
        ? data
        : throw new InvalidDataException(
            $"'{Path}' has no key '{name}'; it has {(_names.Length == 0 ? "none" : string.Join(", ", _names.Take(20)))}.");

    private static T Guard<T>(string origin, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e) when (e.Message.StartsWith('\''))
        {
            throw; // it names file and place already
        }
        catch (Exception e) when (e is not IOException || e is EndOfStreamException)
        {
            // Filters throw exceptions of many types on damaged chunks, and memory may be short even for what a file can hold.
            throw new InvalidDataException(
                $"{origin} cannot be read: {e.Message.TrimEnd('.')}. The file is corrupt or uses a feature that is not supported; " +
                "download or generate it again.", e);
        }
    }
}
