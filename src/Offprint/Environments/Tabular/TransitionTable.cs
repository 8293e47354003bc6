using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Offprint.Environments.Tabular;

/// <summary>
/// Probability rows in compressed form: row i occupies <c>Starts[i] … Starts[i + 1]</c> of <see cref="Next"/> (increasing) and
/// <see cref="Probability"/>. Twelve bytes a transition, read in order by every sweep.
/// </summary>
internal sealed class TransitionTable(int columns, int[] starts, int[] next, double[] probability)
{
    private readonly Lock _building = new();
    private AliasRows? _alias;

    /// <summary>The number of outcomes that a row is over.</summary>
    public int Columns => columns;

    public int Rows => starts.Length - 1;

    public int Count => next.Length;

    public int[] Starts => starts;

    public int[] Next => next;

    public double[] Probability => probability;

    /// <summary>Tables for drawing from each row in constant time, made on first use.</summary>
    public AliasRows Alias
    {
        get
        {
            lock (_building)
                return _alias ??= new AliasRows(this);
        }
    }

    public TransitionRow Row(int row)
    {
        int start = starts[row], count = starts[row + 1] - start;
        return new(next.AsSpan(start, count), probability.AsSpan(start, count));
    }

    /// <summary>Σ p(j) values[j] over a row.</summary>
    public double Expect(int row, ReadOnlySpan<double> values)
    {
        if (values.Length < columns)
            throw new ArgumentException($"There are {values.Length} values for {columns} outcomes.", nameof(values));
        return ExpectUnchecked(starts[row], starts[row + 1], ref MemoryMarshal.GetReference(values));
    }

    /// <summary>
    /// Σ p(j) values[j] over the entries from <paramref name="start"/> to <paramref name="end"/>, without checks: columns were checked when
    /// the table was made, the caller checked the rest. Two sums in turns, so that an addition need not wait for the one before.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ExpectUnchecked(nint start, nint end, ref double values)
    {
        ref int column = ref MemoryMarshal.GetArrayDataReference(next);
        ref double p = ref MemoryMarshal.GetArrayDataReference(probability);
        double even = 0, odd = 0;
        nint i = start;
        for (; i + 3 < end; i += 4)
        {
            even = Math.FusedMultiplyAdd(Unsafe.Add(ref p, i), Unsafe.Add(ref values, Unsafe.Add(ref column, i)), even);
            odd = Math.FusedMultiplyAdd(Unsafe.Add(ref p, i + 1), Unsafe.Add(ref values, Unsafe.Add(ref column, i + 1)), odd);
            even = Math.FusedMultiplyAdd(Unsafe.Add(ref p, i + 2), Unsafe.Add(ref values, Unsafe.Add(ref column, i + 2)), even);
            odd = Math.FusedMultiplyAdd(Unsafe.Add(ref p, i + 3), Unsafe.Add(ref values, Unsafe.Add(ref column, i + 3)), odd);
        }
        for (; i < end; i++)
            even = Math.FusedMultiplyAdd(Unsafe.Add(ref p, i), Unsafe.Add(ref values, Unsafe.Add(ref column, i)), even);
        return even + odd;
    }

    /// <summary>Compresses unordered entries; those of one row and column are added, zeros dropped.</summary>
    public static TransitionTable Compress(int rows, int columns, List<(int Row, int Next, double Probability)> entries)
    {
        var sorted = entries.ToArray();
        Array.Sort(sorted, (a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Next.CompareTo(b.Next));
        int[] starts = new int[rows + 1];
        List<int> next = new(sorted.Length);
        List<double> probability = new(sorted.Length);
        int previous = -1;
        foreach (var (row, column, p) in sorted)
        {
            if (p == 0)
                continue;
            if (row == previous && next[^1] == column)
            {
                probability[^1] += p;
                continue;
            }
            next.Add(column);
            probability.Add(p);
            starts[row + 1]++;
            previous = row;
        }
        for (int row = 0; row < rows; row++)
            starts[row + 1] += starts[row];
        return new(columns, starts, [.. next], [.. probability]);
    }

    /// <summary>One row over the given weights, which need not sum to one.</summary>
    public static TransitionTable SingleRow(ReadOnlySpan<double> weights)
    {
        List<(int, int, double)> entries = [];
        double sum = 0;
        foreach (double weight in weights)
            sum += weight;
        for (int i = 0; i < weights.Length; i++)
            entries.Add((0, i, weights[i] / sum));
        return Compress(1, weights.Length, entries);
    }
}
