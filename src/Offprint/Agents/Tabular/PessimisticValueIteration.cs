using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular;

/// <summary>
/// VI-LCB, offline learning from a fixed data set by penalized value iteration (Rashidinejad et al. 2021, Algorithm 3):
/// $Q_t = \hat r - b_t + \gamma \hat P V_{t-1}$ from $V_0 = 0$ and the most frequent actions, with a state's value and action replaced only
/// where $\max_a Q_t(s,a)
/// > V_{t-1}(s)$. Rewards lie in [0, 1]; $V_{\max} = 1/(1-\gamma)$; pairs never seen have $\hat r = 0$ and a row of zeros.
/// </summary>
public static class PessimisticValueIteration
{
    /// <summary>Learns from logged rows.</summary>
    /// <param name="data">The rows; their stages are pooled.</param>
    /// <param name="discount">γ in [0, 1).</param>
    /// <param name="options">Defaults if left out.</param>
    /// <returns>Values, actions and penalties.</returns>
    /// <exception cref="ArgumentException">γ, an option or a mean reward is out of range, or there are fewer rows than parts.</exception>
    public static PessimisticSolution Solve(TabularDataset data, double discount, PessimismOptions? options = null)
    {
        options ??= new();
        if (!options.Split)
            return Solve(data.Counts(), discount, options);
        int parts = SweepCount(data.Count, discount, options) + 1;
        if (parts > data.Count)
            throw new ArgumentException(
                $"{data.Count} rows cannot be split into T + 1 = {parts} parts; log more rows, set fewer sweeps, or do not split.",
                nameof(data));
        return SolveSplit([.. data.Split(parts).Select(rows => data.Counts(rows))], discount, options);
    }

    /// <summary>Learns from counts, all of them in every sweep.</summary>
    /// <param name="counts">Counts of one stage; not empty.</param>
    /// <param name="discount">γ in [0, 1).</param>
    /// <param name="options">Defaults if left out; may not ask for a split.</param>
    /// <returns>Values, actions and penalties.</returns>
    /// <exception cref="ArgumentException">The counts are empty or of several stages, a split is asked for, or a number is out of
    /// range.</exception>
    public static PessimisticSolution Solve(TransitionCounts counts, double discount, PessimismOptions? options = null)
    {
        options ??= new();
        if (options.Split)
            throw new ArgumentException("Counts cannot be split any more; give the data set, or the parts to SolveSplit.", nameof(options));
        int sweeps = SweepCount(counts.Total, discount, options);
        return new Iteration([counts], discount, options, sweeps, LogTerm(counts, counts.Total, 1, options)).Run();
    }

    /// <summary>Learns from parts of the data, one for the first policy and one a sweep: all parts are independent of each other.</summary>
    /// <param name="parts">T + 1 counts of one shape.</param>
    /// <param name="discount">γ in [0, 1).</param>
    /// <param name="options">Defaults if left out; the number of sweeps is that of parts less one.</param>
    /// <returns>Values, actions and penalties.</returns>
    /// <exception cref="ArgumentException">There are fewer than two parts, their shapes differ, or a number is out of range.</exception>
    public static PessimisticSolution SolveSplit(IReadOnlyList<TransitionCounts> parts, double discount, PessimismOptions? options = null)
    {
        options ??= new();
        if (parts.Count < 2)
            throw new ArgumentException($"{parts.Count} parts; one is needed for the first policy and one for each sweep.", nameof(parts));
        if (parts.Any(p => (p.StateCount, p.ActionCount) != (parts[0].StateCount, parts[0].ActionCount)))
            throw new ArgumentException("The parts have different numbers of states or actions.", nameof(parts));
        long rows = parts.Sum(p => p.Total);
        SweepCount(rows, discount, options);
        return new Iteration(parts, discount, options, parts.Count - 1, LogTerm(parts[0], rows, parts.Count, options)).Run();
    }

