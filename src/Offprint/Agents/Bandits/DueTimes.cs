namespace Offprint.Agents.Bandits;

/// <summary>Plays a periodic schedule period by period and changes to another one with as few broken rhythms as possible.</summary>
/// <param name="arms">N.</param>
internal sealed class DueTimes(int arms)
{
    private readonly long[] _due = Never(arms);
    private readonly int[] _period = new int[arms];
    private long _time;

    /// <summary>Changes to a schedule, from the next period on.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="carry">
    /// Whether each column begins at the shift that keeps most arms of unchanged period on their beat; otherwise all begin at 0. A common
    /// shift of a column never makes its arms meet, and columns do not interact.
    /// </param>
    public void Follow(PeriodicSchedule schedule, bool carry)
    {
        Span<long> shifts = schedule.ColumnCount <= 128 ? stackalloc long[schedule.ColumnCount] : new long[schedule.ColumnCount];
        shifts.Clear();
        if (carry)
            ChooseShifts(schedule, shifts);
        for (int i = 0; i < arms; i++)
        {
            int period = schedule.Periods[i];
            _period[i] = period;
            _due[i] = period == 0 ? long.MaxValue : _time + Modulo(schedule.Offsets[i] + shifts[schedule.Columns[i]], period);
        }
    }

    /// <summary>Lists the arms of the next period and passes on.</summary>
    public int Next(Span<int> due)
    {
        int count = 0;
        for (int i = 0; i < _due.Length; i++)
        {
            if (_due[i] != _time)
                continue;
            due[count++] = i;
            _due[i] += _period[i];
        }
        _time++;
        return count;
    }

    private void ChooseShifts(PeriodicSchedule schedule, Span<long> shifts)
    {
        Span<int> kept = shifts.Length <= 128 ? stackalloc int[shifts.Length] : new int[shifts.Length];
        kept.Clear();
        for (int i = 0; i < arms; i++)
        {
            if (schedule.Periods[i] == 0 || schedule.Periods[i] != _period[i])
                continue;
            int column = schedule.Columns[i];
            long shift = _due[i] - _time - schedule.Offsets[i];
            int keeps = Kept(schedule, column, shift);
            if (keeps > kept[column])
                (kept[column], shifts[column]) = (keeps, shift);
        }
    }

    private int Kept(PeriodicSchedule schedule, int column, long shift)
    {
        int count = 0;
        for (int i = 0; i < arms; i++)
        {
            int period = schedule.Periods[i];
            if (schedule.Columns[i] == column && period == _period[i]
                && Modulo(schedule.Offsets[i] + shift - (_due[i] - _time), period) == 0)
                count++;
        }
        return count;
    }

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    private static long[] Never(int count)
    {
        long[] due = new long[count];
        Array.Fill(due, long.MaxValue);
        return due;
    }
}
