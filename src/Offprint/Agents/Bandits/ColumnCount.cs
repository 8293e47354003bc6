using System.Numerics;

namespace Offprint.Agents.Bandits;

/// <summary>
/// How many columns (one pull a period each) a set of periods needs: ⌈Σ 1/period⌉ for each odd part, since periods of different odd parts
/// never share a column. Sums are exact: whole numbers of 2⁻²⁰ lanes, a lane being every c-th period of a column of odd part c.
/// </summary>
internal sealed class ColumnCount
{
    private const long Lane = 1 << 20;
    private long[] _lanes = [];
    private int[] _columns = []; // of each odd part

    /// <summary>The columns needed.</summary>
    public int Columns { get; private set; }

    /// <summary>Starts again, for odd parts up to 2a − 1.</summary>
    public void Clear(int classes)
    {
        if (_lanes.Length != classes)
            (_lanes, _columns) = (new long[classes], new int[classes]);
        _lanes.AsSpan().Clear();
        _columns.AsSpan().Clear();
        Columns = 0;
    }

    public void Add(int period) => Change(period, Share(period));

    public void Remove(int period) => Change(period, -Share(period));

    /// <summary>The columns needed after one arm's period changes; 0 stands for "never".</summary>
    public int AfterMove(int from, int to)
    {
        int odd = PeriodSet.OddPart(to), part = odd / 2;
        long lanes = _lanes[part] + Share(to);
        int columns = Columns - _columns[part];
        if (from > 0)
        {
            int fromOdd = PeriodSet.OddPart(from), fromPart = fromOdd / 2;
            if (fromPart == part)
                lanes -= Share(from);
            else
                columns += Of(_lanes[fromPart] - Share(from), fromOdd) - _columns[fromPart];
        }
        return columns + Of(lanes, odd);
    }

    private void Change(int period, long share)
    {
        int odd = PeriodSet.OddPart(period), part = odd / 2;
        _lanes[part] += share;
        int columns = Of(_lanes[part], odd);
        Columns += columns - _columns[part];
        _columns[part] = columns;
    }

    /// <summary>What a period takes of its lanes: a period c · 2^l takes 2^−l of one.</summary>
    private static long Share(int period) => Lane >> BitOperations.TrailingZeroCount(period);

    private static int Of(long lanes, int odd) => (int)((lanes + Lane * odd - 1) / (Lane * odd));
}
