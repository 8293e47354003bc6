using System.Buffers.Binary;

namespace Offprint.Files;

/// <summary>
/// The list of contents at the end of a zip archive. It has no checksum, but says each name twice, there and before the entry's data: where
/// the two differ one of them is damaged, which .NET's reader does not look at.
/// </summary>
internal static class ZipDirectory
{
    private const uint End = 0x06054b50, Entry = 0x02014b50, Local = 0x04034b50, InZip64 = uint.MaxValue;
    private const int EndLength = 22, EntryLength = 46, LocalLength = 30;

    /// <summary>Compares names and methods in the list with those before the data, and refuses entries that share bytes.</summary>
    /// <param name="archive">The whole archive, of less than 2 GiB.</param>
    /// <exception cref="InvalidDataException">The list is damaged.</exception>
    public static void Check(ReadOnlySpan<byte> archive)
    {
        int end = archive.LastIndexOf(BitConverter.GetBytes(End));
        if (end < 0 || end + EndLength > archive.Length)
            throw new InvalidDataException("its list of contents is missing");
        int count = BinaryPrimitives.ReadUInt16LittleEndian(archive[(end + 10)..]);
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(archive[(end + 16)..]);
        if (start == InZip64)
            return; // lists beyond 4 GiB; such a file is no array of bytes
        long packed = 0;
        ReadOnlySpan<byte> rest = From(archive, start);
        for (int i = 0; i < count; i++)
        {
            if (rest.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(rest) != Entry)
                throw new InvalidDataException($"its list of contents is damaged at entry {i}");
            int name = BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]);
            int whole = EntryLength + name + BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]) +
                BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(rest[20..]), place = BinaryPrimitives.ReadUInt32LittleEndian(rest[42..]);
            if (whole > rest.Length)
                throw new InvalidDataException($"its list of contents is cut short at entry {i}");
            if (place != InZip64 && !SameAsBeforeData(rest, rest.Slice(EntryLength, name), From(archive, place)))
                throw new InvalidDataException($"entry {i} has another name or method in the list of contents than before its data");
            packed += size == InZip64 ? 0 : size;
            if (packed > archive.Length)
                throw new InvalidDataException("its entries overlap: together they are larger than the file");
            rest = rest[whole..];
        }
    }

    private static bool SameAsBeforeData(ReadOnlySpan<byte> listed, ReadOnlySpan<byte> name, ReadOnlySpan<byte> local) =>
        local.Length >= LocalLength + name.Length
        && BinaryPrimitives.ReadUInt32LittleEndian(local) == Local
        && local.Slice(8, 2).SequenceEqual(listed.Slice(10, 2))
        && BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) == name.Length
        && local.Slice(LocalLength, name.Length).SequenceEqual(name);

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> archive, uint place) =>
        place < archive.Length ? archive[(int)place..] : default;
}
