namespace Offprint.Samplers.Diffusion.Schedules;

/// <summary>The variance-exploding schedule in the time of Karras et al. (2022): α = 1 and σ_t = t, so f = 0 and g² = 2t.</summary>
public sealed record VeSchedule : NoiseSchedule
{
    /// <summary>Makes a schedule.</summary>
    /// <param name="sigmaMin">σ where sampling ends, positive.</param>
    /// <param name="sigmaMax">σ where sampling starts.</param>
    /// <exception cref="ArgumentException">The noise levels are out of range.</exception>
    public VeSchedule(double sigmaMin = 0.002, double sigmaMax = 80)
        : base(sigmaMax, sigmaMin)
    {
        CheckRange(sigmaMax, sigmaMin);
        if (sigmaMin == 0)
            throw new ArgumentException("σ at the end must be positive.", nameof(sigmaMin));
    }

    /// <inheritdoc/>
    public override double LogAlpha(double t) => 0;

    /// <inheritdoc/>
    public override double Sigma(double t) => t;

    /// <inheritdoc/>
    public override double Lambda(double t) => -Math.Log(t);

    /// <inheritdoc/>
    public override double TimeOfLambda(double lambda) => Math.Exp(-lambda);

    /// <inheritdoc/>
    public override double Drift(double t) => 0;

    /// <inheritdoc/>
    public override double SquaredDiffusion(double t) => 2 * t;
}
