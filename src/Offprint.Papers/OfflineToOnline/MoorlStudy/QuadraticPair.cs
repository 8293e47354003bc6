namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>A loss a/2 (x − c)² on the line: what a source of data looks like near its minimum.</summary>
/// <param name="Curvature">a.</param>
/// <param name="Minimum">c.</param>
public sealed record QuadraticLoss(double Curvature, double Minimum)
{
    /// <summary>w = 1 − (1 − η a)^K: how much of the way to the minimum K steps of gradient descent go.</summary>
    /// <param name="steps">K.</param>
    /// <param name="rate">η.</param>
    /// <returns>The share.</returns>
    public double Share(int steps, double rate) => 1 - Math.Pow(1 - rate * Curvature, steps);
}

/// <summary>Reptile on two or more quadratic losses, where everything is known in closed form.</summary>
public static class QuadraticPair
{
    /// <summary>Where the mean meta map rests: Σ w_i c_i / Σ w_i, whatever ε.</summary>
    /// <param name="tasks">The losses.</param>
    /// <param name="steps">K.</param>
    /// <param name="rate">η.</param>
    /// <returns>The point: for K = 1 the minimum of the summed losses, for K → ∞ the mean of the minima.</returns>
    public static double FixedPoint(IReadOnlyList<QuadraticLoss> tasks, int steps, double rate) =>
        tasks.Sum(task => task.Share(steps, rate) * task.Minimum) / tasks.Sum(task => task.Share(steps, rate));

    /// <summary>The standard deviation around it of iterations whose task is drawn by lot, after many.</summary>
    /// <param name="tasks">The losses.</param>
    /// <param name="steps">K.</param>
    /// <param name="rate">η.</param>
    /// <param name="metaRate">ε.</param>
    /// <returns>√(ε² E[w²(c − x*)²] / (1 − E[(1 − ε w)²])).</returns>
    public static double Deviation(IReadOnlyList<QuadraticLoss> tasks, int steps, double rate, double metaRate)
    {
        double rest = FixedPoint(tasks, steps, rate);
        double noise = tasks.Average(task => Math.Pow(task.Share(steps, rate) * (task.Minimum - rest), 2));
        double memory = tasks.Average(task => Math.Pow(1 - metaRate * task.Share(steps, rate), 2));
        return metaRate * Math.Sqrt(noise / (1 - memory));
    }

    /// <summary>One iteration: K steps of gradient descent on a loss, then ε of the way that they went.</summary>
    /// <param name="x">Where it begins.</param>
    /// <param name="task">The loss.</param>
    /// <param name="steps">K.</param>
    /// <param name="rate">η.</param>
    /// <param name="metaRate">ε.</param>
    /// <returns>Where it ends.</returns>
    public static double Step(double x, QuadraticLoss task, int steps, double rate, double metaRate)
    {
        double adapted = x;
        for (int k = 0; k < steps; k++)
            adapted -= rate * task.Curvature * (adapted - task.Minimum);
        return x + metaRate * (adapted - x);
    }
}
