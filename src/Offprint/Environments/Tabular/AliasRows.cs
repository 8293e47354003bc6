using System.Runtime.CompilerServices;
using Offprint.Numerics;

namespace Offprint.Environments.Tabular;

/// <summary>Alias tables (Walker 1977, Vose 1991) of all rows of a table: one 64-bit draw and one look-up an outcome.</summary>
internal sealed class AliasRows
{
    private readonly record struct Cell(ulong Threshold, int Own, int Other);

    private readonly int[] _starts;
    private readonly Cell[] _cells;

    public AliasRows(TransitionTable table)
    {
        _starts = table.Starts;
        _cells = new Cell[table.Count];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (int row = 0; row < table.Rows; row++)
            FillRow(table.Row(row), _cells.AsSpan(_starts[row], table.Row(row).Count), small, large);
    }

    /// <summary>Draws from a row. The high part of u · n chooses the cell; the low part, uniform given the cell, tosses its coin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Draw(int row, RandomStream random)
    {
        int start = _starts[row], count = _starts[row + 1] - start;
        ulong high = Math.BigMul(random.NextUInt64(), (ulong)count, out ulong low);
        Cell cell = _cells[start + (int)high];
        return low < cell.Threshold ? cell.Own : cell.Other;
    }

    private static void FillRow(TransitionRow row, Span<Cell> cells, Stack<int> small, Stack<int> large)
    {
        double[] scaled = new double[row.Count];
        double sum = 0;
        foreach (double p in row.Probabilities)
            sum += p;
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = row.Probabilities[i] * scaled.Length / sum;
            (scaled[i] < 1 ? small : large).Push(i);
        }
        while (small.Count > 0 && large.Count > 0)
        {
            int little = small.Pop(), big = large.Pop();
            cells[little] = new(Threshold(scaled[little]), row.States[little], row.States[big]);
            scaled[big] -= 1 - scaled[little];
            (scaled[big] < 1 ? small : large).Push(big);
        }
        // What is left has weight one up to rounding.
        foreach (Stack<int> rest in (Stack<int>[])[small, large])
        {
            while (rest.TryPop(out int i))
                cells[i] = new(ulong.MaxValue, row.States[i], row.States[i]);
        }
    }

    private static ulong Threshold(double share) => share >= 1 ? ulong.MaxValue : (ulong)(share * 18446744073709551616.0);
}
