using System.Numerics.Tensors;

namespace Offprint.Estimators.ControlVariates;

/// <summary>A control variate's optimal use: E[v] is estimated by the mean of v − β u plus β E[u].</summary>
/// <param name="Coefficient">β = Cov(u, v) / Var(u), of least variance.</param>
/// <param name="Variance">Var(v − β u) of one sample: Var(v) (1 − ρ²) up to the divisors.</param>
public readonly record struct ControlVariate(double Coefficient, double Variance)
{
    /// <summary>Estimates the optimal coefficient. As in the paper's code the covariance has divisor N and the variance N − 1.</summary>
    /// <param name="control">u, [N].</param>
    /// <param name="target">v, [N], N ≥ 2.</param>
    /// <returns>The coefficient; 0 for a constant control, which can explain nothing.</returns>
    /// <exception cref="ArgumentException">The lengths differ or there are fewer than two values.</exception>
    public static ControlVariate Fit(ReadOnlySpan<double> control, ReadOnlySpan<double> target)
    {
        if (control.Length != target.Length || control.Length < 2)
            throw new ArgumentException(
                $"{control.Length} values of the control and {target.Length} of the target: both need the same two or more.");
        int n = control.Length;
        double controlMean = TensorPrimitives.Sum(control) / n, targetMean = TensorPrimitives.Sum(target) / n;
        double cross = 0, square = 0;
        for (int i = 0; i < n; i++)
        {
            double deviation = control[i] - controlMean;
            cross += deviation * (target[i] - targetMean);
            square += deviation * deviation;
        }
        // A mixture with one component has u = 1 up to rounding.
        double variance = square / (n - 1), coefficient = variance > 1e-24 * controlMean * controlMean ? cross / n / variance : 0;
        return new ControlVariate(coefficient, VarianceWith(control, target, coefficient));
    }

    /// <summary>The sample variance of v − β u for any β, divisor N − 1.</summary>
    /// <param name="control">u, [N].</param>
    /// <param name="target">v, [N].</param>
    /// <param name="coefficient">β.</param>
    /// <returns>The variance.</returns>
    public static double VarianceWith(ReadOnlySpan<double> control, ReadOnlySpan<double> target, double coefficient)
    {
        double mean = 0, squares = 0;
        for (int i = 0; i < control.Length; i++) // Welford: the terms may be large and nearly equal
        {
            double deviation = target[i] - coefficient * control[i] - mean;
            mean += deviation / (i + 1);
            squares += deviation * (target[i] - coefficient * control[i] - mean);
        }
        return squares / (control.Length - 1);
    }
}
