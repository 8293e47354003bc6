using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>Correlations of a stationary series with itself.</summary>
public static class Autocorrelation
{
    private const double Window = 5; // Sokal's c: the window ends where it is five integrated times long

    /// <summary>The normalized autocorrelation function, by the fast Fourier transform.</summary>
    /// <param name="series">At least two values that are not all equal.</param>
    /// <returns>ρ₀ = 1, ρ₁, … ρ₍n₋₁₎, with divisor n (biased towards 0, never wild at long lags).</returns>
    /// <exception cref="ArgumentException">The series is too short or constant.</exception>
    public static double[] Of(ReadOnlySpan<double> series)
    {
        int n = series.Length;
        if (n < 2)
            throw new ArgumentException($"The series has {n} values; correlations need at least two.", nameof(series));
        double mean = Moments.Mean(series);
        // Zeros behind the series keep its end from meeting its beginning.
        var buffer = new Complex[BitOperations.RoundUpToPowerOf2((uint)(2 * n))];
        for (int i = 0; i < n; i++)
            buffer[i] = series[i] - mean;
        Fourier.Forward(buffer, FourierOptions.AsymmetricScaling);
        for (int i = 0; i < buffer.Length; i++)
            buffer[i] *= Complex.Conjugate(buffer[i]);
        Fourier.Inverse(buffer, FourierOptions.AsymmetricScaling);
        if (!(buffer[0].Real > 0))
            throw new ArgumentException("The series is constant; its correlations are not defined.", nameof(series));
        double[] result = new double[n];
        for (int i = 0; i < n; i++)
            result[i] = buffer[i].Real / buffer[0].Real;
        return result;
    }

    /// <summary>
    /// The integrated autocorrelation time τ = 1 + 2 Σ ρₖ, summed up to the first lag of at least 5 τ (Sokal 1997): n/τ values of the
    /// series are worth as much as independent ones.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <returns>τ, 1 for independent values.</returns>
    /// <exception cref="ArgumentException">The series is too short or constant.</exception>
    public static double IntegratedTime(ReadOnlySpan<double> series)
    {
        double[] correlations = Of(series);
        double time = 1;
        for (int lag = 1; lag < correlations.Length; lag++)
        {
            time += 2 * correlations[lag];
            if (lag >= Window * time)
                break;
        }
        return time;
    }

    /// <summary>The mean of a stationary series with an interval that accounts for its correlations.</summary>
    /// <param name="series">The series, many integrated times long.</param>
    /// <param name="level">The coverage, in (0, 1).</param>
    /// <returns>The mean ± t · s √(τ/n), with n/τ − 1 degrees of freedom.</returns>
    /// <exception cref="ArgumentException">The series is constant or shorter than two integrated times.</exception>
    public static Estimate Mean(ReadOnlySpan<double> series, double level = 0.95)
    {
        Require.Level(level);
        double effective = series.Length / IntegratedTime(series);
        if (!(effective > 2))
            throw new ArgumentException($"The series is worth {effective:F1} independent values; a longer one is needed.", nameof(series));
        double mean = Moments.Mean(series), half = MeanInterval.Quantile(effective - 1, level) *
            Math.Sqrt(Moments.Variance(series) / effective);
        return new(mean, new Interval(mean - half, mean + half, level, $"t interval, {effective:F0} effective values of {series.Length}"));
    }
}
