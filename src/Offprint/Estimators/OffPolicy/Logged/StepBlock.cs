using System.Numerics.Tensors;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>
/// Some neighboring trajectories with one target policy: the ratios w_t = π/π_b and the products w_{0:t}, computed once for all
/// estimators while they lie in the processor's cache.
/// </summary>
public sealed class StepBlock
{
    private const int RowsAtOnce = 8192;
    private const double SafeLow = 1e-290, SafeHigh = 1e290, LogLimit = 700;

    private readonly LoggedSteps _log;
    private readonly TargetPolicy _target;
    private readonly double[] _ratios, _weights, _scratch;
    private readonly double[] _discounts;
    private readonly double[]? _logScales; // null: products fit into doubles as they are
    private int _start;

    internal StepBlock(LoggedSteps log, TargetPolicy target)
    {
        (_log, _target) = (log, target);
        Capacity = Math.Clamp(RowsAtOnce / log.Steps, 16, log.Trajectories < 16 ? 16 : Math.Min(log.Trajectories, 4096));
        _ratios = new double[Capacity * log.Steps];
        _weights = log.Steps == 1 ? _ratios : new double[Capacity * log.Steps];
        _scratch = new double[2 * Capacity];
        _discounts = new double[log.Steps + 1];
        for (int t = 0; t <= log.Steps; t++)
            _discounts[t] = t == 0 ? 1 : _discounts[t - 1] * log.Discount;
        _logScales = log.Steps == 1 || ProductsAreSafe() ? null : LogScales();
    }

    /// <summary>The number of trajectories, B.</summary>
    public int Count { get; private set; }

    /// <summary>T.</summary>
    public int Steps => _log.Steps;

    internal int Capacity { get; }

    /// <summary>s of <see cref="RelativeWeights"/>.</summary>
    internal double LogScale(int t) => _logScales?[t] ?? 0;

    /// <summary>γ^t.</summary>
    /// <param name="t">The step; T is allowed.</param>
    /// <returns>The factor.</returns>
    public double Discount(int t) => _discounts[t];

    /// <summary>r_t.</summary>
    /// <param name="t">The step.</param>
    /// <returns>[B].</returns>
    public ReadOnlySpan<double> Rewards(int t) => Column(_log.Rewards, t);

    /// <summary>V̂(s_t); the estimator has asked for it.</summary>
    /// <param name="t">The step.</param>
    /// <returns>[B].</returns>
    public ReadOnlySpan<double> Values(int t) => Column(_target.Values!, t);

    /// <summary>Q̂(s_t, a_t); the estimator has asked for it.</summary>
    /// <param name="t">The step.</param>
    /// <returns>[B].</returns>
    public ReadOnlySpan<double> ActionValues(int t) => Column(_target.ActionValues!, t);

    /// <summary>w_t = π(a_t|s_t)/π_b(a_t|s_t).</summary>
    /// <param name="t">The step.</param>
    /// <returns>[B].</returns>
    public ReadOnlySpan<double> Ratios(int t) => _ratios.AsSpan(t * Capacity, Count);

    /// <summary>w_{0:t} up to a factor e^s that all trajectories share: enough where weights are normalized.</summary>
    /// <param name="t">The step; −1 gives ones.</param>
    /// <param name="weights">Receives [B].</param>
    public void RelativeWeights(int t, Span<double> weights)
    {
        if (t < 0)
            weights.Fill(1);
        else
            _weights.AsSpan(t * Capacity, Count).CopyTo(weights);
    }

    /// <summary>w_{0:t}, changed by a rule.</summary>
    /// <param name="t">The step; −1 gives ones, whatever the rule.</param>
    /// <param name="rule">The rule; null for plain weights.</param>
    /// <param name="weights">Receives [B].</param>
    /// <exception cref="LogException">Plain weights overflow.</exception>
    public void Weights(int t, WeightRule? rule, Span<double> weights)
    {
        RelativeWeights(t, weights);
        if (t < 0)
            return;
        double scale = LogScale(t);
        if (rule is null && scale > LogLimit)
            throw new LogException(
                $"Weights of '{_target.Label}' overflow: the greatest w(0:{t}) is e^{scale:F0}. Use a self-normalized estimator, clip " +
                "the weights, estimate step by step with marginal ratios, or shorten the horizon.");
        if (scale != 0)
            TensorPrimitives.Multiply<double>(weights, Math.Exp(scale), weights); // a rule takes infinite weights
        rule?.Apply(weights);
    }

