using Offprint.Estimators.OffPolicy.Distributions;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Tests.Conformance;
using Offprint.Tests.Estimators.OffPolicy.Logged;

namespace Offprint.Tests.Estimators.OffPolicy.Distributions;

/// <summary>Estimated distributions of returns.</summary>
public sealed class DistributionEstimatorTests
{
    public static TheoryData<DistributionEstimator> All =>
    [
        new WeightedDistribution(), new WeightedDistribution { SelfNormalized = true }, new DirectDistribution(),
        new DoublyRobustDistribution(), new DoublyRobustDistribution { SelfNormalized = true },
    ];

    [Fact]
    public void Every_estimator_is_in_the_list() =>
        Implementations.AssertCovered<DistributionEstimator>(typeof(DistributionEstimator).Assembly, All.Select(r => r.Data));

    [Theory]
    [MemberData(nameof(All))]
    public void They_are_distribution_functions(DistributionEstimator estimator)
    {
        var (log, target) = EstimatorFormulaTests.Random(n: 300, steps: 5);
        ReturnDistribution f = estimator.Estimate(log, target);
        Assert.Equal(f.Cumulative.Order(), f.Cumulative);
        Assert.Equal(f.Points.Distinct().Order(), f.Points);
        Assert.InRange(f.Cumulative[0], 0, 1);
        Assert.InRange(f.Mass, 0, 1);
        Assert.Equal(0, f.At(f.Points[0] - 1));
        Assert.Equal(f.Mass, f.At(f.Points[^1] + 1));
        Assert.True(f.ConditionalValueAtRisk(0.1) <= f.ConditionalValueAtRisk(0.5));
        Assert.Contains(f.Quantile(0.3), f.Points);
    }

    [Fact]
    public void Formulas_at_every_point()
    {
        var (log, target) = EstimatorFormulaTests.Random(n: 200, steps: 4);
        double[] returns = log.Returns(), w = [.. Enumerable.Range(0, 200).Select(n => Enumerable.Range(0, 4)
            .Aggregate(1.0, (p, t) => p * target.Probabilities[t * 200 + n] / log.Propensities[t * 200 + n]))];
        double[] v = target.Values![..200];
        ReturnDistribution tis = new WeightedDistribution().Estimate(log, target);
        ReturnDistribution normalized = new WeightedDistribution { SelfNormalized = true }.Estimate(log, target);
        ReturnDistribution dm = new DirectDistribution().Estimate(log, target);
        ReturnDistribution dr = new DoublyRobustDistribution { SelfNormalized = true }.Estimate(log, target);
        double reached = 0;
        foreach (double x in dr.Points)
        {
            double below = Enumerable.Range(0, 200).Sum(n => returns[n] <= x ? w[n] : 0);
            double values = v.Count(value => value <= x) / 200.0;
            Assert.Equal(Math.Min(1, below / 200), tis.At(x), 1e-10);
            Assert.Equal(below / w.Sum(), normalized.At(x), 1e-10);
            Assert.Equal(values, dm.At(x), 1e-10);
            double residual = Enumerable.Range(0, 200).Sum(n => w[n] * ((returns[n] <= x ? 1 : 0) - (v[n] <= x ? 1 : 0))) / w.Sum();
            reached = Math.Max(reached, Math.Clamp(residual + values, 0, 1));
            Assert.Equal(reached, dr.At(x), 1e-10);
        }
        Assert.Equal(new TrajectoryImportanceSampling { SelfNormalized = true }.Evaluate(log, target).Value, normalized.Mean, 1e-10);
    }

    [Fact]
    public void Under_the_behavior_it_is_the_empirical_distribution_with_its_moments()
    {
        var log = LoggedSteps.OneStep([3, 1, 2, 2], [0.5, 0.5, 0.5, 0.5]);
        ReturnDistribution f = new WeightedDistribution().Estimate(log, new("own", [0.5, 0.5, 0.5, 0.5]));
        Assert.Equal([1, 2, 3], f.Points);
        Assert.Equal([0.25, 0.75, 1], f.Cumulative);
        Assert.Equal(2, f.Mean, 1e-12);
        Assert.Equal(0.5, f.Variance, 1e-12);
        Assert.Equal(2, f.Quantile(0.5));
        Assert.Equal((0.25 * 1 + 0.25 * 2) / 0.5, f.ConditionalValueAtRisk(0.5), 1e-12);
        Assert.Equal(f.Mean, f.ConditionalValueAtRisk(1), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => f.Quantile(0));
    }
}
