using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>
/// What version spaces know of data: for each stage and pair how often it was seen, and for each function f of a class the sum of
/// $\hat\Delta_h f = f_h(s,a) - r - \max_{a'} f_{h+1}(s',a')$ there. A step is one pass over the class; tests cost nothing that grows with
/// the number of episodes.
/// </summary>
public sealed class ResidualStatistics
{
    private const int Group = 4;
    private static readonly ulong[] s_eightTruths = Truths();
    private readonly double[] _values, _maxima, _sums;
    private readonly long[] _visits;
    private readonly List<int>[] _seen;
    private readonly int _states, _actions;

    /// <summary>Begins without data.</summary>
    /// <param name="functions">F, [H, S, A] each.</param>
    /// <param name="initial">The law of the first state, [S], for the functions' promises.</param>
    /// <exception cref="ArgumentException">The law is of another length.</exception>
    public ResidualStatistics(FunctionClass functions, ReadOnlySpan<double> initial)
    {
        StateActionTable first = functions.Functions[0];
        (Count, Horizon, _states, _actions) = (functions.Count, first.Stages, first.States, first.Actions);
        if (initial.Length != _states)
            throw new ArgumentException($"A start law over {initial.Length} states for functions of {_states}.", nameof(initial));
        int rows = Horizon * _states * _actions;
        (_values, _sums, _visits) = (new double[rows * Count], new double[rows * Count], new long[rows]);
        _maxima = new double[(Horizon + 1) * _states * Count];
        _seen = [.. Enumerable.Range(0, Horizon).Select(_ => new List<int>())];
        Promises = new double[Count];
        for (int f = 0; f < Count; f++)
        {
            ReadOnlySpan<double> values = functions.Functions[f].Values;
            for (int row = 0; row < rows; row++)
                _values[row * Count + f] = values[row];
            for (int h = 0; h < Horizon; h++)
            {
                double[] maxima = functions.Functions[f].StateMaxima(h);
                for (int s = 0; s < _states; s++)
                    _maxima[(h * _states + s) * Count + f] = maxima[s];
            }
            for (int s = 0; s < _states; s++)
                Promises[f] += initial[s] * _maxima[s * Count + f];
        }
    }

    /// <summary>|F|.</summary>
    public int Count { get; }

    /// <summary>H.</summary>
    public int Horizon { get; }

    /// <summary>Episodes taken in.</summary>
    public long Episodes { get; private set; }

    /// <summary>E max_a f_1(x_1, a) of each function under the true start law, [F].</summary>
    internal double[] Promises { get; }

    /// <summary>How often a pair was seen at a stage.</summary>
    /// <param name="h">The stage.</param>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <returns>The count.</returns>
    public long Visits(int h, int s, int a) => _visits[(h * _states + s) * _actions + a];

    /// <summary>Takes in a step. Allocates only when a pair is new.</summary>
    /// <param name="h">The stage.</param>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="reward">r.</param>
    /// <param name="next">s'; of no effect at the last stage.</param>
    public void Observe(int h, int s, int a, double reward, int next)
    {
        int row = (h * _states + s) * _actions + a;
        if (_visits[row]++ == 0)
            _seen[h].Add(row);
        Add(Row(_sums, row), Row(_values, row), _maxima.AsSpan(((h + 1) * _states + next) * Count, Count), reward);
    }

    /// <summary>sums ← sums + values − next − reward, in one pass.</summary>
    private static void Add(Span<double> sums, ReadOnlySpan<double> values, ReadOnlySpan<double> next, double reward)
    {
        int i = 0, width = Vector<double>.Count;
        var rewards = new Vector<double>(reward);
        for (; i <= sums.Length - width; i += width)
        {
            Vector<double> sum = new Vector<double>(sums[i..]) + new Vector<double>(values[i..]) - new Vector<double>(next[i..]) - rewards;
            sum.CopyTo(sums[i..]);
        }
        for (; i < sums.Length; i++)
            sums[i] = sums[i] + values[i] - next[i] - reward;
    }

    /// <summary>Ends an episode.</summary>
    public void EndEpisode() => Episodes++;

