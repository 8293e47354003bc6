using System.Numerics;
using MathNet.Numerics;
using Offprint.Environments.Bandits;

namespace Offprint.Agents.Bandits;

/// <summary>
/// A purely periodic policy: arm i is pulled in the periods t with t ≡ offset (mod period), and no period needs more than K pulls.
/// Arms of one <em>column</em> never meet, so that K columns need at most K pulls.
/// </summary>
public sealed class PeriodicSchedule
{
    private readonly int[] _periods, _offsets, _columns;

    private PeriodicSchedule(int[] periods, int[] offsets, int[] columns, int columnCount)
    {
        (_periods, _offsets, _columns, ColumnCount) = (periods, offsets, columns, columnCount);
    }

    /// <summary>Each arm's period; 0 for an arm that is never pulled.</summary>
    public ReadOnlySpan<int> Periods => _periods;

    /// <summary>Each arm's first period, counted from 0.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>Each arm's column, from 0; −1 for an arm that is never pulled.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>How many columns there are.</summary>
    public int ColumnCount { get; }

    /// <summary>The time after which everything repeats: the least common multiple of the periods.</summary>
    public long Cycle => _periods.Where(p => p > 0).Aggregate(1L, (cycle, p) =>
        checked(cycle / Euclid.GreatestCommonDivisor(cycle, p) * p));

    /// <summary>
    /// Finds offsets for periods. Arms are grouped by their period's odd part c. A column of class c has c lanes, its periods modulo c; in
    /// lane time periods are powers of two m, which are laid out shortest first along the unit interval, 1/m each. The interval's place,
    /// its binary digits reversed, is the offset: disjoint intervals become disjoint residues, and nothing is lost.
    /// </summary>
    /// <param name="periods">Each arm's period; 0 for never.</param>
    /// <param name="pulls">K, the number of columns there may be.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentException">A period is negative or above 2²⁰, or K columns do not suffice.</exception>
    public static PeriodicSchedule Pack(ReadOnlySpan<int> periods, int pulls)
    {
        RecoveringBandit.RequirePulls(pulls, periods.Length);
        int[] all = periods.ToArray(), offsets = new int[all.Length], columns = new int[all.Length];
        Array.Fill(columns, -1);
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] is < 0 or > 1 << 20)
                throw new ArgumentException($"Arm {i} has period {all[i]}; periods are 0 (never) or from 1 to 2^20.", nameof(periods));
        }
        const long lane = 1 << 20;
        int column = 0;
        foreach (var group in Enumerable.Range(0, all.Length).Where(i => all[i] > 0).GroupBy(i => PeriodSet.OddPart(all[i]))
            .OrderBy(g => g.Key))
        {
            int odd = group.Key;
            long place = 0; // in lanes of 2^20 units; shorter periods first keep it a multiple of the next item's size
            foreach (int arm in group.OrderBy(i => all[i]))
            {
                int multiplier = all[arm] / odd, bits = BitOperations.TrailingZeroCount(multiplier);
                int laneIndex = (int)(place / lane), block = (int)(place % lane * multiplier / lane);
                offsets[arm] = Reverse(block, bits) * odd + laneIndex % odd;
                columns[arm] = column + laneIndex / odd;
                place += lane / multiplier;
            }
            column += (int)((place + lane * odd - 1) / (lane * odd));
        }
        if (column > pulls)
        {
            throw new ArgumentException(
                $"These periods need {column} columns, K = {pulls} pulls a period allow {pulls}. Lengthen a period or drop an arm.",
                nameof(periods));
        }
        return new PeriodicSchedule(all, offsets, columns, column);
    }

    /// <summary>Whether an arm is pulled in a period.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="time">The period, from 0.</param>
    /// <returns>Whether time ≡ offset (mod period).</returns>
    public bool IsDue(int arm, long time) => _periods[arm] > 0 && time % _periods[arm] == _offsets[arm];

    /// <summary>The most pulls that any period needs, found by going through one whole cycle.</summary>
    /// <returns>At most the number of columns.</returns>
    public int MostPulls()
    {
        int most = 0;
        for (long t = 0, cycle = Cycle; t < cycle; t++)
        {
            int pulls = 0;
            for (int i = 0; i < _periods.Length; i++)
                pulls += IsDue(i, t) ? 1 : 0;
            most = Math.Max(most, pulls);
        }
        return most;
    }

    private static int Reverse(int value, int bits)
    {
        int reversed = 0;
        for (int b = 0; b < bits; b++)
            reversed |= (value >> b & 1) << (bits - 1 - b);
        return reversed;
    }
}
