using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>
/// How far two samples are apart. All take points as rows of a <see cref="SampleMatrix"/>; the numbers of points may differ.
/// </summary>
public static class SampleDistances
{
    /// <summary>
    /// The Fréchet distance of two normal laws as used for images (FID, Heusel et al. 2017), a squared distance:
    /// \(|\mu_1-\mu_2|^2+\mathrm{tr}\,\Sigma_1+\mathrm{tr}\,\Sigma_2-2\,\mathrm{tr}\,(\Sigma_1^{1/2}\Sigma_2\Sigma_1^{1/2})^{1/2}\).
    /// </summary>
    /// <remarks>
    /// N(0, I) and N(m, I): |m|². N(0, aI) and N(0, bI) in d dimensions: d (√a − √b)². The symmetric form needs only symmetric eigenvalues
    /// and stays real for singular covariances. Estimates from samples are biased upwards, the more so the fewer points: compare only
    /// values from equally many.
    /// </remarks>
    /// <param name="first">One law.</param>
    /// <param name="second">The other.</param>
    /// <returns>The distance, not negative.</returns>
    /// <exception cref="ArgumentException">The numbers of features differ.</exception>
    public static double Frechet(GaussianFit first, GaussianFit second)
    {
        if (first.Mean.Count != second.Mean.Count)
            throw new ArgumentException($"The laws have {first.Mean.Count} and {second.Mean.Count} features.", nameof(second));
        Evd<double> evd = first.Covariance.Evd(Symmetricity.Symmetric);
        Vector<double> roots = evd.EigenValues.Map(value => Math.Sqrt(Math.Max(value.Real, 0)));
        // In the eigenbasis of Σ₁ its root is diagonal; the trace does not depend on the basis.
        Matrix<double> turned = evd.EigenVectors.TransposeThisAndMultiply(second.Covariance * evd.EigenVectors);
        Matrix<double> product = Matrix<double>.Build.Dense(roots.Count, roots.Count,
            (i, j) => roots[i] * roots[j] * (turned[i, j] + turned[j, i]) / 2);
        double cross = product.Evd(Symmetricity.Symmetric).EigenValues.Sum(value => Math.Sqrt(Math.Max(value.Real, 0)));
        double mean = (first.Mean - second.Mean).L2Norm();
        return Math.Max(mean * mean + first.Covariance.Trace() + second.Covariance.Trace() - 2 * cross, 0);
    }

    /// <summary>The Fréchet distance of the normal laws fitted to two samples.</summary>
    /// <param name="first">[N, d].</param>
    /// <param name="second">[M, d].</param>
    /// <returns>The distance, not negative.</returns>
    /// <exception cref="ArgumentException">The features differ, or a sample has fewer than two points.</exception>
    public static double Frechet(SampleMatrix first, SampleMatrix second) => Frechet(GaussianFit.Of(first), GaussianFit.Of(second));

    /// <summary>
    /// The unbiased estimate of the squared maximum mean discrepancy with the kernel exp(−|x − y|² / (2σ²)) (Gretton et al. 2012, equation
    /// 3).
    /// </summary>
    /// <remarks>
    /// Unbiased, and so below 0 about half the time for samples of one law. N(0, I) and N(m, I) in d dimensions:
    /// 2 (σ²/(σ²+2))^{d/2} (1 − exp(−|m|² / (2(σ²+2)))).
    /// </remarks>
    /// <param name="first">[N, d], N ≥ 2.</param>
    /// <param name="second">[M, d], M ≥ 2.</param>
    /// <param name="bandwidth">σ, in the features' unit.</param>
    /// <returns>The squared discrepancy.</returns>
    /// <exception cref="ArgumentException">The features differ, or a sample has fewer than two points.</exception>
    public static double SquaredMeanDiscrepancy(SampleMatrix first, SampleMatrix second, double bandwidth)
    {
        first.RequireComparable(second, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bandwidth);
        double n = first.Rows, m = second.Rows;
        // The diagonals hold n and m ones.
        return (KernelSum(first, first, bandwidth) - n) / (n * (n - 1)) + (KernelSum(second, second, bandwidth) - m) / (m * (m - 1))
            - 2 * KernelSum(first, second, bandwidth) / (n * m);
    }

