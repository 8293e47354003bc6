using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>(x − mean)/deviation, coordinate by coordinate, with the population's deviation (divisor N); where it is zero, one.</summary>
public sealed class Standardizer
{
    private readonly double[] _mean, _deviation;

    private Standardizer(double[] mean, double[] deviation) => (_mean, _deviation) = (mean, deviation);

    /// <summary>The means, [d].</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The deviations, [d]; never zero.</summary>
    public IReadOnlyList<double> Deviation => _deviation;

    /// <summary>A scale that changes nothing.</summary>
    /// <param name="dimension">d.</param>
    /// <returns>Means of zero, deviations of one.</returns>
    public static Standardizer Identity(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        double[] ones = new double[dimension];
        Array.Fill(ones, 1);
        return new(new double[dimension], ones);
    }

    /// <summary>The scale of a sample.</summary>
    /// <param name="sample">[N, d], N at least 1.</param>
    /// <returns>The standardizer.</returns>
    public static Standardizer Of(SampleMatrix sample)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sample.Rows);
        double[] mean = new double[sample.Columns], squares = new double[sample.Columns];
        for (int i = 0; i < sample.Rows; i++)
        {
            for (int j = 0; j < mean.Length; j++)
                mean[j] += sample.Row(i)[j] / (double)sample.Rows;
        }
        for (int i = 0; i < sample.Rows; i++)
        {
            for (int j = 0; j < mean.Length; j++)
                squares[j] += (sample.Row(i)[j] - mean[j]) * (sample.Row(i)[j] - mean[j]) / sample.Rows;
        }
        return new(mean, Array.ConvertAll(squares, s => s > 0 ? Math.Sqrt(s) : 1));
    }

    /// <summary>Standardizes.</summary>
    /// <param name="sample">[N, d].</param>
    /// <returns>[N, d], a copy.</returns>
    public SampleMatrix Apply(SampleMatrix sample) => Map(sample, (x, j) => (x - _mean[j]) / _deviation[j]);

    /// <summary>Goes back.</summary>
    /// <param name="sample">[N, d], standardized.</param>
    /// <returns>[N, d], a copy.</returns>
    public SampleMatrix Invert(SampleMatrix sample) => Map(sample, (x, j) => x * _deviation[j] + _mean[j]);

    private SampleMatrix Map(SampleMatrix sample, Func<double, int, double> map)
    {
        if (sample.Columns != _mean.Length)
            throw new ArgumentException($"{sample.Columns} coordinates for a scale of {_mean.Length}.", nameof(sample));
        float[] values = new float[sample.Values.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)map(sample.Values[i], i % _mean.Length);
        return new(sample.Rows, sample.Columns, values);
    }
}
