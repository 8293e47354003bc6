using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Statements that exact or nearly exact problems decide.</summary>
internal static class BanditClaims
{
    private const double Best = 0.6;

    public static IEnumerable<Claim> All()
    {
        yield return new("improvement",
            "On random MDPs, behavior restricted to its actions of positive advantage never has a lower return.",
            "Section 4, behavior policy improvement", null, Improvement)
        {
            Quantity = "least gain",
        };
        yield return new("bandit-distance",
            "On a log of which four fifths are poor, A2PR ends at most half as far from the best action as TD3+BC, with disjoint " +
            "intervals.",
            "Section 1, needless conservativeness", null, Distance)
        {
            Quantity = "ratio of distances, A2PR over TD3+BC",
        };
        yield return new("bandit-fixed-point", "There TD3+BC ends within 0.05 of the closed form of its fixed point, in each coordinate.",
            "Section 1, closed form of the constraint", null, FixedPoint)
        {
            Quantity = "largest deviation of a coordinate",
        };
        yield return new("bandit-model", "A model of good actions samples actions of higher mean reward than a model of all actions.",
            "Section 4, elevating positive behavior learning", null, Model)
        {
            Quantity = "difference of mean rewards",
        };
    }

    /// <summary>Distances of final actions from the best one.</summary>
    public static double[] Distances(BanditResult result) =>
        [.. result.EndPoints.Select(e => Math.Sqrt(e.Sum(c => (c - Best) * (c - Best))))];

    /// <summary>The quadratic bandit's cell of a method.</summary>
    public static CellResult<BanditSettings, BanditResult> Quadratic(PaperResults results, Method method) =>
        Of(results, BanditProblem.Quadratic, method);

    /// <summary>The cell of a method.</summary>
    public static CellResult<BanditSettings, BanditResult> Of(PaperResults results, string problem, Method method) =>
        results.Of(Papers.A2pr.Bandit).FirstOrDefault(c => c.Settings.Problem == problem && c.Settings.Method.Equals(method))
            ?? throw new MissingResultsException($"The bandit's results lack '{method.Label}' on {problem}.");

    /// <summary>A2PR with w₁ = w₂ = 1.</summary>
    public static Method A2pr => BanditStudy.Methods.A2pr(BanditStudy.Tuning());

    /// <summary>TD3+BC with A2PR's networks.</summary>
    public static Method Matched => BanditStudy.Methods.Matched(BanditStudy.Tuning());

    /// <summary>A2PR whose model learns from all actions.</summary>
    public static Method AllActions => BanditStudy.Methods.Without("model of all actions", BanditStudy.Tuning());

    private static ClaimOutcome Improvement(PaperResults results)
    {
        var cell = results.Of(Papers.A2pr.Improvement)[0];
        double[] gains = [.. cell.Result.Restricted.Zip(cell.Result.Behavior, (r, b) => r - b)];
        return ClaimOutcome.From(gains.Min() >= -1e-12, gains.Min(), seeds: cell.Cell.Seeds,
            note: $"least gain; on average {NumberText.Format(gains.Average())} on returns of " +
                $"{NumberText.Format(cell.Result.Behavior.Average())}, exact values");
    }

    private static ClaimOutcome Distance(PaperResults results)
    {
        var cell = Quadratic(results, A2pr);
        Estimate ours = MeanInterval.StudentT(Distances(cell.Result)),
            plain = MeanInterval.StudentT(Distances(Quadratic(results, Matched).Result));
        bool holds = ours.Value <= plain.Value / 2 && ours.Interval.High < plain.Interval.Low;
        return ClaimOutcome.From(holds, ours.Value / plain.Value, seeds: cell.Cell.Seeds,
            note: $"ratio of mean distances, {ours} to {plain}, w₂ = 1");
    }

    private static ClaimOutcome FixedPoint(PaperResults results)
    {
        var cell = Quadratic(results, Matched);
        double point = BanditProblem.FixedPoint(BanditStudy.Tuning().Alpha, BanditStudy.Tuning().ConstraintWeight);
        double[] mean = [.. Enumerable.Range(0, 2).Select(c => cell.Result.EndPoints.Average(e => e[c]))];
        double worst = mean.Max(c => Math.Abs(c - point)), single = cell.Result.EndPoints.Max(e => e.Max(c => Math.Abs(c - point)));
        return ClaimOutcome.From(worst <= 0.05, worst, seeds: cell.Cell.Seeds,
            note: $"largest deviation of the mean end point from ({point:F4}, {point:F4}); of a single seed's {NumberText.Format(single)}");
    }

    private static ClaimOutcome Model(PaperResults results)
    {
        var cell = Quadratic(results, A2pr);
        var gain = PairedDifference.Of([.. cell.Result.ModelReward], [.. Quadratic(results, AllActions).Result.ModelReward]);
        return ClaimOutcome.From(gain.Difference.Interval.Low > 0, gain.Difference.Value, gain.Difference.Interval, cell.Cell.Seeds,
            $"difference of mean true rewards; {NumberText.Format(cell.Result.ModelReward.Average())} with the gate");
    }
}