    /// <summary>The sliced Wasserstein-2 distance: the root mean square of the exact distances along random directions.</summary>
    /// <remarks>A sample and its shift by v are |v|/√d apart, up to the error of finitely many directions.</remarks>
    /// <param name="first">[N, d].</param>
    /// <param name="second">[M, d].</param>
    /// <param name="seed">The seed of the directions; the same one gives the same directions for any samples of d features.</param>
    /// <param name="directions">The number of directions. Our choice: 256.</param>
    /// <returns>The distance.</returns>
    /// <exception cref="ArgumentException">The features differ, or a sample is empty.</exception>
    public static double SlicedWasserstein(SampleMatrix first, SampleMatrix second, Seed seed, int directions = 256)
    {
        first.RequireComparable(second, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 1);
        RandomStream random = seed.Derive("directions").Stream();
        double[] direction = new double[first.Columns], x = new double[first.Rows], y = new double[second.Rows];
        double sum = 0;
        for (int i = 0; i < directions; i++)
        {
            random.FillNormal(direction);
            double norm = Math.Sqrt(direction.Sum(value => value * value));
            for (int j = 0; j < direction.Length; j++)
                direction[j] /= norm;
            Project(first, direction, x);
            Project(second, direction, y);
            Array.Sort(x);
            Array.Sort(y);
            sum += SquaredWasserstein(x, y);
        }
        return Math.Sqrt(sum / directions);
    }

    /// <summary>The exact Wasserstein-2 distance of two samples on the line.</summary>
    /// <param name="first">One sample, in any order.</param>
    /// <param name="second">The other.</param>
    /// <returns>The distance.</returns>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static double Wasserstein(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.IsEmpty || second.IsEmpty)
            throw new ArgumentException("A sample is empty.");
        double[] x = first.ToArray(), y = second.ToArray();
        Array.Sort(x);
        Array.Sort(y);
        return Math.Sqrt(SquaredWasserstein(x, y));
    }

    /// <summary>Precision and recall of generated samples (Kynkäänniemi et al. 2019).</summary>
    /// <remarks>
    /// A sample covers the balls around its points that reach to the k-th nearest other point of the sample. Samples of two equal laws do
    /// not reach 1 in high dimension; compare only values from equally many points.
    /// </remarks>
    /// <param name="real">[N, d], N &gt; k.</param>
    /// <param name="generated">[M, d], M &gt; k.</param>
    /// <param name="k">Which neighbor sets the radius; 3 in the paper.</param>
    /// <returns>
    /// The share of generated points covered by the real sample, and the share of real points covered by the generated one.
    /// </returns>
    /// <exception cref="ArgumentException">The features differ, or a sample has no more than k points.</exception>
    public static (double Precision, double Recall) PrecisionAndRecall(SampleMatrix real, SampleMatrix generated, int k = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        real.RequireComparable(generated, k + 1);
        var visitor = new CoverageVisitor(NearestNeighbors.SquaredRadii(real, k), NearestNeighbors.SquaredRadii(generated, k));
        DistanceBlocks.Visit(generated, real, ref visitor);
        return (visitor.GeneratedCovered.Count(c => c) / (double)generated.Rows, visitor.RealCovered.Count(c => c) / (double)real.Rows);
    }

    private static double KernelSum(SampleMatrix first, SampleMatrix second, double bandwidth)
    {
        var visitor = new KernelVisitor(-0.5 / (bandwidth * bandwidth));
        DistanceBlocks.Visit(first, second, ref visitor);
        return visitor.Sum;
    }

    private static void Project(SampleMatrix sample, double[] direction, double[] target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            ReadOnlySpan<float> row = sample.Row(i);
            double sum = 0;
            for (int j = 0; j < row.Length; j++)
                sum += row[j] * direction[j];
            target[i] = sum;
        }
    }

    /// <summary>
    /// ∫ (F⁻¹ − G⁻¹)² over the steps of both quantile functions; mass is counted in units of 1/(N·M), so that it stays exact.
    /// </summary>
    private static double SquaredWasserstein(double[] x, double[] y)
    {
        double sum = 0;
        long reached = 0;
        for (int i = 0, j = 0; i < x.Length && j < y.Length;)
        {
            long endX = (long)(i + 1) * y.Length, endY = (long)(j + 1) * x.Length, end = Math.Min(endX, endY);
            sum += (end - reached) * (x[i] - y[j]) * (x[i] - y[j]);
            reached = end;
            i += endX == end ? 1 : 0;
            j += endY == end ? 1 : 0;
        }
        return sum / ((double)x.Length * y.Length);
    }

    private struct KernelVisitor(double factor) : IDistanceVisitor
    {
        public double Sum { get; private set; }

        public void Visit(int query, int firstPoint, ReadOnlySpan<float> squared)
        {
            double sum = 0;
            foreach (float distance in squared)
                sum += Math.Exp(factor * distance);
            Sum += sum;
        }
    }

    private readonly struct CoverageVisitor(float[] realRadii, float[] generatedRadii) : IDistanceVisitor
    {
        public bool[] RealCovered { get; } = new bool[realRadii.Length];

        public bool[] GeneratedCovered { get; } = new bool[generatedRadii.Length];

        public void Visit(int query, int firstPoint, ReadOnlySpan<float> squared)
        {
            for (int i = 0; i < squared.Length; i++)
            {
                if (squared[i] <= realRadii[firstPoint + i])
                    GeneratedCovered[query] = true;
                if (squared[i] <= generatedRadii[query])
                    RealCovered[firstPoint + i] = true;
            }
        }
    }
}
