using System.Numerics.Tensors;
using Offprint.Numerics;
using Gaussian = MathNet.Numerics.Distributions.Normal;

namespace Offprint.Samplers.MonteCarlo;

/// <summary>A law of one coordinate, tied to the standard normal law by x = F⁻¹(Φ(z)).</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The standard deviation.</param>
public abstract record Marginal(double Mean, double StandardDeviation)
{
    /// <summary>A normal law.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation, positive.</param>
    /// <returns>The law.</returns>
    public static Marginal Normal(double mean, double standardDeviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(standardDeviation);
        return new NormalMarginal(mean, standardDeviation);
    }

    /// <summary>A log-normal law by its own mean and coefficient of variation c: ln X ~ N(ln m − σ²/2, σ²) with σ² = ln(1 + c²).</summary>
    /// <param name="mean">m, positive.</param>
    /// <param name="variation">c, positive.</param>
    /// <returns>The law.</returns>
    public static Marginal LogNormal(double mean, double variation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mean);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variation);
        double variance = Math.Log(1 + variation * variation);
        return new LogNormalMarginal(mean, variation * mean, Math.Log(mean) - variance / 2, Math.Sqrt(variance));
    }

    /// <summary>A uniform law.</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end, above it.</param>
    /// <returns>The law.</returns>
    public static Marginal Uniform(double low, double high)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(low, high);
        return new UniformMarginal(low, high);
    }

    /// <summary>x = F⁻¹(Φ(z)).</summary>
    /// <param name="z">[N]; may be the same span as the result.</param>
    /// <param name="x">[N], filled.</param>
    public abstract void FromStandard(ReadOnlySpan<double> z, Span<double> x);

    /// <summary>z = Φ⁻¹(F(x)) and log dz/dx; outside the support 0 and −∞.</summary>
    /// <param name="x">[N].</param>
    /// <param name="z">[N], filled.</param>
    /// <param name="logSlope">[N], the slope's logarithm is added.</param>
    public abstract void ToStandard(ReadOnlySpan<double> x, Span<double> z, Span<double> logSlope);

    /// <summary>Cov(X, Y) where their standard normal images have correlation ρ: all closed forms.</summary>
    internal static double Covariance(Marginal first, Marginal second, double rho)
    {
        double correlated = rho * first.StandardDeviation * second.StandardDeviation;
        return (first, second) switch
        {
            (NormalMarginal, NormalMarginal) => correlated,
            (LogNormalMarginal a, LogNormalMarginal b) => a.Mean * b.Mean * (Math.Exp(rho * a.LogDeviation * b.LogDeviation) - 1),
            (NormalMarginal a, LogNormalMarginal b) => rho * a.StandardDeviation * b.LogDeviation * b.Mean,
            (UniformMarginal a, UniformMarginal b) => a.Width * b.Width * Math.Asin(rho / 2) / (2 * Math.PI),
            (UniformMarginal a, NormalMarginal b) => rho * a.Width * b.StandardDeviation / (2 * Math.Sqrt(Math.PI)),
            (UniformMarginal a, LogNormalMarginal b) => a.Width * b.Mean * (Gaussian.CDF(0, 1, rho * b.LogDeviation / Math.Sqrt(2)) - 0.5),
            _ => Covariance(second, first, rho),
        };
    }

    private sealed record NormalMarginal(double Mean, double StandardDeviation) : Marginal(Mean, StandardDeviation)
    {
        public override void FromStandard(ReadOnlySpan<double> z, Span<double> x)
        {
            TensorPrimitives.Multiply(z, StandardDeviation, x);
            TensorPrimitives.Add(x, Mean, x);
        }

        public override void ToStandard(ReadOnlySpan<double> x, Span<double> z, Span<double> logSlope)
        {
            TensorPrimitives.Subtract(x, Mean, z);
            TensorPrimitives.Divide(z, StandardDeviation, z);
            TensorPrimitives.Add(logSlope, -Math.Log(StandardDeviation), logSlope);
        }
    }

    private sealed record LogNormalMarginal(double Mean, double StandardDeviation, double LogMean, double LogDeviation)
        : Marginal(Mean, StandardDeviation)
    {
        public override void FromStandard(ReadOnlySpan<double> z, Span<double> x)
        {
            TensorPrimitives.Multiply(z, LogDeviation, x);
            TensorPrimitives.Add(x, LogMean, x);
            SpanMath.Exp(x);
        }

        public override void ToStandard(ReadOnlySpan<double> x, Span<double> z, Span<double> logSlope)
        {
            TensorPrimitives.Log(x, z);
            TensorPrimitives.Add(logSlope, -Math.Log(LogDeviation), logSlope);
            TensorPrimitives.Subtract(logSlope, z, logSlope);
            TensorPrimitives.Subtract(z, LogMean, z);
            TensorPrimitives.Divide(z, LogDeviation, z);
            if (TensorPrimitives.Min(x) > 0)
                return;
            for (int n = 0; n < x.Length; n++)
            {
                if (!(x[n] > 0))
                    (z[n], logSlope[n]) = (0, double.NegativeInfinity);
            }
        }
    }

    private sealed record UniformMarginal(double Low, double High) : Marginal((Low + High) / 2, (High - Low) / Math.Sqrt(12))
    {
        public double Width => High - Low;

        public override void FromStandard(ReadOnlySpan<double> z, Span<double> x)
        {
            for (int n = 0; n < z.Length; n++)
                x[n] = Low + Width * Gaussian.CDF(0, 1, z[n]);
        }

        public override void ToStandard(ReadOnlySpan<double> x, Span<double> z, Span<double> logSlope)
        {
            for (int n = 0; n < x.Length; n++)
            {
                bool inside = x[n] > Low && x[n] < High;
                z[n] = inside ? Gaussian.InvCDF(0, 1, (x[n] - Low) / Width) : 0;
                logSlope[n] = inside
                    ? logSlope[n] - Math.Log(Width) + 0.5 * (z[n] * z[n] + Math.Log(2 * Math.PI))
                    : double.NegativeInfinity;
            }
        }
    }
}
