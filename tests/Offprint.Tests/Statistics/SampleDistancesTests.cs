using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;
using Offprint.Statistics;
using Offprint.Tests.Numerics;

namespace Offprint.Tests.Statistics;

public class SampleDistancesTests
{
    [Fact]
    public void Frechet_of_shifted_laws_is_the_squared_shift()
    {
        var covariance = Matrix<double>.Build.DenseOfArray(new[,] { { 2, 0.5 }, { 0.5, 1 } });
        GaussianFit first = new(Vector<double>.Build.Dense([1, 2]), covariance);
        GaussianFit second = new(Vector<double>.Build.Dense([4, -2]), covariance);
        Assert.Equal(25, SampleDistances.Frechet(first, second), 1e-10);
        Assert.Equal(0, SampleDistances.Frechet(first, first), 1e-10);
    }

    [Fact]
    public void Frechet_of_scaled_laws_is_the_squared_difference_of_deviations()
    {
        Assert.Equal(5 * Math.Pow(2 - 0.5, 2), SampleDistances.Frechet(Isotropic(5, 4), Isotropic(5, 0.25)), 1e-10);
        // A singular law: all mass at the mean.
        Assert.Equal(5 * 4, SampleDistances.Frechet(Isotropic(5, 4), Isotropic(5, 0)), 1e-10);
    }

    [Fact]
    public void Frechet_of_plane_laws_agrees_with_the_closed_form()
    {
        // For 2 × 2 matrices tr √M = √(tr M + 2 √det M), with M = Σ₁Σ₂.
        var a = Matrix<double>.Build.DenseOfArray(new[,] { { 3, 1 }, { 1, 2.0 } });
        var b = Matrix<double>.Build.DenseOfArray(new[,] { { 1, -0.4 }, { -0.4, 0.7 } });
        double cross = Math.Sqrt((a * b).Trace() + 2 * Math.Sqrt((a * b).Determinant()));
        var zero = Vector<double>.Build.Dense(2);
        GaussianFit first = new(zero, a), second = new(zero, b);
        Assert.Equal(a.Trace() + b.Trace() - 2 * cross, SampleDistances.Frechet(first, second), 1e-10);
        Assert.Equal(SampleDistances.Frechet(first, second), SampleDistances.Frechet(second, first), 1e-10);
    }

    [Fact]
    public void Fits_have_the_moments_of_the_sample()
    {
        GaussianFit fit = GaussianFit.Of(new(3, 2, [1, 10, 2, 20, 3, 60]));
        Assert.Equal([2, 30], fit.Mean.ToArray());
        Assert.Equal(new[,] { { 1.0, 25 }, { 25, 700 } }, fit.Covariance.ToArray());
    }

    [Fact]
    public void Frechet_from_samples_tends_to_that_of_the_laws()
    {
        RandomStream random = new Seed(71).Stream();
        SampleMatrix x = Samples.Normal(random, 20_000, 8), y = Samples.Normal(random, 20_000, 8, scale: 2, shift: 0.5);
        // 8 · 0.25 + 8 · (2 − 1)² = 10; the standard deviation at this size is about 0.06.
        Assert.Equal(10, SampleDistances.Frechet(x, y), 0.3);
    }

    [Fact]
    public void Squared_discrepancy_has_its_closed_form_and_no_bias()
    {
        const int dimension = 3;
        const double bandwidth = 1.5, variance = bandwidth * bandwidth, shift = 0.8;
        double expected = 2 * Math.Pow(variance / (variance + 2), dimension / 2.0)
            * (1 - Math.Exp(-dimension * shift * shift / (2 * (variance + 2))));
        RandomStream random = new Seed(72).Stream();
        double[] apart = new double[200], same = new double[200];
        for (int i = 0; i < apart.Length; i++)
        {
            SampleMatrix x = Samples.Normal(random, 50, dimension);
            apart[i] = SampleDistances.SquaredMeanDiscrepancy(x, Samples.Normal(random, 70, dimension, shift: shift), bandwidth);
            same[i] = SampleDistances.SquaredMeanDiscrepancy(x, Samples.Normal(random, 70, dimension), bandwidth);
        }
        // 99.99 % t intervals: false alarms 2e-4, and the seed is fixed.
        Assert.True(MeanInterval.StudentT(apart, 0.9999).Interval.Contains(expected));
        Assert.True(MeanInterval.StudentT(same, 0.9999).Interval.Contains(0));
        Assert.Contains(same, value => value < 0);
    }

