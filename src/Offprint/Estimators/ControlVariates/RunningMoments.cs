using System.Numerics.Tensors;

namespace Offprint.Estimators.ControlVariates;

/// <summary>Means and variances of several rows that arrive in blocks (Chan, Golub and LeVeque 1983).</summary>
internal sealed class RunningMoments(int rows)
{
    private readonly double[] _means = new double[rows], _squares = new double[rows];
    private readonly int[] _counts = new int[rows];

    public void Add(int row, ReadOnlySpan<double> values)
    {
        double mean = TensorPrimitives.Sum(values) / values.Length, squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);
        int count = _counts[row] + values.Length;
        double shift = mean - _means[row];
        _squares[row] += squares + shift * shift * _counts[row] * values.Length / count;
        _means[row] += shift * values.Length / count;
        _counts[row] = count;
    }

    public double Mean(int row) => _means[row];

    /// <summary>Divisor N − 1.</summary>
    public double Variance(int row) => _squares[row] / (_counts[row] - 1);
}
