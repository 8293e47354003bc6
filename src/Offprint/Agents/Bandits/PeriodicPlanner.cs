using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Agents.Bandits;

/// <summary>How purely periodic policies are planned.</summary>
public sealed record PeriodicPlannerOptions
{
    /// <summary>The largest a of the period sets D[a] that are tried: 1 means powers of two only. Our choice: 6.</summary>
    public int MaximumClasses { get; init; } = 6;

    /// <summary>
    /// Whether the one arm that the upper bound pulls fractionally is also rounded up, and tried alone; otherwise it is only rounded down.
    /// The guarantee needs it.
    /// </summary>
    public bool RoundFractionalArm { get; init; } = true;

    /// <summary>Whether periods are shortened greedily at the end while K columns suffice. It never lowers the value.</summary>
    public bool Improve { get; init; } = true;
}

/// <summary>
/// Offline planning under recovering rewards by purely periodic policies (Simchi-Levi, Zheng and Zhu, arXiv 2106.14813). The upper bound
/// \[ \mathrm{UB}(K) = \max_x \sum_i F_i^{cc}(x_i), \quad \sum_i x_i \le K, \; 0 \le x_i \le 1 \]
/// is a fractional knapsack that leaves all arms but one on frequencies 1/d. Their periods are rounded up into D[a], where few classes pack
/// into K columns; the best of all a and of the capacities K − a … K is kept.
/// </summary>
/// <remarks>Holds buffers: not thread-safe, use one a worker.</remarks>
/// <param name="options">Settings; the defaults if <see langword="null"/>.</param>
public sealed class PeriodicPlanner(PeriodicPlannerOptions? options = null)
{
    private readonly PeriodicPlannerOptions _options = Validated(options ?? new());
    private readonly SeparableKnapsack _knapsack = new();
    private readonly List<PeriodSet> _sets = [];
    private PeriodicRounding? _rounding;
    private RateEnvelope[] _envelopes = [];
    private int[] _vertices = [];
    private int[] _periods = [];
    private int _saturation;

    /// <summary>
    /// γ_K, the fraction of the upper bound that a plan earns at least: the largest of ¼ and (1 − a/K)·a/(a + 1) over a &lt; K, which is
    /// 1 − 2/√K + O(1/K).
    /// </summary>
    /// <param name="pulls">K.</param>
    /// <param name="maximumClasses">The largest a.</param>
    /// <returns>The fraction.</returns>
    public static double Guarantee(int pulls, int maximumClasses = 6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pulls, 1);
        double best = 0.25;
        for (int a = 1; a < Math.Min(pulls, maximumClasses + 1); a++)
            best = Math.Max(best, (1 - (double)a / pulls) * a / (a + 1));
        return best;
    }

    /// <summary>The largest mean reward a period that any policy could have in the long run.</summary>
    /// <param name="table">Mean rewards by idle time.</param>
    /// <param name="capacity">K, the mean number of pulls a period; it may be fractional.</param>
    /// <returns>UB(K): non-decreasing and concave in K.</returns>
    public double UpperBound(RecoveryTable table, double capacity)
    {
        Prepare(table);
        return _knapsack.Solve(capacity, _vertices).Value;
    }

    /// <summary>The frequencies that attain the upper bound.</summary>
    /// <param name="table">Mean rewards by idle time.</param>
    /// <param name="capacity">K.</param>
    /// <returns>x, a pull frequency in [0, 1] an arm.</returns>
    public double[] Frequencies(RecoveryTable table, double capacity)
    {
        Prepare(table);
        var optimum = _knapsack.Solve(capacity, _vertices);
        double[] x = new double[table.Arms];
        for (int i = 0; i < x.Length; i++)
            x[i] = _envelopes[i].Frequencies[_vertices[i]];
        if (optimum.FractionalItem is >= 0 and int arm)
            x[arm] += optimum.Fraction * (_envelopes[arm].Frequencies[_vertices[arm] + 1] - x[arm]);
        return x;
    }

    /// <summary>Plans a purely periodic policy.</summary>
    /// <param name="table">Mean rewards by idle time, or optimistic estimates of them.</param>
    /// <param name="pulls">K, the largest number of pulls a period.</param>
    /// <returns>The best plan found, with the upper bound beside it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">K is not in 1 … N.</exception>
    public PeriodicPlan Plan(RecoveryTable table, int pulls)
    {
        RecoveringBandit.RequirePulls(pulls, table.Arms);
        Prepare(table);
        double bound = _knapsack.Solve(pulls, _vertices).Value;
        _rounding ??= new PeriodicRounding(_options.Improve);
        _rounding.Begin(table, pulls);
        foreach (var set in _sets)
        {
            _rounding.Use(set);
            for (int capacity = Math.Max(1, pulls - set.Classes); capacity <= pulls; capacity++)
                TryCandidates(capacity);
        }
        return new PeriodicPlan(PeriodicSchedule.Pack(_rounding.BestPeriods, pulls), _rounding.BestValue, bound);
    }

    /// <summary>The knapsack's solution, its fractional arm rounded down, rounded up, and alone.</summary>
    private void TryCandidates(int capacity)
    {
        var optimum = _knapsack.Solve(capacity, _vertices);
        for (int i = 0; i < _periods.Length; i++)
            _periods[i] = _envelopes[i].Periods[_vertices[i]];
        _rounding!.Try(_periods);
        if (optimum.FractionalItem is >= 0 and int arm && _options.RoundFractionalArm)
        {
            _periods[arm] = _envelopes[arm].Periods[_vertices[arm] + 1];
            _rounding.Try(_periods);
            int alone = _periods[arm];
            _periods.AsSpan().Clear();
            _periods[arm] = alone;
            _rounding.Try(_periods);
        }
    }

    private void Prepare(RecoveryTable table)
    {
        if (_vertices.Length != table.Arms)
            (_envelopes, _vertices, _periods) = (new RateEnvelope[table.Arms], new int[table.Arms], new int[table.Arms]);
        if (_saturation != table.Saturation)
        {
            _sets.Clear();
            for (int a = 1; a <= _options.MaximumClasses; a++)
                _sets.Add(new PeriodSet(a, table.Saturation));
            _saturation = table.Saturation;
        }
        _knapsack.Clear();
        for (int i = 0; i < table.Arms; i++)
        {
            _envelopes[i] = RateEnvelope.Of(table[i]);
            _knapsack.Add(_envelopes[i].Frequencies, _envelopes[i].Rates);
        }
    }

    private static PeriodicPlannerOptions Validated(PeriodicPlannerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumClasses, 1);
        return options;
    }
}
