using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Numerics;

/// <summary>The largest eigenvalue of a matrix with non-negative off-diagonal entries, with its two positive eigenvectors.</summary>
/// <param name="Value">The eigenvalue of largest real part, which is real.</param>
/// <param name="Bounds">The Collatz–Wielandt bounds, between which the eigenvalue certainly lies (up to rounding).</param>
/// <param name="Right">The right eigenvector, [n], summing to 1.</param>
/// <param name="Left">The left eigenvector, [n], with Left · Right = 1.</param>
/// <param name="Iterations">How many linear systems were solved.</param>
public sealed record LeadingEigenpair(double Value, Interval Bounds, Vector<double> Right, Vector<double> Left, int Iterations);

/// <summary>Functions and equations of square matrices.</summary>
public static class MatrixFunctions
{
    private const double Theta13 = 5.371920351148152; // the largest 1-norm at which the approximant of degree 13 is accurate to rounding
    private static readonly double[] s_pade13 =
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800,
        33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ];

    /// <summary>The matrix exponential, by scaling and squaring of a Padé approximant of degree 13 (Higham 2005).</summary>
    /// <param name="a">A square matrix.</param>
    /// <returns>e^A.</returns>
    /// <exception cref="ArgumentException">The matrix is not square, or has entries that are not finite.</exception>
    public static Matrix<double> Exp(Matrix<double> a)
    {
        RequireSquare(a, nameof(a));
        double norm = a.L1Norm();
        if (!double.IsFinite(norm))
            throw new ArgumentException("The matrix has entries that are infinite or NaN.", nameof(a));
        int squarings = norm > Theta13 ? (int)Math.Ceiling(Math.Log2(norm / Theta13)) : 0;
        var scaled = a * Math.ScaleB(1, -squarings);
        var identity = Matrix<double>.Build.DenseIdentity(a.RowCount);
        var (a2, b) = (scaled * scaled, s_pade13);
        var a4 = a2 * a2;
        var a6 = a4 * a2;
        var odd = scaled * (a6 * (b[13] * a6 + b[11] * a4 + b[9] * a2) + b[7] * a6 + b[5] * a4 + b[3] * a2 + b[1] * identity);
        var even = a6 * (b[12] * a6 + b[10] * a4 + b[8] * a2) + b[6] * a6 + b[4] * a4 + b[2] * a2 + b[0] * identity;
        var result = (even - odd).Solve(even + odd);
        for (int i = 0; i < squarings; i++)
            result *= result;
        return result;
    }

    /// <summary>
    /// The leading eigenpair of a matrix whose off-diagonal entries are not negative and that is irreducible (Perron and Frobenius): a
    /// tilted generator, a transfer matrix. Noda's iteration (1971): inverse iteration with the upper Collatz–Wielandt bound as shift,
    /// which keeps vectors positive and converges quadratically.
    /// </summary>
    /// <param name="a">The matrix, [n, n].</param>
    /// <param name="tolerance">The width of the bounds relative to the matrix's largest entry at which the iteration ends.</param>
    /// <param name="maxIterations">How many linear systems may be solved.</param>
    /// <returns>The eigenvalue with both eigenvectors.</returns>
    /// <exception cref="ArgumentException">The matrix is not square or has a negative entry off its diagonal.</exception>
    /// <exception cref="ArithmeticException">The bounds do not close: the matrix is reducible.</exception>
    public static LeadingEigenpair Leading(Matrix<double> a, double tolerance = 1e-13, int maxIterations = 100)
    {
        RequireSquare(a, nameof(a));
        foreach (var (row, column, value) in a.EnumerateIndexed(Zeros.AllowSkip))
        {
            if (row != column && !(value >= 0))
                throw new ArgumentException($"Entry [{row}, {column}] is {value:G6}; entries off the diagonal must not be negative.",
                    nameof(a));
        }
        double scale = a.Enumerate().Max(Math.Abs);
        var (right, low, high, first) = Noda(a, tolerance * scale, maxIterations);
        var (left, _, _, second) = Noda(a.Transpose(), tolerance * scale, maxIterations);
        left /= left * right;
        return new(left * (a * right), new Interval(low, high, 1, "Collatz–Wielandt"), right, left, first + second);
    }

    /// <summary>
    /// Solves the continuous Lyapunov equation A X + X Aᵀ + Q = 0 by doubling (Smith 1968): the stationary covariance of dx = A x dt +
    /// noise of covariance Q dt.
    /// </summary>
    /// <param name="a">A stable matrix, [n, n]: all eigenvalues have negative real parts.</param>
    /// <param name="q">A symmetric matrix, [n, n].</param>
    /// <returns>X, symmetric.</returns>
    /// <exception cref="ArgumentException">The matrices are not square and of one size.</exception>
    /// <exception cref="ArithmeticException">A is not stable: there is no stationary covariance.</exception>
    public static Matrix<double> Lyapunov(Matrix<double> a, Matrix<double> q)
    {
        RequireSquare(a, nameof(a));
        if (q.RowCount != a.RowCount || q.ColumnCount != a.ColumnCount)
            throw new ArgumentException(
                $"A is {a.RowCount}×{a.ColumnCount}, Q is {q.RowCount}×{q.ColumnCount}; they must be of one size.", nameof(q));
        // The Cayley transform turns the equation into X = C X Cᵀ + Q', whose series Σ Cᵏ Q' (Cᵏ)ᵀ doubles its terms in each pass.
        double shift = Math.Max(a.FrobeniusNorm() / Math.Sqrt(a.RowCount), double.Epsilon);
        var identity = Matrix<double>.Build.DenseIdentity(a.RowCount);
        var inverse = (shift * identity - a).Inverse();
        var power = inverse * (shift * identity + a);
        var x = 2 * shift * inverse * q * inverse.Transpose();
        for (int pass = 0; pass < 60; pass++)
        {
            var added = power * x * power.Transpose();
            if (!double.IsFinite(added.FrobeniusNorm()))
                break;
            x += added;
            if (added.FrobeniusNorm() <= 1e-16 * x.FrobeniusNorm())
                return 0.5 * (x + x.Transpose());
            power *= power;
        }
        throw new ArithmeticException(
            "A is not stable: an eigenvalue has a real part that is not negative, so that no stationary covariance exists.");
    }

    private static (Vector<double> Vector, double Low, double High, int Iterations) Noda(Matrix<double> a, double tolerance,
        int maxIterations)
    {
        var x = Vector<double>.Build.Dense(a.RowCount, 1.0 / a.RowCount);
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        for (int iteration = 0; iteration < maxIterations; iteration++)
        {
            var quotients = (a * x).PointwiseDivide(x);
            double width = high - low;
            (low, high) = (quotients.Minimum(), quotients.Maximum());
            // Rounding ends the contraction before a very small tolerance would.
            if (high - low <= tolerance || (iteration > 4 && high - low >= width && high - low <= 1e4 * tolerance))
                return (x, low, high, iteration);
            var shifted = -a;
            double shift = high + tolerance;
            for (int i = 0; i < a.RowCount; i++)
                shifted[i, i] += shift;
            var y = shifted.Solve(x).PointwiseAbs();
            x = y / y.Sum();
            if (!(x.Minimum() > 0))
                break;
        }
        throw new ArithmeticException(
            $"The bounds of the leading eigenvalue stay at [{low:G6}, {high:G6}]: the matrix is reducible. Restrict it to one class of " +
            "communicating states.");
    }

    private static void RequireSquare(Matrix<double> a, string name)
    {
        if (a.RowCount != a.ColumnCount)
            throw new ArgumentException($"The matrix is {a.RowCount}×{a.ColumnCount}; it must be square.", name);
    }
}
