namespace Offprint.Samplers.Diffusion.Schedules;

/// <summary>
/// The cosine schedule (Nichol and Dhariwal 2021):
/// \[ \log\alpha_t = \log\cos\Bigl(\tfrac{t+s}{1+s}\tfrac{\pi}{2}\Bigr) - \log\cos\Bigl(\tfrac{s}{1+s}\tfrac{\pi}{2}\Bigr). \]
/// </summary>
public sealed record CosineSchedule : VariancePreservingSchedule
{
    private readonly double _logOffset;

    /// <summary>Makes a schedule.</summary>
    /// <param name="offset">s, at least 0.</param>
    /// <param name="start">T, below 1: at 1 no signal is left. The default is DPM-Solver's.</param>
    /// <param name="end">The time where sampling ends.</param>
    /// <exception cref="ArgumentException">The offset or times are out of range.</exception>
    public CosineSchedule(double offset = 0.008, double start = 0.9946, double end = 1e-3)
        : base(start, end)
    {
        if (!(offset >= 0) || start >= 1)
            throw new ArgumentException($"A cosine schedule needs s ≥ 0 and T < 1; s = {offset}, T = {start}.");
        CheckRange(start, end);
        Offset = offset;
        _logOffset = Math.Log(Math.Cos(Angle(0)));
    }

    /// <summary>s.</summary>
    public double Offset { get; }

    /// <inheritdoc/>
    public override double LogAlpha(double t) => Math.Log(Math.Cos(Angle(t))) - _logOffset;

    /// <inheritdoc/>
    public override double Drift(double t) => -Math.Tan(Angle(t)) * Math.PI / 2 / (1 + Offset);

    /// <inheritdoc/>
    protected override double TimeOfLogAlpha(double logAlpha) =>
        2 * (1 + Offset) / Math.PI * Math.Acos(Math.Exp(logAlpha + _logOffset)) - Offset;

    private double Angle(double t) => (t + Offset) / (1 + Offset) * Math.PI / 2;
}
