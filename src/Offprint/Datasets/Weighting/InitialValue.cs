using MathNet.Numerics.LinearAlgebra;
using Offprint.Datasets.Offline;
using Offprint.Numerics;

namespace Offprint.Datasets.Weighting;

/// <summary>V(s₀), the return that trajectories from a start are expected to have; advantages are returns less it.</summary>
public interface IInitialValue
{
    /// <summary>Fits to the trajectories and predicts for the same.</summary>
    /// <param name="starts">First observations, raw, [n, obs].</param>
    /// <param name="returns">G, [n].</param>
    /// <returns>V(s₀), [n].</returns>
    double[] Predict(Column<float> starts, ReadOnlySpan<double> returns);
}

/// <summary>V(s₀) = θᵀ [1, s₀] by least squares; of minimal norm where starts do not vary in all directions.</summary>
public sealed class LinearInitialValue : IInitialValue
{
    /// <inheritdoc/>
    public double[] Predict(Column<float> starts, ReadOnlySpan<double> returns)
    {
        Matrix<double> x = Standardized(starts);
        Vector<double> target = Vector<double>.Build.Dense(returns.ToArray());
        double mean = target.Average();
        Vector<double> fitted = Vector<double>.Build.Dense(target.Count, mean);
        var eigen = x.TransposeThisAndMultiply(x).Evd(Symmetricity.Symmetric);
        Vector<double> values = eigen.EigenValues.Map(value => value.Real);
        double cut = values.Maximum() * 1e-10;
        Vector<double> inverse = values.Map(value => value > cut && value > 0 ? 1 / value : 0);
        // The second pass fits what rounding left of the first, so that residuals are orthogonal to the inputs.
        for (int pass = 0; pass < 2; pass++)
        {
            Vector<double> moments = x.TransposeThisAndMultiply(target - fitted);
            fitted += x * (eigen.EigenVectors * inverse.PointwiseMultiply(eigen.EigenVectors.TransposeThisAndMultiply(moments)));
        }
        return fitted.ToArray();
    }

    /// <summary>Centered columns (orthogonal to the intercept) of unit variance; constant ones are zero.</summary>
    private static Matrix<double> Standardized(Column<float> starts)
    {
        var x = Matrix<double>.Build.Dense(starts.Count, starts.Width, (row, i) => starts.Row(row)[i]);
        for (int i = 0; i < starts.Width; i++)
        {
            Vector<double> column = x.Column(i);
            column -= column.Average();
            double deviation = column.L2Norm() / Math.Sqrt(starts.Count);
            x.SetColumn(i, deviation > 1e-12 ? column / deviation : column * 0);
        }
        return x;
    }
}

/// <summary>V(s₀) is the mean return of the k trajectories that start nearest, each counting itself.</summary>
/// <param name="neighbors">k.</param>
public sealed class NearestInitialValue(int neighbors) : IInitialValue
{
    /// <inheritdoc/>
    public double[] Predict(Column<float> starts, ReadOnlySpan<double> returns)
    {
        var points = new SampleMatrix(starts.Count, starts.Width, starts.Array);
        int k = Math.Min(neighbors, starts.Count);
        Neighbors found = NearestNeighbors.Find(points, points, k);
        double[] values = new double[starts.Count];
        for (int i = 0; i < values.Length; i++)
        {
            foreach (int j in found.Indices.AsSpan(i * k, k))
                values[i] += returns[j] / k;
        }
        return values;
    }
}

/// <summary>V(s₀) is the mean return of the trajectories with exactly this first observation: for few, discrete starts.</summary>
public sealed class StartMeanInitialValue : IInitialValue
{
    /// <inheritdoc/>
    public double[] Predict(Column<float> starts, ReadOnlySpan<double> returns)
    {
        double[] sums = returns.ToArray(), values = new double[starts.Count];
        foreach (IGrouping<string, int> group in Enumerable.Range(0, starts.Count).GroupBy(i => string.Join(' ', starts.Row(i).ToArray())))
        {
            double mean = group.Average(i => sums[i]);
            foreach (int i in group)
                values[i] = mean;
        }
        return values;
    }
}
