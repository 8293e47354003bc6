namespace Offprint.Numerics;

/// <summary>A confidence interval, or another range of stated level.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Level">The nominal coverage, in (0, 1).</param>
/// <param name="Method">How it was made, for example <c>BCa bootstrap, 10,000 resamples</c>.</param>
public readonly record struct Interval(double Low, double High, double Level, string Method)
{
    /// <summary>High minus low.</summary>
    public double Width => High - Low;

    /// <summary>Whether a value lies inside, ends included.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether Low ≤ value ≤ High.</returns>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>Whether two intervals share a point.</summary>
    /// <param name="other">The other interval.</param>
    /// <returns>Whether they overlap.</returns>
    public bool Overlaps(Interval other) => Low <= other.High && other.Low <= High;
}
