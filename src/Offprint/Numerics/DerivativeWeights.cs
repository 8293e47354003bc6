using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Numerics;

/// <summary>Finite-difference weights on unequally spaced points.</summary>
public static class DerivativeWeights
{
    /// <summary>
    /// The weights a_j with f^{(k)}(s) ≈ Σ_j a_j (f(s + d_j) − f(s)): Σ_j a_j d_j^i/i! = [i = k] for i = 1 … m, exact for polynomials of
    /// degree at most m.
    /// </summary>
    /// <param name="distances">d, the m points' distances from s: all different, none zero.</param>
    /// <param name="derivative">k, 1 to m.</param>
    /// <returns>m weights.</returns>
    /// <exception cref="ArgumentException">There are too few points, or two of them (or one and s) coincide.</exception>
    public static double[] Solve(ReadOnlySpan<double> distances, int derivative)
    {
        int m = distances.Length;
        if (derivative < 1 || derivative > m)
            throw new ArgumentException($"Derivative {derivative} needs at least that many points besides the start; there are {m}.",
                nameof(derivative));
        double[] d = distances.ToArray();
        double scale = d.Max(Math.Abs);
        for (int i = 0; i < m; i++)
        {
            for (int j = -1; j < i; j++)
            {
                if (Math.Abs(d[i] - (j < 0 ? 0 : d[j])) <= 1e-10 * scale)
                    throw new ArgumentException(
                        $"Two points coincide (distances {d[i]:R} and {(j < 0 ? 0 : d[j]):R}): the difference between them tells " +
                        $"nothing.", nameof(distances));
            }
        }
        // In units of the largest distance the matrix is as well conditioned as the spacing allows.
        var matrix = Matrix<double>.Build.Dense(m, m, (i, j) => Math.Pow(d[j] / scale, i + 1));
        double factorial = Enumerable.Range(1, derivative).Aggregate(1.0, (product, i) => product * i);
        var right = Vector<double>.Build.Dense(m, i => i == derivative - 1 ? factorial / Math.Pow(scale, derivative) : 0);
        return [.. matrix.Solve(right)];
    }
}
