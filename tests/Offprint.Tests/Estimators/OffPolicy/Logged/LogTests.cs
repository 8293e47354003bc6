using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Numerics;

namespace Offprint.Tests.Estimators.OffPolicy.Logged;

/// <summary>Logs: shapes, invariances, and what they cannot answer.</summary>
public sealed class LogTests
{
    [Fact]
    public void Bad_propensities_are_named_with_their_rows()
    {
        var e = Assert.Throws<LogException>(() => LoggedSteps.OneStep([1, 2, 3, 4], [0.5, 0, double.NaN, 0.1]));
        Assert.Equal([1, 2], e.Rows);
        Assert.Contains("2 of 4 rows have no positive propensity: row 1 (0), row 2 (NaN).", e.Message);
        Assert.Contains("PropensityModel", e.Message);
        e = Assert.Throws<LogException>(() => new LoggedSteps(2, 2, [1, 1, 1, 1], [1, 1, 1, -1]));
        Assert.Contains("trajectory 1 step 1", e.Message);
        Assert.Throws<LogException>(() => LoggedSteps.OneStep([double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => LoggedSteps.OneStep([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => new LoggedSteps(1, 1, [1], [1]) { Clusters = [1, 2] });
    }

    [Fact]
    public void A_policy_outside_the_support_is_refused_with_its_mass()
    {
        // The behavior always takes action 0 with certainty; the target takes it in a quarter of the cases.
        var log = LoggedSteps.OneStep([1, 2, 3], [1, 1, 1]);
        var target = new TargetPolicy("wide", [0.25, 0.25, 0.25]);
        var e = Assert.Throws<LogException>(() => OffPolicyEvaluation.Evaluate(log, [target], [new InversePropensity()]));
        Assert.Contains("75.0 % of the actions of 'wide' lie outside", e.Message.Replace("75.0%", "75.0 %", StringComparison.Ordinal));
        var report = OffPolicyEvaluation.Evaluate(log, [target], [new InversePropensity()], new()
        {
            Support = SupportRule.Report, Interval = null,
        });
        Assert.Equal(0.5, report[0, new InversePropensity()].Value, 1e-12);
        Assert.Equal(0.75, report.Policies[0].Weights.MissingMass, 1e-12);
        // The same policy as the log's needs no rescue, and the direct method asks nothing of the log's support.
        var own = OffPolicyEvaluation.Evaluate(log, [new("own", [1, 1, 1])], [new InversePropensity()]);
        Assert.Equal(2, own[0, new InversePropensity()].Value);
        OffPolicyEvaluation.Evaluate(log, [target with { Values = [1, 1, 1] }], [new DirectMethod()]);
        Assert.Equal(0.75, WeightDiagnostics.OutsideSupport([1, 0, 0, 1], [0.5, 0.5, 1, 0], 2), 1e-12);
    }

    [Fact]
    public void Overflowing_weights_are_named_and_normalized_ones_still_work()
    {
        const int n = 40, steps = 500;
        RandomStream random = new Seed(3).Stream();
        double[] propensities = [.. Enumerable.Range(0, n * steps).Select(_ => random.NextUniform(0.02, 0.1))];
        double[] rewards = [.. Enumerable.Range(0, n * steps).Select(_ => random.NextNormal())];
        var log = new LoggedSteps(n, steps, rewards, propensities);
        var target = new TargetPolicy("bold", [.. Enumerable.Repeat(1.0, n * steps)]);
        var e = Assert.Throws<LogException>(() => new PerDecisionImportanceSampling().Evaluate(log, target));
        Assert.Contains("'bold' overflow", e.Message);
        Assert.Contains("self-normalized", e.Message);
        double expected = 0;
        double[] logs = new double[n];
        for (int t = 0; t < steps; t++)
        {
            for (int i = 0; i < n; i++)
                logs[i] -= Math.Log(propensities[t * n + i]);
            double top = logs.Max(), total = logs.Sum(l => Math.Exp(l - top));
            expected += Enumerable.Range(0, n).Sum(i => Math.Exp(logs[i] - top) / total * rewards[t * n + i]);
        }
        Assert.Equal(expected, new PerDecisionImportanceSampling { SelfNormalized = true }.Evaluate(log, target).Value, 1e-8);
        Assert.True(double.IsFinite(new PerDecisionImportanceSampling { Weights = new Clip(10) }.Evaluate(log, target).Value));
        Assert.True(double.IsPositiveInfinity(WeightDiagnostics.Of(log, target).MaximumWeight));
    }

    /// <summary>A product far below doubles that comes back is not lost.</summary>
    [Fact]
    public void Products_that_underflow_on_the_way_are_exact_at_the_end()
    {
        const int steps = 600;
        double[] target = new double[steps], behavior = new double[steps], rewards = new double[steps];
        for (int t = 0; t < steps; t++)
            (target[t], behavior[t]) = t < steps / 2 ? (0.01, 0.2) : (0.2, 0.01);
        rewards[^1] = 1;
        var log = new LoggedSteps(1, steps, rewards, behavior);
        Assert.Equal(1, new PerDecisionImportanceSampling().Evaluate(log, new("returning", target)).Value, 1e-9);
    }

    [Fact]
    public void Normalized_estimators_move_with_the_rewards_and_ignore_the_weights_scale()
    {
        var (log, target) = EstimatorFormulaTests.Random(n: 400, steps: 6);
        double gammas = Enumerable.Range(0, 6).Sum(t => Math.Pow(log.Discount, t));
        var shifted = new LoggedSteps(400, 6, [.. log.Rewards.Select(r => r + 3)], log.Propensities, log.Discount);
        foreach (OffPolicyEstimator e in (OffPolicyEstimator[])[new PerDecisionImportanceSampling { SelfNormalized = true },
            new TrajectoryImportanceSampling { SelfNormalized = true }])
            Assert.Equal(e.Evaluate(log, target).Value + 3 * gammas, e.Evaluate(shifted, target).Value, 1e-10);
        // All ratios of step 2 times five.
        var scaled = target with { Probabilities = [.. target.Probabilities.Select((p, i) => i / 400 == 2 ? 5 * p : p)] };
        var snpdis = new PerDecisionImportanceSampling { SelfNormalized = true };
        Assert.Equal(snpdis.Evaluate(log, target).Value, snpdis.Evaluate(log, scaled).Value, 1e-10);
        Assert.NotEqual(new PerDecisionImportanceSampling().Evaluate(log, target).Value,
            new PerDecisionImportanceSampling().Evaluate(log, scaled).Value, 1e-3);
        int window = log.Steps;
        Assert.Equal(new PerDecisionImportanceSampling().Evaluate(log, target).Value,
            new MarginalImportanceSampling { Ratio = new(Window: window) }.Evaluate(log, target).Value, 1e-10);
    }

    [Fact]
    public void Trajectories_of_different_length_are_padded()
    {
        int[] lengths = [3, 1, 2];
        var log = LoggedSteps.FromEpisodes(lengths, [1, 2, 3, 4, 5, 6], [0.5, 0.5, 0.5, 0.25, 0.5, 0.25], discount: 0.5);
        Assert.Equal([1, 4, 5, 2, 0, 6, 3, 0, 0], log.Rewards);
        Assert.Equal([0.5, 0.25, 0.5, 0.5, 1, 0.25, 0.5, 1, 1], log.Propensities);
        Assert.Equal([1 + 1 + 0.75, 4, 5 + 3], log.Returns());
        var target = new TargetPolicy("t", log.Arrange([0.5, 0.25, 0.5, 0.5, 0.25, 0.75], padding: 1));
        // Weights: (1, ½, ½), (2), (½, 3/2).
        Assert.Equal((1 + 0.5 * 1 + 0.25 * 1.5 + 8 + 2.5 + 0.5 * 1.5 * 6) / 3,
            new PerDecisionImportanceSampling().Evaluate(log, target).Value, 1e-12);
        var d = WeightDiagnostics.Of(log, target);
        Assert.Equal((1 + 0.5 + 1 + 2 + 0.5 + 3) / 6, d.MeanRatio, 1e-12);
        Assert.Equal((0.5 + 2 + 1.5) / 3, d.MeanWeight, 1e-12);
        Assert.Equal(16 / (0.25 + 4 + 2.25), d.EffectiveSampleSize, 1e-12);
        Assert.Throws<ArgumentException>(() => log.Arrange([1, 2], 0));
    }
}
