using Offprint.Environments.Marketplace;
using Offprint.Experiments;
using Offprint.Papers.OffPolicy;
using Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

namespace Offprint.Papers.Tests.OffPolicy.AdLoadBalancingStudy;

/// <summary>The study's parts against hand computation, and its cells against each other.</summary>
public sealed class AdLoadBalancingTests
{
    private static readonly RunContext s_context = new([1], Artifacts.Default, null, CancellationToken.None);

    private static readonly Measured s_none = new(0, 0, 0);

    [Fact]
    public void Fronts_keep_what_nobody_beats_and_areas_are_those_of_steps()
    {
        PolicyNumbers[] policies = [At(0.5, 1), At(0.4, 2), At(0.45, 0.9), At(0.3, 3), At(0.2, 2.5)];
        Assert.Equal([0.5, 0.4, 0.3], Front.Of(policies).Select(p => p.Deployed.Return.Value));
        // Above (0.1, 0): 0.4 × 1, then 0.3 × 1 more, then 0.2 × 1 more.
        Assert.Equal(0.9, Front.Area(policies, At(0.1, 0)), 1e-12);
        Assert.Equal(0, Front.Area(policies, At(0.6, 4)), 1e-12);
        // The reference cuts off what lies below or beside it.
        Assert.Equal(0.1 * 1 + 0.05 * 0.5, Front.Area([At(0.4, 1.5), At(0.35, 2)], At(0.3, 0.5)), 1e-12);
    }

    [Fact]
    public void Scales_are_of_the_rows_asked_for_and_mixtures_convex()
    {
        AdLoadLog log = new AdLoadMarketplace().Log(new LoggingRule(), 500, new(1));
        var scales = Standardizers.Of(log, Enumerable.Range(0, log.Rows));
        double[] z = scales.Satisfaction(log.Satisfaction), r = scales.Revenue(log.Revenue);
        Assert.Equal(0, z.Average(), 1e-10);
        Assert.Equal(1, r.Average(v => v * v), 1e-10);
        double[] mixed = scales.Mixed(0.25, log.Satisfaction, log.Revenue);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(0.25 * z[i] + 0.75 * r[i], mixed[i], 1e-12));
        Assert.NotEqual(scales, Standardizers.Of(log, Enumerable.Range(0, 100)));
    }

    [Fact]
    public void A_cell_of_estimators_computes_the_same_bits_twice_and_its_wrong_propensities_are_wrong()
    {
        var settings = new EstimatorSettings(new ToleranceRule(), 400, PropensitySource.Logged, 0.7, EstimatorStudy.Estimators, 8, 3000);
        EstimatorResult first = Run(settings), again = Run(settings), wrong = Run(settings with { Propensities = PropensitySource.Uniform });
        Assert.Equal(first.Errors.Select(e => (e.Bias, e.RootMeanSquare)), again.Errors.Select(e => (e.Bias, e.RootMeanSquare)));
        Assert.InRange(first.MeanWeight.Value, 0.9, 1.1);
        Assert.True(Math.Abs(wrong.Of(EstimatorStudy.Ips).Bias.Value) > 2 * Math.Abs(first.Of(EstimatorStudy.Ips).Bias.Value));
        // The direct method knows nothing of propensities.
        Assert.Equal(first.Of(EstimatorStudy.Direct).RootMeanSquare, wrong.Of(EstimatorStudy.Direct).RootMeanSquare, 1e-12);

        static EstimatorResult Run(EstimatorSettings s) => new EstimatorStudy().Run(Cell.Of(s, [1]), s_context);
    }

    [Fact]
    public void Learners_are_told_apart_by_their_options_and_named_by_them()
    {
        LearningSettings settings = new LearningStudy().Cells(Profile.Standard)[0].Settings;
        Assert.Equal(settings.Learners.Count, settings.Learners.Distinct().Count());
        Assert.Equal(settings.Learners.Count, settings.Learners.Select(l => l.Label).Distinct().Count());
        Assert.All(LearningStudy.Choices, w => Assert.Contains(w, settings.Learners[0].Weights));
    }

    private static PolicyNumbers At(double share, double revenue)
    {
        var point = new DeploymentResult(new(share, share, share), s_none, s_none, s_none, new(revenue, revenue, revenue));
        return new(0, "p", 0.5, s_none, s_none, s_none, 0, s_none, s_none, point);
    }
}
