using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class AutocorrelationTests
{
    private static double[] Autoregressive(double factor, int count, ulong seed)
    {
        var random = new Seed(seed).Stream();
        double[] series = new double[count];
        double value = random.NextNormal() / Math.Sqrt(1 - factor * factor);
        for (int i = 0; i < count; i++)
            series[i] = value = factor * value + random.NextNormal();
        return series;
    }

    [Fact]
    public void The_transform_equals_the_definition()
    {
        double[] series = Autoregressive(0.5, 37, 1);
        double mean = series.Average(), variance = series.Sum(v => (v - mean) * (v - mean));
        double[] correlations = Autocorrelation.Of(series);
        Assert.Equal(series.Length, correlations.Length);
        for (int lag = 0; lag < series.Length; lag++)
            Assert.Equal(Enumerable.Range(0, series.Length - lag).Sum(i => (series[i] - mean) * (series[i + lag] - mean)) / variance,
                correlations[lag], 1e-13);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void Autoregressive_series_have_the_integrated_time_of_theory(double factor)
    {
        double expected = (1 + factor) / (1 - factor), time = Autocorrelation.IntegratedTime(Autoregressive(factor, 400_000, 2));
        // The estimate's relative standard deviation is √(2(2W + 1)/n), W = 5τ: at most 3.2 % here; four of them, false alarm 6·10⁻⁵.
        Assert.Equal(1, time / expected, 4 * Math.Sqrt(2 * (10 * expected + 1) / 400_000));
    }

    [Fact]
    public void Intervals_of_correlated_means_cover()
    {
        int covered = Enumerable.Range(0, 200)
            .Count(i => Autocorrelation.Mean(Autoregressive(0.9, 4000, 100 + (ulong)i)).Interval.Contains(0));
        // 95 % nominal, a little less because τ is estimated: fewer than 175 of 200 have probability 10⁻⁵ at 95 %.
        Assert.InRange(covered, 175, 200);
    }

    [Fact]
    public void Series_that_say_nothing_are_refused()
    {
        Assert.Contains("constant", Assert.Throws<ArgumentException>(() => Autocorrelation.Of([2, 2, 2])).Message);
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => Autocorrelation.Of([2])).Message);
    }

    [Fact]
    public void The_interval_of_a_mean_is_Students_with_effective_values_less_one()
    {
        double[] series = Autoregressive(0.3, 40, 7);
        double effective = 40 / Autocorrelation.IntegratedTime(series), mean = series.Average();
        double error = Math.Sqrt(series.Sum(v => (v - mean) * (v - mean)) / 39 / effective);
        Estimate estimate = Autocorrelation.Mean(series, 0.9);
        Assert.Equal(mean, estimate.Value, 1e-14);
        Assert.Equal(MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, effective - 1, 0.95) * error, estimate.Interval.High - mean,
            1e-9);
    }
}
