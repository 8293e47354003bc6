using System.Buffers.Binary;
using System.IO.Hashing;
using StbImageSharp;

namespace Offprint.Files;

/// <summary>An image that was stored as the bytes of a PNG or JPEG file.</summary>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Channels">Numbers a pixel: 1 or 2 (gray, with transparency), 3 or 4 (red, green, blue, with transparency).</param>
/// <param name="Pixels">[height, width, channels], 0 … 255. A PNG's are exact; a JPEG's may differ by a level or two between
/// decoders.</param>
internal sealed record EncodedImage(int Height, int Width, int Channels, byte[] Pixels)
{
    private const long Unknown = 1 << 16; // a plain image may be packed better than deflate could; 64 MB are never too much

    /// <summary>Decodes an image.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="origin">The beginning of a message: file, key, row.</param>
    /// <exception cref="InvalidDataException">It is neither PNG nor JPEG, or is damaged.</exception>
    public static EncodedImage Decode(byte[] bytes, string origin)
    {
        if (bytes is not ([0x89, 0x50, 0x4E, 0x47, ..] or [0xFF, 0xD8, 0xFF, ..]))
        {
            string head = bytes.Length == 0 ? "nothing" : "0x" + Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(4, bytes.Length)));
            throw new InvalidDataException(
                $"{origin} holds bytes that begin with {head}: neither PNG nor JPEG, the images that are decoded. " +
                "Store the pixels as an array of uint8.");
        }
        try
        {
            if (bytes[0] == 0x89)
                CheckPng(bytes);
            if (ImageInfo.FromStream(new EndingStream(bytes)) is not { } info)
                throw new InvalidDataException("its header says no size.");
            CheckedMemory.Check((Int128)info.Width * info.Height * 4, bytes.Length + Unknown, origin, CheckedMemory.DeflateLimit);
            ImageResult image = ImageResult.FromStream(new EndingStream(bytes), ColorComponents.Default);
            return new(image.Height, image.Width, (int)image.Comp, image.Data);
        }
        catch (Exception e) when (!e.Message.StartsWith(origin, StringComparison.Ordinal))
        {
            // The decoder throws exceptions of many types; the bytes are in memory, so they are the only cause.
            throw new InvalidDataException($"{origin} holds an image that is damaged: {e.Message}", e);
        }
    }

    /// <summary>
    /// A PNG is a signature of 8 bytes and chunks, each of a length, a name, data and their CRC-32, which the decoder does not look at.
    /// </summary>
    private static void CheckPng(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[8..];
        while (true)
        {
            uint length = bytes.Length >= 12 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : uint.MaxValue;
            if (length > bytes.Length - 12)
                throw new InvalidDataException("it is cut short.");
            ReadOnlySpan<byte> covered = bytes.Slice(4, 4 + (int)length);
            if (Crc32.HashToUInt32(covered) != BinaryPrimitives.ReadUInt32BigEndian(bytes[(8 + (int)length)..]))
                throw new InvalidDataException("it does not match its CRC-32.");
            if (covered.StartsWith("IEND"u8))
                return;
            bytes = bytes[(12 + (int)length)..];
        }
    }

    /// <summary>
    /// Bytes that end: the decoder takes what follows a file's end for zeros, and would look for a marker among them for ever.
    /// </summary>
    private sealed class EndingStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        private const int MostReadsBeyond = 64;

        private int _beyond;

        public override int ReadByte()
        {
            int value = base.ReadByte();
            return value >= 0 || ++_beyond <= MostReadsBeyond ? value : throw new InvalidDataException("it is cut short.");
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            return read > 0 || count == 0 || ++_beyond <= MostReadsBeyond ? read : throw new InvalidDataException("it is cut short.");
        }
    }
}
