using System.IO.Compression;

namespace Offprint.Files;

/// <summary>Files that are read whole, and written whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Reads a file; gzip is recognized by its first bytes and unpacked.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The compressed data are corrupt.</exception>
    public static byte[] Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{Path.GetFullPath(path)}'.", path);
        byte[] content = File.ReadAllBytes(path);
        if (content is not [0x1f, 0x8b, ..])
            return content;
        try
        {
            using var unpacked = new MemoryStream();
            using (var zip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress))
                zip.CopyTo(unpacked);
            return unpacked.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw new InvalidDataException($"'{path}' is a corrupt gzip file: {e.Message}", e);
        }
    }

    /// <summary>Writes a file whole or not at all. Names that end in .gz are compressed.</summary>
    public static void Write(string path, Action<Stream> write) => AtomicFile.Write(path, stream =>
    {
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            write(stream);
            return;
        }
        using var zip = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        write(zip);
    });
}
