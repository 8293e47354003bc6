using Offprint.Agents.Bandits;
using Offprint.Cards;
using Offprint.Environments.Marketplace;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

using LearningCell = CellResult<LearningSettings, LearningResult>;

/// <summary>
/// The abstract's sentences, decided on a simulator: the paper's data are private, and its figures could not be read. The thresholds are
/// ours and were set before the results.
/// </summary>
internal static class AdLoadClaims
{
    private static AdLoadBalancingPaper P => Papers.AdLoadBalancing;

    public static IReadOnlyList<Claim> All { get; } =
    [
        new("users-differ", "One extra ad drives newcomers out at least twice as often as power users.",
            "Abstract: users' sensitivity to ads differs", null, UsersDiffer)
            { Quantity = "effect on exits, newcomers over power users" },
        new("positions-differ", "One extra ad in the first fetch drives out at least 1.4 times as many users as one in the sixth.",
            "Abstract: it depends on the position inside the session", null, PositionsDiffer)
            { Quantity = "effect on exits, fetch 1 over fetch 6" },
        new("both-improve", "In at least four of five logs the policy learned by DR, and that by IPS or SNIPS, beats static 2 in " +
            "next-day return and in revenue at once (p < 0.05 each, Holm's correction).",
            "Abstract: satisfaction and revenue rise together in A/B tests", null, BothImprove)
        {
            Quantity = "logs of five",
            Why = "in four of five logs no policy passes the guardrail, as the one-step return of 12,000 choosing users is known to " +
                "±0.015, more than the gains in question; the one with the best lower end is taken then, mostly the most cautious. Two " +
                "of fifteen chosen policies gain both, in different logs; at other weights the same logs hold more of them",
        },
        new("unbiased", "IPS, SNIPS and DR are unbiased: at every size of the log their bias is within three standard errors of zero.",
            "Abstract: unbiased estimators", 0, Unbiased) { Quantity = "greatest bias in standard errors" },
        new("robust-error", "DR's error is no greater than IPS's on logs of 1,000 sessions or more.", "Abstract: IPS and DR estimators",
            null, RobustError) { Quantity = "greatest ratio of root mean square errors, DR over IPS" },
        new("ranking", "DR's estimates rank all policies as the truth does: a rank correlation of at least 0.9 in every log.",
            "Abstract: evaluation from logged data", null, Ranking) { Quantity = "least rank correlation" },
        new("user-features", "Policies that do not see the user lose a part of the area under the front of return and revenue: the " +
            "interval over logs excludes zero.", "Abstract: static rules ignore that users differ", null,
            results => Features(results, FeatureSet.SessionOnly))
        {
            Quantity = "share of the area that is lost",
            Why = "the area was set to begin at static 4, whose revenue is close to the greatest there is: it measures the corner of " +
                "greatest revenue alone, where five logs do not tell; further right the front that sees the user lies above the other",
        },
        new("session-features", "Policies that do not see the session lose a part of that area, too: the interval excludes zero.",
            "Abstract: static rules ignore the position", null, results => Features(results, FeatureSet.UserOnly))
            { Quantity = "share of the area that is lost" },
        new("static-loads", "With more ads posts, return and exits worsen at every step, and revenue is greatest at three ads a fetch, " +
            "95 % intervals apart.", "The simulator's trade-off", null, StaticLoads)
            { Kind = ClaimKind.Ours, Quantity = "revenue a session at three ads over at four" },
        new("clipping-biases", "Weights clipped at three bias IPS by at least five standard errors at every size.",
            "The price of clipping", null, ClippingBiases)
            { Kind = ClaimKind.Ours, Quantity = "least bias in standard errors" },
        new("weights-average-one", "The weights of the evaluated rule average one at every size of the log, within four standard errors.",
            "An identity of importance weights", 1, WeightsAverageOne)
            { Kind = ClaimKind.Control, Quantity = "mean weight furthest from one" },
    ];

