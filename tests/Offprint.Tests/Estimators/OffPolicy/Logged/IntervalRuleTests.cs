using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Numerics;
using Offprint.Statistics;
using Offprint.Tests.Conformance;

namespace Offprint.Tests.Estimators.OffPolicy.Logged;

/// <summary>Intervals of estimates.</summary>
public sealed class IntervalRuleTests
{
    public static TheoryData<IntervalRule> Rules =>
        [new BootstrapInterval { Resamples = 300 }, new StudentInterval(), new HoeffdingInterval(), new BernsteinInterval()];

    [Fact]
    public void Every_rule_is_in_the_list() => Implementations.AssertCovered<IntervalRule>(
        typeof(IntervalRule).Assembly, Rules.Select(r => r.Data));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Clusters_are_one_unit_each(IntervalRule rule)
    {
        var (log, target) = EstimatorFormulaTests.Random(n: 200, steps: 1);
        Contributions parts = new InversePropensity { SelfNormalized = true }.Evaluate(log, target);
        // Each row ten times is no more information: the clustered interval of the copies is the plain one of the rows.
        double[] v = [.. Enumerable.Range(0, 2000).Select(i => parts.Values(0)[i / 10])];
        double[] w = [.. Enumerable.Range(0, 2000).Select(i => parts.Weights(0)[i / 10])];
        var copies = new Contributions(2000, 1, v, w);
        int[] clusters = [.. Enumerable.Range(0, 2000).Select(i => i / 10)];
        Interval once = rule.Of(parts), clustered = rule.Of(copies, clusters), naive = rule.Of(copies);
        Assert.Equal(once.Low, clustered.Low, 1e-9);
        Assert.Equal(once.High, clustered.High, 1e-9);
        Assert.True(naive.Width < once.Width / 2, $"{naive.Width} after {once.Width}");
        Assert.EndsWith("clustered", clustered.Method);
        var e = Assert.Throws<LogException>(() => (rule with { RequireClusters = true }).Of(parts));
        Assert.Contains("log without clusters", e.Message);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_higher_level_is_wider_and_the_estimate_lies_inside(IntervalRule rule)
    {
        var (log, target) = EstimatorFormulaTests.Random(n: 500, steps: 4);
        foreach (bool normalized in (bool[])[false, true])
        {
            Contributions parts = new PerDecisionImportanceSampling { SelfNormalized = normalized }.Evaluate(log, target);
            Interval wide = (rule with { Level = 0.99 }).Of(parts), narrow = (rule with { Level = 0.8 }).Of(parts);
            Assert.True(wide.Width > narrow.Width);
            Assert.True(narrow.Contains(parts.Value));
        }
    }

    [Fact]
    public void Inequalities_follow_their_formulas()
    {
        double[] sample = [0.1, 0.4, 0.35, 0.8, 0.2];
        const double mean = 0.37, variance = 0.072; // Σ(x − 0.37)² = 0.288, over 4
        Interval h = MeanInterval.Hoeffding(sample, 0, 1, 0.9).Interval, b = MeanInterval.EmpiricalBernstein(sample, 0, 1, 0.9).Interval;
        Assert.Equal(mean + Math.Sqrt(Math.Log(20) / 10), h.High, 1e-12);
        double log = Math.Log(40);
        Assert.Equal(mean - Math.Sqrt(2 * variance * log / 5) - 7 * log / 12, b.Low, 1e-12);
        Assert.Throws<ArgumentException>(() => MeanInterval.Hoeffding(sample, 0, 0.5));
        var parts = new Contributions(5, 1, sample, null);
        Assert.Equal(h.Low, new HoeffdingInterval { Level = 0.9, Range = new(0, 1) }.Of(parts).Low, 1e-12);
        Assert.EndsWith("observed range", new BernsteinInterval().Of(parts).Method);
    }

    /// <summary>300 logs of an SNIPS estimate: the t interval of 95 % covers in 89 to 99 % (outside with probability 10⁻⁵).</summary>
    [Fact]
    public void The_linearized_interval_covers()
    {
        int covered = 0;
        for (int r = 0; r < 300; r++)
        {
            RandomStream random = new Seed(8).Derive((ulong)r).Stream();
            double[] rewards = new double[400], propensities = new double[400], target = new double[400];
            for (int i = 0; i < 400; i++)
            {
                bool first = random.NextDouble() < 0.8;
                (propensities[i], target[i]) = first ? (0.8, 0.3) : (0.2, 0.7);
                rewards[i] = 5 + (first ? 1 : 2) + random.NextNormal();
            }
            Contributions parts = new InversePropensity { SelfNormalized = true }
                .Evaluate(LoggedSteps.OneStep(rewards, propensities), new("t", target));
            covered += new StudentInterval().Of(parts).Contains(5 + 0.3 + 1.4) ? 1 : 0;
        }
        Assert.InRange(covered, 267, 297);
    }

    [Fact]
    public void Slope_takes_the_last_bound_that_agrees_with_those_before()
    {
        // Weights of 0.5 and 3; rewards stand on the great weights alone, so a bound below 3 is visibly biased.
        RandomStream random = new Seed(4).Stream();
        double[] rewards = new double[4000], propensities = new double[4000], target = new double[4000];
        for (int i = 0; i < 4000; i++)
        {
            bool rare = random.NextDouble() < 0.2;
            (propensities[i], target[i], rewards[i]) = rare ? (0.2, 0.6, 1 + 0.1 * random.NextNormal()) : (0.8, 0.4, 0);
        }
        var log = LoggedSteps.OneStep(rewards, propensities);
        var slope = SlopeSelection.OfClips(100, 10, 2.95, 1, 0.1);
        var (index, parts) = slope.Select(log, new("t", target));
        Assert.Equal(2, index);
        Assert.Equal(new InversePropensity { Weights = new Clip(2.95) }.Evaluate(log, new("t", target)).Value, parts.Value);
        Assert.Throws<ArgumentException>(() => new SlopeSelection([]).Select(log, new("t", target)));
    }
}
