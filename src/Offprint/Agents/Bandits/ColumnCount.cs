namespace Offprint.Agents.Bandits;

/// <summary>
/// How many columns (one pull a period each) a set of periods needs: ⌈Σ 1/period⌉ for each odd part, since periods of different odd parts
/// never share a column. Sums are exact: whole numbers of 2⁻²⁰ lanes, a lane being every c-th period of a column of odd part c.
/// </summary>
internal sealed class ColumnCount
{
    private const long Lane = 1 << 20;
    private long[] _lanes = [];

    /// <summary>The columns needed.</summary>
    public int Columns { get; private set; }

    /// <summary>Starts again, for odd parts up to 2a − 1.</summary>
    public void Clear(int classes)
    {
        if (_lanes.Length != classes)
            _lanes = new long[classes];
        _lanes.AsSpan().Clear();
        Columns = 0;
    }

    public void Add(int period) => Change(period, 1);

    public void Remove(int period) => Change(period, -1);

    /// <summary>The columns needed after one arm's period changes; 0 stands for "never".</summary>
    public int AfterMove(int from, int to)
    {
        if (from > 0)
            Remove(from);
        Add(to);
        int columns = Columns;
        Remove(to);
        if (from > 0)
            Add(from);
        return columns;
    }

    private void Change(int period, int sign)
    {
        int odd = PeriodSet.OddPart(period);
        ref long lanes = ref _lanes[odd / 2];
        int before = Of(lanes, odd);
        lanes += sign * (Lane * odd / period);
        Columns += Of(lanes, odd) - before;
    }

    private static int Of(long lanes, int odd) => (int)((lanes + Lane * odd - 1) / (Lane * odd));
}
