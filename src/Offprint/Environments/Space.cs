namespace Offprint.Environments;

/// <summary>What observations or actions may be.</summary>
public abstract record Space
{
    /// <summary>Numbers a value of the space takes in a span: the dimension of a box, 1 for a discrete space.</summary>
    public abstract int Size { get; }

    /// <summary>Whether a value lies in the space; NaN never does.</summary>
    /// <param name="value">[<see cref="Size"/>].</param>
    /// <returns>Whether it does.</returns>
    public abstract bool Contains(ReadOnlySpan<float> value);
}

/// <summary>A box of real vectors; bounds may be infinite.</summary>
public sealed record BoxSpace : Space
{
    /// <summary>A box with its own bounds for each coordinate.</summary>
    /// <param name="low">Lower bounds.</param>
    /// <param name="high">Upper bounds, as many.</param>
    /// <exception cref="ArgumentException">The bounds differ in number, or a lower one is not below its upper one.</exception>
    public BoxSpace(IReadOnlyList<float> low, IReadOnlyList<float> high)
    {
        if (low.Count == 0 || low.Count != high.Count)
            throw new ArgumentException($"A box needs as many lower as upper bounds, and at least one; got {low.Count} and {high.Count}.", nameof(high));
        for (int i = 0; i < low.Count; i++)
        {
            if (!(low[i] < high[i]))
                throw new ArgumentException($"Coordinate {i} of a box has the lower bound {low[i]}, not below its upper bound {high[i]}.", nameof(low));
        }
        Low = [.. low];
        High = [.. high];
    }

    /// <summary>A box with the same bounds for each coordinate.</summary>
    /// <param name="size">The dimension.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    public BoxSpace(int size, float low = float.NegativeInfinity, float high = float.PositiveInfinity)
        : this([.. Enumerable.Repeat(low, size)], [.. Enumerable.Repeat(high, size)])
    {
    }

    /// <summary>Lower bounds.</summary>
    public IReadOnlyList<float> Low { get; }

    /// <summary>Upper bounds.</summary>
    public IReadOnlyList<float> High { get; }

    /// <inheritdoc/>
    public override int Size => Low.Count;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> value)
    {
        if (value.Length != Size)
            return false;
        for (int i = 0; i < value.Length; i++)
        {
            if (!(value[i] >= Low[i] && value[i] <= High[i]))
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(BoxSpace? other) => other is not null && Low.SequenceEqual(other.Low) && High.SequenceEqual(other.High);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, Low[0], High[^1]);

    /// <inheritdoc/>
    public override string ToString() => Low.Distinct().Count() == 1 && High.Distinct().Count() == 1
        ? $"[{Low[0]}, {High[0]}]^{Size}" : $"a box of {Size} dimensions";
}

/// <summary>The integers 0 … <paramref name="Count"/> − 1; a value is one number, its index.</summary>
/// <param name="Count">How many there are.</param>
public sealed record DiscreteSpace(int Count) : Space
{
    /// <inheritdoc/>
    public override int Size => 1;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> value) =>
        value.Length == 1 && value[0] >= 0 && value[0] < Count && value[0] == MathF.Floor(value[0]);

    /// <inheritdoc/>
    public override string ToString() => $"{{0, …, {Count - 1}}}";
}
