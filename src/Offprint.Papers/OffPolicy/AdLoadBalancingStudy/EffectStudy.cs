using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Environments.Marketplace;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>One extra ad in a logged fetch, the session going on under the logging policy.</summary>
/// <param name="Users">Logged sessions.</param>
/// <param name="From">Ads before.</param>
/// <param name="Replicates">Branches a fetch and action.</param>
public sealed record EffectSettings(
    [property: Range(100, 1_000_000)] int Users, [property: Range(0, 3)] int From, [property: Range(1, 100)] int Replicates) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("from", From);
}

/// <summary>The effect of one extra ad on a group of fetches.</summary>
/// <param name="Group">A cohort, or a fetch's number.</param>
/// <param name="ByFetch">Whether the group is a fetch's number.</param>
/// <param name="Fetches">How many fetches.</param>
/// <param name="Exit">On the probability of leaving after the fetch.</param>
/// <param name="Depth">On posts from the fetch on.</param>
/// <param name="Return">On the probability of coming back.</param>
/// <param name="Revenue">On the fetch's revenue.</param>
public sealed record ExtraAdEffect(
    string Group, bool ByFetch, int Fetches, Measured Exit, Measured Depth, Measured Return, Measured Revenue);

/// <summary>The effects of all groups.</summary>
/// <param name="Groups">Four cohorts and ten fetches.</param>
public sealed record EffectResult(IReadOnlyList<ExtraAdEffect> Groups)
{
    internal ExtraAdEffect Of(Cohort cohort) => Groups.Single(g => !g.ByFetch && g.Group == cohort.ToString());

    internal ExtraAdEffect AtFetch(int fetch) => Groups.Single(g => g.ByFetch && g.Group == KeyText.Of(fetch));
}

/// <summary>The paper's motivating analysis: users differ in what an ad does to them, and so do positions in the session.</summary>
public sealed class EffectStudy : Experiment<EffectSettings, EffectResult>
{
    private const int Fetches = 10;

    /// <inheritdoc/>
    public override string Name => "effects";

    /// <inheritdoc/>
    public override string Title => "What one extra ad does, by cohort and by fetch";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<EffectSettings>> Cells(Profile profile) =>
        [Cell.Of(new EffectSettings(profile == Profile.Smoke ? 5000 : 100_000, 2, profile == Profile.Smoke ? 1 : 4), [1])];

    /// <inheritdoc/>
    public override EffectResult Run(Cell<EffectSettings> cell, RunContext context)
    {
        var market = new AdLoadMarketplace();
        AdLoadLog log = market.Log(new LoggingRule(), cell.Settings.Users, context.Seeds[0].Derive("effects"));
        context.Mark<double>("log", log.Satisfaction);
        AdLoadBranches branches = market.Branch(log, new LoggingRule(), cell.Settings.Replicates, context.Seeds[0].Derive("branches"),
            (_, a) => a == cell.Settings.From || a == cell.Settings.From + 1, share => context.Report(share, 1, "branches"));
        var groups = new List<ExtraAdEffect>();
        foreach (Cohort cohort in Enum.GetValues<Cohort>())
            groups.Add(Effect(log, branches, cell.Settings.From, cohort.ToString(), false, i => log.Cohorts[log.User[i]] == cohort));
        for (int fetch = 1; fetch <= Fetches; fetch++)
            groups.Add(Effect(log, branches, cell.Settings.From, KeyText.Of(fetch), true, i => log.Fetch[i] == fetch));
        return new(groups);
    }

    private static ExtraAdEffect Effect(
        AdLoadLog log, AdLoadBranches branches, int from, string group, bool byFetch, Predicate<int> belongs)
    {
        int[] rows = [.. Enumerable.Range(0, log.Rows).Where(i => belongs(i))];
        int[] users = [.. rows.Select(i => log.User[i])];
        return new(group, byFetch, rows.Length, Of(branches.Exit), Of(branches.Posts), Of(branches.Return), Of(branches.Revenue));

        Measured Of(double[] column)
        {
            int actions = AdLoadMarketplace.Actions;
            var parts = new Contributions(rows.Length, 1,
                [.. rows.Select(i => column[i * actions + from + 1] - column[i * actions + from])], null);
            return Measured.Of(new(parts.Value, new StudentInterval().Of(parts, users)));
        }
    }
}
