using Offprint.Numerics;

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

    /// <summary>
    /// Draws a value: uniform between finite bounds, exponential beyond a single one, standard normal where there is none.
    /// </summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="value">[<see cref="Size"/>]; receives the value.</param>
    public abstract void Sample(RandomStream random, Span<float> value);

    /// <summary>Says why a value does not lie in the space.</summary>
    /// <param name="value">A value outside.</param>
    /// <returns>A clause with the number at fault and the bounds.</returns>
    protected abstract string Violation(ReadOnlySpan<float> value);

    /// <summary>Refuses a value outside the space.</summary>
    /// <param name="value">The value.</param>
    /// <param name="what">What it is, e.g. <c>The action for CartPole</c>.</param>
    /// <exception cref="ArgumentException">It lies outside; the message names the number and the bounds.</exception>
    public void Require(ReadOnlySpan<float> value, string what)
    {
        if (!Contains(value))
            throw new ArgumentException($"{what} lies outside {this}: {Describe(value)}.", nameof(value));
    }

    private string Describe(ReadOnlySpan<float> value) => value.Length != Size
        ? $"it has {value.Length} numbers, the space {Size}"
        : Violation(value);
}

/// <summary>A box of real vectors; bounds may be infinite.</summary>
public sealed record BoxSpace : Space
{
    private readonly float[] _low, _high;

    /// <summary>A box with its own bounds for each coordinate.</summary>
    /// <param name="low">Lower bounds.</param>
    /// <param name="high">Upper bounds, as many.</param>
    /// <exception cref="ArgumentException">The bounds differ in number, or a lower one is not below its upper one.</exception>
    public BoxSpace(IReadOnlyList<float> low, IReadOnlyList<float> high)
    {
        if (low.Count == 0 || low.Count != high.Count)
        {
            throw new ArgumentException(
                $"A box needs as many lower as upper bounds, and at least one; got {low.Count} and {high.Count}.", nameof(high));
        }
        for (int i = 0; i < low.Count; i++)
        {
            if (!(low[i] < high[i]))
            {
                throw new ArgumentException(
                    $"Coordinate {i} of a box has the lower bound {low[i]}, not below its upper bound {high[i]}.", nameof(low));
            }
        }
        _low = [.. low];
        _high = [.. high];
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
    public IReadOnlyList<float> Low => _low;

    /// <summary>Upper bounds.</summary>
    public IReadOnlyList<float> High => _high;

    /// <inheritdoc/>
    public override int Size => _low.Length;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> value) => value.Length == Size && FirstOutside(value) < 0;

    /// <summary>Moves a vector to the nearest one inside: each coordinate to its bounds.</summary>
    /// <param name="value">[<see cref="Size"/>]; changed in place.</param>
    /// <exception cref="ArgumentException">The vector has another size, or a coordinate is NaN.</exception>
    public void Clip(Span<float> value)
    {
        for (int i = 0; i < Math.Min(value.Length, Size); i++)
            value[i] = Math.Clamp(value[i], _low[i], _high[i]);
        Require(value, "A vector to be clipped");
    }

    /// <inheritdoc/>
    public override void Sample(RandomStream random, Span<float> value)
    {
        for (int i = 0; i < Size; i++)
        {
            value[i] = (float.IsFinite(_low[i]), float.IsFinite(_high[i])) switch
            {
                (true, true) => (float)random.NextUniform(_low[i], _high[i]),
                (true, false) => _low[i] - (float)Math.Log(1 - random.NextDouble()),
                (false, true) => _high[i] + (float)Math.Log(1 - random.NextDouble()),
                _ => (float)random.NextNormal(),
            };
        }
    }

    /// <inheritdoc/>
    protected override string Violation(ReadOnlySpan<float> value)
    {
        int i = FirstOutside(value);
        return $"coordinate {i} is {value[i]}, its bounds are [{_low[i]}, {_high[i]}]";
    }

    private int FirstOutside(ReadOnlySpan<float> value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (!(value[i] >= _low[i] && value[i] <= _high[i]))
                return i;
        }
        return -1;
    }

    /// <inheritdoc/>
    public bool Equals(BoxSpace? other) => other is not null && _low.AsSpan().SequenceEqual(other._low) && _high.AsSpan()
        .SequenceEqual(other._high);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, _low[0], _high[^1]);

    /// <inheritdoc/>
    public override string ToString() =>
        _low.Distinct().Count() > 1 || _high.Distinct().Count() > 1 ? $"a box of {Size} dimensions"
        : float.IsInfinity(_low[0]) && float.IsInfinity(_high[0]) ? $"{Size} real numbers"
        : $"[{_low[0]}, {_high[0]}]^{Size}";
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
    public override void Sample(RandomStream random, Span<float> value) => value[0] = random.NextInt(Count);

    /// <inheritdoc/>
    protected override string Violation(ReadOnlySpan<float> value) => $"it is {value[0]}";

    /// <inheritdoc/>
    public override string ToString() => $"{{0, …, {Count - 1}}}";
}
