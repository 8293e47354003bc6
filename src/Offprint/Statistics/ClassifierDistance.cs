using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>How well a classifier tells two samples apart: a lower bound of the total variation of their laws.</summary>
public static class ClassifierDistance
{
    private const double Ridge = 1e-3; // of the weights' squares: separable samples have no finite optimum without

    /// <summary>
    /// 2 × balanced accuracy − 1 of a logistic regression on standardized features, on rows that it was not fitted to. The best of all
    /// classifiers would give the total variation; a linear one sees differences of means and little else.
    /// </summary>
    /// <remarks>
    /// An estimate: about 0 for samples of one law, and below 0 half of the time then; 1 for samples that a plane separates. For N(0, 1)
    /// and N(m, 1) on the line it tends to 2 Φ(m/2) − 1, the total variation itself.
    /// </remarks>
    /// <param name="first">[N, d].</param>
    /// <param name="second">[M, d].</param>
    /// <param name="seed">Divides the rows into folds.</param>
    /// <param name="folds">Parts of the rows, each judged by a fit to the others. Our choice: 5.</param>
    /// <returns>The bound, in [−1, 1].</returns>
    /// <exception cref="ArgumentException">The features differ, or a sample has fewer rows than folds.</exception>
    public static double TotalVariation(SampleMatrix first, SampleMatrix second, Seed seed, int folds = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        first.RequireComparable(second, folds);
        RandomStream random = seed.Derive("folds").Stream();
        int[] firstFolds = Folds(first.Rows, folds, random), secondFolds = Folds(second.Rows, folds, random);
        var scale = new Scale(first, second);
        int firstRight = 0, secondRight = 0;
        for (int fold = 0; fold < folds; fold++)
        {
            double[] weights = Fit(first, firstFolds, second, secondFolds, fold, scale);
            firstRight += Right(first, firstFolds, fold, scale, weights, -1);
            secondRight += Right(second, secondFolds, fold, scale, weights, 1);
        }
        return (double)firstRight / first.Rows + (double)secondRight / second.Rows - 1;
    }

    private static int[] Folds(int rows, int folds, RandomStream random)
    {
        int[] parts = [.. Enumerable.Range(0, rows).Select(i => i % folds)];
        random.Shuffle(parts.AsSpan());
        return parts;
    }

    private static double[] Fit(SampleMatrix first, int[] firstFolds, SampleMatrix second, int[] secondFolds, int fold, Scale scale)
    {
        int size = first.Columns + 1;
        double[] x = new double[size];
        double Loss(ReadOnlySpan<double> weights, Span<double> gradient, Matrix<double> hessian)
        {
            gradient.Clear();
            hessian.Clear();
            double value = 0;
            foreach ((SampleMatrix sample, int[] folds, double sign) in
                (ReadOnlySpan<(SampleMatrix, int[], double)>)[(first, firstFolds, -1), (second, secondFolds, 1)])
            {
                double weight = 0.5 / folds.Count(f => f != fold); // both samples count alike, whatever their sizes
                for (int i = 0; i < sample.Rows; i++)
                {
                    if (folds[i] == fold)
                        continue;
                    scale.Apply(sample.Row(i), x);
                    value += weight * Add(x, weights, sign, weight, gradient, hessian);
                }
            }
            for (int j = 1; j < size; j++)
            {
                value += Ridge / 2 * weights[j] * weights[j];
                gradient[j] += Ridge * weights[j];
                hessian[j, j] += Ridge;
            }
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < i; j++)
                    hessian[j, i] = hessian[i, j];
            }
            return value;
        }
        return Newton.Minimize(Loss, new double[size], new() { Tolerance = 1e-6 }).X;
    }

    /// <summary>log(1 + e^(−y w·x)) of a row, its gradient, and the lower half of its Hessian.</summary>
    private static double Add(double[] x, ReadOnlySpan<double> weights, double sign, double weight, Span<double> gradient,
        Matrix<double> hessian)
    {
        double margin = sign * Dot(weights, x);
        double miss = margin > 0 ? Math.Exp(-margin) / (1 + Math.Exp(-margin)) : 1 / (1 + Math.Exp(margin));
        for (int i = 0; i < x.Length; i++)
        {
            gradient[i] -= weight * sign * miss * x[i];
            double curvature = weight * miss * (1 - miss) * x[i];
            for (int j = 0; j <= i; j++)
                hessian[i, j] += curvature * x[j];
        }
        return margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
    }

    private static int Right(SampleMatrix sample, int[] folds, int fold, Scale scale, double[] weights, double sign)
    {
        double[] x = new double[weights.Length];
        int right = 0;
        for (int i = 0; i < sample.Rows; i++)
        {
            if (folds[i] != fold)
                continue;
            scale.Apply(sample.Row(i), x);
            right += sign * Dot(weights, x) > 0 ? 1 : 0;
        }
        return right;
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => TensorPrimitives.Dot(x, y);

    /// <summary>Centers features and divides them by their deviation in both samples together; a constant comes first.</summary>
    private sealed class Scale
    {
        private readonly double[] _means, _factors;

        public Scale(SampleMatrix first, SampleMatrix second)
        {
            (_means, _factors) = (new double[first.Columns], new double[first.Columns]);
            for (int j = 0; j < _means.Length; j++)
            {
                int column = j;
                double[] values = [.. Column(first, column), .. Column(second, column)];
                _means[j] = values.Average();
                double deviation = Math.Sqrt(values.Average(value => (value - _means[column]) * (value - _means[column])));
                _factors[j] = deviation > 0 ? 1 / deviation : 0;
            }
        }

        public void Apply(ReadOnlySpan<float> row, double[] x)
        {
            x[0] = 1;
            for (int j = 0; j < row.Length; j++)
                x[j + 1] = (row[j] - _means[j]) * _factors[j];
        }

        private static IEnumerable<double> Column(SampleMatrix sample, int column) =>
            Enumerable.Range(0, sample.Rows).Select(i => (double)sample.Row(i)[column]);
    }
}
