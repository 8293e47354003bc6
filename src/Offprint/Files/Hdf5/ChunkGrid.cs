namespace Offprint.Files.Hdf5;

/// <summary>
/// Numbers of chunks: in C order over all that there may ever be; where one dimension grows without limit, that one is the slowest.
/// </summary>
internal sealed class ChunkGrid
{
    private readonly long[] _chunk, _counts, _now;
    private readonly int _growing;

    public ChunkGrid(long[] chunk, Dataspace space)
    {
        _chunk = chunk;
        _now = [.. space.Lengths!.Select((length, i) => Chunks(length, i))];
        _counts = [.. space.Limits.Select((limit, i) => limit < 0 ? long.MaxValue : Chunks(limit, i))];
        _growing = Math.Max(Array.FindIndex(space.Limits, limit => limit < 0), 0);

        long Chunks(long length, int dimension) => length / chunk[dimension] + (length % chunk[dimension] == 0 ? 0 : 1);
    }

    /// <summary>Numbers and first elements of the chunks that there are now.</summary>
    public IEnumerable<(long Index, long[] Start)> All()
    {
        int rank = _now.Length;
        if (_now.Contains(0))
            yield break;
        long[] at = new long[rank];
        while (true)
        {
            long index = 0;
            for (int i = 0; i < rank; i++)
                index = unchecked(index * _counts[i] + at[i]);
            yield return (index, [.. at.Select((place, i) => place * _chunk[i])]);
            int d = rank - 1;
            while (d >= 0 && ++at[d] == _now[d])
                at[d--] = 0;
            if (d < 0)
                yield break;
        }
    }

    /// <summary>The first element of a chunk.</summary>
    public long[] Start(long index, bool growing = false)
    {
        int rank = _counts.Length;
        long[] start = new long[rank];
        for (int i = rank - 1; i >= 0; i--)
        {
            int dimension = growing ? i == 0 ? _growing : i <= _growing ? i - 1 : i : i;
            if (i == 0)
            {
                start[dimension] = index > long.MaxValue / _chunk[dimension] ? long.MaxValue : index * _chunk[dimension];
                break;
            }
            long count = Math.Max(_counts[dimension], 1);
            start[dimension] = index % count * _chunk[dimension];
            index /= count;
        }
        return start;
    }
}
