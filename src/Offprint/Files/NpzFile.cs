using System.IO.Compression;
using System.IO.Hashing;

namespace Offprint.Files;

/// <summary>NumPy's <c>.npz</c> format: a zip archive of <see cref="NpyFile"/>s, each with a CRC-32 that is verified.</summary>
public static class NpzFile
{
    private const string Ending = ".npy";

    // The first moment that a zip archive can state: the same arrays always give the same bytes.
    private static readonly DateTimeOffset s_timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Reads all arrays of a file. Folders and entries of other kinds, such as a readme, are no arrays and left out, as NumPy does.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The arrays by name, without the ending <c>.npy</c>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no zip archive, is corrupt, or an array in it cannot be read.</exception>
    public static IReadOnlyDictionary<string, NumericArray> Read(string path)
    {
        byte[] content = WholeFile.Read(path);
        var arrays = new Dictionary<string, NumericArray>();
        string origin = $"'{path}'";
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            ZipDirectory.Check(content);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                bool named = entry.FullName.EndsWith(Ending, StringComparison.Ordinal);
                string name = named ? entry.FullName[..^Ending.Length] : entry.FullName;
                origin = $"'{path}', array '{name}'";
                byte[] unpacked = Unpack(entry, origin);
                if (!named && !NpyFile.IsRecognized(unpacked))
                    continue;
                if (!arrays.TryAdd(name, NpyFile.Parse(unpacked, origin)))
                    throw new InvalidDataException($"{origin} occurs twice.");
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException && !e.Message.StartsWith(origin, StringComparison.Ordinal))
        {
            // On corrupt archives the zip reader throws exceptions of many types; the file is in memory, so its data are the only cause.
            throw new InvalidDataException($"{origin} cannot be read from the zip archive: {e.Message}", e);
        }
        return arrays;
    }

    /// <summary>Writes a file, whole or not at all. The same arrays give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">The arrays by name, without an ending.</param>
    /// <param name="compress">Whether to compress, as <c>numpy.savez_compressed</c> does.</param>
    public static void Write(string path, IReadOnlyDictionary<string, NumericArray> arrays, bool compress = false) =>
        WholeFile.Write(path, stream =>
        {
            CompressionLevel level = compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, NumericArray array) in arrays.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                ZipArchiveEntry entry = archive.CreateEntry(name + Ending, level);
                entry.LastWriteTime = s_timestamp;
                using Stream target = entry.Open();
                NpyFile.Write(target, array);
            }
        });

    /// <summary>The content of an entry, compared with its stated length and checksum, which .NET's reader does not do.</summary>
    private static byte[] Unpack(ZipArchiveEntry entry, string origin)
    {
        byte[] unpacked = CheckedMemory.Allocate<byte>(entry.Length, entry.CompressedLength, origin, CheckedMemory.DeflateLimit);
        using Stream packed = entry.Open();
        int read = packed.ReadAtLeast(unpacked, unpacked.Length, throwOnEndOfStream: false);
        if (read < unpacked.Length || packed.ReadByte() >= 0)
            throw new InvalidDataException(
                $"{origin} has another length than the {unpacked.Length} bytes that the archive states; the file is damaged.");
        return Crc32.HashToUInt32(unpacked) == entry.Crc32
            ? unpacked
            : throw new InvalidDataException($"{origin} does not match its CRC-32: the file is damaged; download or make it again.");
    }
}
