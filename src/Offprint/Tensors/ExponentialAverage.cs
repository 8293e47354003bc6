namespace Offprint.Tensors;

/// <summary>An exponential moving average of parameters: θ̄ ← d θ̄ + (1 − d) θ.</summary>
/// <param name="source">The parameters that are trained.</param>
/// <param name="decay">d in [0, 1).</param>
/// <param name="warmUp">Whether the decay of step t is at most (1 + t) / (10 + t), so that the first steps do not weigh too long.</param>
public sealed class ExponentialAverage(ParameterBuffer source, double decay, bool warmUp = true) : IDisposable
{
    /// <summary>The average; it begins as a copy of the source.</summary>
    public ParameterBuffer Average { get; } = source.Snapshot();

    /// <summary>The updates so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Takes the source's values of now into the average.</summary>
    public void Update()
    {
        double now = warmUp ? Math.Min(decay, (1.0 + Steps) / (10.0 + Steps)) : decay;
        Steps++;
        Average.Interpolate(source, 1 - now);
    }

    /// <summary>Takes up a former run's average.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="steps">Its number of updates.</param>
    public void Load(ReadOnlySpan<float> values, long steps)
    {
        values.CopyTo(Average.ValueSpan);
        Steps = steps;
    }

    /// <inheritdoc/>
    public void Dispose() => Average.Dispose();
}
