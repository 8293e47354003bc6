using Offprint.Experiments;
using Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

namespace Offprint.Papers.Tests.OfflineRl.TrajectoryWeightingStudy;

public sealed class WeightingExactTests
{
    private static RunContext Context(params int[] seeds) => new(seeds, Artifacts.Default, null, CancellationToken.None);

    [Fact]
    public void The_identity_holds_and_weights_gain_in_every_mdp()
    {
        var cell = new IdentityStudy().Cells(Profile.Smoke)[0];
        IdentityResult result = new IdentityStudy().Run(cell, Context(1));
        Assert.Equal(40, result.Rows.Count);
        Assert.All(result.Rows, row => Assert.True(row.Residual < 1e-12 && row.Gain > 0 && row.Spread > 0));
        Assert.Equal(result.Rows, new IdentityStudy().Run(cell, Context(1)).Rows);
        Assert.NotEqual(result.Rows, new IdentityStudy().Run(cell, Context(2)).Rows);
    }

    /// <summary>Closed form: half of the data each arm.</summary>
    [Theory]
    [InlineData(0.1, 0.964665, 0.503534)]
    [InlineData(0.2, 0.788110, 0.521189)]
    [InlineData(0.5, 0.558180, 0.544182)]
    [InlineData(1.0, 0.505028, 0.549497)]
    public void The_lottery_s_limit_is_the_closed_form_and_data_come_near(double alpha, double risky, double value)
    {
        var cell = new RiskStudy().Cells(Profile.Standard)[0];
        (double share, double worth) = cell.Settings.Limit(alpha);
        Assert.Equal(risky, share, 5e-7);
        Assert.Equal(value, worth, 5e-7);
        RiskRow row = new RiskStudy().Run(cell, Context(1, 2, 3)).Rows.First(r => r.Temperature == alpha);
        Assert.All(row.Risky, p => Assert.Equal(risky, p, 0.03)); // 3 binomials of 5,000: 4σ
        Assert.All(row.Values.Zip(row.Risky), p => Assert.Equal(0.6 - 0.1 * p.Second, p.First, 1e-6));
    }

    [Fact]
    public void Returns_draw_lucky_starts_and_advantages_do_not()
    {
        var cell = new LuckyStartsStudy().Cells(Profile.Standard)[0];
        LuckyStartsResult result = new LuckyStartsStudy().Run(cell with { Seeds = [1, 2, 3, 4] }, Context(1, 2, 3, 4));
        Assert.All(result.Rows, row => Assert.All(row.Scores, score => Assert.InRange(score, 0, 1 + 1e-4)));
        Assert.Equal(0.2, result.Of(WeightedSamplers.Uniform).LuckiestMass.Average(), 0.06);
        Assert.Equal(0.2, result.Of(WeightedSamplers.Advantage).LuckiestMass.Average(), 0.15);
        Assert.True(result.Of(WeightedSamplers.Return).LuckiestMass.Average() > 0.5);
    }
}
