namespace Offprint.Files.Hdf5;

/// <summary>
/// The beginning of a file. Versions 2 and 3 have a checksum, which is verified; versions 0 and 1 have none: there only the file's length
/// tells that it is whole.
/// </summary>
/// <param name="Root">The root group's header.</param>
/// <param name="Extension">Header of further facts, or undefined.</param>
internal sealed record Superblock(long Root, long Extension)
{
    private const int SignatureLength = 8;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 0x1a, 10];

    /// <summary>Finds it at byte 0, 512, 1024, 2048 and so on: what lies before is the user's.</summary>
    public static Superblock Read(Storage file)
    {
        long whole = file.Length;
        for (long place = 0; place <= whole - SignatureLength - 1; place = place == 0 ? 512 : 2 * place)
        {
            if (!file.Block(place, SignatureLength, "superblock").Take(SignatureLength).SequenceEqual(Signature))
                continue;
            file.SetBase(place);
            int version = file.Block(SignatureLength, 1, "superblock").Byte();
            return version switch
            {
                0 or 1 => Read01(file, version, whole),
                2 or 3 => Read23(file, whole),
                _ => throw new InvalidDataException($"'{file.Path}' has HDF5 superblock version {version}, which is not read; " +
                    "rewrite it with an HDF5 library up to 1.14 (h5repack)."),
            };
        }
        throw new InvalidDataException($"'{file.Path}' is no HDF5 file{(whole < SignatureLength + 1 ? $": it has {whole} bytes" : "")}.");
    }

    private static Superblock Read01(Storage file, int version, long whole)
    {
        Block block = Whole(file, version == 0 ? 96 : 100, whole).Skip(SignatureLength + 5);
        CheckWidths(block);
        block.Skip(version == 0 ? 9 : 13);
        long start = block.AddressOf();
        block.Skip(8);
        CheckEnd(file, block.AddressOf(), start, whole);
        block.Skip(16);
        return new(block.AddressOf(), Storage.Undefined);
    }

    private static Superblock Read23(Storage file, long whole)
    {
        Block block = Whole(file, 48, whole);
        long end = block.Skip(28).AddressOf(); // a file that is cut short is named as such first
        CheckEnd(file, end, file.Base, whole);
        block = file.Block(0, 48, "superblock").Verified().Skip(SignatureLength + 1);
        CheckWidths(block);
        block.Skip(1);
        long start = block.AddressOf(), extension = block.AddressOf();
        CheckEnd(file, block.AddressOf(), start, whole);
        return new(block.AddressOf(), extension);
    }

    private static Block Whole(Storage file, int length, long whole) => file.Length >= length
        ? file.Block(0, length, "superblock")
        : throw new InvalidDataException(
            $"'{file.Path}' is cut short: its header promises {length} bytes, it has {whole}. Download or copy it again.");

    private static void CheckWidths(Block block)
    {
        (byte addresses, byte lengths) = (block.Byte(), block.Byte());
        if (addresses != 8 || lengths != 8)
            throw new InvalidDataException(
                $"'{block.File.Path}' has addresses of {addresses} and lengths of {lengths} bytes; 8 are read. Rewrite it with h5repack.");
    }

    private static void CheckEnd(Storage file, long end, long start, long whole)
    {
        if (end < 0 || whole < end)
            throw new InvalidDataException(
                $"'{file.Path}' is cut short: its header promises {end} bytes, it has {whole}. Download or copy it again.");
        if (start != file.Base)
            throw new InvalidDataException($"'{file.Path}' begins at byte {file.Base} but counts from {start}; rewrite it with h5repack.");
    }
}