    [Fact]
    public void Sliced_distance_of_a_shift_is_its_length_over_the_root_of_the_dimension()
    {
        RandomStream random = new Seed(73).Stream();
        SampleMatrix x = Samples.Normal(random, 300, 10), moved = new(300, 10, [.. x.Values.Select(v => v + 2)]);
        // |v| = 2√10. The mean of (θ·v)² over 4,096 directions has relative deviation √2/64; half of that in the root, 5σ.
        Assert.Equal(2, SampleDistances.SlicedWasserstein(x, moved, new Seed(1), 4096), 2 * 0.055);
        Assert.Equal(0, SampleDistances.SlicedWasserstein(x, x, new Seed(1)));
        double there = SampleDistances.SlicedWasserstein(x, moved, new Seed(1));
        double back = SampleDistances.SlicedWasserstein(moved, x, new Seed(1));
        Assert.Equal(there, back, 1e-12);
    }

    [Fact]
    public void Samples_of_different_sizes_are_coupled_by_quantiles()
    {
        // 0 with mass 1/2 on 0 … and 3: halves move by 0, 1 of thirds: [0, 3] against [0, 0, 3]: mass 1/6 moves by 3.
        Assert.Equal(Math.Sqrt(9 / 6.0), SampleDistances.Wasserstein([3, 0], [0, 3, 0]), 1e-12);
        Assert.Equal(0, SampleDistances.Wasserstein([1, 2], [2, 1, 1, 2, 1, 2]), 1e-12);
        Assert.Equal(5, SampleDistances.Wasserstein([5], [0]), 1e-12);
    }

    [Fact]
    public void Precision_and_recall_see_missing_modes_and_bad_samples()
    {
        RandomStream random = new Seed(74).Stream();
        float[] left = Samples.Normal(random, 200, 2, shift: -20).Values, right = Samples.Normal(random, 200, 2, shift: 20).Values;
        SampleMatrix real = new(400, 2, [.. left, .. right]);
        SampleMatrix oneMode = Samples.Normal(random, 200, 2, shift: 20);
        (double precision, double recall) = SampleDistances.PrecisionAndRecall(real, oneMode);
        Assert.InRange(precision, 0.8, 1);
        Assert.InRange(recall, 0.4, 0.5);
        (precision, recall) = SampleDistances.PrecisionAndRecall(oneMode, real);
        Assert.InRange(precision, 0.4, 0.5);
        Assert.InRange(recall, 0.8, 1);
        Assert.Equal((1, 1), SampleDistances.PrecisionAndRecall(real, real));
        Assert.Equal((0, 0), SampleDistances.PrecisionAndRecall(real, Samples.Normal(random, 10, 2, shift: 500)));
    }

    [Fact]
    public void Precision_of_a_few_points_is_that_counted_by_hand()
    {
        // Real 0, 1, 3 with k = 1: radii 1, 1, 2. Generated −1.5, 2, 5, 5.5: radii 3.5, 3, 0.5, 0.5. Covered: 2 and 5; and 0, 1, 3.
        SampleMatrix real = new(3, 1, [0, 1, 3]), generated = new(4, 1, [-1.5f, 2, 5, 5.5f]);
        Assert.Equal((0.5, 1), SampleDistances.PrecisionAndRecall(real, generated, 1));
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        SampleMatrix x = new(3, 2, new float[6]), y = new(2, 3, new float[6]), single = new(1, 2, new float[2]);
        Assert.Throws<ArgumentException>(() => SampleDistances.Frechet(x, y));
        Assert.Throws<ArgumentException>(() => SampleDistances.Frechet(x, single));
        Assert.Throws<ArgumentException>(() => SampleDistances.SquaredMeanDiscrepancy(x, single, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleDistances.SquaredMeanDiscrepancy(x, x, 0));
        Assert.Throws<ArgumentException>(() => SampleDistances.PrecisionAndRecall(x, x));
        Assert.Throws<ArgumentException>(() => SampleDistances.Wasserstein([], [1]));
        var asymmetric = Matrix<double>.Build.DenseOfArray(new[,] { { 1.0, 2 }, { 3, 4 } });
        Assert.Throws<ArgumentException>(() => new GaussianFit(Vector<double>.Build.Dense(2), asymmetric));
    }

    private static GaussianFit Isotropic(int dimension, double variance) =>
        new(Vector<double>.Build.Dense(dimension), Matrix<double>.Build.DenseDiagonal(dimension, dimension, variance));
}
