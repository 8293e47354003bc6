namespace Offprint.Files.Hdf5;

/// <summary>The extent of a data set or an attribute.</summary>
/// <param name="Lengths">The length of each dimension; empty for a single value; <see langword="null"/> if there is no value at
/// all.</param>
/// <param name="Limits">How long each may become; −1 for any length.</param>
internal sealed record Dataspace(long[]? Lengths, long[] Limits)
{
    private const int MaxRank = 32;

    public static Dataspace Read(Block block)
    {
        int version = block.Byte(), rank = block.Byte(), flags = block.Byte(), type = block.Byte();
        if (version is not (1 or 2) || rank > MaxRank)
            throw block.Damage($"has an extent of version {version} and {rank} dimensions");
        if (version == 1)
            block.Skip(4);
        if (version == 2 && type == 2)
            return new(null, []);
        long[] lengths = new long[rank], limits = new long[rank];
        for (int i = 0; i < rank; i++)
            lengths[i] = block.Size();
        for (int i = 0; i < rank; i++)
            // the largest number stands for any length, as it does for no address
            limits[i] = (flags & 1) != 0 ? block.AddressOf() : lengths[i];
        return new(lengths, limits);
    }
}
