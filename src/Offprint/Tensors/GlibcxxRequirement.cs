using System.Buffers.Binary;
using System.Text;

namespace Offprint.Tensors;

/// <summary>
/// Makes a copy of a shared library whose requirement of one libstdc++ symbol version is weak.
/// </summary>
/// <remarks>
/// TorchSharp's native library is linked against GCC 13 and so asks for <c>GLIBCXX_3.4.32</c>, which distributions of 2022 and 2023
/// (Debian 12, Ubuntu 22.04, RHEL 9) do not have. It uses no symbol of that version: the only undefined one that carries it,
/// <c>std::ios_base_library_init()</c>, is never relocated. The dynamic linker accepts the library once the version's entry in
/// <c>.gnu.version_r</c> carries the flag <c>VER_FLG_WEAK</c>.
/// </remarks>
internal static class GlibcxxRequirement
{
    private const uint SectionVersionNeeded = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort WeakFlag = 0x2;                  // VER_FLG_WEAK

    /// <summary>Returns the image with every requirement of <paramref name="version"/> marked weak.</summary>
    /// <param name="image">A 64-bit little-endian ELF shared library.</param>
    /// <param name="version">The symbol version's name, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>A changed copy, or <see langword="null"/> where the library does not require that version.</returns>
    /// <exception cref="BadImageFormatException">The image is not a 64-bit little-endian ELF file.</exception>
    public static byte[]? Weaken(ReadOnlySpan<byte> image, string version)
    {
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
            throw new BadImageFormatException("Not a 64-bit little-endian ELF file.");
        var section = FindSection(image, SectionVersionNeeded);
        if (section is null)
            return null;
        var (offset, link, entries) = section.Value;
        int strings = ReadSectionOffset(image, link);
        byte[]? copy = null;
        int need = offset;
        for (int i = 0; i < entries; i++)
        {
            // Elfxx_Verneed: version, count (2 bytes each), file, aux, next (4 bytes each).
            int count = BinaryPrimitives.ReadUInt16LittleEndian(image[(need + 2)..]);
            int auxiliary = need + BinaryPrimitives.ReadInt32LittleEndian(image[(need + 8)..]);
            for (int j = 0; j < count; j++)
            {
                // Elfxx_Vernaux: hash (4), flags (2), other (2), name (4), next (4).
                int name = strings + BinaryPrimitives.ReadInt32LittleEndian(image[(auxiliary + 8)..]);
                if (NameAt(image, name) == version)
                {
                    copy ??= image.ToArray();
                    BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(auxiliary + 4), WeakFlag);
                }
                auxiliary += BinaryPrimitives.ReadInt32LittleEndian(image[(auxiliary + 12)..]);
            }
            need += BinaryPrimitives.ReadInt32LittleEndian(image[(need + 12)..]);
        }
        return copy;
    }

    private static (int Offset, int Link, int Entries)? FindSection(ReadOnlySpan<byte> image, uint type)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(image[60..]);
        for (int i = 0; i < count; i++)
        {
            var header = SectionHeader(image, i);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) == type)
                return ((int)BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
                    BinaryPrimitives.ReadInt32LittleEndian(header[40..]),
                    BinaryPrimitives.ReadInt32LittleEndian(header[44..]));
        }
        return null;
    }

    private static int ReadSectionOffset(ReadOnlySpan<byte> image, int index) =>
        (int)BinaryPrimitives.ReadInt64LittleEndian(SectionHeader(image, index)[24..]);

    private static ReadOnlySpan<byte> SectionHeader(ReadOnlySpan<byte> image, int index)
    {
        long table = BinaryPrimitives.ReadInt64LittleEndian(image[40..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(image[58..]);
        return image.Slice((int)table + index * size, size);
    }

    private static string NameAt(ReadOnlySpan<byte> image, int offset)
    {
        var rest = image[offset..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }
}
