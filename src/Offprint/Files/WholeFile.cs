using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Offprint.Files;

/// <summary>Files that are read whole, and written whole or not at all.</summary>
internal static class WholeFile
{
    private const int GzipTrailer = 8; // CRC-32 of the content, and its length modulo 2^32

    /// <summary>Reads a file; gzip is recognized by its first bytes, unpacked, and compared with its checksum.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The compressed data are corrupt or cut short, or the file is larger than an
    /// array.</exception>
    public static byte[] Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new FileNotFoundException($"There is no file '{Path.GetFullPath(path)}'.", path);
        CheckedMemory.Check(file.Length, file.Length, $"'{path}'");
        byte[] content = File.ReadAllBytes(path);
        return content is [0x1f, 0x8b, ..] ? Unpack(path, content) : content;
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

    private static byte[] Unpack(string path, byte[] content)
    {
        byte[] unpacked;
        try
        {
            using var target = new MemoryStream();
            using (var zip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress))
                zip.CopyTo(target);
            unpacked = target.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw new InvalidDataException($"'{path}' is a corrupt gzip file: {e.Message}", e);
        }
        // The reader compares complete members with their checksums, but takes a missing or short trailer for the end of the file, and what
        // follows a member for nothing if it does not begin like one. So the file must end in the trailer of what was unpacked last.
        if (content.Length >= GzipTrailer)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(^4)),
                sum = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(^8));
            if (length <= unpacked.Length && Crc32.HashToUInt32(unpacked.AsSpan(unpacked.Length - (int)length)) == sum)
                return unpacked;
        }
        throw new InvalidDataException($"'{path}' is a corrupt gzip file: it does not end in the checksum of its content. " +
            "It is cut short or has bytes left over; download or copy it again.");
    }
}
