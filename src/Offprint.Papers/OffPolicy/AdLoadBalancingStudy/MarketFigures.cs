using Offprint.Cards;
using Offprint.Environments.Marketplace;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>The marketplace: what ads do, on average, by cohort and by fetch.</summary>
internal static class MarketFigures
{
    private static AdLoadBalancingPaper P => Papers.AdLoadBalancing;

    /// <summary>Return and revenue against the static load.</summary>
    public static PanelFigure TradeOff(PaperResults results)
    {
        var cells = results.Of(P.Deployment);
        DeploymentResult[] loads = [.. Enumerable.Range(0, 5).Select(k =>
            cells.Single(c => c.Settings.Policy.Equals(new StaticRule(k))).Result)];
        double[] x = [0, 1, 2, 3, 4];
        (string, Func<DeploymentResult, Measured>)[] metrics =
        [
            ("next-day return", r => r.Return), ("posts a session", r => r.Posts), ("exits a fetch", r => r.ExitRate),
            ("revenue a session", r => r.Revenue),
        ];
        return new("Static ad-load: what users and the platform get", [.. metrics.Select(m =>
            new LineFigure(m.Item1, [Interval("static", x, [.. loads.Select(m.Item2)])]) { X = new("ads a fetch"), Y = new(m.Item1) })], 2)
        {
            Caption = $"{cells[0].Settings.Users:N0} users under each load; 95 % intervals are narrower than the markers.",
        };
    }

    /// <summary>The effect of an extra ad by cohort.</summary>
    public static PanelFigure Cohorts(PaperResults results)
    {
        var cell = results.Of(P.Effects)[0];
        ExtraAdEffect[] groups = [.. Enum.GetValues<Cohort>().Select(cell.Result.Of)];
        return new("One extra ad, by cohort", [.. Metrics.Select(m => new BarFigure(m.Name, [.. groups.Select(g => g.Group)],
        [
            new(m.Name, [.. groups.Select(g => m.Value(g).Value)])
                { Low = [.. groups.Select(g => m.Value(g).Low)], High = [.. groups.Select(g => m.Value(g).High)] },
        ]) { Y = new(m.Name) })], 2) { Caption = Caption(cell) };
    }

    /// <summary>The effect of an extra ad by fetch.</summary>
    public static PanelFigure Positions(PaperResults results)
    {
        var cell = results.Of(P.Effects)[0];
        ExtraAdEffect[] groups = [.. cell.Result.Groups.Where(g => g.ByFetch)];
        double[] x = [.. Enumerable.Range(1, groups.Length).Select(f => (double)f)];
        return new("One extra ad, by position in the session", [.. Metrics.Select(m =>
            new LineFigure(m.Name, [Interval(m.Name, x, [.. groups.Select(m.Value)])]) { X = new("fetch"), Y = new(m.Name) })], 2)
        {
            Caption = Caption(cell),
        };
    }

    internal static Series Interval(string name, double[] x, Measured[] y) => new(name, x, [.. y.Select(m => m.Value)])
    {
        Low = [.. y.Select(m => m.Low)], High = [.. y.Select(m => m.High)], Markers = true,
    };

    private static (string Name, Func<ExtraAdEffect, Measured> Value)[] Metrics =>
    [
        ("Δ exit probability", e => e.Exit), ("Δ posts from here on", e => e.Depth), ("Δ next-day return", e => e.Return),
        ("Δ revenue of the fetch", e => e.Revenue),
    ];

    private static string Caption(CellResult<EffectSettings, EffectResult> cell) =>
        $"{cell.Settings.From + 1} ads instead of {cell.Settings.From} in one logged fetch, then the logging policy; " +
        $"{cell.Settings.Users:N0} sessions, {cell.Settings.Replicates} branches a fetch; 95 % intervals clustered by user.";
}
