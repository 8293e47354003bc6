namespace Offprint.Numerics;

/// <summary>
/// The functions of exponential integrators: φ₀(z) = e^z and φ_{k+1}(z) = (φ_k(z) − 1/k!)/z = Σ_j z^j/(j + k + 1)!.
/// </summary>
public static class PhiFunctions
{
    /// <summary>φ_k(z), to a relative error below 10⁻¹² for |z| up to some hundred and k up to 6.</summary>
    /// <param name="k">The index, at least 0.</param>
    /// <param name="z">The argument.</param>
    /// <returns>The value.</returns>
    public static double Phi(int k, double z)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        // Each step of the recursion divides its rounding error by z; the series has no such loss.
        if (Math.Abs(z) < 2)
            return Series(k, z);
        double value = Math.Exp(z), factorial = 1;
        for (int j = 0; j < k; j++)
        {
            value = (value - 1 / factorial) / z;
            factorial *= j + 1;
        }
        return value;
    }

    private static double Series(int k, double z)
    {
        double term = 1, sum = 0;
        for (int j = 1; j <= k; j++)
            term /= j;
        for (int j = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); j++)
        {
            sum += term;
            term *= z / (j + k);
        }
        return sum;
    }
}
