using System.Buffers.Binary;
using System.IO.Compression;

namespace Offprint.Interactive.Pictures;

/// <summary>How the bytes of a PNG's pixels are read.</summary>
internal enum PngColor : byte
{
    Gray = 0,
    Rgb = 2,
    Indexed = 3,
}

/// <summary>Writes PNG files of eight bits a sample.</summary>
internal static class Png
{
    private static readonly uint[] CrcTable = MakeCrcTable();

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes pixels, row by row from the top; where they are indices, the palette holds red, green and blue of each.</summary>
    public static byte[] Encode(int width, int height, PngColor color, ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> palette = default)
    {
        int samples = color == PngColor.Rgb ? 3 : 1;
        if (pixels.Length != width * height * samples)
            throw new ArgumentException(
                $"{width} × {height} pixels of {samples} bytes are {width * height * samples} bytes, not {pixels.Length}.", nameof(pixels));
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = (byte)color;
        WriteChunk(file, "IHDR"u8, header);
        if (color == PngColor.Indexed)
            WriteChunk(file, "PLTE"u8, palette);
        WriteChunk(file, "IDAT"u8, Deflate(pixels, width * samples, color));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Indices compress best as they are, samples as differences from the row above.</summary>
    private static byte[] Deflate(ReadOnlySpan<byte> pixels, int stride, PngColor color)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            byte[] line = new byte[stride + 1];
            for (int start = 0; start < pixels.Length; start += stride)
            {
                var row = pixels.Slice(start, stride);
                bool up = color != PngColor.Indexed && start > 0;
                line[0] = up ? (byte)2 : (byte)0;
                for (int i = 0; i < stride; i++)
                    line[i + 1] = up ? (byte)(row[i] - pixels[start - stride + i]) : row[i];
                zlib.Write(line);
            }
        }
        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Checksum(content, Checksum(type, uint.MaxValue)));
        file.Write(number);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes, uint crc)
    {
        foreach (byte b in bytes)
            crc = CrcTable[(crc ^ b) & 255] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        const uint polynomial = 0xEDB88320;
        uint[] table = new uint[256];
        for (uint n = 0; n < table.Length; n++)
        {
            uint c = n;
            for (int bit = 0; bit < 8; bit++)
                c = (c & 1) == 0 ? c >> 1 : polynomial ^ (c >> 1);
            table[n] = c;
        }
        return table;
    }
}
