using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Estimators.OffPolicy;

/// <summary>
/// The geometry of a class under the Bellman operator (Zanette 2022), in closed form. With M = diag(μ), U = (I − γP^π)Φ and Π the
/// μ-orthogonal projection on the class,
/// $$1-\beta^2=\min_x \frac{\|\Pi U x\|_\mu^2}{\|U x\|_\mu^2},\qquad C=(U^\top d)^\top (U^\top M U)^{+}(U^\top d).$$
/// </summary>
public static class BellmanGeometry
{
    private const double RankTolerance = 1e-10;

    /// <summary>The factors of a linear class.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="features">The class.</param>
    /// <param name="radius">The bound on ‖θ‖ over which the classical floor is the supremum.</param>
    /// <returns>The factors. Directions without Bellman error on the data are left out of β and make C infinite where d meets
    /// them.</returns>
    /// <exception cref="ArgumentException">The features are of other pairs than the problem's, or the radius is not positive.</exception>
    public static OffPolicyFactors Linear(PolicyEvaluationProblem problem, LinearClass features, double radius = 2)
    {
        Require(problem, features.Pairs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(radius);
        var phi = Matrix<double>.Build.DenseOfArray(features.Features);
        Matrix<double> u = problem.Residuals(phi), span = Basis(Weighted(problem, phi)), errors = Basis(Weighted(problem, u));
        // Both bases are orthonormal, so the singular values are cosines between the class and its Bellman errors.
        var cosines = span.TransposeThisAndMultiply(errors).Svd(computeVectors: false).S;
        double margin = errors.FrobeniusNorm() == 0 ? 1 : span.ColumnCount < errors.ColumnCount ? 0
            : Math.Min(1, cosines.Minimum() * cosines.Minimum());
        return new(Math.Sqrt(1 - margin), margin, Concentrability(problem, u), features.Dimension, FqeRadius(problem, phi, u),
            Floor(problem, phi, u, span, radius), features.Misfit(problem, problem.QPi));
    }

    /// <summary>The factors of a finite class.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="functions">The class.</param>
    /// <returns>The factors, by enumeration; functions without Bellman error are Q^π on the data and left out of β.</returns>
    /// <exception cref="ArgumentException">The functions are of other pairs than the problem's.</exception>
    public static OffPolicyFactors Finite(PolicyEvaluationProblem problem, FiniteClass functions)
    {
        Require(problem, functions.Pairs);
        double beta = 0, concentrability = 0, floor = 0, difference = double.PositiveInfinity;
        double[] gap = new double[problem.Pairs];
        for (int i = 0; i < functions.Count; i++)
        {
            double[] error = problem.BellmanError(functions[i]);
            double norm = problem.Norm(error), best = norm, mean = 0;
            for (int j = 0; j < functions.Count; j++)
            {
                for (int z = 0; z < gap.Length; z++) // f_j − T f_i = f_j − f_i + E_i
                    gap[z] = functions[j][z] - functions[i][z] + error[z];
                best = Math.Min(best, problem.Norm(gap));
            }
            floor = Math.Max(floor, best);
            for (int z = 0; z < gap.Length; z++)
            {
                mean += problem.Occupancy[z] * error[z];
                gap[z] = functions[i][z] - problem.QPi[z];
            }
            difference = Math.Min(difference, problem.Norm(gap));
            if (norm > RankTolerance)
            {
                beta = Math.Max(beta, best / norm);
                concentrability = Math.Max(concentrability, mean * mean / (norm * norm));
            }
            else if (Math.Abs(mean) > RankTolerance)
            {
                concentrability = double.PositiveInfinity;
            }
        }
        double truth = problem.Norm(problem.QPi);
        return new(beta, 1 - beta * beta, concentrability, Math.Log(functions.Count), double.NaN, floor,
            truth > 0 ? difference / truth : difference);
    }

    /// <summary>The bound |E_{ν₀}(Q − Q^π)| ≤ √C ‖E_Q‖_μ/(1 − γ), which no data enter.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="concentrability">C.</param>
    /// <param name="q">Q, [S·A].</param>
    /// <returns>The right-hand side.</returns>
    public static double PredictionBound(PolicyEvaluationProblem problem, double concentrability, ReadOnlySpan<double> q) =>
        Math.Sqrt(concentrability) * problem.Norm(problem.BellmanError(q)) / (1 - problem.Task.Discount);

    /// <summary>M^½ A.</summary>
    internal static Matrix<double> Weighted(PolicyEvaluationProblem problem, Matrix<double> matrix) =>
        matrix.MapIndexed((z, _, value) => Math.Sqrt(problem.Law[z]) * value, Zeros.Include);

    /// <summary>An orthonormal basis of the column space; directions below the tolerance are dropped.</summary>
    internal static Matrix<double> Basis(Matrix<double> matrix)
    {
        var svd = matrix.Svd();
        int rank = svd.S.Count(s => s > RankTolerance * svd.S[0]);
        return rank == 0 ? Matrix<double>.Build.Dense(matrix.RowCount, 1) : svd.U.SubMatrix(0, matrix.RowCount, 0, rank);
    }

    /// <summary>sup (dᵀUx)²/‖Ux‖²_μ: d/√μ projected on the errors' space; infinite where d sees errors that μ does not.</summary>
    private static double Concentrability(PolicyEvaluationProblem problem, Matrix<double> u)
    {
        var occupancy = Vector<double>.Build.Dense(problem.Occupancy);
        var svd = Weighted(problem, u).Svd();
        var linear = svd.VT * u.TransposeThisAndMultiply(occupancy);
        double sum = 0, scale = Math.Max(linear.L2Norm(), double.Epsilon);
        for (int i = 0; i < linear.Count; i++)
        {
            double s = i < svd.S.Count ? svd.S[i] : 0;
            if (s > RankTolerance * svd.S[0])
                sum += linear[i] * linear[i] / (s * s);
            else if (Math.Abs(linear[i]) > 1e-9 * scale)
                return double.PositiveInfinity;
        }
        return sum;
    }

    /// <summary>The spectral radius of (ΦᵀMΦ)⁻¹ γ ΦᵀMPΦ; NaN where features are dependent on the data.</summary>
    private static double FqeRadius(PolicyEvaluationProblem problem, Matrix<double> phi, Matrix<double> u)
    {
        Matrix<double> weighted = Weighted(problem, phi), next = Weighted(problem, phi - u);
        var gram = weighted.TransposeThisAndMultiply(weighted);
        var svd = gram.Svd(computeVectors: false).S;
        if (svd.Minimum() <= 1e-13 * svd.Maximum())
            return double.NaN;
        return gram.QR().Solve(weighted.TransposeThisAndMultiply(next)).Evd().EigenValues.Max(e => e.Magnitude);
    }

    /// <summary>
    /// max ‖Hθ + c‖ over ‖θ‖ ≤ R with Hθ + c = (I − Π)(r + γPΦθ): convex, so on the sphere; its multiplier solves a secular equation above
    /// the greatest eigenvalue of HᵀH.
    /// </summary>
    private static double Floor(PolicyEvaluationProblem problem, Matrix<double> phi, Matrix<double> u, Matrix<double> span, double radius)
    {
        var rewards = Vector<double>.Build.Dense(problem.Pairs, z =>
            Math.Sqrt(problem.Law[z]) * problem.Mdp.Reward(z / problem.Mdp.Actions, z % problem.Mdp.Actions));
        Matrix<double> next = Weighted(problem, phi - u), h = next - span * span.TransposeThisAndMultiply(next);
        var c = rewards - span * span.TransposeThisAndMultiply(rewards);
        var svd = h.Svd();
        int count = svd.S.Count;
        double[] squares = [.. svd.S.Select(s => s * s)];
        var g = svd.VT * h.TransposeThisAndMultiply(c);
        double top = squares[0], length = g.L2Norm();
        if (top <= 1e-24 && length <= 1e-24)
            return c.L2Norm();
        double low = top, high = top + length / radius + 1e-300;
        for (int i = 0; i < 200 && high - low > 1e-15 * high; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Length(middle) > radius ? (middle, high) : (low, middle);
        }
        var x = Vector<double>.Build.Dense(g.Count, i => g[i] == 0 ? 0 : g[i] / Math.Max(high - Square(i), 1e-300));
        // The hard case: no part of g along the greatest eigenvector, along which the rest of the length lies.
        x[0] = Math.CopySign(Math.Sqrt(Math.Max(0, radius * radius - x.Skip(1).Sum(v => v * v))), x[0]);
        return (h * svd.VT.TransposeThisAndMultiply(x) + c).L2Norm();

        double Square(int i) => i < count ? squares[i] : 0;
        double Length(double multiplier)
        {
            double sum = 0;
            for (int i = 0; i < g.Count; i++)
                sum += g[i] == 0 ? 0 : Math.Pow(g[i] / (multiplier - Square(i)), 2);
            return Math.Sqrt(sum);
        }
    }

    private static void Require(PolicyEvaluationProblem problem, int pairs)
    {
        if (pairs != problem.Pairs)
            throw new ArgumentException($"A class of functions of {pairs} pairs for a problem with {problem.Pairs}.");
    }
}
