using Offprint.Datasets.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Numerics;
using Offprint.Tests.Environments.Tabular;

namespace Offprint.Tests.Environments.Bandits;

/// <summary>Fixed seeds; each statistical test fails a right sampler with probability below 1e-6.</summary>
public class BanditInstanceTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(1.25)]
    [InlineData(4.0)]
    public void One_context_instances_have_their_coefficient(double cStar)
    {
        Assert.Equal(cStar, BanditInstances.TwoArmed(cStar, 0.2).CStar, 1e-12);
        Assert.Equal(cStar, BanditInstances.Crowded(50, cStar).CStar, 1e-12);
        Assert.Equal(0.6, BanditInstances.TwoArmed(cStar, 0.2).OptimalValue, 1e-15);
        Assert.Equal(0.2, BanditInstances.TwoArmed(cStar, 0.2).SubOptimality([1]), 1e-15);
    }

    [Theory]
    [InlineData(1.02)]
    [InlineData(1.5)]
    [InlineData(2.0)]
    public void The_context_family_has_its_coefficient_whichever_action_is_best(double cStar)
    {
        foreach (int[] best in (int[][])[[0, 0, 0, 0, 0], [0, 1, 0, 1, 1], [0, 1, 1, 1, 1]])
        {
            BanditInstance bandit = BanditInstances.ContextFamily(5, cStar, 0.3, best);
            Assert.Equal(cStar, bandit.CStar, 1e-12);
            Assert.Equal(best, Enumerable.Range(0, 5).Select(bandit.OptimalAction));
            // Wrong in all the contexts that can mislead: their mass C* − 1 times the gap.
            int[] wrong = [0, .. best[1..].Select(a => 1 - a)];
            Assert.Equal((cStar - 1) * 0.3, bandit.SubOptimality(wrong), 1e-12);
        }
    }

    [Fact]
    public void Missing_mass_loses_what_its_formula_says()
    {
        const int contexts = 21, count = 50, runs = 4000;
        var counts = new BanditCounts(contexts, 2);
        RandomStream random = new Seed(5).Stream();
        BanditInstance bandit = BanditInstances.MissingMass(contexts, count, new Seed(1));
        Assert.Equal(1, bandit.CStar, 1e-12);
        double sum = 0, squares = 0;
        for (int run = 0; run < runs; run++)
        {
            bandit.SampleCounts(count, random, counts);
            double loss = bandit.SubOptimality([.. Enumerable.Range(0, contexts).Select(x => counts.Counts(x)[1] > 0 ? 1 : 0)]);
            sum += loss;
            squares += loss * loss;
        }
        double mean = sum / runs, error = Math.Sqrt((squares / runs - mean * mean) / runs);
        // Context 0 is seen almost surely: its share of the loss is below 1e-10.
        Assert.Equal((contexts - 1) / (count + 1.0) * Math.Pow(1 - 1 / (count + 1.0), count), mean, 5 * error);
    }

    [Fact]
    public void Logs_and_counts_have_one_law()
    {
        var bandit = new BanditInstance([0.3, 0.7], new[,] { { 0.2, 0.9 }, { 0.5, 0 } }, new[,] { { 0.1, 0.2 }, { 0.3, 0.4 } });
        BanditCounts logged = bandit.Sample(100_000, new Seed(1)).Counts(2, 2), drawn = new(2, 2);
        bandit.SampleCounts(100_000, new Seed(2).Stream(), drawn);
        foreach (BanditCounts counts in (BanditCounts[])[logged, drawn])
        {
            Assert.Equal(100_000, counts.Total);
            TabularCases.AssertFrequencies([0.1, 0.2, 0.3, 0.4], [.. counts.Counts(0), .. counts.Counts(1)]);
            for (int pair = 0; pair < 4; pair++)
            {
                double p = bandit.Mean(pair / 2, pair % 2), n = counts.Counts(pair / 2)[pair % 2];
                Assert.Equal(p, counts.Mean(pair / 2, pair % 2), 5 * Math.Sqrt(p * (1 - p) / n));
            }
        }
        BanditFeedback log = bandit.Sample(50, new Seed(3));
        Assert.All(Enumerable.Range(0, 50), i =>
            Assert.Equal(bandit.Data(log.Contexts[i], log.Actions[i]) / (log.Contexts[i] == 0 ? 0.3 : 0.7), log.Propensities[i], 1e-12));
        bandit.SampleCounts(0, new Seed(2).Stream(), drawn);
        Assert.Equal(0, drawn.Total);
    }

    [Fact]
    public void A_tie_counts_its_best_covered_action()
    {
        var bandit = new BanditInstance([1], new[,] { { 0.5, 0.5, 0.1 } }, new[,] { { 0.1, 0.4, 0.5 } });
        Assert.Equal(2.5, bandit.CStar);
        Assert.Equal(double.PositiveInfinity, new BanditInstance([1], new[,] { { 1.0, 0.5 } }, new[,] { { 0.0, 1 } }).CStar);
        Assert.Equal("C*", bandit.Describe().Facts[2].Name);
    }

    [Fact]
    public void Bad_tables_are_named()
    {
        static string Message(Func<object> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
        Assert.Contains("law of contexts sums to 0.9", Message(() => new BanditInstance([0.9], new double[1, 1], new[,] { { 1.0 } })));
        Assert.Contains("law of data has the value -1 at place 1",
            Message(() => new BanditInstance([1], new double[1, 2], new[,] { { 2.0, -1 } })));
        Assert.Contains("context 0, action 0 is 1.5", Message(() => new BanditInstance([1], new[,] { { 1.5 } }, new[,] { { 1.0 } })));
        Assert.Contains("do not fit together", Message(() => new BanditInstance([1], new double[2, 1], new[,] { { 1.0 } })));
        Assert.Contains("[1, 2]", Message(() => BanditInstances.ContextFamily(3, 2.5, 0.1)));
        Assert.Contains("more than the whole mass", Message(() => BanditInstances.MissingMass(10, 5, new Seed(1))));
        Assert.Contains("log without rows", Message(() => new BanditFeedback([], [], [])));
        Assert.Contains("without rows", Message(() => BanditInstances.TwoArmed(2, 0.1).Sample(0, new Seed(1))));
    }
}
