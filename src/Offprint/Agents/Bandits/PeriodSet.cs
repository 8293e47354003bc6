using System.Numerics;

namespace Offprint.Agents.Bandits;

/// <summary>
/// The periods D[a] = { (2j − 1)·2^l : j = 1 … a, l ≥ 0 } up to a bound. Periods of one odd part ("class") pack without loss, and rounding
/// any period up into D[a] lengthens it by a factor of at most (a + 1)/a.
/// </summary>
public sealed class PeriodSet
{
    private readonly int[] _periods;
    private readonly int[] _roundUp;

    /// <summary>Lists the periods of D[a] up to the least power of two that is not below a bound.</summary>
    /// <param name="classes">a, the number of odd parts, at least 1.</param>
    /// <param name="longest">The longest period that is to be rounded, from 1 to 2²⁰.</param>
    public PeriodSet(int classes, int longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longest, 1 << 20);
        Classes = classes;
        int bound = (int)BitOperations.RoundUpToPowerOf2((uint)longest);
        _periods = [.. Enumerable.Range(1, bound).Where(p => OddPart(p) <= 2 * classes - 1)];
        _roundUp = new int[bound + 1];
        for (int p = 1, index = 0; p <= bound; p++)
        {
            while (_periods[index] < p)
                index++;
            _roundUp[p] = index;
        }
    }

    /// <summary>a.</summary>
    public int Classes { get; }

    /// <summary>The periods, rising.</summary>
    public ReadOnlySpan<int> Periods => _periods;

    /// <summary>The place in <see cref="Periods"/> of the least period that is not below a given one.</summary>
    /// <param name="period">The period, from 1 to the bound.</param>
    /// <returns>The index.</returns>
    public int RoundUp(int period) => _roundUp[period];

    /// <summary>The odd number c with period = c · 2^l.</summary>
    /// <param name="period">A positive period.</param>
    /// <returns>c.</returns>
    public static int OddPart(int period) => period >> BitOperations.TrailingZeroCount(period);
}
