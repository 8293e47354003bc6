using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Numerics;

/// <summary>Gauss–Hermite quadrature for expectations under the standard normal law: exact for polynomials of degree 2n − 1.</summary>
public sealed class GaussHermite
{
    /// <summary>Makes the rule by the eigenvalues of the Jacobi matrix of Hermite's polynomials (Golub and Welsch 1969).</summary>
    /// <param name="count">n, the number of nodes, 1 to 200.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of nodes is outside that range.</exception>
    public GaussHermite(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 200);
        var jacobi = Matrix<double>.Build.Dense(count, count, (i, k) => Math.Abs(i - k) == 1 ? Math.Sqrt(Math.Max(i, k)) : 0);
        var evd = jacobi.Evd(Symmetricity.Symmetric);
        var rule = Enumerable.Range(0, count).Select(k => (Node: evd.EigenValues[k].Real, Weight: Math.Pow(evd.EigenVectors[0, k], 2)))
            .OrderBy(p => p.Node).ToList();
        // The law is symmetric: averaging mirror images removes half of the rounding.
        Nodes = [.. rule.Select((p, k) => (p.Node - rule[count - 1 - k].Node) / 2)];
        Weights = [.. rule.Select((p, k) => (p.Weight + rule[count - 1 - k].Weight) / 2)];
    }

    /// <summary>The nodes, ascending.</summary>
    public IReadOnlyList<double> Nodes { get; }

    /// <summary>Their weights, which sum to one.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>E[φ(Z)] for Z of D independent standard normal coordinates, on the n^D grid.</summary>
    /// <param name="dimension">D, at least 1.</param>
    /// <param name="function">φ; its argument [D] is valid during the call only.</param>
    /// <returns>The expectation.</returns>
    public double Expectation(int dimension, Func<double[], double> function)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        return Inner(new double[dimension], 0, function);
    }

    private double Inner(double[] point, int coordinate, Func<double[], double> function)
    {
        double sum = 0;
        for (int k = 0; k < Nodes.Count; k++)
        {
            point[coordinate] = Nodes[k];
            sum += Weights[k] * (coordinate == point.Length - 1 ? function(point) : Inner(point, coordinate + 1, function));
        }
        return sum;
    }
}
