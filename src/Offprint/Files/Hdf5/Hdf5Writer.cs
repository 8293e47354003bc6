using PureHDF;
using PureHDF.Filters;

namespace Offprint.Files.Hdf5;

/// <summary>
/// Collects arrays, texts and attributes and writes them as one HDF5 file, whole or not at all. Arrays carry a Fletcher-32 checksum a
/// chunk, which every HDF5 reader verifies; the same content gives the same bytes.
/// </summary>
public sealed class Hdf5Writer
{
    private const int ChunkBytes = 1 << 18;

    // gzip level 1 of 0 … 9: floats of simulations shrink by a tenth at any level, and this one costs least.
    private const int CompressionLevel = 1;

    private readonly H5File _file = new();
    private readonly bool _compress;

    /// <summary>Starts an empty file.</summary>
    /// <param name="compress">Whether to shuffle and gzip arrays.</param>
    public Hdf5Writer(bool compress = false) => _compress = compress;

    /// <summary>Adds an array of numbers; booleans become what h5py reads as <c>bool</c>.</summary>
    /// <param name="name">Its path; missing groups are made.</param>
    /// <param name="array">The array. Not copied.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string name, NumericArray array)
    {
        object values = array.Values is bool[] flags ? Array.ConvertAll(flags, flag => flag ? Flag.TRUE : Flag.FALSE) : array.Values;
        ulong[] shape = [.. array.Shape.Select(length => (ulong)length)];
        if (array.Count == 0 || shape.Length == 0)
        {
            Place(name, new H5Dataset(values, fileDims: shape.Length == 0 ? [1] : shape));
            return;
        }
        int rowBytes = Math.Max(NumericArray.SizeOf(array.ElementType) * (array.Count / array.Shape[0]), 1);
        uint[] chunks = [.. array.Shape.Select(length => (uint)length)];
        chunks[0] = (uint)Math.Clamp(ChunkBytes / rowBytes, 1, array.Shape[0]);
        List<H5Filter> filters = _compress
            ? [ShuffleFilter.Id, new H5Filter(DeflateFilter.Id, new() { [DeflateFilter.COMPRESSION_LEVEL] = CompressionLevel }),
                Fletcher32Filter.Id]
            : [Fletcher32Filter.Id];
        Place(name, new H5Dataset(values, chunks, fileDims: shape, datasetCreation: new(Filters: filters)));
    }

    /// <summary>Adds a text.</summary>
    /// <param name="name">Its path; missing groups are made.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddText(string name, string text) => Place(name, new H5Dataset(text));

    /// <summary>Sets an attribute of the file or of a group.</summary>
    /// <param name="group">The group's path, made if missing; empty for the file itself.</param>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">A number, a text, or an array of numbers.</param>
    public void SetAttribute(string group, string name, object value) =>
        Group(group.Length == 0 ? [] : group.Split('/')).Attributes[name] = value is bool flag ? flag ? Flag.TRUE : Flag.FALSE : value;

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file; missing folders are made.</param>
    /// <exception cref="IOException">It could not be written; a former version is untouched.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => _file.Write(stream));

    private void Place(string name, object entry)
    {
        string[] parts = name.Split('/');
        if (!Group(parts.AsSpan(0, parts.Length - 1)).TryAdd(parts[^1], entry))
            throw new ArgumentException($"There are two entries of the name '{name}'.", nameof(name));
    }

    private H5Group Group(ReadOnlySpan<string> parts)
    {
        H5Group group = _file;
        foreach (string part in parts)
        {
            if (!group.TryGetValue(part, out object? inner))
                group[part] = inner = new H5Group();
            group = inner as H5Group ?? throw new ArgumentException($"'{part}' is an array, not a group.", nameof(parts));
        }
        return group;
    }

    /// <summary>The names are those by which h5py recognizes a boolean.</summary>
    private enum Flag : byte
    {
        FALSE,
        TRUE,
    }
}
