using Offprint.Numerics;

namespace Offprint.Optimization.Morphologies;

/// <summary>
/// Bodies of four-legged ants as 60 numbers, 15 a leg: place of the leg on the torso x, y, z (m), three Euler angles (degrees, about the
/// axes x, y and z that turn along), middle and half width of the ranges of hip, thigh and ankle (degrees), and the lengths of hip, thigh
/// and ankle (m), each along both axes of the leg's diagonal (Trabucco et al. 2022, "Design-Bench", and code of morphing-agents).
/// </summary>
public static class AntDesigns
{
    /// <summary>Legs.</summary>
    public const int Legs = 4;

    /// <summary>Numbers of a leg.</summary>
    public const int LegSize = 15;

    /// <summary>d.</summary>
    public const int Dimension = Legs * LegSize;

    private static readonly double[] s_low = [-0.1, -0.1, -0.1, -180, -180, -180, -180, 5, -180, 5, -180, 5, 0.1, 0.1, 0.2];

    private static readonly double[] s_high = [0.1, 0.1, 0.1, 180, 180, 180, 180, 45, 180, 45, 180, 45, 0.4, 0.4, 0.8];

    // Two numbers stand on bounds: the hips' half width, and the third leg's last angle.
    private static readonly double[] s_leg = [0, 0, 0, 0, 0, 0, 0, 5, 0, 30, 50, 20, 0.2, 0.2, 0.4];

    private static readonly double[] s_turns = [0, 90, 180, -90];

    /// <summary>The least value of each number, [60].</summary>
    public static IReadOnlyList<double> Low { get; } = [.. Enumerable.Repeat(s_low, Legs).SelectMany(leg => leg)];

    /// <summary>The greatest value of each number, [60].</summary>
    public static IReadOnlyList<double> High { get; } = [.. Enumerable.Repeat(s_high, Legs).SelectMany(leg => leg)];

    /// <summary>The ant as one knows it, [60].</summary>
    public static IReadOnlyList<double> Default { get; } =
        [.. s_turns.SelectMany(turn => s_leg.Select((value, i) => i == 5 ? turn : value))];

    /// <summary>Numbers relative to their ranges: −1 the least, 1 the greatest.</summary>
    /// <param name="design">[60].</param>
    /// <returns>[60].</returns>
    public static double[] Normalize(IReadOnlyList<double> design) => Map(design, (x, low, high) => (2 * x - low - high) / (high - low));

    /// <summary>Goes back.</summary>
    /// <param name="normalized">[60].</param>
    /// <returns>[60]; not clipped.</returns>
    public static double[] Denormalize(IReadOnlyList<double> normalized) =>
        Map(normalized, (z, low, high) => (low + high + z * (high - low)) / 2);

    /// <summary>The nearest body that can be built.</summary>
    /// <param name="design">[60].</param>
    /// <returns>[60], within the ranges.</returns>
    public static double[] Clip(IReadOnlyList<double> design) => Map(design, Math.Clamp);

    /// <summary>A design as it comes back from single precision, in which designs are kept.</summary>
    /// <param name="design">[60].</param>
    /// <returns>[60].</returns>
    internal static double[] Stored(IReadOnlyList<double> design) => [.. design.Select(x => (double)(float)x)];

    /// <summary>A row of a sample as a design.</summary>
    /// <param name="sample">[n, 60].</param>
    /// <param name="row">Which.</param>
    /// <returns>[60].</returns>
    public static double[] Row(SampleMatrix sample, int row)
    {
        double[] design = new double[sample.Columns];
        for (int i = 0; i < design.Length; i++)
            design[i] = sample.Row(row)[i];
        return design;
    }

    private static double[] Map(IReadOnlyList<double> design, Func<double, double, double, double> map) =>
        design.Count == Dimension ? [.. design.Select((x, i) => map(x, Low[i], High[i]))]
            : throw new ArgumentException($"An ant has {Dimension} numbers, {LegSize} a leg; got {design.Count}.", nameof(design));
}
