using Offprint.Numerics;

namespace Offprint.Samplers.Diffusion.Schedules;

/// <summary>
/// The schedule of a network trained on N discrete steps: log α at t_i = (i + 1)/N is half the sum of log(1 − β_j) over j ≤ i, and
/// linear in t between these times and down to log α = 0 at t = 0.
/// </summary>
/// <remarks>T is 1 unless λ falls below −5.1 before: as in DPM-Solver's code, that tail of no signal is left out. TEnd is 1/N.</remarks>
public sealed record VpDiscreteSchedule : VariancePreservingSchedule
{
    private const double LowestLambda = -5.1;
    private readonly double[] _logAlpha; // at i/N, i = 0 … N

    /// <summary>Makes a schedule.</summary>
    /// <param name="betas">β₁ … β_N, each in (0, 1).</param>
    /// <exception cref="ArgumentException">There is no rate, or one is outside (0, 1).</exception>
    public VpDiscreteSchedule(IReadOnlyList<double> betas)
        : this(betas.Count, Accumulate(betas))
    {
    }

    private VpDiscreteSchedule(int steps, double[] logAlpha)
        : base(LastTime(logAlpha), 1.0 / steps) => (Steps, _logAlpha) = (steps, logAlpha);

    /// <summary>N, the number of steps the network was trained on.</summary>
    public int Steps { get; }

    /// <summary>The schedule of DDPM (Ho et al. 2020): rates from 10⁻⁴ to 0.02, evenly spaced.</summary>
    /// <param name="steps">N.</param>
    /// <param name="first">β₁.</param>
    /// <param name="last">β_N.</param>
    /// <returns>The schedule.</returns>
    public static VpDiscreteSchedule Ddpm(int steps = 1000, double first = 1e-4, double last = 0.02) =>
        new([.. Enumerable.Range(0, steps).Select(i => first + (last - first) * i / Math.Max(1, steps - 1))]);

    /// <inheritdoc/>
    public override double LogAlpha(double t)
    {
        double position = t * Steps;
        int i = Math.Clamp((int)Math.Floor(position), 0, Steps - 1);
        return _logAlpha[i] + (position - i) * (_logAlpha[i + 1] - _logAlpha[i]);
    }

    /// <inheritdoc/>
    public override double Drift(double t)
    {
        // A node belongs to the interval before it.
        int i = Math.Clamp((int)Math.Ceiling(t * Steps) - 1, 0, Steps - 1);
        return (_logAlpha[i + 1] - _logAlpha[i]) * Steps;
    }

    /// <inheritdoc/>
    protected override double TimeOfLogAlpha(double logAlpha) => Invert(_logAlpha, logAlpha);

    private static double Invert(double[] nodes, double logAlpha)
    {
        int low = 0, high = nodes.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = nodes[middle] >= logAlpha ? (middle, high) : (low, middle);
        }
        return (low + (logAlpha - nodes[low]) / (nodes[high] - nodes[low])) / (nodes.Length - 1);
    }

    private static double LastTime(double[] logAlpha) =>
        Math.Min(1, Invert(logAlpha, -AccurateMath.SoftPlus(-2 * LowestLambda) / 2));

    private static double[] Accumulate(IReadOnlyList<double> betas)
    {
        if (betas.Count == 0)
            throw new ArgumentException("A discrete schedule needs at least one rate.", nameof(betas));
        var logAlpha = new double[betas.Count + 1];
        for (int i = 0; i < betas.Count; i++)
        {
            if (!(betas[i] > 0 && betas[i] < 1))
                throw new ArgumentException($"Rate {i} is {betas[i]}; rates lie in (0, 1).", nameof(betas));
            logAlpha[i + 1] = logAlpha[i] + AccurateMath.LogOnePlus(-betas[i]) / 2;
        }
        return logAlpha;
    }
}
