using Offprint.Numerics;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>
/// Exact values of the beam's expectations, by closed forms and Gauss–Hermite quadrature: what estimates are held against.
/// </summary>
/// <param name="Mean">E[D] [m].</param>
/// <param name="MeanSquare">E[D²] [m²].</param>
/// <param name="Products">E[D D_i] of pick-freeze, [6] [m²].</param>
public sealed record BeamMoments(double Mean, double MeanSquare, IReadOnlyList<double> Products)
{
    /// <summary>The expectations in the order of the Sobol' problem.</summary>
    public IReadOnlyList<double> Expectations => [.. Products, Mean, MeanSquare];
}

/// <summary>
/// D factors into a(E) b(L) c(F_X, F_Y, w, t). Moments of a and b have closed forms; c takes a four-dimensional rule.
/// </summary>
/// <remarks>
/// Strictly, c has no moments: w and t are normal and stand in denominators. The singularity lies ten standard deviations away, where the
/// law
/// has 10⁻²³ of its mass. A rule of 20 nodes a coordinate ends at 7.6 and does not see it, nor does any sample.
/// </remarks>
public static class BeamQuadrature
{
    private const double LengthVariation = 0.1, ModulusVariation = 0.06, ForceVariation = 0.08;

    /// <summary>The moments of case (b).</summary>
    /// <param name="nodes">Nodes a coordinate.</param>
    /// <returns>The moments.</returns>
    public static BeamMoments Sobol(int nodes = 20)
    {
        var law = BeamLaw.Nominal;
        var rule = new GaussHermite(nodes);
        // 1/E is log-normal with the same σ
        double a = Inverse(law.Modulus), a2 = Math.Pow(a, 2) * (1 + ModulusVariation * ModulusVariation);
        double b = Cube(law.Length, LengthVariation * law.Length), b2 = SixthPower(law.Length, LengthVariation * law.Length);
        double c = rule.Expectation(4, z => Shape(law, z)), c2 = rule.Expectation(4, z => Math.Pow(Shape(law, z), 2));
        // E[D D_i] = E[E[D | X_i]²].
        double[] conditional = [.. Enumerable.Range(0, 4).Select(i => rule.Expectation(1, own =>
            Math.Pow(rule.Expectation(3, others => Shape(law, Insert(others, i, own[0]))), 2)))];
        return new BeamMoments(a * b * c, a2 * b2 * c2,
        [
            a * a * b * b * conditional[0], a * a * b * b * conditional[1], a2 * b * b * c * c,
            a * a * b * b * conditional[2], a * a * b * b * conditional[3], a * a * b2 * c * c,
        ]);
    }

    /// <summary>E[D] under a law of case (c): given w and t, L is normal, so that four coordinates remain.</summary>
    /// <param name="law">The law.</param>
    /// <param name="nodes">Nodes a coordinate.</param>
    /// <returns>The mean deflection [m].</returns>
    public static double Mean(BeamLaw law, int nodes = 16)
    {
        double r = law.WidthThickness, root = Math.Sqrt(1 - r * r);
        // L = μ (1 + 0.1 (p z_w + q z_t + s ε)) with the regression coefficients p, q on the correlated z_w, z_t.
        double p = (law.WidthLength - r * law.ThicknessLength) / (1 - r * r), q = (law.ThicknessLength - r * law.WidthLength) / (1 - r * r);
        double residual = Math.Sqrt(1 - p * law.WidthLength - q * law.ThicknessLength), deviation = LengthVariation * law.Length;
        return Inverse(law.Modulus) * new GaussHermite(nodes).Expectation(4, z =>
        {
            double width = z[2], thickness = r * z[2] + root * z[3];
            return Shape(law, [z[0], z[1], width, thickness]) *
                Cube(law.Length + deviation * (p * width + q * thickness), deviation * residual);
        });
    }

    /// <summary>4·10⁻⁹ / (w t) · √((F_X/w²)² + (F_Y/t²)²) at standard normal (F_X, F_Y, w, t).</summary>
    private static double Shape(BeamLaw law, double[] z)
    {
        double sigma = Math.Sqrt(Math.Log(1 + ForceVariation * ForceVariation));
        double forceX = law.ForceX * Math.Exp(sigma * z[0] - sigma * sigma / 2),
            forceY = law.ForceY * Math.Exp(sigma * z[1] - sigma * sigma / 2);
        double w = law.Width * (1 + LengthVariation * z[2]), t = law.Thickness * (1 + LengthVariation * z[3]);
        return 4e-9 / Math.Abs(w * t) * double.Hypot(forceX / (w * w), forceY / (t * t));
    }

    /// <summary>E[1/E] = exp(−μ + σ²/2) = (1 + c²) / m.</summary>
    private static double Inverse(double mean) => (1 + ModulusVariation * ModulusVariation) / mean;

    /// <summary>E[L³] of a normal L.</summary>
    private static double Cube(double mean, double deviation) => mean * (mean * mean + 3 * deviation * deviation);

    /// <summary>E[L⁶] of a normal L.</summary>
    private static double SixthPower(double mean, double deviation)
    {
        double m = mean * mean, v = deviation * deviation;
        return m * m * m + 15 * m * m * v + 45 * m * v * v + 15 * v * v * v;
    }

    private static double[] Insert(double[] others, int position, double value) => [.. others[..position], value, .. others[position..]];
}
