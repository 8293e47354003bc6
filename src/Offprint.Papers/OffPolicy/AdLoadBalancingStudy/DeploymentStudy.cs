using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Environments.Marketplace;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>A written-down policy that acts in every fetch.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Users">Fresh users, the same for all policies.</param>
public sealed record DeploymentSettings(AdLoadRule Policy, [property: Range(100, 10_000_000)] int Users) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Policy);
}

/// <summary>What a policy brings when it is deployed.</summary>
/// <param name="Return">The share of users who come back the next day.</param>
/// <param name="Posts">Posts viewed a session.</param>
/// <param name="ExitRate">Exits a fetch.</param>
/// <param name="AdLoad">Ads inserted a fetch.</param>
/// <param name="Revenue">Revenue a session.</param>
public sealed record DeploymentResult(Measured Return, Measured Posts, Measured ExitRate, Measured AdLoad, Measured Revenue)
{
    internal static DeploymentResult Of(AdLoadArm arm)
    {
        return new(Mean(arm.Returned), Mean(arm.Posts), Ratio(arm.Exits, arm.Fetches), Ratio(arm.Ads, arm.Fetches), Mean(arm.Revenue));

        static Measured Mean(double[] values) => Measured.Of(MeanInterval.StudentT(values));

        static Measured Ratio(double[] above, double[] below)
        {
            var parts = new Contributions(above.Length, 1, above, below);
            return Measured.Of(new(parts.Value, new StudentInterval().Of(parts)));
        }
    }
}

/// <summary>Static loads and hand-written rules, deployed.</summary>
public sealed class DeploymentStudy : Experiment<DeploymentSettings, DeploymentResult>
{
    /// <summary>The production baseline.</summary>
    public static StaticRule Baseline { get; } = new(2);

    /// <summary>All policies that somebody wrote down.</summary>
    internal static AdLoadRule[] Rules { get; } =
        [new StaticRule(0), new StaticRule(1), Baseline, new StaticRule(3), new StaticRule(4), new PositionRule(), new ToleranceRule()];

    /// <inheritdoc/>
    public override string Name => "deployment";

    /// <inheritdoc/>
    public override string Title => "Static loads and rules, deployed";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<DeploymentSettings>> Cells(Profile profile) =>
        [.. Rules.Append(new LoggingRule()).Select(rule => Cell.Of(new DeploymentSettings(rule,
            profile == Profile.Smoke ? 20_000 : 1_000_000), [1]))];

    /// <inheritdoc/>
    public override DeploymentResult Run(Cell<DeploymentSettings> cell, RunContext context) =>
        DeploymentResult.Of(new AdLoadMarketplace().Run(cell.Settings.Policy, cell.Settings.Users, context.Seeds[0].Derive("deployment")));
}
