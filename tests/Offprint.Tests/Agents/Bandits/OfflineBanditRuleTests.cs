using Offprint.Agents.Bandits;
using Offprint.Datasets.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Numerics;
using Offprint.Tests.Environments.Tabular;

namespace Offprint.Tests.Agents.Bandits;

public class OfflineBanditRuleTests
{
    [Fact]
    public void Scores_are_those_of_the_formulas()
    {
        Assert.Equal(0.7 - Math.Sqrt(0.5 / 10), new LowerConfidenceBound(0.5).Score(10, 7), 1e-15);
        Assert.Equal(-1, new LowerConfidenceBound(0.5).Score(0, 0));
        Assert.Equal(-1, new LowerConfidenceBound(8) { GreatestPenalty = 1 }.Score(2, 0));
        Assert.Equal(-2, new LowerConfidenceBound(8).Score(2, 0));
        Assert.Equal(0.7, new EmpiricalBest().Score(10, 7), 1e-15);
        Assert.Equal(0, new EmpiricalBest().Score(0, 0));
        Assert.Equal(10, new MostPlayed().Score(10, 7));
        Assert.Equal(Math.Log(2 * 3 * 4 * 100) / 2, LowerConfidenceBound.HoeffdingTerm(3, 4, 0.01), 1e-14);
    }

    [Fact]
    public void Each_rule_trusts_something_else()
    {
        var counts = new BanditCounts(2, 3);
        counts.Add(0, 0, 50, 30);  // well covered and good
        counts.Add(0, 1, 1, 1);    // one lucky row
        counts.Add(0, 2, 80, 20);  // played most
        counts.Add(1, 2, 4, 2);
        Assert.Equal([0, 2], new LowerConfidenceBound(0.5).Choose(counts));
        Assert.Equal([1, 2], new EmpiricalBest().Choose(counts));
        Assert.Equal([2, 2], new MostPlayed().Choose(counts));
    }

    [Fact]
    public void A_penalty_above_one_prefers_what_was_never_seen()
    {
        // L as of N = 100: an action that always paid, seen once, scores 1 − √L < −1.
        double term = LowerConfidenceBound.HoeffdingTerm(21, 2, 0.01);
        Assert.Equal(0, new LowerConfidenceBound(term).Choose([0, 1], [0, 1]));
        Assert.Equal(1, new LowerConfidenceBound(term) { GreatestPenalty = 1 }.Choose([0, 1], [0, 1]));
    }

    /// <summary>Unseen arms keep the mean 0, so a constant added to all rewards matters; among seen arms it does not.</summary>
    [Fact]
    public void Shifted_rewards_change_the_choice_only_through_unseen_arms()
    {
        var rule = new LowerConfidenceBound(3);
        Assert.Equal(1, rule.Choose([2, 0], [0, 0]));
        Assert.Equal(0, rule.Choose([2, 0], [1, 0]));
        Assert.Equal(rule.Choose([5, 9, 3], [1, 2, 1]), rule.Choose([5, 9, 3], [1 + 0.5 * 5, 2 + 0.5 * 9, 1 + 0.5 * 3]));
    }

    [Fact]
    public void Ties_go_to_the_lowest_or_are_drawn_evenly()
    {
        int[] chosen = new int[3];
        RandomStream ties = new Seed(3).Stream();
        for (int i = 0; i < 9000; i++)
            chosen[new MostPlayed().Choose([2, 2, 2], [0, 1, 2], ties)]++;
        TabularCases.AssertFrequencies([1 / 3.0, 1 / 3.0, 1 / 3.0], chosen);
        Assert.Equal(0, new MostPlayed().Choose([2, 2, 2], [0, 1, 2]));
        // 1/3 + 1/3 + 1/3 of other fractions: equal up to rounding.
        Assert.Equal(0, new EmpiricalBest().Choose([3, 30], [0.1 + 0.1 + 0.1, 3]));
    }

    [Fact]
    public void Choosing_allocates_nothing()
    {
        BanditInstance bandit = BanditInstances.Crowded(50, 2);
        var counts = new BanditCounts(1, 50);
        bandit.SampleCounts(100, new Seed(1).Stream(), counts);
        int[] policy = new int[1];
        var rule = new LowerConfidenceBound(2);
        RandomStream ties = new Seed(2).Stream();
        rule.Choose(counts, policy, ties);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 100; i++)
                rule.Choose(counts, policy, ties);
        }));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("empty log", Assert.Throws<ArgumentException>(() => new MostPlayed().Choose(new BanditCounts(2, 2))).Message);
        var counts = new BanditCounts(2, 2);
        counts.Add(0, 0, 1, 1);
        Assert.Contains("3 places for 2 contexts", Assert.Throws<ArgumentException>(() =>
            new MostPlayed().Choose(counts, new int[3])).Message);
        Assert.Contains("2 counts and 1 sums", Assert.Throws<ArgumentException>(() => new MostPlayed().Choose([1, 2], [0])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LowerConfidenceBound(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LowerConfidenceBound(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => LowerConfidenceBound.HoeffdingTerm(1, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LowerConfidenceBound.HoeffdingTerm(0, 2, 0.1));
    }
}
