using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Numerics;

/// <summary>
/// The region of absolute stability of a linear multistep method A(E) x_{n+1} = δ B(E) f_{n+1}: the z = δλ for which all roots ζ of
/// \[ \sum_j (a_j - z b_j)\, \zeta^{k-j} = 0 \]
/// lie in the closed unit disk, so that x′ = λx does not blow up.
/// </summary>
public sealed class StabilityRegion
{
    private const double RootTolerance = 1e-9;
    private readonly double[] _a;
    private readonly double[] _b;

    /// <summary>Makes the region of a method given by its polynomials.</summary>
    /// <param name="a">A in rising powers of the back shift; a₀ ≠ 0.</param>
    /// <param name="b">B in rising powers of the back shift; b₀ = 0 for an explicit method.</param>
    /// <exception cref="ArgumentException">A starts with zero, or B is all zero.</exception>
    public StabilityRegion(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count == 0 || a[0] == 0)
            throw new ArgumentException("A(E) must start with a coefficient other than zero.", nameof(a));
        if (b.All(value => value == 0))
            throw new ArgumentException("B(E) is zero: such a method never evaluates its field.", nameof(b));
        int length = Math.Max(a.Count, b.Count);
        _a = [.. a, .. new double[length - a.Count]];
        _b = [.. b, .. new double[length - b.Count]];
    }

    /// <summary>The region of a multistep method.</summary>
    /// <param name="method">The method.</param>
    /// <returns>Its region.</returns>
    public static StabilityRegion Of(MultistepMethod method)
    {
        var (a, b) = method.Polynomials();
        return new(a, b);
    }

    /// <summary>Adams–Bashforth.</summary>
    /// <param name="order">r, 1 to 5.</param>
    /// <returns>Its region.</returns>
    public static StabilityRegion AdamsBashforth(int order) => Of(new(MultistepKind.AdamsBashforth, order));

    /// <summary>Heavy ball on Adams–Bashforth.</summary>
    /// <param name="order">r, 1 to 5.</param>
    /// <param name="beta">β in (0, 1].</param>
    /// <returns>Its region.</returns>
    public static StabilityRegion HeavyBall(int order, double beta) => Of(new(MultistepKind.HeavyBall, order, beta));

    /// <summary>GHVB.</summary>
    /// <inheritdoc cref="HeavyBall"/>
    public static StabilityRegion GeneralizedHeavyBall(int order, double beta) => Of(new(MultistepKind.GeneralizedHeavyBall, order, beta));

    /// <summary>Nesterov's momentum on Adams–Bashforth.</summary>
    /// <inheritdoc cref="HeavyBall"/>
    public static StabilityRegion Nesterov(int order, double beta) => Of(new(MultistepKind.Nesterov, order, beta));

    /// <summary>The boundary locus at one angle: the z for which e^{iθ} is a root.</summary>
    /// <param name="angle">θ.</param>
    /// <returns>A(e^{−iθ})/B(e^{−iθ}).</returns>
    public Complex Locus(double angle)
    {
        var shift = Complex.FromPolarCoordinates(1, -angle);
        return Horner(_a, shift) / Horner(_b, shift);
    }

    /// <summary>The boundary locus. The region's boundary is part of it; loops of unstable methods are part of it too.</summary>
    /// <param name="points">How many points, at least 2.</param>
    /// <returns>The points at θ = 0 … 2π, first and last the same up to rounding.</returns>
    public Complex[] BoundaryLocus(int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        return [.. Enumerable.Range(0, points).Select(i => Locus(2 * Math.PI * i / (points - 1)))];
    }

    /// <summary>The largest modulus of a root.</summary>
    /// <param name="z">δλ.</param>
    /// <returns>The factor by which x grows in one step in the long run; +∞ where the leading coefficient vanishes.</returns>
    public double SpectralRadius(Complex z)
    {
        int degree = _a.Length - 1;
        Complex leading = _a[0] - z * _b[0];
        if (leading == Complex.Zero)
            return double.PositiveInfinity;
        var companion = Matrix<Complex>.Build.Dense(degree, degree, (i, j) =>
            i == 0 ? -(_a[j + 1] - z * _b[j + 1]) / leading : i == j + 1 ? Complex.One : Complex.Zero);
        return companion.Evd().EigenValues.Max(root => root.Magnitude);
    }

    /// <summary>Whether the root condition holds: no root outside the unit circle.</summary>
    /// <param name="z">δλ.</param>
    /// <returns>Whether the method is stable there; points of the boundary count as stable.</returns>
    public bool Contains(Complex z) => SpectralRadius(z) <= 1 + RootTolerance;

    /// <summary>
    /// Where the region ends on the negative real axis. Roots cross the unit circle only where the locus crosses the axis, so between two
    /// crossings stability is tested once; loci that cross inside the region, or a complex pair that leaves first, are not mistaken.
    /// </summary>
    /// <returns>The limit, at most 0; −∞ where the whole axis is stable.</returns>
    public double RealAxisLimit()
    {
        double[] crossings = [.. RealCrossings().Where(z => z < -1e-9).OrderDescending()];
        double previous = 0;
        for (int i = 0; i <= crossings.Length; i++)
        {
            double inside = i < crossings.Length ? (previous + crossings[i]) / 2 : 2 * previous - 1;
            if (!Contains(inside))
                return previous;
            previous = i < crossings.Length ? crossings[i] : double.NegativeInfinity;
        }
        return previous;
    }

    private IEnumerable<double> RealCrossings()
    {
        const int samples = 20_000;
        double previous = 0, value = 0;
        for (int i = 1; i < samples; i++, previous = value)
        {
            double angle = Math.PI * i / samples;
            value = Locus(angle).Imaginary;
            if (i > 1 && Math.Sign(value) != Math.Sign(previous))
                yield return Locus(Bisect(angle - Math.PI / samples, angle)).Real;
        }
        yield return Locus(Math.PI).Real;
    }

    private double Bisect(double low, double high)
    {
        int sign = Math.Sign(Locus(low).Imaginary);
        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Math.Sign(Locus(middle).Imaginary) == sign ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    private static Complex Horner(double[] coefficients, Complex x)
    {
        Complex sum = 0;
        for (int j = coefficients.Length - 1; j >= 0; j--)
            sum = sum * x + coefficients[j];
        return sum;
    }
}
