using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public sealed class PermutationTestTests
{
    [Fact]
    public void Separate_groups_are_one_split_of_all()
    {
        PermutationTest test = PermutationTest.Greater([5, 6, 7, 8], [1, 2, 3, 4]);
        Assert.Equal(4, test.Difference);
        Assert.Equal(1.0 / 70, test.PValue, 1e-15);
        Assert.Equal(1, PermutationTest.Greater([1, 2, 3, 4], [5, 6, 7, 8]).PValue, 1e-15);
    }

    /// <summary>By hand: of the six pairs of {1, 2, 3, 4}, {3, 4}, {2, 4}, {2, 3} and {1, 4} have a sum of at least 5.</summary>
    [Fact]
    public void Splits_that_are_exactly_as_extreme_count()
    {
        Assert.Equal(4.0 / 6, PermutationTest.Greater([1, 4], [2, 3]).PValue, 1e-15);
        Assert.Equal(1, PermutationTest.Greater([0.1, 0.2, 0.3], [0.1, 0.2, 0.3]).PValue * 2 - Ties([0.1, 0.2, 0.3, 0.1, 0.2, 0.3], 3),
            1e-12);

        // The law of the sum is symmetric: P(≥) + P(≤) = 1 + P(=), and here both sides are equal.
        static double Ties(double[] values, int chosen) =>
            Sums(values, chosen).Average(sum => Math.Abs(sum - values.Sum() / 2) < 1e-9 ? 1.0 : 0);
    }

    [Fact]
    public void Many_values_are_split_at_random()
    {
        RandomStream random = new Seed(4).Stream();
        double[] x = new double[40], y = new double[30];
        random.FillNormal(x);
        random.FillNormal(y);
        PermutationTest test = PermutationTest.Greater(x, y);
        Assert.Contains("10,000 random splits", test.Test);
        // The normal approximation of the same test.
        double[] all = [.. x, .. y];
        double z = test.Difference / Math.Sqrt(Moments.Variance(all) * (1.0 / 40 + 1.0 / 30));
        Assert.Equal(1 - MathNet.Numerics.Distributions.Normal.CDF(0, 1, z), test.PValue, 0.03);
        Assert.Equal(test, PermutationTest.Greater(x, y));
    }

    /// <summary>Both strata are the most extreme of their six and three splits.</summary>
    [Fact]
    public void Strata_multiply_their_splits_and_keep_their_levels()
    {
        PermutationTest test = PermutationTest.GreaterWithin([([3, 4], [1, 2]), ([103], [101, 102])]);
        Assert.Equal((2 + 1.5) / 2, test.Difference, 1e-12);
        Assert.Equal(1.0 / 18, test.PValue, 1e-15);
        Assert.Contains("within 2 strata, all 18 splits", test.Test);
        // Pooled, the second stratum's level hides the first's difference: by hand, any two of the hundreds, and 3 + 4 + 103 itself.
        Assert.Equal((3 * 4 + 1 + 1) / 35.0, PermutationTest.Greater([3, 4, 103], [1, 2, 101, 102]).PValue, 1e-15);
    }

    [Fact]
    public void A_single_stratum_is_the_plain_test()
    {
        double[] x = [0.1, 0.7, 0.3], y = [0.2, 0.3, 0.6, 0.1];
        Assert.Equal(PermutationTest.Greater(x, y).PValue, PermutationTest.GreaterWithin([(x, y)]).PValue, 1e-15);
        Assert.Equal(PermutationTest.Greater(x, y).Difference, PermutationTest.GreaterWithin([(x, y)]).Difference, 1e-12);
    }

    /// <summary>By hand: differences are ±1 and ±3 in the two strata; at least 1 − 3 = −2 are 1 + 3, −1 + 3 and 1 − 3 itself.</summary>
    [Fact]
    public void Strata_are_weighed_by_their_means()
    {
        Assert.Equal(3.0 / 4, PermutationTest.GreaterWithin([([1], [0]), ([0], [3])]).PValue, 1e-15);
        Assert.Equal(1.0 / 4, PermutationTest.GreaterWithin([([1], [0]), ([3], [0])]).PValue, 1e-15);
    }

    [Fact]
    public void Many_values_in_strata_are_split_at_random_as_the_exact_law_of_fewer_says()
    {
        // Three strata of 10 values each: 252³ splits. The normal approximation of the same sum.
        RandomStream random = new Seed(9).Stream();
        double[] Values() => [.. Enumerable.Range(0, 5).Select(_ => random.NextNormal())];
        (IReadOnlyList<double> X, IReadOnlyList<double> Y)[] strata = [(Values(), Values()), (Values(), Values()), (Values(), Values())];
        PermutationTest test = PermutationTest.GreaterWithin(strata);
        Assert.Contains("random splits", test.Test);
        double variance = strata.Sum(s => Moments.Variance([.. s.X, .. s.Y]) * 2 / 5);
        Assert.Equal(1 - MathNet.Numerics.Distributions.Normal.CDF(0, 1, 3 * test.Difference / Math.Sqrt(variance)), test.PValue, 0.03);
        Assert.Equal(test, PermutationTest.GreaterWithin(strata));
    }

    [Fact]
    public void Empty_strata_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PermutationTest.GreaterWithin([]));
        Assert.Contains("each stratum", Assert.Throws<ArgumentException>(() => PermutationTest.GreaterWithin([([1], [])])).Message);
        Assert.Throws<ArgumentException>(() => PermutationTest.GreaterWithin([([1], [double.PositiveInfinity])]));
    }

    [Fact]
    public void Empty_and_infinite_groups_are_refused()
    {
        Assert.Contains("Groups of 0 and 1", Assert.Throws<ArgumentException>(() => PermutationTest.Greater([], [1])).Message);
        Assert.Throws<ArgumentException>(() => PermutationTest.Greater([1], [double.NaN]));
    }

    private static IEnumerable<double> Sums(double[] values, int chosen) =>
        chosen == 0 ? [0] : values.SelectMany((value, i) => Sums(values[(i + 1)..], chosen - 1).Select(sum => value + sum));

    /// <summary>Sums of large numbers round by more than those of small ones; the ties are the same.</summary>
    [Fact]
    public void A_unit_does_not_change_which_splits_are_as_extreme()
    {
        double[] x = [0.1, 0.7, 0.3], y = [0.2, 0.3, 0.6];
        double expected = PermutationTest.Greater(x, y).PValue;
        foreach (double unit in (double[])[1e-6, 1e6, 1e9])
            Assert.Equal(expected, PermutationTest.Greater([.. x.Select(v => unit * v)], [.. y.Select(v => unit * v)]).PValue, 1e-15);
    }
}