    /// <summary>The DR network's area under the front, and what one that sees less has of it, log by log.</summary>
    public static (double[] Full, double[] Less) Areas(PaperResults results, FeatureSet features)
    {
        var cells = Full(results);
        return ([.. cells.Select(c => Area(c, FeatureSet.All))], [.. cells.Select(c => Area(c, features))]);

        static double Area(LearningCell cell, FeatureSet set) => Front.Area(
            Of(cell, l => l.Is(PolicyObjective.DoublyRobust, features: set)), cell.Result.Policies.Single(p => p.Name == "static 4"));
    }

    /// <summary>The policies of learners.</summary>
    public static IEnumerable<PolicyNumbers> Of(LearningCell cell, Predicate<Learner> which) =>
        cell.Result.Policies.Where(p => p.Learner >= 0 && which(cell.Settings.Learners[p.Learner]));

    /// <summary>The cells of profiles that have all learners.</summary>
    public static IReadOnlyList<LearningCell> Full(PaperResults results)
    {
        var cells = results.Of(P.Learning);
        return cells[0].Settings.Learners.Any(l => l.Features != FeatureSet.All) ? cells
            : throw new MissingResultsException("This profile leaves out the learners that see less.");
    }

    private static IReadOnlyList<int> Seeds(IEnumerable<LearningCell> cells) => [.. cells.SelectMany(c => c.Cell.Seeds)];

    private static ClaimOutcome UsersDiffer(PaperResults results) =>
        Ratio(results, r => (r.Of(Cohort.Newcomer).Exit, r.Of(Cohort.Power).Exit), 2);

    private static ClaimOutcome PositionsDiffer(PaperResults results) =>
        Ratio(results, r => (r.AtFetch(1).Exit, r.AtFetch(6).Exit), 1.4);

    private static ClaimOutcome Ratio(PaperResults results, Func<EffectResult, (Measured, Measured)> pair, double least)
    {
        var cell = results.Of(P.Effects)[0];
        (Measured above, Measured below) = pair(cell.Result);
        double ratio = above.Value / below.Value;
        double half = 1.96 * Math.Abs(ratio) * Math.Sqrt(Math.Pow(above.Error / above.Value, 2) + Math.Pow(below.Error / below.Value, 2));
        return ClaimOutcome.From(ratio >= least, ratio, new(ratio - half, ratio + half, 0.95, "delta method"), cell.Cell.Seeds,
            $"{above.Value:P2} against {below.Value:P2}, {cell.Settings.Users:N0} sessions");
    }

    private static ClaimOutcome BothImprove(PaperResults results)
    {
        var cells = Full(results);
        bool[] both = [.. cells.Select(c => Wins(c, PolicyObjective.DoublyRobust)
            && (Wins(c, PolicyObjective.InversePropensity) || Wins(c, PolicyObjective.SelfNormalized)))];
        return ClaimOutcome.From(both.Count(b => b) >= 4, both.Count(b => b), null, Seeds(cells),
            $"{cells[0].Settings.TestUsers:N0} users an arm", CardTable.Of("", cells, [("log", c => c.Cell.Seeds[0]),
                .. new[] { PolicyObjective.DoublyRobust, PolicyObjective.InversePropensity, PolicyObjective.SelfNormalized }.Select(o =>
                    ((TableColumn)o.ToString(), (Func<LearningCell, TableCell>)(c => TableCell.YesNo(Wins(c, o)))))]));
    }

    private static bool Wins(LearningCell cell, PolicyObjective objective)
    {
        ExperimentOutcome test = cell.Result.Experiments.Single(e => e.Chosen && cell.Settings.Learners[e.Learner].Is(objective));
        return test.Of("next-day return").Improves && test.Of("revenue").Improves;
    }

    private static List<CellResult<EstimatorSettings, EstimatorResult>> Logged(PaperResults results) =>
        [.. results.Of(P.Estimation).Where(c => c.Settings.Propensities == PropensitySource.Logged)];

    private static ClaimOutcome Unbiased(PaperResults results)
    {
        var cells = Logged(results);
        InversePropensity[] weighted = [EstimatorStudy.Ips, EstimatorStudy.SelfNormalized];
        var biases = cells.SelectMany(c => weighted.Append<OffPolicyEstimator>(EstimatorStudy.Robust).Select(e => c.Result.Of(e).Bias))
            .Select(b => b.Value / b.Error).ToList();
        double greatest = biases.MaxBy(Math.Abs);
        return ClaimOutcome.From(Math.Abs(greatest) <= 3, greatest, null, cells[0].Cell.Seeds,
            $"of {biases.Count} biases, {cells[0].Settings.Repetitions} logs each; the truth's error is part of theirs");
    }