    /// <summary>
    /// The test of GLOW for all functions at once: marks those of which some weight function shows an average error above the threshold.
    /// Allocates nothing.
    /// </summary>
    /// <param name="h">The stage.</param>
    /// <param name="weights">w̃ of the stage, [S·A], clipped.</param>
    /// <param name="penalty">α.</param>
    /// <param name="allowed">β.</param>
    /// <param name="alive">[F]; set to false where Ê[w̃ Δ̂f] − α Ê[w̃²] exceeds β.</param>
    /// <param name="buffer">[F], overwritten.</param>
    public void Prune(int h, ReadOnlySpan<double> weights, double penalty, double allowed, Span<bool> alive, Span<double> buffer)
    {
        Span<double> errors = buffer[..Count];
        errors.Clear();
        double squares = 0;
        int stage = h * _states * _actions, waiting = 0;
        Span<int> rows = stackalloc int[Group];
        foreach (int row in CollectionsMarshal.AsSpan(_seen[h]))
        {
            double w = weights[row - stage];
            if (w == 0)
                continue;
            squares += w * w * _visits[row];
            rows[waiting++] = row;
            if (waiting < Group)
                continue;
            AddGroup(rows, weights, stage, errors);
            waiting = 0;
        }
        foreach (int row in rows[..waiting])
            TensorPrimitives.MultiplyAdd(Row(_sums, row), weights[row - stage], errors, errors);
        Keep(errors, allowed * Episodes + penalty * squares, alive);
    }

    /// <summary>alive ← alive ∧ (errors ≤ limit), eight at a time.</summary>
    private static void Keep(ReadOnlySpan<double> errors, double limit, Span<bool> alive)
    {
        Span<ulong> eights = MemoryMarshal.Cast<bool, ulong>(alive);
        Vector512<double> limits = Vector512.Create(limit);
        for (int i = 0; i < eights.Length; i++)
            eights[i] &= s_eightTruths[Vector512.LessThanOrEqual(Vector512.Create(errors[(8 * i)..]), limits).ExtractMostSignificantBits()];
        for (int f = 8 * eights.Length; f < alive.Length; f++)
            alive[f] &= errors[f] <= limit;
    }

    /// <summary>For each byte its eight bits as truth values, the lowest first.</summary>
    private static ulong[] Truths()
    {
        var truths = new ulong[256];
        Span<bool> single = MemoryMarshal.Cast<ulong, bool>(truths.AsSpan());
        for (int i = 0; i < single.Length; i++)
            single[i] = (i / 8 >> i % 8 & 1) != 0;
        return truths;
    }

    /// <summary>errors ← errors + Σ w · sums over a group of rows: the errors are read and written once for all of them.</summary>
    private void AddGroup(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, int stage, Span<double> errors)
    {
        ref double first = ref _sums[rows[0] * Count], second = ref _sums[rows[1] * Count];
        ref double third = ref _sums[rows[2] * Count], fourth = ref _sums[rows[3] * Count];
        ref double total = ref MemoryMarshal.GetReference(errors);
        double a = weights[rows[0] - stage], b = weights[rows[1] - stage], c = weights[rows[2] - stage], d = weights[rows[3] - stage];
        nuint i = 0, width = (nuint)Vector<double>.Count, length = (nuint)errors.Length;
        for (; i + width <= length; i += width)
        {
            Vector<double> sum = Vector.LoadUnsafe(ref total, i) + Vector.LoadUnsafe(ref first, i) * a
                + Vector.LoadUnsafe(ref second, i) * b
                + (Vector.LoadUnsafe(ref third, i) * c + Vector.LoadUnsafe(ref fourth, i) * d);
            sum.StoreUnsafe(ref total, i);
        }
        for (; i < length; i++)
        {
            Unsafe.Add(ref total, i) = Unsafe.Add(ref total, i) + Unsafe.Add(ref first, i) * a + Unsafe.Add(ref second, i) * b
                + (Unsafe.Add(ref third, i) * c + Unsafe.Add(ref fourth, i) * d);
        }
    }

    /// <summary>Ê[w̃ Δ̂_h f] and Ê[w̃²] for one function.</summary>
    internal (double Error, double Squares) Moments(int f, int h, ReadOnlySpan<double> weights)
    {
        double error = 0, squares = 0;
        int stage = h * _states * _actions;
        foreach (int row in _seen[h])
        {
            double w = weights[row - stage];
            error += w * _sums[row * Count + f];
            squares += w * w * _visits[row];
        }
        return (error / Episodes, squares / Episodes);
    }

    /// <summary>
    /// The summed squared loss of f_h against the target of f_{h+1}, less the least over g in F: what GOLF tests. Constants of the target
    /// cancel.
    /// </summary>
    internal double Excess(int f, int h)
    {
        double own = 0, best = double.PositiveInfinity;
        for (int g = 0; g < Count; g++)
        {
            double loss = 0;
            foreach (int row in _seen[h])
            {
                double value = _values[row * Count + g], n = _visits[row];
                double target = n * _values[row * Count + f] - _sums[row * Count + f]; // Σ (r + max f_{h+1})
                loss += value * (n * value - 2 * target);
            }
            own = g == f ? loss : own;
            best = Math.Min(best, loss);
        }
        return own - best;
    }

    private Span<double> Row(double[] table, int row) => table.AsSpan(row * Count, Count);
}
