using System.Numerics.Tensors;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>
/// The functions of a class that data have not refuted. With
/// $L_h(f, g) = \sum (f_h(s,a) - r - \max_{a'} g_{h+1}(s', a'))^2$ the excess of f at stage h is
/// $L_h(f_h, f_{h+1}) - \min_{f'} L_h(f'_h, f_{h+1})$: what f loses against the best fit of its own target.
/// </summary>
/// <remarks>
/// The losses of all functions against the current critic's target are kept up to date, one pass over F a step, so that its test is free;
/// the whole space is gone through only when it is refuted, from counts of distinct steps.
/// </remarks>
public sealed class VersionSpace
{
    private readonly FunctionClass _class;
    private readonly double[] _initial, _values, _maxima, _losses, _buffer, _difference;
    private readonly int _states, _actions, _horizon, _count;
    private readonly Dictionary<Outcome, int> _index = [];
    private readonly List<Outcome> _outcomes = [];
    private readonly List<int> _times = [];

    private readonly record struct Outcome(int Stage, int State, int Action, double Reward, int Next);

    /// <summary>Begins with the whole class and the most optimistic critic of it.</summary>
    /// <param name="functions">F.</param>
    /// <param name="initial">ρ, the law of the first state, [S].</param>
    /// <exception cref="ArgumentException">The law is of another length.</exception>
    public VersionSpace(FunctionClass functions, ReadOnlySpan<double> initial)
    {
        StateActionTable first = functions.Functions[0];
        (_class, _count, _horizon, _states, _actions) = (functions, functions.Count, first.Stages, first.States, first.Actions);
        if (initial.Length != _states)
            throw new ArgumentException($"A start law over {initial.Length} states for functions of {_states}.", nameof(initial));
        _initial = initial.ToArray();
        _values = new double[checked(_horizon * _states * _actions * _count)];
        _maxima = new double[(_horizon + 1) * _states * _count];
        (_losses, _buffer, _difference) = (new double[_horizon * _count], new double[_count], new double[_count]);
        for (int i = 0; i < _count; i++)
        {
            for (int h = 0; h < _horizon; h++)
            {
                for (int pair = 0; pair < _states * _actions; pair++)
                    ValuesOf(h, pair / _actions, pair % _actions)[i] = functions.Functions[i].Stage(h)[pair];
                double[] maxima = functions.Functions[i].StateMaxima(h);
                for (int s = 0; s < _states; s++)
                    MaximaOf(h, s)[i] = maxima[s];
            }
        }
        Select(double.PositiveInfinity);
    }

    /// <summary>The index of the current critic.</summary>
    public int Current { get; private set; }

    /// <summary>How many functions the last selection left.</summary>
    public int Survivors { get; private set; }

    /// <summary>E_ρ[max_a f_1(s, a)] of the current critic: what it promises.</summary>
    public double Promise => PromiseOf(Current);

    /// <summary>The excess of the current critic, the greatest over stages.</summary>
    public double Excess
    {
        get
        {
            double greatest = double.NegativeInfinity;
            for (int h = 0; h < _horizon; h++)
                greatest = Math.Max(greatest, LossesOf(h)[Current] - TensorPrimitives.Min<double>(LossesOf(h)));
            return greatest;
        }
    }

    /// <summary>Takes in a step. Allocates nothing for a step that was seen before.</summary>
    /// <param name="h">The stage.</param>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="r">The reward.</param>
    /// <param name="next">The next state.</param>
    public void Observe(int h, int s, int a, double r, int next)
    {
        var outcome = new Outcome(h, s, a, r, next);
        if (!_index.TryGetValue(outcome, out int i))
        {
            _index.Add(outcome, i = _outcomes.Count);
            _outcomes.Add(outcome);
            _times.Add(0);
        }
        _times[i]++;
        double target = r + MaximaOf(h + 1, next)[Current];
        TensorPrimitives.Subtract(ValuesOf(h, s, a), target, _difference);
        TensorPrimitives.MultiplyAdd(_difference, _difference, LossesOf(h), LossesOf(h));
    }

    /// <summary>Keeps the functions whose excess is small at every stage, and makes the most optimistic one the critic.</summary>
    /// <param name="allowed">The greatest excess that is kept: c₀ V_max² β.</param>
    /// <exception cref="EmptyVersionSpaceException">None is left: the class lacks what the theorem needs.</exception>
    public void Select(double allowed)
    {
        double[] worst = new double[_count];
        for (int h = 0; h < _horizon; h++)
        {
            for (int f = 0; f < _count; f++)
            {
                FillLosses(h, f, _buffer);
                worst[f] = Math.Max(worst[f], _buffer[f] - TensorPrimitives.Min<double>(_buffer));
            }
        }
        int[] left = [.. Enumerable.Range(0, _count).Where(f => worst[f] <= allowed)];
        if (left.Length == 0)
            throw new EmptyVersionSpaceException(
                $"No function of the class of {_count} is left: the least excess is {worst.Min():G4}, allowed are {allowed:G4}. Either Q* " +
                "is not in the class, or the class is not closed under Bellman backups of it; add these, or allow more.");
        Survivors = left.Length;
        Current = left.MaxBy(PromiseOf);
        for (int h = 0; h < _horizon; h++)
            FillLosses(h, Current, LossesOf(h));
    }

    /// <summary>The excess of a function at a stage.</summary>
    /// <param name="function">Its index.</param>
    /// <param name="h">The stage.</param>
    /// <returns>L_h(f_h, f_{h+1}) − min L_h(f'_h, f_{h+1}), not negative.</returns>
    public double ExcessOf(int function, int h)
    {
        FillLosses(h, function, _buffer);
        return _buffer[function] - TensorPrimitives.Min<double>(_buffer);
    }

    /// <summary>L_h(f', f) for all f'.</summary>
    private void FillLosses(int h, int f, Span<double> losses)
    {
        losses.Clear();
        for (int i = 0; i < _outcomes.Count; i++)
        {
            Outcome outcome = _outcomes[i];
            if (outcome.Stage != h)
                continue;
            double target = outcome.Reward + MaximaOf(h + 1, outcome.Next)[f];
            TensorPrimitives.Subtract(ValuesOf(h, outcome.State, outcome.Action), target, _difference);
            TensorPrimitives.Multiply(_difference, _difference, _difference);
            SpanMath.AddScaled(_difference, _times[i], losses);
        }
    }

    private double PromiseOf(int f)
    {
        double sum = 0;
        for (int s = 0; s < _states; s++)
            sum += _initial[s] * MaximaOf(0, s)[f];
        return sum;
    }

    private Span<double> ValuesOf(int h, int s, int a) => _values.AsSpan(((h * _states + s) * _actions + a) * _count, _count);

    private Span<double> MaximaOf(int h, int s) => _maxima.AsSpan((h * _states + s) * _count, _count);

    private Span<double> LossesOf(int h) => _losses.AsSpan(h * _count, _count);
}

/// <summary>Data have refuted every function of a class.</summary>
/// <param name="message">By how much, and what may be wrong.</param>
public sealed class EmptyVersionSpaceException(string message) : InvalidOperationException(message);
