using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

/// <summary>Statistical tests with fixed seeds; each bound is 5σ, which a right generator passes with probability 1 − 6e-7.</summary>
public class RandomStreamTests
{
    private const int Count = 200_000;

    [Fact]
    public void Equal_seeds_give_equal_numbers()
    {
        RandomStream a = new Seed(1).Stream(), b = new Seed(1).Stream(), c = new Seed(2).Stream();
        double[] x = new double[9], y = new double[9], z = new double[9];
        a.FillNormal(x);
        b.FillNormal(y);
        c.FillNormal(z);
        Assert.Equal(x, y);
        Assert.NotEqual(x, z);
    }

    [Fact]
    public void Doubles_are_uniform()
    {
        RandomStream random = new Seed(11).Stream();
        int[] bins = new int[100];
        for (int i = 0; i < Count; i++)
        {
            double value = random.NextDouble();
            Assert.InRange(value, 0, 1 - 1e-17);
            bins[(int)(100 * value)]++;
        }
        AssertUniform(bins);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Integers_are_uniform(int outcomes)
    {
        RandomStream random = new Seed(12).Stream();
        int[] bins = new int[outcomes];
        for (int i = 0; i < Count; i++)
            bins[random.NextInt(outcomes)]++;
        AssertUniform(bins);
    }

    [Fact]
    public void Integers_are_unbiased_near_the_largest_count()
    {
        // The remainder of 32 bits would give the lowest third a share of 0.349.
        const int outcomes = 1_500_000_000;
        RandomStream random = new Seed(13).Stream();
        double low = 0;
        for (int i = 0; i < Count; i++)
            low += random.NextInt(outcomes) < outcomes / 3 ? 1 : 0;
        Assert.Equal(1.0 / 3, low / Count, 5 * Math.Sqrt(2.0 / 9 / Count));
    }

    [Fact]
    public void Normals_have_the_moments_of_the_normal_law()
    {
        RandomStream random = new Seed(14).Stream();
        double[] values = new double[Count];
        random.FillNormal(values);
        double[] expected = [0, 1, 0, 3], deviation = [1, Math.Sqrt(2), Math.Sqrt(15), Math.Sqrt(96)];
        for (int power = 1; power <= 4; power++)
            Assert.Equal(expected[power - 1], values.Average(v => Math.Pow(v, power)), 5 * deviation[power - 1] / Math.Sqrt(Count));
        double product = Enumerable.Range(0, Count - 1).Average(i => values[i] * values[i + 1]);
        Assert.Equal(0, product, 5 / Math.Sqrt(Count));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(4.5)]
    public void Gamma_numbers_have_mean_and_variance_of_their_shape(double shape)
    {
        RandomStream random = new Seed(15).Stream();
        double[] values = new double[Count];
        for (int i = 0; i < Count; i++)
            values[i] = random.NextGamma(shape);
        double mean = values.Average(), variance = values.Average(v => (v - shape) * (v - shape));
        Assert.Equal(shape, mean, 5 * Math.Sqrt(shape / Count));
        // The fourth central moment is 3a² + 6a.
        Assert.Equal(shape, variance, 5 * Math.Sqrt((2 * shape * shape + 6 * shape) / Count));
    }

    [Fact]
    public void Dirichlet_shares_have_their_means()
    {
        RandomStream random = new Seed(16).Stream();
        double[] concentrations = [0.5, 1, 2.5], shares = new double[3], sums = new double[3];
        for (int i = 0; i < 50_000; i++)
        {
            random.FillDirichlet(concentrations, shares);
            Assert.Equal(1, shares.Sum(), 1e-12);
            for (int j = 0; j < 3; j++)
                sums[j] += shares[j] / 50_000;
        }
        for (int j = 0; j < 3; j++)
        {
            double mean = concentrations[j] / 4;
            Assert.Equal(mean, sums[j], 5 * Math.Sqrt(mean * (1 - mean) / 5 / 50_000));
        }
    }

    [Fact]
    public void Outcomes_without_probability_never_come()
    {
        RandomStream random = new Seed(17).Stream();
        int[] bins = new int[4];
        for (int i = 0; i < Count; i++)
            bins[random.NextCategorical([0, 0.25, 0.75, 0])]++;
        Assert.Equal(0, bins[0] + bins[3]);
        Assert.Equal(0.25, bins[1] / (double)Count, 5 * Math.Sqrt(0.1875 / Count));
    }

    [Fact]
    public void All_orders_of_three_items_are_equally_likely()
    {
        RandomStream random = new Seed(18).Stream();
        var bins = new Dictionary<string, int>();
        for (int i = 0; i < 60_000; i++)
        {
            char[] items = ['a', 'b', 'c'];
            random.Shuffle<char>(items);
            string order = new(items);
            bins[order] = bins.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(6, bins.Count);
        AssertUniform([.. bins.Values]);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        RandomStream random = new Seed(0).Stream();
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextGamma(0));
    }

    /// <summary>χ² within 5σ of its mean.</summary>
    private static void AssertUniform(int[] bins)
    {
        double expected = bins.Sum() / (double)bins.Length;
        double chiSquare = bins.Sum(b => (b - expected) * (b - expected) / expected);
        double freedom = bins.Length - 1;
        Assert.InRange(chiSquare, 0, freedom + 5 * Math.Sqrt(2 * Math.Max(freedom, 1)) + 10);
    }

    /// <summary>
    /// Marginals are binomial and covariances −n pᵢ pⱼ; outcomes of probability zero, in the middle and at the end, never happen. 5σ.
    /// </summary>
    [Fact]
    public void Multinomial_counts_have_binomial_margins()
    {
        const int draws = 20_000, trials = 12;
        double[] probabilities = [0.2, 0, 0.5, 0.3, 0], mean = new double[5], square = new double[5];
        RandomStream random = new Seed(31).Stream();
        int[] counts = new int[5];
        double product = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            random.FillMultinomial(trials, probabilities, counts);
            Assert.Equal((trials, 0, 0), (counts.Sum(), counts[1], counts[4]));
            for (int i = 0; i < 5; i++)
            {
                mean[i] += counts[i] / (double)draws;
                square[i] += counts[i] * counts[i] / (double)draws;
            }
            product += counts[0] * counts[3] / (double)draws;
        }
        foreach (int i in (int[])[0, 2, 3])
        {
            double p = probabilities[i], variance = trials * p * (1 - p);
            Assert.Equal(trials * p, mean[i], 5 * Math.Sqrt(variance / draws));
            Assert.Equal(variance, square[i] - mean[i] * mean[i], 5 * variance * Math.Sqrt(2.0 / draws));
        }
        Assert.Equal(-trials * 0.2 * 0.3, product - mean[0] * mean[3], 5 * trials * 0.25 / Math.Sqrt(draws));
    }
}
