using Offprint.Numerics;

namespace Offprint.Agents.Bandits;

/// <summary>
/// What an arm earns a period by the frequency x of its pulls: F(0) = 0, F(1/d) = R(d)/d, and between these points their least concave
/// majorant F^cc. No policy that pulls the arm with long-run frequency x earns more than F^cc(x) from it (Jensen's inequality).
/// </summary>
/// <remarks>The flat or falling part beyond the best frequency is cut off: it would cost capacity and earn nothing.</remarks>
public sealed class RateEnvelope
{
    private readonly int[] _periods;
    private readonly double[] _x, _y;

    private RateEnvelope(int[] periods, double[] x, double[] y) => (_periods, _x, _y) = (periods, x, y);

    /// <summary>The supporting points' periods d, falling; the first is 0, which stands for "never".</summary>
    public ReadOnlySpan<int> Periods => _periods;

    /// <summary>The supporting points' frequencies, 0 and 1/d, rising.</summary>
    public ReadOnlySpan<double> Frequencies => _x;

    /// <summary>The supporting points' earnings a period, 0 and R(d)/d, rising.</summary>
    public ReadOnlySpan<double> Rates => _y;

    /// <summary>Finds the envelope of an arm.</summary>
    /// <param name="curve">R(1) … R(D).</param>
    /// <returns>Its supporting points.</returns>
    /// <exception cref="ArgumentException">The curve is empty or holds a number that is not finite.</exception>
    public static RateEnvelope Of(ReadOnlySpan<double> curve)
    {
        if (curve.IsEmpty)
            throw new ArgumentException("The recovery curve is empty; it needs R(1) at least.", nameof(curve));
        int saturation = curve.Length;
        double[] x = new double[saturation + 1], y = new double[saturation + 1];
        for (int d = 1; d <= saturation; d++)
            (x[saturation + 1 - d], y[saturation + 1 - d]) = (1.0 / d, curve[d - 1] / d);
        int[] vertices = new int[saturation + 1];
        int count = UpperHull.Of(x, y, vertices);
        double top = vertices.Take(count).Max(v => y[v]), rounding = 1e-12 * Math.Abs(top);
        int kept = 1;
        while (kept < count && y[vertices[kept - 1]] < top - rounding)
            kept++;
        return new RateEnvelope(
            [.. vertices.Take(kept).Select(v => v == 0 ? 0 : saturation + 1 - v)],
            [.. vertices.Take(kept).Select(v => x[v])], [.. vertices.Take(kept).Select(v => y[v])]);
    }

    /// <summary>The envelope's slope just left of x = 1/d: what a pull after d periods of rest earns for the capacity it takes.</summary>
    /// <param name="idle">d, at least 1.</param>
    /// <returns>The slope; 0 where waiting longer costs nothing.</returns>
    public double SlopeAt(int idle)
    {
        double x = 1.0 / idle;
        for (int v = 1; v < _x.Length; v++)
        {
            if (x <= _x[v] * (1 + 1e-12))
                return (_y[v] - _y[v - 1]) / (_x[v] - _x[v - 1]);
        }
        return 0;
    }
}
