using MathNet.Numerics.Distributions;
using Offprint.Numerics;
using Offprint.Tests.Environments.Tabular;

namespace Offprint.Tests.Numerics;

/// <summary>Fixed seeds; a right sampler fails each test with probability 1e-6.</summary>
public class BinomialTests
{
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(20, 0.2)]      // inversion
    [InlineData(60, 0.5)]      // rejection
    [InlineData(400, 0.03)]    // rejection, small p
    [InlineData(1000, 0.9)]    // mirrored
    [InlineData(100_000, 0.00002)]
    [InlineData(30, 1.0)]
    [InlineData(30, 0.0)]
    public void Frequencies_are_binomial(int trials, double probability)
    {
        RandomStream random = new Seed(21).Stream();
        double mean = trials * probability, deviation = Math.Sqrt(mean * (1 - probability));
        // One bin a number within four deviations, one for each tail.
        int low = Math.Max(0, (int)(mean - 4 * deviation)), high = Math.Min(trials, (int)(mean + 4 * deviation) + 1);
        int[] counts = new int[high - low + 3];
        double[] expected = new double[counts.Length];
        for (int k = low; k <= high; k++)
            expected[k - low + 1] = probability is 0 or 1 ? (k == mean ? 1 : 0) : Binomial.PMF(probability, trials, k);
        if (probability is > 0 and < 1)
        {
            expected[0] = low > 0 ? Binomial.CDF(probability, trials, low - 1) : 0;
            expected[^1] = high < trials ? 1 - Binomial.CDF(probability, trials, high) : 0;
        }
        for (int i = 0; i < 200_000; i++)
            counts[Math.Clamp(random.NextBinomial(trials, probability) - low + 1, 0, counts.Length - 1)]++;
        TabularCases.AssertFrequencies(expected, counts);
    }

    [Fact]
    public void Large_numbers_have_their_moments()
    {
        RandomStream random = new Seed(22).Stream();
        const int trials = 2_000_000_000, draws = 20_000;
        double sum = 0, squares = 0, variance = trials * 0.3 * 0.7;
        for (int i = 0; i < draws; i++)
        {
            double z = (random.NextBinomial(trials, 0.3) - trials * 0.3) / Math.Sqrt(variance);
            sum += z;
            squares += z * z;
        }
        Assert.Equal(0, sum / draws, 5 / Math.Sqrt(draws));
        Assert.Equal(1, squares / draws, 5 * Math.Sqrt(2.0 / draws));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Seed(1).Stream().NextBinomial(-1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Seed(1).Stream().NextBinomial(1, double.NaN));
    }

    /// <summary>
    /// The published algorithm (BTRS) on the same stream, with the ratio of masses from another library: number for number.
    /// </summary>
    [Theory]
    [InlineData(60, 0.5)]
    [InlineData(400, 0.03)]
    [InlineData(5000, 0.37)]
    public void Rejection_is_the_algorithm_as_published(int trials, double p)
    {
        RandomStream random = new Seed(23).Stream(), same = new Seed(23).Stream();
        double deviation = Math.Sqrt(trials * p * (1 - p)), b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * p;
        double alpha = (2.83 + 5.1 / b) * deviation;
        int mode = (int)Math.Floor((trials + 1) * p);
        for (int i = 0; i < 20_000; i++)
            Assert.Equal(Draw(), random.NextBinomial(trials, p));

        int Draw()
        {
            while (true)
            {
                double u = same.NextDouble() - 0.5, v = same.NextDouble(), us = 0.5 - Math.Abs(u),
                    k = Math.Floor((2 * a / us + b) * u + trials * p + 0.5);
                if (us >= 0.07 && v <= 0.92 - 4.2 / b)
                    return (int)k;
                if (k >= 0 && k <= trials && Math.Log(v * alpha / (a / (us * us) + b)) <= Binomial.PMFLn(p, trials, (int)k) -
                    Binomial.PMFLn(p, trials, mode))
                    return (int)k;
            }
        }
    }
}
