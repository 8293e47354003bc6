using Offprint.Environments.Bandits;

namespace Offprint.Agents.Bandits;

/// <summary>
/// Rounds periods up into a period set, makes them fit into K columns, shortens them where there is room, and keeps the best.
/// </summary>
/// <param name="improve">Whether periods are shortened at the end.</param>
internal sealed class PeriodicRounding(bool improve)
{
    private readonly ColumnCount _columns = new();
    private RecoveryTable? _table;
    private PeriodSet? _set;
    private int _pulls;
    private double _bestPulls;    // a period
    private int[] _element = [];  // each arm's place in the period set; its length for "never"
    private int[] _best = [];
    private double[] _rates = []; // R_i(d)/d for each arm and element, row by row

    /// <summary>The best periods so far; 0 for never.</summary>
    public ReadOnlySpan<int> BestPeriods => _best;

    /// <summary>What they earn a period.</summary>
    public double BestValue { get; private set; }

    public void Begin(RecoveryTable table, int pulls)
    {
        if (_element.Length != table.Arms)
            (_element, _best) = (new int[table.Arms], new int[table.Arms]);
        _best.AsSpan().Clear();
        (_table, _pulls, BestValue, _bestPulls) = (table, pulls, 0, 0);
    }

    public void Use(PeriodSet set)
    {
        _set = set;
        int elements = set.Periods.Length, arms = _element.Length;
        if (_rates.Length < arms * elements)
            _rates = new double[arms * elements];
        for (int i = 0; i < arms; i++)
        {
            for (int e = 0; e < elements; e++)
                _rates[i * elements + e] = _table!.At(i, set.Periods[e]) / set.Periods[e];
        }
    }

    /// <summary>
    /// Makes a schedule of periods; <see cref="BestPeriods"/> remembers it if it earns more than all before, or as much with fewer pulls.
    /// </summary>
    public void Try(ReadOnlySpan<int> periods)
    {
        var allowed = _set!.Periods;
        _columns.Clear(_set.Classes);
        for (int i = 0; i < periods.Length; i++)
        {
            _element[i] = periods[i] == 0 ? allowed.Length : _set.RoundUp(periods[i]);
            if (periods[i] > 0)
                _columns.Add(allowed[_element[i]]);
        }
        while (_columns.Columns > _pulls)
            DropLeast();
        if (improve)
        {
            while (ShortenBest())
            {
            }
        }
        double value = 0, pulls = 0;
        for (int i = 0; i < periods.Length; i++)
        {
            value += Rate(i);
            pulls += _element[i] < allowed.Length ? 1.0 / allowed[_element[i]] : 0;
        }
        double gain = value - BestValue, rounding = 1e-12 * BestValue;
        if (gain < -rounding || (gain <= rounding && pulls >= _bestPulls - 1e-12))
            return;
        (BestValue, _bestPulls) = (value, pulls);
        for (int i = 0; i < periods.Length; i++)
            _best[i] = _element[i] == allowed.Length ? 0 : allowed[_element[i]];
    }

    private double Rate(int arm) => _element[arm] == _set!.Periods.Length ? 0 : _rates[arm * _set.Periods.Length + _element[arm]];

    private void DropLeast()
    {
        int never = _set!.Periods.Length, least = -1;
        for (int i = 0; i < _element.Length; i++)
        {
            if (_element[i] < never && (least < 0 || Rate(i) < Rate(least)))
                least = i;
        }
        _columns.Remove(_set.Periods[_element[least]]);
        _element[least] = never;
    }

    /// <summary>Takes the one move to a shorter period that gains most and still fits.</summary>
    private bool ShortenBest()
    {
        var allowed = _set!.Periods;
        double rounding = 1e-12 * BestValue, bestGain = 0;
        int bestArm = -1, bestElement = 0;
        for (int i = 0; i < _element.Length; i++)
        {
            double current = Rate(i);
            var rates = _rates.AsSpan(i * allowed.Length, _element[i]);
            int from = _element[i] == allowed.Length ? 0 : allowed[_element[i]];
            for (int e = rates.Length - 1; e >= 0; e--) // of equal gains the longer period: it leaves room
            {
                if (rates[e] - current > bestGain + rounding && _columns.AfterMove(from, allowed[e]) <= _pulls)
                    (bestGain, bestArm, bestElement) = (rates[e] - current, i, e);
            }
        }
        if (bestArm < 0)
            return false;
        if (_element[bestArm] < allowed.Length)
            _columns.Remove(allowed[_element[bestArm]]);
        _columns.Add(allowed[bestElement]);
        _element[bestArm] = bestElement;
        return true;
    }
}
