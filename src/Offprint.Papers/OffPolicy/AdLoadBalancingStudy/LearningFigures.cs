using Offprint.Agents.Bandits;
using Offprint.Cards;
using Offprint.Environments.Marketplace;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>Learned policies.</summary>
internal static class LearningFigures
{
    private static AdLoadBalancingPaper P => Papers.AdLoadBalancing;

    private static (string Name, PolicyObjective Objective)[] Objectives =>
    [
        ("DR", PolicyObjective.DoublyRobust), ("IPS", PolicyObjective.InversePropensity), ("SNIPS", PolicyObjective.SelfNormalized),
        ("DM", PolicyObjective.Direct),
    ];

    /// <summary>Off-line estimates against the truth, first log.</summary>
    public static LineFigure OfflineTruth(PaperResults results)
    {
        var cell = results.Of(P.Learning)[0];
        List<Series> series = [.. Objectives.Select(o => Points(o.Name,
            AdLoadClaims.Of(cell, l => l.Options.Objective == o.Objective && l.Features == FeatureSet.All))).Where(s => s.X.Count > 0),
            Points("rules", cell.Result.Policies.Where(p => p.Learner < 0))];
        double low = series.Min(s => s.X.Min()), high = series.Max(s => s.X.Max());
        series.Add(new("estimate = truth", [low, high], [low, high]) { Stroke = Stroke.Dashed });
        double[] widths = [.. cell.Result.Policies.Select(p => (p.Robust.High - p.Robust.Low) / 2).Order()];
        return new("Off-line estimate against branch truth", series)
        {
            X = new("true one-step value"), Y = new("DR on the test users"), Colors = P.Colors,
            Caption = $"{cell.Result.Policies.Count} policies, ω = {cell.Settings.EvaluationWeight}, log {cell.Cell.Seeds[0]}; by color the " +
                $"learner's objective. The median of the 95 % bootstrap intervals, clustered by user, is ± {widths[widths.Length / 2]:G2}.",
        };

        static Series Points(string name, IEnumerable<PolicyNumbers> policies)
        {
            PolicyNumbers[] all = [.. policies];
            return new(name, [.. all.Select(p => p.Truth.Value)], [.. all.Select(p => p.Robust.Value)])
            {
                Stroke = Stroke.None, Markers = true,
            };
        }
    }

    /// <summary>Return and revenue of learned policies over ω, statics and rules beside them, first log.</summary>
    public static LineFigure ParetoFront(PaperResults results)
    {
        var cell = results.Of(P.Learning)[0];
        bool networks = cell.Settings.Learners.Any(l => l.Options.Hidden > 0);
        PolicyNumbers[] statics = [.. cell.Result.Policies.Where(p => p.Name.StartsWith("static", StringComparison.Ordinal))];
        PolicyNumbers[] rules = [.. cell.Result.Policies.Where(p => p.Learner < 0).Except(statics)];
        return new("Return against revenue",
        [
            Line("static", statics, Stroke.Dashed), Line("rules", rules, Stroke.None),
            .. Objectives.Select(o => Line(o.Name, AdLoadClaims.Of(cell, l => l.Is(o.Objective, networks)), Stroke.Solid))
                .Where(s => s.X.Count > 0),
        ])
        {
            X = new("next-day return"), Y = new("revenue a session"), Colors = P.Colors,
            Caption = $"Log {cell.Cell.Seeds[0]}; each policy acts in every fetch of the same {cell.Settings.FrontUsers:N0} users. Along " +
                "a learner's line ω, the weight of satisfaction, grows from left to right; static loads from 4 ads (left) to none (right).",
        };

        static Series Line(string name, IEnumerable<PolicyNumbers> policies, Stroke stroke)
        {
            PolicyNumbers[] all = [.. policies.OrderBy(p => p.Deployed.Return.Value)];
            return new(name, [.. all.Select(p => p.Deployed.Return.Value)], [.. all.Select(p => p.Deployed.Revenue.Value)])
                { Stroke = stroke, Markers = true };
        }
    }

    /// <summary>Ad-load by cohort and fetch.</summary>
    public static PanelFigure Maps(PaperResults results)
    {
        var cell = results.Of(P.Learning)[0];
        return new("Ads by cohort and fetch", [.. cell.Result.Maps.Select(m => new HeatMap(m.Name, [.. Enum.GetNames<Cohort>()],
            [.. Enumerable.Range(1, 10).Select(f => KeyText.Of(f))], m.Ads)
            { X = new("fetch"), Y = new("cohort"), ValueLabel = "ads", ShowValues = true })], 1)
        {
            Caption = "Mean ads on the test users' contexts. No policy sees the cohort: it sees noisy traits of the user.",
        };
    }

    /// <summary>Propensities of the log and weights of the chosen policy.</summary>
    public static PanelFigure Weights(PaperResults results)
    {
        var cell = results.Of(P.Learning)[0];
        ExperimentOutcome shown = cell.Result.Experiments.First(e => e.Chosen
            && cell.Settings.Learners[e.Learner].Options.Objective == PolicyObjective.DoublyRobust);
        PolicyNumbers policy = cell.Result.Policies.Single(p => p.Learner == shown.Learner && p.Weight == shown.Weight);
        return new("Propensities of the log, weights of the chosen policy", [.. cell.Result.Histograms.Select(h => new BarFigure(h.Name,
            [.. h.Edges.Select((e, i) => $"{NumberText.Format(e)}{(i + 1 < h.Edges.Count ? "" : "+")}")], [new(h.Name, h.Shares)])
            { X = new($"{h.Name}, bins begin at"), Y = new("share of the rows") })], 2)
        {
            Caption = $"{policy.Name}: effective sample size {policy.EffectiveSampleSize:N0} of the test users' rows.",
        };
    }
}
