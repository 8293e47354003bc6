using Offprint.Datasets.Tabular;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>The prepared confidence sets of all pairs, and the order of the entries by value that they share.</summary>
internal sealed class OptimisticModel
{
    private readonly ConfidenceSet _set;
    private readonly int _actions, _columns;
    private readonly double[] _rows, _widths, _free;
    private readonly int[] _order;

    /// <param name="counts">Counts with pooled stages.</param>
    /// <param name="set">The set.</param>
    /// <param name="column">The entry that stands for each state.</param>
    /// <param name="columns">The number of entries of a row.</param>
    /// <param name="wanted">The entries that take part in the order.</param>
    public OptimisticModel(TransitionCounts counts, ConfidenceSet set, int[] column, int columns, IEnumerable<int> wanted)
    {
        if (counts.Stages > 1)
            throw new ArgumentException($"Counts of {counts.Stages} stages; optimistic planning without a horizon needs them pooled.",
                nameof(counts));
        (_set, _actions, _columns) = (set, counts.ActionCount, columns);
        int pairs = counts.StateCount * counts.ActionCount;
        (_rows, _widths, _free) = (new double[pairs * columns], new double[pairs * columns], new double[pairs]);
        _order = [.. wanted];
        for (int pair = 0; pair < pairs; pair++)
        {
            (int s, int a) = (pair / _actions, pair % _actions);
            Span<double> row = _rows.AsSpan(pair * columns, columns);
            ReadOnlySpan<int> states = counts.NextStates(s, a), seen = counts.NextCounts(s, a);
            for (int i = 0; i < states.Length; i++)
                row[column[states[i]]] += (double)seen[i] / counts.N(s, a);
            _free[pair] = set.Prepare(
                counts.N(s, a), counts.Total, (counts.StateCount, _actions), row, _widths.AsSpan(pair * columns, columns));
        }
    }

    /// <summary>Sorts the entries by value. Insertion: from one sweep to the next the order hardly changes.</summary>
    public void Order(ReadOnlySpan<double> values, bool ascending)
    {
        for (int i = 1; i < _order.Length; i++)
        {
            int moved = _order[i], j = i;
            double value = values[moved];
            for (; j > 0 && (ascending ? values[_order[j - 1]] > value : values[_order[j - 1]] < value); j--)
                _order[j] = _order[j - 1];
            _order[j] = moved;
        }
    }

    public double Least(int s, ReadOnlySpan<double> values, out int action)
    {
        double best = double.PositiveInfinity;
        action = 0;
        for (int a = 0; a < _actions; a++)
        {
            double value = Extreme(s * _actions + a, values);
            if (value < best)
                (best, action) = (value, a);
        }
        return best;
    }

    public double Greatest(int s, ReadOnlySpan<double> rewards, ReadOnlySpan<double> values, out int action)
    {
        double best = double.NegativeInfinity;
        action = 0;
        for (int a = 0; a < _actions; a++)
        {
            double value = rewards[a] + Extreme(s * _actions + a, values);
            if (value > best)
                (best, action) = (value, a);
        }
        return best;
    }

    private double Extreme(int pair, ReadOnlySpan<double> values) =>
        _set.Extreme(_rows.AsSpan(pair * _columns, _columns), _widths.AsSpan(pair * _columns, _columns), _free[pair], _order, values);
}
