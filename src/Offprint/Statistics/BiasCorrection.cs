using MathNet.Numerics.Distributions;

namespace Offprint.Statistics;

/// <summary>
/// The corrections of BCa intervals (Efron 1987): the tails α′ = Φ(z₀ + (z₀ + z_α) / (1 − a (z₀ + z_α))), with the bias z₀ from the
/// replicates and the acceleration a from the jackknife.
/// </summary>
internal static class BiasCorrection
{
    /// <summary>The probabilities at which the sorted replicates are read; NaN if the sample itself has no value.</summary>
    public static (double Low, double High) Tails(Resampling resampling, RowStatistic statistic, double[] sorted, double tail)
    {
        int[] rows = new int[resampling.Rows];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = i;
        double value = statistic(rows);
        if (double.IsNaN(value) || sorted.Length == 0)
            return (double.NaN, double.NaN);
        double bias = Bias(sorted, value), acceleration = Acceleration(resampling, statistic, rows);
        return (Adjust(tail, bias, acceleration), Adjust(1 - tail, bias, acceleration));
    }

    /// <summary>z₀: how far the sample's value lies from the replicates' median, ties counted by half.</summary>
    private static double Bias(double[] sorted, double value)
    {
        // Rounding makes values of equal samples differ in the last bits; without a tolerance such ties would count as a bias.
        double tolerance = 1e-12 * Math.Abs(value);
        double below = 0;
        foreach (double replicate in sorted)
            below += replicate < value - tolerance ? 1 : replicate <= value + tolerance ? 0.5 : 0;
        double half = 0.5 / sorted.Length;
        return Normal.InvCDF(0, 1, Math.Clamp(below / sorted.Length, half, 1 - half));
    }

    /// <summary>
    /// a = Σ l³ / (6 (Σ l²)^{3/2}), l the jackknife influence of a unit. Units of a stratum of n share weight 1/n (Davison and Hinkley
    /// 1997, section 5.3.2).
    /// </summary>
    private static double Acceleration(Resampling resampling, RowStatistic statistic, int[] rows)
    {
        double cubes = 0, squares = 0;
        for (int h = 0; h < resampling.Strata; h++)
        {
            (int first, int count) = resampling.Stratum(h);
            if (count < 2)
                continue; // a stratum of one unit does not vary
            double[] without = new double[count];
            for (int i = 0; i < count; i++)
                without[i] = statistic(rows.AsSpan(0, resampling.LeaveOut(first + i, rows)));
            double mean = Moments.Mean(without);
            foreach (double left in without)
            {
                double influence = (count - 1.0) / count * (mean - left);
                squares += influence * influence;
                cubes += influence * influence * influence;
            }
        }
        double acceleration = cubes / (6 * Math.Pow(squares, 1.5));
        return double.IsFinite(acceleration) ? acceleration : 0;
    }

    private static double Adjust(double probability, double bias, double acceleration)
    {
        double z = bias + Normal.InvCDF(0, 1, probability);
        double scale = 1 - acceleration * z;
        // Beyond its pole the correction has left its range: take the extreme replicate.
        return scale > 0 ? Normal.CDF(0, 1, bias + z / scale) : z > 0 ? 1 : 0;
    }
}
