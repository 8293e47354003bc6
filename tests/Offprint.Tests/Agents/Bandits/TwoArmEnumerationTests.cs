using MathNet.Numerics.Distributions;
using Offprint.Agents.Bandits;
using Offprint.Datasets.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Bandits;

public class TwoArmEnumerationTests
{
    public static TheoryData<OfflineBanditRule> Rules => [new LowerConfidenceBound(0.5), new LowerConfidenceBound(3), new EmpiricalBest(),
        new MostPlayed()];

    /// <summary>All 4ᴺ logs, row by row.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Agrees_with_the_list_of_all_logs(OfflineBanditRule rule)
    {
        const double share = 0.7, better = 0.6, worse = 0.35;
        for (int count = 0; count <= 6; count++)
        {
            double expected = 0;
            for (int code = 0; code < 1 << (2 * count); code++)
            {
                int[] rows = new int[2];
                double[] sums = new double[2];
                double probability = 1;
                for (int i = 0; i < count; i++)
                {
                    int arm = code >> (2 * i) & 1, reward = code >> (2 * i + 1) & 1;
                    double mean = arm == 0 ? better : worse;
                    probability *= (arm == 0 ? share : 1 - share) * (reward == 1 ? mean : 1 - mean);
                    rows[arm]++;
                    sums[arm] += reward;
                }
                double first = rule.Score(rows[0], sums[0]), second = rule.Score(rows[1], sums[1]);
                expected += probability * (Math.Abs(first - second) < 1e-10 ? 0.5 : first < second ? 1 : 0);
            }
            Assert.Equal(expected, TwoArmEnumeration.ErrorProbability(rule, count, share, better, worse), 1e-12);
        }
    }

    [Fact]
    public void No_row_and_one_row_are_as_by_hand()
    {
        const double share = 0.8, better = 0.6, worse = 0.4;
        Assert.Equal(0.5, TwoArmEnumeration.ErrorProbability(new LowerConfidenceBound(0.5), 0, share, better, worse), 1e-15);
        // L = 0.5: a seen arm scores −0.71 or 0.29, an unseen one −1.
        Assert.Equal(1 - share, TwoArmEnumeration.ErrorProbability(new LowerConfidenceBound(0.5), 1, share, better, worse), 1e-15);
        // L = 3: a seen arm without success scores −1.73.
        Assert.Equal(share * (1 - better) + (1 - share) * worse,
            TwoArmEnumeration.ErrorProbability(new LowerConfidenceBound(3), 1, share, better, worse), 1e-15);
    }

    [Theory]
    [InlineData(1.25, 200)]
    [InlineData(1.5, 25)]
    [InlineData(1.5, 200)]
    [InlineData(4, 50)]
    public void Imitation_errs_with_the_tail_of_a_binomial(double cStar, int count)
    {
        double expected = 0;
        for (int n = 0; 2 * n <= count; n++)
            expected += Binomial.PMF(1 / cStar, count, n) * (2 * n == count ? 0.5 : 1);
        double error = TwoArmEnumeration.ErrorProbability(new MostPlayed(), count, 1 / cStar, 0.9, 0.1);
        Assert.Equal(1, error / expected, 1e-9);
        double p = 1 / cStar, divergence = 0.5 * Math.Log(0.5 / p) + 0.5 * Math.Log(0.5 / (1 - p));
        if (cStar < 2)
            Assert.True(error <= Math.Exp(-count * divergence));
        if (cStar == 1.5)
            Assert.Equal(0.058892, divergence, 1e-6);
    }

    /// <summary>Fixed seed; a right enumeration fails with probability below 1e-6.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Agrees_with_simulation(OfflineBanditRule rule)
    {
        const int count = 60, runs = 20_000;
        BanditInstance bandit = BanditInstances.TwoArmed(1.6, 0.15);
        var counts = new BanditCounts(1, 2);
        RandomStream random = new Seed(11).Stream(), ties = new Seed(12).Stream();
        double wrong = 0;
        for (int i = 0; i < runs; i++)
        {
            bandit.SampleCounts(count, random, counts);
            wrong += rule.Choose(counts, ties)[0];
        }
        double expected = TwoArmEnumeration.ErrorProbability(rule, count, 1 / 1.6, 0.575, 0.425);
        Assert.Equal(expected, wrong / runs, 5 * Math.Sqrt(expected * (1 - expected) / runs));
    }

    [Fact]
    public void Certain_arms_and_bad_input()
    {
        Assert.Equal(0, TwoArmEnumeration.ErrorProbability(new MostPlayed(), 10, 1, 1, 0));
        Assert.Equal(1, TwoArmEnumeration.ErrorProbability(new MostPlayed(), 10, 0, 1, 0), 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoArmEnumeration.ErrorProbability(new MostPlayed(), -1, 0.5, 0.5, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoArmEnumeration.ErrorProbability(new MostPlayed(), 1, 1.5, 0.5, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoArmEnumeration.ErrorProbability(new MostPlayed(), 1, 0.5, double.NaN, 0.5));
    }
}
