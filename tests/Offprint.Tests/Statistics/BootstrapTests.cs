using MathNet.Numerics.Distributions;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class BootstrapTests
{
    /// <summary>Fifteen American law schools, average LSAT and GPA of the class of 1973 (Efron and Tibshirani 1993, table 3.1).</summary>
    private static readonly double[] s_lsat = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594];
    private static readonly double[] s_gpa = [3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96];

    [Fact]
    public void Law_school_correlations_have_their_known_intervals()
    {
        Assert.Equal(0.776, RankCorrelation.Pearson(s_lsat, s_gpa), 0.0005);
        BootstrapOptions options = new() { Resamples = 50_000, Level = 0.90 };
        Interval accelerated = Bootstrap.OfPairs(s_lsat, s_gpa, RankCorrelation.Pearson, options);
        // [0.435, 0.927] and [0.523, 0.948] by a separate computation in Python (60,000 resamples; z₀ = −0.094, a = −0.076).
        Assert.Equal(0.435, accelerated.Low, 0.01);
        Assert.Equal(0.927, accelerated.High, 0.005);
        options = options with { Method = BootstrapMethod.Percentile };
        Interval percentile = Bootstrap.OfPairs(s_lsat, s_gpa, RankCorrelation.Pearson, options);
        Assert.Equal(0.523, percentile.Low, 0.01);
        Assert.Equal(0.948, percentile.High, 0.005);
        Assert.Equal("BCa bootstrap, 50,000 resamples", accelerated.Method);
    }

    [Fact]
    public void The_spread_of_means_is_that_of_theory()
    {
        double[] sample = [1, 2, 4, 8, 16];
        double[] replicates = Bootstrap.Replicates(Resampling.Plain(5), rows => Average(sample, rows));
        double variance = sample.Average(v => Math.Pow(v - 6.2, 2)) / 5;
        Assert.Equal(6.2, replicates.Average(), 5 * Math.Sqrt(variance / 10_000));
        Assert.Equal(variance, replicates.Average(v => Math.Pow(v - 6.2, 2)), 0.08 * variance);
    }

    /// <summary>R's type 7 over the replicates as drawn: at whole positions one of them, else between two neighbors.</summary>
    [Theory]
    [InlineData(41, 0.90)] // positions 2 and 38
    [InlineData(21, 0.80)]
    [InlineData(40, 0.93)]
    [InlineData(3, 0.99)]
    public void The_ends_of_a_percentile_interval_are_quantiles_of_the_replicates(int resamples, double level)
    {
        BootstrapOptions options = new() { Resamples = resamples, Level = level, Method = BootstrapMethod.Percentile };
        double[] sorted = [.. Bootstrap.Replicates(Resampling.Plain(15), rows => Average(s_gpa, rows), options).Order()];
        Interval interval = Bootstrap.Of(s_gpa, Average, options);
        Assert.Equal(Quantile((1 - level) / 2), interval.Low, 1e-12);
        Assert.Equal(Quantile((1 + level) / 2), interval.High, 1e-12);

        // The same by another road: the polygon through ((i − 1)/(B − 1), x_i).
        double Quantile(double p)
        {
            int i = Enumerable.Range(1, resamples - 1).First(k => p <= k / (resamples - 1.0) + 1e-12);
            double left = (i - 1) / (resamples - 1.0), share = (p - left) * (resamples - 1);
            return (1 - share) * sorted[i - 1] + share * sorted[i];
        }
    }

    [Fact]
    public void Intervals_depend_on_the_seed_alone()
    {
        Interval first = Bootstrap.Of(s_gpa, Average), again = Bootstrap.Of(s_gpa, Average);
        Assert.Equal(first, again);
        Assert.NotEqual(first, Bootstrap.Of(s_gpa, Average, new() { Seed = new(1) }));
    }

    [Fact]
    public void Intervals_of_a_shifted_and_scaled_sample_are_shifted_and_scaled()
    {
        Interval plain = Bootstrap.Of(s_gpa, Average), moved = Bootstrap.Of([.. s_gpa.Select(v => 10 * v - 3)], Average);
        Assert.Equal(10 * plain.Low - 3, moved.Low, 1e-9);
        Assert.Equal(10 * plain.High - 3, moved.High, 1e-9);
    }

    [Theory]
    [InlineData(BootstrapMethod.BiasCorrectedAccelerated, 0.90, 0.955)]
    [InlineData(BootstrapMethod.Percentile, 0.89, 0.95)]
    public void Intervals_of_the_mean_of_skewed_samples_cover_nearly_as_often_as_they_say(BootstrapMethod method, double low, double high)
    {
        // Exponential, n = 40, level 0.95. Known shortfall at this size: 1–3 %. 1,000 samples: σ = 0.008; bounds leave 3σ around that.
        int covered = 0;
        RandomStream random = new Seed(21).Stream();
        double[] sample = new double[40];
        for (int trial = 0; trial < 1000; trial++)
        {
            for (int i = 0; i < sample.Length; i++)
                sample[i] = random.NextGamma(1);
            Interval interval = Bootstrap.Of(sample, Average, new() { Resamples = 1000, Method = method, Seed = new((ulong)trial) });
            covered += interval.Contains(1) ? 1 : 0;
        }
        Assert.InRange(covered / 1000.0, low, high);
    }

    [Fact]
    public void Of_five_values_the_bootstrap_covers_too_seldom_and_the_t_interval_as_it_says()
    {
        int percentile = 0, student = 0;
        RandomStream random = new Seed(22).Stream();
        double[] sample = new double[5];
        for (int trial = 0; trial < 2000; trial++)
        {
            random.FillNormal(sample);
            percentile += Bootstrap.Of(sample, Average, new() { Resamples = 500, Method = BootstrapMethod.Percentile }).Contains(0) ? 1 : 0;
            student += MeanInterval.StudentT(sample).Interval.Contains(0) ? 1 : 0;
        }
        // σ is 0.005 for the t interval and 0.008 for the other; 4σ each.
        Assert.Equal(0.95, student / 2000.0, 0.02);
        Assert.InRange(percentile / 2000.0, 0.79, 0.87);
    }

    [Fact]
    public void Strata_do_not_mix_and_keep_their_sizes()
    {
        // Two constant strata far apart: every resample has the same mean.
        double[] sample = [1, 100, 1, 100, 1];
        Interval interval = Bootstrap.Of(sample, Average, resampling: Resampling.Stratified([0, 1, 0, 1, 0]));
        Assert.Equal(40.6, interval.Low, 1e-9);
        Assert.Equal(40.6, interval.High, 1e-9);
        Assert.EndsWith("stratified", interval.Method);
    }

    [Fact]
    public void Copies_in_a_cluster_do_not_narrow_the_interval()
    {
        double[] tenfold = [.. s_gpa.SelectMany(v => Enumerable.Repeat(v, 10))];
        int[] clusters = [.. Enumerable.Range(0, tenfold.Length).Select(i => i / 10)];
        Interval plain = Bootstrap.Of(s_gpa, Average);
        Interval clustered = Bootstrap.Of(tenfold, Average, resampling: Resampling.Clustered(clusters));
        Assert.Equal(plain.Low, clustered.Low, 1e-9);
        Assert.Equal(plain.High, clustered.High, 1e-9);
    }

    [Fact]
    public void Clusters_are_drawn_whole_within_their_stratum()
    {
        var resampling = Resampling.Clustered([7, 7, 9, 5, 5, 5], [0, 0, 0, 1, 1, 1]);
        Assert.Equal((6, 3, 2, 7), (resampling.Rows, resampling.Units, resampling.Strata, resampling.MaximumRows));
        RandomStream random = new Seed(5).Stream();
        int[] rows = new int[7];
        var lengths = new HashSet<int>();
        for (int i = 0; i < 100; i++)
        {
            int[] drawn = rows[..resampling.Draw(random, rows)];
            lengths.Add(drawn.Length);
            Assert.Equal(drawn.Count(r => r == 0), drawn.Count(r => r == 1));
            Assert.Equal([3, 4, 5], drawn[^3..]);
        }
        Assert.Equal([5, 6, 7], lengths.Order());
        Assert.Contains("Cluster 7", Assert.Throws<ArgumentException>(() => Resampling.Clustered([7, 7], [0, 1])).Message);
    }

    [Fact]
    public void A_ratio_of_proportional_columns_is_exact()
    {
        Estimate ratio = Bootstrap.Ratio([.. s_gpa.Select(v => 3 * v)], s_gpa);
        Assert.Equal(3, ratio.Value, 1e-12);
        Assert.Equal(3, ratio.Interval.Low, 1e-12);
        Assert.Equal(3, ratio.Interval.High, 1e-12);
    }

    [Fact]
    public void Undefined_replicates_are_left_out_and_counted()
    {
        // 0/0 whenever no row has weight: (3/4)⁴ = 31.6 % of the resamples.
        Interval interval = Bootstrap.Ratio([0, 0, 0, 2], [0, 0, 0, 1]).Interval;
        Assert.Equal((2, 2), (interval.Low, interval.High));
        Assert.Matches(@"3,\d{3} of them undefined", interval.Method);
        Assert.True(double.IsNaN(Bootstrap.Of([1, 2], _ => double.NaN).Low));
    }

    [Fact]
    public void Constant_and_infinite_samples_have_intervals()
    {
        Assert.Equal((2, 2), Ends(Bootstrap.Of([2, 2, 2], Average)));
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), Ends(Bootstrap.Of([double.PositiveInfinity], Average)));
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Bootstrap.Of([], Average));
        Assert.Throws<ArgumentException>(() => Bootstrap.OfPairs([1], [1, 2], RankCorrelation.Pearson));
        Assert.Throws<ArgumentException>(() => Bootstrap.Of([1, 2], Average, resampling: Resampling.Plain(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Of([1, 2], Average, new() { Level = 95 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Of([1, 2], Average, new() { Resamples = 0 }));
    }

    private static (double Low, double High) Ends(Interval interval) => (interval.Low, interval.High);

    private static double Average(ReadOnlySpan<double> sample)
    {
        double sum = 0;
        foreach (double value in sample)
            sum += value;
        return sum / sample.Length;
    }

    private static double Average(double[] sample, ReadOnlySpan<int> rows)
    {
        double sum = 0;
        foreach (int row in rows)
            sum += sample[row];
        return sum / rows.Length;
    }

    /// <summary>
    /// z₀, the acceleration and the adjusted levels as written in the book's chapter 14, for the mean and a skewed statistic.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_BCa_interval_is_the_formula_over_its_replicates(bool skewed)
    {
        double Statistic(ReadOnlySpan<double> sample) => skewed ? Math.Exp(Average(sample)) : Average(sample);
        BootstrapOptions options = new() { Resamples = 60, Level = 0.8 };
        double[] sample = [1, 1.1, 1.3, 2, 2.2, 4.5], without =
            [.. Enumerable.Range(0, 6).Select(i => Statistic([.. sample.Where((_, j) => j != i)]))];
        double[] sorted = [.. Bootstrap.Replicates(Resampling.Plain(6), rows => Statistic([.. rows.ToArray().Select(r => sample[r])]),
            options).Order()];
        double value = Statistic(sample), below = sorted.Sum(r => r < value - 1e-9 ? 1 : r <= value + 1e-9 ? 0.5 : 0);
        double[] influence = [.. without.Select(w => without.Average() - w)];
        double a = influence.Sum(l => l * l * l) / (6 * Math.Pow(influence.Sum(l => l * l), 1.5)), bias = Normal.InvCDF(0, 1, below / 60);
        Interval interval = Bootstrap.Of(sample, Statistic, options);
        Assert.Equal(Quantile(0.1), interval.Low, 1e-9);
        Assert.Equal(Quantile(0.9), interval.High, 1e-9);

        double Quantile(double tail)
        {
            double z = bias + Normal.InvCDF(0, 1, tail), position = Normal.CDF(0, 1, bias + z / (1 - a * z)) * 59;
            int i = (int)Math.Floor(position);
            return sorted[i] + (position - i) * (sorted[Math.Min(i + 1, 59)] - sorted[i]);
        }
    }

    /// <summary>
    /// No resample of fifteen rows has fifteen different ones: the share below is taken half a replicate short of one, which keeps z₀
    /// finite.
    /// </summary>
    [Fact]
    public void A_value_beyond_all_replicates_has_a_finite_bias()
    {
        BootstrapOptions options = new() { Resamples = 3, Level = 0.95 };
        static double Different(ReadOnlySpan<int> rows) => rows.ToArray().Distinct().Count();
        double[] sorted = [.. Bootstrap.Replicates(Resampling.Plain(15), Different, options).Order()];
        Assert.True(sorted[0] < sorted[2] && sorted[2] < 15, "The seed must give different replicates.");
        double position = 2 * Normal.CDF(0, 1, 2 * Normal.InvCDF(0, 1, 1 - 0.5 / 3) + Normal.InvCDF(0, 1, 0.025));
        Interval interval = Bootstrap.OfRows(Resampling.Plain(15), Different, options);
        Assert.InRange(position, 0, 1);
        Assert.Equal(sorted[0] + position * (sorted[1] - sorted[0]), interval.Low, 1e-9);
    }
}