    /// <summary>ρ(s_{t−m}, a_{t−m}) Π_{u=t−m+1..t} w_u, or with the ratio of states ρ(s_{t−m}) Π_{u=t−m..t} w_u; w_{0:t} where t &lt;
    /// m.</summary>
    /// <param name="t">The step; −1 gives ones.</param>
    /// <param name="window">m.</param>
    /// <param name="states">Whether the ratio is of states.</param>
    /// <param name="weights">Receives [B].</param>
    public void MarginalWeights(int t, int window, bool states, Span<double> weights)
    {
        weights.Fill(1);
        int first = 0;
        if (t >= window)
        {
            Column(states ? _target.StateRatio! : _target.StateActionRatio!, t - window).CopyTo(weights);
            first = states ? t - window : t - window + 1;
        }
        for (int u = first; u <= t; u++)
            TensorPrimitives.Multiply(weights, Ratios(u), weights);
        if (window > 0 && TensorPrimitives.Max<double>(weights) > SafeHigh)
            throw new LogException(
                $"Weights of '{_target.Label}' overflow over a window of {window} steps up to step {t}. Use a shorter window.");
    }

    /// <summary>Room for [B] numbers.</summary>
    /// <param name="index">0 or 1.</param>
    /// <returns>What was left there.</returns>
    public Span<double> Scratch(int index) => _scratch.AsSpan(index * Capacity, Count);

    /// <summary>Goes on to the next trajectories.</summary>
    internal bool MoveTo(int start)
    {
        if (start >= _log.Trajectories)
            return false;
        (_start, Count) = (start, Math.Min(Capacity, _log.Trajectories - start));
        FillRatios();
        if (_log.Steps == 1)
            return true;
        if (_logScales is null)
            FillProducts();
        else
            FillLogs(_logScales);
        return true;
    }

    private void FillRatios()
    {
        for (int t = 0; t < Steps; t++)
            TensorPrimitives.Divide(Column(_target.Probabilities, t), Column(_log.Propensities, t), _ratios.AsSpan(t * Capacity, Count));
    }

    private void FillProducts()
    {
        Ratios(0).CopyTo(_weights);
        for (int t = 1; t < Steps; t++)
            TensorPrimitives.Multiply(_weights.AsSpan((t - 1) * Capacity, Count), Ratios(t), _weights.AsSpan(t * Capacity, Count));
    }

    /// <summary>Cumulative logarithms, then e^(log w − s_t): a product may pass beyond doubles and come back.</summary>
    private void FillLogs(double[]? scales)
    {
        for (int t = 0; t < Steps; t++)
        {
            Span<double> logs = _weights.AsSpan(t * Capacity, Count);
            TensorPrimitives.Log(Ratios(t), logs);
            if (t > 0)
                TensorPrimitives.Add(logs, _weights.AsSpan((t - 1) * Capacity, Count), logs);
        }
        for (int t = 0; scales is not null && t < Steps; t++)
        {
            Span<double> logs = _weights.AsSpan(t * Capacity, Count);
            TensorPrimitives.Subtract<double>(logs, scales[t], logs);
            SpanMath.Exp(logs);
        }
    }

    private bool ProductsAreSafe()
    {
        for (int start = 0; start < _log.Trajectories; start += Capacity)
        {
            (_start, Count) = (start, Math.Min(Capacity, _log.Trajectories - start));
            FillRatios();
            FillProducts();
            for (int t = 0; t < Steps; t++)
            {
                ReadOnlySpan<double> products = _weights.AsSpan(t * Capacity, Count);
                if (!(TensorPrimitives.Max(products) <= SafeHigh) || (TensorPrimitives.Min(products) < SafeLow && Underflows(t)))
                    return false;
            }
        }
        return true;
    }

    /// <summary>A zero is safe where a ratio is zero, not where a product of small numbers has underflowed.</summary>
    private bool Underflows(int t)
    {
        for (int i = t * Capacity; i < t * Capacity + Count; i++)
        {
            double w = _weights[i];
            if (w < SafeLow && (w != 0 || (_ratios[i] != 0 && (t == 0 || _weights[i - Capacity] != 0))))
                return true;
        }
        return false;
    }

    private double[] LogScales()
    {
        double[] scales = new double[Steps];
        Array.Fill(scales, double.NegativeInfinity);
        for (int start = 0; start < _log.Trajectories; start += Capacity)
        {
            (_start, Count) = (start, Math.Min(Capacity, _log.Trajectories - start));
            FillRatios();
            FillLogs(null);
            for (int t = 0; t < Steps; t++)
                scales[t] = Math.Max(scales[t], TensorPrimitives.Max<double>(_weights.AsSpan(t * Capacity, Count)));
        }
        for (int t = 0; t < Steps; t++)
            scales[t] = double.IsNegativeInfinity(scales[t]) || Math.Abs(scales[t]) <= LogLimit ? 0 : scales[t];
        return scales;
    }

    private ReadOnlySpan<double> Column(double[] column, int t) => column.AsSpan(t * _log.Trajectories + _start, Count);
}