    private static ClaimOutcome ClippingBiases(PaperResults results)
    {
        var cells = Logged(results);
        double[] biases = [.. cells.Select(c => c.Result.Of(EstimatorStudy.Clipped).Bias).Select(b => Math.Abs(b.Value / b.Error))];
        return ClaimOutcome.From(biases.Min() >= 5, biases.Min(), null, cells[0].Cell.Seeds,
            $"{cells[0].Settings.Repetitions} logs a size");
    }

    private static ClaimOutcome RobustError(PaperResults results)
    {
        var cells = Logged(results).Where(c => c.Settings.Sessions >= 1000).ToList();
        double[] ratios = [.. cells.Select(c =>
            c.Result.Of(EstimatorStudy.Robust).RootMeanSquare / c.Result.Of(EstimatorStudy.Ips).RootMeanSquare)];
        return ClaimOutcome.From(ratios.Max() <= 1, ratios.Max(), null, cells[0].Cell.Seeds,
            $"{string.Join(", ", cells.Zip(ratios, (c, r) => $"{c.Settings.Sessions:N0} sessions: {r:0.000}"))}");
    }

    private static ClaimOutcome Ranking(PaperResults results)
    {
        var cells = Full(results);
        double[] correlations = [.. cells.Select(c => RankCorrelation.Spearman(
            [.. c.Result.Policies.Select(p => p.Robust.Value)], [.. c.Result.Policies.Select(p => p.Truth.Value)]))];
        return ClaimOutcome.From(correlations.Min() >= 0.9, correlations.Min(), null, Seeds(cells),
            $"{cells[0].Result.Policies.Count} policies a log, ω = {cells[0].Settings.EvaluationWeight}");
    }

    private static ClaimOutcome Features(PaperResults results, FeatureSet less)
    {
        (double[] full, double[] part) = Areas(results, less);
        if (full.Length < 2)
            return ClaimOutcome.Undecided("One log has no spread; the standard profile has five.");
        Estimate lost = MeanInterval.StudentT([.. full.Zip(part, (f, p) => 1 - p / f)]);
        Verdict verdict = lost.Interval.Low > 0 ? Verdict.Holds : lost.Interval.High < 0 ? Verdict.DoesNotHold : Verdict.Undecided;
        return new(verdict, lost.Value, lost.Interval, Seeds(Full(results)), "the same users under all policies");
    }

    private static ClaimOutcome StaticLoads(PaperResults results)
    {
        var cells = Enumerable.Range(0, 5).Select(k => results.Of(P.Deployment, s => s.Policy.Equals(new StaticRule(k)))).ToList();
        if (cells[0].Settings.Users < 500_000)
            throw new MissingResultsException(
                $"This profile leaves out the users that tell three ads from four: it has {cells[0].Settings.Users:N0}.");
        DeploymentResult[] loads = [.. cells.Select(c => c.Result)];
        bool worsens = loads.Zip(loads.Skip(1)).All(p => p.Second.Posts.High < p.First.Posts.Low
            && p.Second.Return.High < p.First.Return.Low
            && p.Second.ExitRate.Low > p.First.ExitRate.High);
        bool peak = loads.Where((_, k) => k != 3).All(other => other.Revenue.High < loads[3].Revenue.Low);
        return ClaimOutcome.From(worsens && peak, loads[3].Revenue.Value / loads[4].Revenue.Value, null, [1],
            worsens ? peak ? null : "the peak is not at three" : "not every step worsens all three");
    }

    private static ClaimOutcome WeightsAverageOne(PaperResults results)
    {
        var cells = Logged(results);
        Measured[] means = [.. cells.Select(c => c.Result.MeanWeight)];
        Measured furthest = means.MaxBy(m => Math.Abs(m.Value - 1))!;
        return ClaimOutcome.From(means.All(m => Math.Abs(m.Value - 1) <= 4 * m.Error), furthest.Value,
            furthest.ToEstimate("over logs").Interval, cells[0].Cell.Seeds);
    }
}
