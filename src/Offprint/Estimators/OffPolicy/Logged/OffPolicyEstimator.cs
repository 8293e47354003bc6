using System.Text.Json.Serialization;
using Offprint.Cards;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>
/// An estimator of J(π) from a log of another policy, as a value: options decide what it computes, and two with equal options are one.
/// </summary>
public abstract record OffPolicyEstimator : ILabeled
{
    /// <summary>The name in tables; it tells apart what options tell apart.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>What <see cref="Label"/> says; stored nowhere.</summary>
    protected abstract string Name { get; }

    /// <summary>The columns of a target policy that it uses beyond π(a|s).</summary>
    [JsonIgnore]
    public TargetColumns Needs => Columns;

    /// <summary>Whether importance weights enter, so that the log has to support the target.</summary>
    [JsonIgnore]
    public bool UsesWeights => Weighs;

    /// <summary>What <see cref="Needs"/> says; stored nowhere.</summary>
    protected abstract TargetColumns Columns { get; }

    /// <summary>What <see cref="UsesWeights"/> says; stored nowhere.</summary>
    protected virtual bool Weighs => true;

    /// <summary>Estimates one policy's value.</summary>
    /// <param name="log">The log.</param>
    /// <param name="target">The policy.</param>
    /// <returns>The estimate in its parts.</returns>
    /// <exception cref="LogException">Weights overflow, or a column holds a number that is none.</exception>
    /// <exception cref="ArgumentException">A column is missing or of the wrong length, or an option is out of range.</exception>
    public abstract Contributions Evaluate(LoggedSteps log, TargetPolicy target);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;
}

/// <summary>An estimator whose parts are computed block by block, without a look at the whole log.</summary>
public abstract record BlockEstimator : OffPolicyEstimator
{
    /// <inheritdoc/>
    public sealed override Contributions Evaluate(LoggedSteps log, TargetPolicy target)
    {
        target.Check(log, Needs);
        RequireSteps(log);
        int terms = Terms(log.Steps), n = log.Trajectories;
        double[] values = new double[terms * n];
        double[]? weights = IsNormalized ? new double[terms * n] : null;
        var block = new StepBlock(log, target);
        for (int start = 0; block.MoveTo(start); start += block.Count)
            Fill(block, new(values, weights, n, start, block.Count));
        return new(n, terms, values, weights);
    }

    /// <summary>K for a horizon.</summary>
    /// <param name="steps">T.</param>
    /// <returns>The number of terms.</returns>
    internal virtual int Terms(int steps) => 1;

    /// <summary>Whether denominators are random.</summary>
    [JsonIgnore]
    internal virtual bool IsNormalized => false;

    /// <summary>Throws where the estimator is of one-step feedback and the log is not.</summary>
    internal virtual void RequireSteps(LoggedSteps log)
    {
    }

    /// <summary>Writes V, and W where denominators are random, of a block; all values are written.</summary>
    internal abstract void Fill(StepBlock block, TermSpans terms);
}

/// <summary>Where a block's parts go.</summary>
internal readonly ref struct TermSpans(Span<double> values, Span<double> weights, int stride, int start, int count)
{
    private readonly Span<double> _values = values, _weights = weights;

    public Span<double> Values(int term) => _values.Slice(term * stride + start, count);

    public Span<double> Weights(int term) => _weights.Slice(term * stride + start, count);
}
