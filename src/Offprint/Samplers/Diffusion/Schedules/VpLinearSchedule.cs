namespace Offprint.Samplers.Diffusion.Schedules;

/// <summary>
/// The continuous linear schedule (Song et al. 2021): β(t) = β₀ + (β₁ − β₀) t and
/// \[ \log\alpha_t = -\tfrac{1}{4}(\beta_1-\beta_0)\,t^2 - \tfrac{1}{2}\beta_0\,t . \]
/// </summary>
public sealed record VpLinearSchedule : VariancePreservingSchedule
{
    /// <summary>Makes a schedule.</summary>
    /// <param name="beta0">β₀, positive.</param>
    /// <param name="beta1">β₁, at least β₀.</param>
    /// <param name="start">T.</param>
    /// <param name="end">The time where sampling ends.</param>
    /// <exception cref="ArgumentException">The rates or times are out of range.</exception>
    public VpLinearSchedule(double beta0 = 0.1, double beta1 = 20, double start = 1, double end = 1e-3)
        : base(start, end)
    {
        if (!(beta0 > 0 && beta1 >= beta0))
            throw new ArgumentException($"The rates need 0 < β₀ ≤ β₁; β₀ = {beta0}, β₁ = {beta1}.");
        CheckRange(start, end);
        (Beta0, Beta1) = (beta0, beta1);
    }

    /// <summary>β₀: the rate at t = 0.</summary>
    public double Beta0 { get; }

    /// <summary>β₁: the rate at t = 1.</summary>
    public double Beta1 { get; }

    /// <inheritdoc/>
    public override double LogAlpha(double t) => -(Beta1 - Beta0) * t * t / 4 - Beta0 * t / 2;

    /// <inheritdoc/>
    public override double Drift(double t) => -(Beta0 + (Beta1 - Beta0) * t) / 2;

    /// <inheritdoc/>
    protected override double TimeOfLogAlpha(double logAlpha)
    {
        // The root without cancellation, which also covers β₁ = β₀.
        double loss = -2 * logAlpha;
        return 2 * loss / (Beta0 + Math.Sqrt(Beta0 * Beta0 + 2 * (Beta1 - Beta0) * loss));
    }
}