    /// <summary>T = ⌈ln N/(1−γ)⌉, the sweeps after which γᵀ V_max is below V_max/N.</summary>
    /// <param name="rows">N, at least 1.</param>
    /// <param name="discount">γ in [0, 1).</param>
    /// <param name="options">Where <see cref="PessimismOptions.Sweeps"/> is set, it wins.</param>
    /// <returns>T.</returns>
    /// <exception cref="ArgumentException">There is no row, γ is not in [0, 1), or an option is out of range.</exception>
    public static int SweepCount(long rows, double discount, PessimismOptions? options = null)
    {
        options?.Validate();
        if (rows < 1)
            throw new ArgumentException("The counts are those of an empty data set; nothing can be learned from it.", nameof(rows));
        if (!(discount is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(discount), discount, "The discount must lie in [0, 1).");
        return options?.Sweeps ?? Math.Max(1, (int)Math.Ceiling(Math.Log(rows) / (1 - discount)));
    }

    private static double LogTerm(TransitionCounts counts, long rows, int parts, PessimismOptions options) => options.LogTerm
        ?? options.LogFactor * Math.Log(2.0 * parts * counts.StateCount * counts.ActionCount / (options.Delta ?? 1.0 / rows));

    /// <summary>The state of one computation; sweeps allocate nothing.</summary>
    private sealed class Iteration
    {
        private readonly IReadOnlyList<TransitionCounts> _parts;
        private readonly PessimismOptions _options;
        private readonly double _discount, _logTerm, _greatestValue;
        private readonly int _sweeps;
        private readonly double[] _base, _squares;
        private readonly StateActionTable _penalties;
        private readonly int[] _actions;
        private double[] _values, _next;

        public Iteration(IReadOnlyList<TransitionCounts> parts, double discount, PessimismOptions options, int sweeps, double logTerm)
        {
            (_parts, _discount, _options, _sweeps, _logTerm) = (parts, discount, options, sweeps, logTerm);
            (int states, int actions) = (parts[0].StateCount, parts[0].ActionCount);
            _greatestValue = 1 / (1 - discount);
            (_base, _penalties) = (new double[states * actions], new(states, actions));
            (_values, _next, _squares, _actions) = (new double[states], new double[states], new double[states], new int[states]);
            foreach (TransitionCounts part in parts)
                RequireUsable(part);
        }

        public PessimisticSolution Run()
        {
            for (int s = 0; s < _actions.Length; s++)
                _actions[s] = _parts[0].MostVisited(s);
            bool split = _parts.Count > 1;
            for (int t = 1; t <= _sweeps; t++)
            {
                TransitionCounts part = _parts[split ? t : 0];
                if (split || t == 1)
                    Prepare(part);
                bool changed = Sweep(part);
                (_values, _next) = (_next, _values);
                // Without a split all further sweeps would repeat this one.
                if (!changed && !split)
                    break;
            }
            return new(_values, _actions, _penalties, _logTerm, _sweeps);
        }

        /// <summary>What does not depend on V: mean rewards, less Hoeffding's penalties.</summary>
        private void Prepare(TransitionCounts part)
        {
            ReadOnlySpan<int> visits = part.Visits();
            Span<double> penalties = _penalties.Values;
            double scale = _options.Scale * _greatestValue;
            for (int row = 0, s = 0; s < _values.Length; s++)
            {
                for (int a = 0; a < part.ActionCount; a++, row++)
                {
                    int m = Math.Max(1, visits[row]);
                    bool constant = _options.Penalty == PenaltyKind.Hoeffding || visits[row] == 0;
                    penalties[row] = constant ? scale * Math.Sqrt(_logTerm / m) : scale * _logTerm / m;
                    _base[row] = visits[row] == 0 && _options.UnseenValue is { } value ? value : part.MeanReward(s, a) - penalties[row];
                }
            }
        }

        private bool Sweep(TransitionCounts part)
        {
            bool bernstein = _options.Penalty == PenaltyKind.Bernstein, changed = false;
            ReadOnlySpan<int> visits = part.Visits();
            for (int s = 0; s < _values.Length && bernstein; s++)
                _squares[s] = _values[s] * _values[s];
            for (int row = 0, s = 0; s < _values.Length; s++)
            {
                double best = double.NegativeInfinity;
                int action = 0;
                for (int a = 0; a < part.ActionCount; a++, row++)
                {
                    double mean = part.Expect(s, a, _values), q = _base[row] + _discount * mean;
                    if (bernstein && visits[row] > 0)
                        q -= Spread(part, s, a, row, mean, visits[row]);
                    if (q > best)
                        (best, action) = (q, a);
                }
                bool replace = !_options.Monotone || best > _values[s];
                _next[s] = replace ? best : _values[s];
                _actions[s] = replace ? action : _actions[s];
                changed |= _next[s] != _values[s];
            }
            return changed;
        }

        /// <summary>Bernstein's leading term, added to the penalty that is reported.</summary>
        private double Spread(TransitionCounts part, int s, int a, int row, double mean, int m)
        {
            double variance = Math.Max(0, part.Expect(s, a, _squares) - mean * mean);
            double spread = _options.Scale * Math.Sqrt(variance * _logTerm / m);
            _penalties.Values[row] = _options.Scale * _greatestValue * _logTerm / m + spread;
            return spread;
        }

        private static void RequireUsable(TransitionCounts part)
        {
            if (part.Stages != 1)
                throw new ArgumentException($"Counts of {part.Stages} stages; a discounted problem pools them (Counts() without stages).");
            for (int s = 0; s < part.StateCount; s++)
            {
                for (int a = 0; a < part.ActionCount; a++)
                {
                    double mean = part.MeanReward(s, a);
                    if (!(mean is >= -1e-9 and <= 1 + 1e-9))
                        throw new ArgumentException(
                            $"The mean reward of state {s}, action {a} is {mean}; penalties are made for rewards in [0, 1]: shift and " +
                            "scale them.");
                }
            }
        }
    }
}
