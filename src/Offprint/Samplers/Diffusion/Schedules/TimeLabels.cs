namespace Offprint.Samplers.Diffusion.Schedules;

/// <summary>The number by which a network trained on N discrete steps knows a continuous time in (0, 1].</summary>
public static class TimeLabels
{
    /// <summary>1000 max(t − 1/N, 0): step i = 0 … N − 1 is t = (i + 1)/N (DPM-Solver's type 1).</summary>
    /// <param name="steps">N.</param>
    /// <returns>The label of a time.</returns>
    public static Func<double, double> Discrete(int steps = 1000) => t => 1000 * Math.Max(t - 1.0 / steps, 0);

    /// <summary>1000 t (N − 1)/N (DPM-Solver's type 2).</summary>
    /// <param name="steps">N.</param>
    /// <returns>The label of a time.</returns>
    public static Func<double, double> Scaled(int steps = 1000) => t => 1000.0 * (steps - 1) / steps * t;

    /// <summary>999 t (score-based models).</summary>
    /// <param name="t">The time.</param>
    /// <returns>The label.</returns>
    public static double Continuous(double t) => 999 * t;
}
