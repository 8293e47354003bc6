namespace Offprint.Experiments;

/// <summary>How far a computation has come.</summary>
/// <param name="Stage">What is being done, in a few words.</param>
/// <param name="Done">Work done, in any unit.</param>
/// <param name="Total">Work in all, in the same unit.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Detail">The part at hand, for example the newest loss.</param>
public readonly record struct RunProgress(string Stage, double Done, double Total, TimeSpan Elapsed, string? Detail = null)
{
    /// <summary>The share that is done, in [0, 1].</summary>
    public double Fraction => Total > 0 ? Math.Clamp(Done / Total, 0, 1) : 0;

    /// <summary>The time left if the rest goes as fast, or <see langword="null"/> while nothing is known.</summary>
    public TimeSpan? Remaining => Fraction > 0 ? Elapsed * ((1 - Fraction) / Fraction) : null;
}
