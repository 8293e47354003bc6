using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Samplers.Diffusion.Schedules;

/// <summary>
/// The marginals of a Gaussian diffusion, x_t = α_t x₀ + σ_t ε, and the stochastic differential equation dx = f x dt + g dW behind them.
/// All scalars are double; λ = log(α/σ), half the log signal-to-noise ratio, falls strictly with t.
/// </summary>
/// <param name="T">The time of pure noise, where sampling starts.</param>
/// <param name="TEnd">The time, above 0, where sampling ends.</param>
public abstract record NoiseSchedule(double T, double TEnd) : IDescribable
{
    private const int CurvePoints = 101;

    /// <summary>log α_t.</summary>
    /// <param name="t">The time.</param>
    /// <returns>The logarithm.</returns>
    public abstract double LogAlpha(double t);

    /// <summary>α_t: the square root of what DDPM papers call ᾱ.</summary>
    /// <param name="t">The time.</param>
    /// <returns>The factor of the data.</returns>
    public double Alpha(double t) => Math.Exp(LogAlpha(t));

    /// <summary>σ_t.</summary>
    /// <param name="t">The time.</param>
    /// <returns>The standard deviation of the noise.</returns>
    public abstract double Sigma(double t);

    /// <summary>λ_t = log(α_t/σ_t).</summary>
    /// <param name="t">The time.</param>
    /// <returns>Half the log signal-to-noise ratio.</returns>
    public abstract double Lambda(double t);

    /// <summary>The inverse of <see cref="Lambda"/>.</summary>
    /// <param name="lambda">λ.</param>
    /// <returns>The time.</returns>
    public abstract double TimeOfLambda(double lambda);

    /// <summary>σ̄_t = σ_t/α_t, the variable of the multistep samplers.</summary>
    /// <param name="t">The time.</param>
    /// <returns>The ratio e^{−λ}.</returns>
    public double SigmaBar(double t) => Math.Exp(-Lambda(t));

    /// <summary>The inverse of <see cref="SigmaBar"/>.</summary>
    /// <param name="sigmaBar">σ̄, positive.</param>
    /// <returns>The time.</returns>
    public double TimeOfSigmaBar(double sigmaBar) => TimeOfLambda(-Math.Log(sigmaBar));

    /// <summary>f(t) = d log α/dt.</summary>
    /// <param name="t">The time.</param>
    /// <returns>The drift's factor of x.</returns>
    public abstract double Drift(double t);

    /// <summary>g²(t) = dσ²/dt − 2 f σ².</summary>
    /// <param name="t">The time.</param>
    /// <returns>The squared diffusion coefficient.</returns>
    public abstract double SquaredDiffusion(double t);

    /// <inheritdoc/>
    public Card Describe()
    {
        double[] times = [.. Enumerable.Range(0, CurvePoints).Select(i => TEnd + (T - TEnd) * i / (CurvePoints - 1))];
        return new(GetType().Name)
        {
            Subtitle = "noise schedule",
            Facts =
            [
                new("t", $"{NumberText.Format(TEnd)} (data) to {NumberText.Format(T)} (noise)"),
                new("λ", $"{NumberText.Format(Lambda(TEnd))} to {NumberText.Format(Lambda(T))}"),
            ],
            Figures =
            [
                new PanelFigure("Marginals x_t = α x₀ + σ ε",
                [
                    new LineFigure("Data and noise", [new("α", times, [.. times.Select(Alpha)]), new("σ", times, [.. times.Select(Sigma)])])
                    {
                        X = new("t"), Y = new("factor"),
                    },
                    new LineFigure("Half the log signal-to-noise ratio", [new("λ", times, [.. times.Select(Lambda)])]) { X = new("t"),
                        Y = new("λ") },
                ], 2),
            ],
        };
    }

    private protected static void CheckRange(double start, double end)
    {
        if (!(end >= 0 && end < start && double.IsFinite(start)))
            throw new ArgumentException($"A schedule needs 0 ≤ TEnd < T; TEnd = {end}, T = {start}.");
    }
}

/// <summary>A schedule that preserves variance: α² + σ² = 1, g² = −2f.</summary>
/// <param name="T">The time of pure noise.</param>
/// <param name="TEnd">The time where sampling ends.</param>
public abstract record VariancePreservingSchedule(double T, double TEnd) : NoiseSchedule(T, TEnd)
{
    /// <inheritdoc/>
    public sealed override double Sigma(double t) => Math.Sqrt(-AccurateMath.ExpMinusOne(2 * LogAlpha(t)));

    /// <inheritdoc/>
    public sealed override double Lambda(double t)
    {
        double logAlpha = LogAlpha(t);
        return logAlpha - AccurateMath.LogOneMinusExp(2 * logAlpha) / 2;
    }

    /// <inheritdoc/>
    public sealed override double TimeOfLambda(double lambda) => TimeOfLogAlpha(-AccurateMath.SoftPlus(-2 * lambda) / 2);

    /// <inheritdoc/>
    public sealed override double SquaredDiffusion(double t) => -2 * Drift(t);

    /// <summary>The inverse of <see cref="NoiseSchedule.LogAlpha"/>.</summary>
    /// <param name="logAlpha">log α, at most 0.</param>
    /// <returns>The time.</returns>
    protected abstract double TimeOfLogAlpha(double logAlpha);
}
