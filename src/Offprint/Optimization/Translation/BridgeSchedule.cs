namespace Offprint.Optimization.Translation;

/// <summary>
/// Times of a Brownian bridge in discrete steps: at step t the path has gone the part m_t of the way from x₀ to x_T and has variance
/// v_t = 2 v_max (m_t − m_t²). The m_t run evenly from 0.001 to 0.999, so that no variance is zero (Li et al. 2023, and code of ROOT: the
/// factor 2 is what ran).
/// </summary>
public sealed class BridgeSchedule
{
    private const double First = 0.001, Last = 0.999;

    private readonly double[] _parts, _variances;

    /// <summary>Steps and the scale of the noise.</summary>
    /// <param name="steps">T, at least 3. Default 1,000.</param>
    /// <param name="maximalVariance">v_max: half of it is the greatest variance. Default 1.</param>
    public BridgeSchedule(int steps = 1000, double maximalVariance = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 3);
        if (!(maximalVariance > 0))
            throw new ArgumentOutOfRangeException(nameof(maximalVariance), maximalVariance, "A variance is positive.");
        _parts = [.. Enumerable.Range(0, steps).Select(t => First + (Last - First) * t / (steps - 1))];
        _variances = [.. _parts.Select(m => 2 * maximalVariance * (m - m * m))];
    }

    /// <summary>T.</summary>
    public int Steps => _parts.Length;

    /// <summary>m_t, [T].</summary>
    public IReadOnlyList<double> Parts => _parts;

    /// <summary>v_t, [T].</summary>
    public IReadOnlyList<double> Variances => _variances;

    /// <summary>The steps that a translation visits: evenly spaced from T − 1 downwards, and at its end 1 and 0.</summary>
    /// <param name="count">How many, from 3 to T.</param>
    /// <returns>Strictly decreasing, from T − 1 to 0.</returns>
    public int[] Grid(int count)
    {
        if (count < 3 || count > Steps)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A bridge of {Steps} steps is walked in 3 to {Steps}.");
        int even = count - 2;
        // In whole numbers: a quotient of doubles falls below some of them.
        int[] grid = [.. Enumerable.Range(0, even).Select(i => (int)((long)(Steps - 1) * (even - i) / even)), 1, 0];
        return [.. grid.Distinct().OrderDescending()];
    }
}
