using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Estimators.Dimension;

/// <summary>
/// Estimates of the dimension of the manifold that data lie on, from distances and covariances, or from a model's singular values.
/// </summary>
public static class IntrinsicDimension
{
    /// <summary>
    /// From singular values of the flow's Jacobian near the data (Horvat and Pfister 2024): those of tangent directions saturate, those of
    /// normal ones fall like σ_t. The estimate is the place of the largest gap log(s_i/s_{i+1}) below which values are as small as noise.
    /// </summary>
    /// <remarks>The paper reads the gap off a plot; the rule is ours. Where no value is as small as noise the estimate is D; it is never
    /// 0.</remarks>
    /// <param name="singularValues">s [D], falling.</param>
    /// <param name="noise">σ_t.</param>
    /// <param name="factor">A value counts as noise below this times σ_t. Default 5, our choice.</param>
    /// <returns>The estimate, 1 to D.</returns>
    public static int FlowJacobian(ReadOnlySpan<double> singularValues, double noise, double factor = 5)
    {
        RequireValues(singularValues);
        int best = singularValues.Length;
        double widest = double.NegativeInfinity;
        for (int i = 1; i < singularValues.Length; i++)
        {
            double gap = Math.Log(singularValues[i - 1] / singularValues[i]);
            if (singularValues[i] < factor * noise && gap > widest)
                (best, widest) = (i, gap);
        }
        return best;
    }

    /// <summary>
    /// Local principal components (Fukunaga and Olsen 1971): eigenvalues of a neighborhood's covariance above a share of the greatest.
    /// </summary>
    /// <param name="points">[N, D].</param>
    /// <param name="neighbors">k. Default 50.</param>
    /// <param name="share">The share. Default 0.05, as in the source.</param>
    /// <returns>One estimate a point.</returns>
    /// <exception cref="ArgumentException">There are no more than k points.</exception>
    public static int[] LocalPca(SampleMatrix points, int neighbors = 50, double share = 0.05)
    {
        var near = NearestNeighbors.Among(points, neighbors);
        int[] estimates = new int[points.Rows];
        for (int i = 0; i < estimates.Length; i++)
        {
            var local = Matrix<double>.Build.Dense(neighbors, points.Columns, (k, d) => points.Row(near.Indices[i * neighbors + k])[d]);
            var centered = local - Matrix<double>.Build.DenseOfRowVectors(Enumerable.Repeat(local.ColumnSums() / neighbors, neighbors));
            var values = centered.TransposeThisAndMultiply(centered).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues;
            double greatest = values.Max(v => v.Real);
            estimates[i] = values.Count(v => v.Real > share * greatest);
        }
        return estimates;
    }

    /// <summary>
    /// The maximum-likelihood estimate from distances T_1 … T_k to the nearest neighbors (Levina and Bickel 2005), averaged over points as
    /// inverses (MacKay and Ghahramani 2005): 1 / mean_i [ Σ_{j&lt;k} log(T_k/T_j) / (k − 1) ].
    /// </summary>
    /// <param name="points">[N, D], without duplicates.</param>
    /// <param name="neighbors">k, at least 2. Default 20.</param>
    /// <returns>The estimate, not rounded.</returns>
    /// <exception cref="ArgumentException">There are no more than k points, or two points are equal.</exception>
    public static double LevinaBickel(SampleMatrix points, int neighbors = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 2);
        var near = NearestNeighbors.Among(points, neighbors);
        double sum = 0;
        for (int i = 0; i < points.Rows; i++)
        {
            double radius = Math.Log(near.Radius(i));
            for (int j = 0; j < neighbors - 1; j++)
                sum += radius - Math.Log(Distance(near, i, j));
        }
        return (neighbors - 1.0) * points.Rows / sum;
    }

    /// <summary>
    /// From the ratio μ of the distances to the second and to the first neighbor (Facco et al. 2017): −log(1 − F(μ)) = d log μ, a line
    /// through the origin fitted to all but the largest ratios.
    /// </summary>
    /// <param name="points">[N, D], without duplicates.</param>
    /// <param name="discarded">The share of largest ratios left out. Default 0.1, as in the source.</param>
    /// <returns>The estimate, not rounded.</returns>
    /// <exception cref="ArgumentException">There are fewer than three points, or two points are equal.</exception>
    public static double TwoNearestNeighbors(SampleMatrix points, double discarded = 0.1)
    {
        var near = NearestNeighbors.Among(points, 2);
        double[] logs = [.. Enumerable.Range(0, points.Rows).Select(i => Math.Log(near.Radius(i) / Distance(near, i, 0)))];
        Array.Sort(logs);
        double products = 0, squares = 0;
        for (int i = 0; i < (int)((1 - discarded) * logs.Length); i++)
        {
            products += logs[i] * -Math.Log(1 - (i + 1.0) / logs.Length);
            squares += logs[i] * logs[i];
        }
        return products / squares;
    }

    private static double Distance(Neighbors near, int point, int neighbor) =>
        near.Distances[point * near.Count + neighbor] is > 0 and var distance
        ? distance
        : throw new ArgumentException(
            $"Points {point} and {near.Indices[point * near.Count + neighbor]} are equal: remove duplicates first.");

    private static void RequireValues(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("There are no singular values.");
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0) || (i > 0 && values[i] > values[i - 1]))
                throw new ArgumentException($"Singular values must fall and be finite; value {i} is {values[i]:R}.");
        }
    }
}
