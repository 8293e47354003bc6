using Offprint.Agents.Bandits;
using Offprint.Datasets.Bandits;
using Offprint.Numerics;
using Offprint.Tests.Conformance;

namespace Offprint.Tests.Agents.Bandits;

/// <summary>What every rule that chooses from logged counts must do.</summary>
public sealed class OfflineBanditRuleConformanceTests
{
    private static readonly Dictionary<string, OfflineBanditRule> s_rules = new()
    {
        ["lower bound"] = new LowerConfidenceBound(1.5),
        ["lower bound, capped"] = new LowerConfidenceBound(1.5) { GreatestPenalty = 1 },
        ["best mean"] = new EmpiricalBest(),
        ["most played"] = new MostPlayed(),
    };

    public static TheoryData<string> Names => [.. s_rules.Keys];

    [Fact]
    public void No_rule_of_the_library_is_forgotten() => Implementations.AssertCovered(typeof(OfflineBanditRule).Assembly, s_rules.Values);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_score_is_finite_and_does_not_fall_as_rewards_rise(string name)
    {
        foreach (int count in (int[])[0, 1, 2, 3, 10, 1000])
        {
            double last = double.NegativeInfinity;
            for (int i = 0; i <= 20; i++)
            {
                double score = s_rules[name].Score(count, count * i / 20.0);
                Assert.True(double.IsFinite(score));
                Assert.InRange(score, last, double.MaxValue);
                last = score;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_action_of_the_greatest_score_is_chosen_whatever_its_place_and_each_context_alone(string name)
    {
        OfflineBanditRule rule = s_rules[name];
        RandomStream random = new Seed(1).Stream();
        var log = new BanditCounts(200, 5);
        int[] expected = new int[200];
        for (int x = 0; x < 200; x++)
        {
            int[] counts = [.. Enumerable.Range(0, 5).Select(_ => random.NextInt(30))];
            double[] sums = [.. counts.Select(count => Math.Round(count * random.NextDouble()))];
            for (int a = 0; a < 5; a++)
                log.Add(x, a, counts[a], sums[a]);
            double[] scores = [.. counts.Zip(sums, rule.Score)];
            expected[x] = Array.FindIndex(scores, score => score >= scores.Max() - OfflineBanditRule.TieTolerance);
            Assert.Equal(expected[x], rule.Choose(counts, sums));
            if (scores.Count(score => score >= scores.Max() - OfflineBanditRule.TieTolerance) == 1)
                Assert.Equal(4 - expected[x], rule.Choose([.. counts.Reverse()], [.. sums.Reverse()]));
        }
        Assert.Equal(expected, rule.Choose(log));
        Assert.True(expected.Distinct().Count() == 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ties_repeat_with_their_seed_and_only_the_best_are_drawn(string name)
    {
        int[] counts = [4, 9, 9, 4], chosen = new int[4];
        double[] sums = [1, 6, 6, 1];
        RandomStream ties = new Seed(5).Stream(), again = new Seed(5).Stream();
        for (int i = 0; i < 2000; i++)
        {
            int action = s_rules[name].Choose(counts, sums, ties);
            Assert.Equal(action, s_rules[name].Choose(counts, sums, again));
            chosen[action]++;
        }
        Assert.Equal((0, 0), (chosen[0], chosen[3]));
        Assert.InRange(chosen[1], 1000 - 5 * 23, 1000 + 5 * 23); // 5σ of a fair coin
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Logs_without_rows_and_wrong_lengths_are_refused(string name)
    {
        Assert.Contains("empty log", Assert.Throws<ArgumentException>(() => s_rules[name].Choose(new BanditCounts(2, 3))).Message);
        Assert.Contains("2 counts and 1 sums", Assert.Throws<ArgumentException>(() => s_rules[name].Choose([1, 2], [1])).Message);
        Assert.Throws<ArgumentException>(() => s_rules[name].Choose([], []));
    }
}
