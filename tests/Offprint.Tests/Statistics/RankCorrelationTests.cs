using MathNet.Numerics.Statistics;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class RankCorrelationTests
{
    [Fact]
    public void Ties_share_the_mean_of_their_ranks()
    {
        Assert.Equal([1.5, 4, 1.5, 3, 6, 5], RankCorrelation.AverageRanks([1, 3, 1, 2, double.PositiveInfinity, 4]));
        Assert.All(RankCorrelation.AverageRanks([1, double.NaN]), rank => Assert.True(double.IsNaN(rank)));
    }

    [Fact]
    public void Monotone_samples_correlate_fully()
    {
        double[] x = [1, 2, 3, 4], cubes = [1, 8, 27, 64], falling = [9, 4, 2, -7];
        Assert.Equal(1, RankCorrelation.Spearman(x, cubes), 1e-12);
        Assert.Equal(-1, RankCorrelation.Spearman(x, falling), 1e-12);
        Assert.Equal(1, RankCorrelation.KendallTauB(x, cubes), 1e-12);
        Assert.Equal(-1, RankCorrelation.KendallTauB(x, falling), 1e-12);
    }

    [Fact]
    public void Values_agree_with_those_computed_by_hand()
    {
        // x = 1 2 2 3, y = 1 3 2 3: pairs 4 concordant, none discordant, 5 of 6 untied in each: τ_b = 4/5.
        Assert.Equal(0.8, RankCorrelation.KendallTauB([1, 2, 2, 3], [1, 3, 2, 3]), 1e-12);
        // Ranks 1 2.5 2.5 4 and 1 3.5 2 3.5: covariance sum 3.75, variances 4.5 each.
        Assert.Equal(3.75 / 4.5, RankCorrelation.Spearman([1, 2, 2, 3], [1, 3, 2, 3]), 1e-12);
    }

    [Fact]
    public void They_agree_with_another_implementation()
    {
        RandomStream random = new Seed(61).Stream();
        for (int trial = 0; trial < 20; trial++)
        {
            double[] x = [.. Enumerable.Range(0, 30).Select(_ => (double)random.NextInt(12))];
            double[] y = [.. x.Select(v => v + random.NextInt(20))];
            Assert.Equal(Correlation.Pearson(x, y), RankCorrelation.Pearson(x, y), 1e-12);
            Assert.Equal(Correlation.Spearman(x, y), RankCorrelation.Spearman(x, y), 1e-12);
        }
    }

    [Fact]
    public void Constant_samples_and_missing_values_have_no_correlation()
    {
        PairStatistic[] statistics = [RankCorrelation.Pearson, RankCorrelation.Spearman, RankCorrelation.KendallTauB];
        foreach (PairStatistic statistic in statistics)
        {
            Assert.True(double.IsNaN(statistic([1, 1, 1], [1, 2, 3])));
            Assert.True(double.IsNaN(statistic([1, double.NaN, 1], [1, 2, 3])));
            Assert.True(double.IsNaN(statistic([1], [1])));
            Assert.True(double.IsNaN(statistic([], [])));
            Assert.Throws<ArgumentException>(() => statistic([1], [1, 2]));
        }
    }

    /// <summary>Rounding takes the quotient of collinear samples past one now and then; the correlation stays in its range.</summary>
    [Fact]
    public void Collinear_samples_never_leave_the_range()
    {
        RandomStream random = new Seed(62).Stream();
        for (int trial = 0; trial < 500; trial++)
        {
            double[] x = [.. Enumerable.Range(0, 7).Select(_ => random.NextNormal())];
            Assert.InRange(RankCorrelation.Pearson(x, [.. x.Select(v => -3 * v)]), -1, -1 + 1e-12);
            Assert.InRange(RankCorrelation.Pearson(x, [.. x.Select(v => 3 * v)]), 1 - 1e-12, 1);
        }
    }
}
