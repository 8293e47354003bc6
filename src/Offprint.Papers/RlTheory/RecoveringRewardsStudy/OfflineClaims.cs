using Offprint.Agents.Bandits;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Statements on planning with known curves.</summary>
internal static class OfflineClaims
{
    private const double Rounding = 1e-6;

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("order",
            "On every small instance the periodic policy earns at most the exact optimum, and the optimum at most the upper bound.",
            "abstract: offline benchmark", null, Order)
        {
            Kind = ClaimKind.Control, // mathematics, as the three below: only a bug could break it
            Quantity = "least difference of the ordered values",
        };
        yield return new Claim("quarter", "With K = 1 the periodic policy never earns less than a quarter of the upper bound.",
            "guarantee at K = 1, as later papers state it", 0.25, Quarter)
        {
            Kind = ClaimKind.Control,
            Quantity = "least ratio to the upper bound",
        };
        yield return new Claim("guarantee", "No instance falls below the guarantee γ_K = 1 − O(1/√K), the best over all period sets D[a].",
            "abstract: approximation ratio", null, Guarantee)
        {
            Kind = ClaimKind.Control,
            Quantity = "least distance above γ_K",
        };
        yield return new Claim("schedules",
            "In every schedule gaps equal periods exactly, and no period needs more than K pulls over a whole cycle.",
            "abstract: Purely Periodic Policies", null, Schedules)
        {
            Kind = ClaimKind.Control,
            Quantity = "violations",
        };
        yield return new Claim("ratio-grows",
            "The mean ratio rises with K (Spearman above 0.9), is at least 0.95 from K = 8 on, and the gaps at K = 4 and 64 have " +
            "disjoint intervals.",
            "abstract: asymptotically optimal in K", null, RatioGrows)
        {
            Quantity = "Spearman correlation of mean ratio and K",
        };
        yield return new Claim("ratio-rate",
            "The gap 1 − ratio falls at least as fast as 1/√K: its log-log slope against K is at most −1/2.",
            "abstract: 1 − O(1/√K)", -0.5, RatioRate)
        {
            Quantity = "slope of 1 − ratio in K",
        };
    }

    /// <summary>The log-log slope of the mean gap against K; seeds, which share no instance between K, are resampled together.</summary>
    public static Estimate GapSlope(PaperResults results)
    {
        var cells = results.Of(Papers.RecoveringRewards.Ratios).OrderBy(c => c.Settings.Pulls).ToList();
        return MeanSlope.Of([.. cells.Select(c => (double)c.Settings.Pulls)],
            [.. cells.Select(c => (IReadOnlyList<double>)[.. c.Result.Of(RatioStudy.Periodic).Select(r => 1 - r)])]);
    }

    /// <summary>The least ratio of all instances with K = 1, small and large.</summary>
    public static double LeastAtOne(PaperResults results)
    {
        var tiny = results.Of(Papers.RecoveringRewards.Tiny, "k1").Result;
        return Math.Min(tiny.Periodic.Zip(tiny.UpperBound, (p, u) => p / u).Min(),
            results.Of(Papers.RecoveringRewards.Ratios, "k1").Result.Of(RatioStudy.Periodic).Min());
    }

    private static ClaimOutcome Order(PaperResults results)
    {
        double worst = double.PositiveInfinity;
        int instances = 0;
        foreach (var r in results.Of(Papers.RecoveringRewards.Tiny).Select(c => c.Result))
        {
            for (int i = 0; i < r.Optimum.Count; i++, instances++)
                worst = Math.Min(worst, Math.Min(r.Optimum[i] - r.Periodic[i], r.UpperBound[i] - r.Optimum[i]));
        }
        double share = results.Of(Papers.RecoveringRewards.Tiny).SelectMany(c => c.Result.Periodic.Zip(c.Result.Optimum, (p, o) => p / o))
            .Average();
        return ClaimOutcome.From(worst >= -1e-9, Math.Round(worst, 12) + 0.0,
            note: $"least difference over {instances} instances; on average the periodic policy earns {share:P1} of the optimum",
            seeds: results.Of(Papers.RecoveringRewards.Tiny)[0].Cell.Seeds);
    }

    private static ClaimOutcome Quarter(PaperResults results)
    {
        var ratios = results.Of(Papers.RecoveringRewards.Ratios, "k1");
        double worst = LeastAtOne(results);
        return ClaimOutcome.From(worst >= 0.25 - Rounding, worst,
            note: "least ratio of all instances with K = 1, small ones included: random instances are far from the worst case",
            seeds: ratios.Cell.Seeds);
    }

    private static ClaimOutcome Guarantee(PaperResults results)
    {
        var rows = results.Of(Papers.RecoveringRewards.Tiny)
            .Select(c => (c.Settings.Pulls, Least: c.Result.Periodic.Zip(c.Result.UpperBound, (p, u) => p / u).Min()))
            .Concat(results.Of(Papers.RecoveringRewards.Ratios)
                .Select(c => (c.Settings.Pulls, Least: c.Result.Of(RatioStudy.Periodic).Min())))
            .GroupBy(r => r.Pulls, r => r.Least).OrderBy(g => g.Key)
            .Select(g => (K: g.Key, Least: g.Min(), Gamma: PeriodicPlanner.Guarantee(g.Key, g.Key))).ToList();
        double worst = rows.Min(r => r.Least - r.Gamma);
        var detail = CardTable.Of("", rows, ("K", r => r.K), ("Least ratio", r => r.Least), ("γ_K", r => r.Gamma));
        return ClaimOutcome.From(worst >= -Rounding, worst, note: "least distance above γ_K", detail: detail,
            seeds: results.Of(Papers.RecoveringRewards.Ratios)[0].Cell.Seeds);
    }

    private static ClaimOutcome Schedules(PaperResults results)
    {
        int violations = results.Of(Papers.RecoveringRewards.Tiny).Sum(c => c.Result.Violations) +
            results.Of(Papers.RecoveringRewards.Ratios).Sum(c => c.Result.Violations);
        int schedules = results.Of(Papers.RecoveringRewards.Tiny).Sum(c => c.Cell.Seeds.Count) +
            results.Of(Papers.RecoveringRewards.Ratios).Sum(c => c.Cell.Seeds.Count);
        return ClaimOutcome.From(violations == 0, violations,
            note: $"violations in {schedules} schedules, each gone through period by period",
            seeds: results.Of(Papers.RecoveringRewards.Ratios)[0].Cell.Seeds);
    }

    private static ClaimOutcome RatioGrows(PaperResults results)
    {
        var rows = results.Of(Papers.RecoveringRewards.Ratios).OrderBy(c => c.Settings.Pulls)
            .Select(c => (K: c.Settings.Pulls, Ratio: MeanInterval.StudentT([.. c.Result.Of(RatioStudy.Periodic)]))).ToList();
        if (rows.All(r => r.K != 64))
            throw new MissingResultsException("This profile leaves out K = 64.");
        double spearman = RankCorrelation.Spearman([.. rows.Select(r => (double)r.K)], [.. rows.Select(r => r.Ratio.Value)]);
        bool high = rows.Where(r => r.K >= 8).All(r => r.Ratio.Value >= 0.95);
        Interval few = rows.Single(r => r.K == 4).Ratio.Interval, many = rows.Single(r => r.K == 64).Ratio.Interval;
        var detail = CardTable.Of("", rows, ("K", r => r.K), ("Mean ratio", r => r.Ratio));
        return ClaimOutcome.From(spearman > 0.9 && high && many.Low > few.High, spearman, detail: detail,
            seeds: results.Of(Papers.RecoveringRewards.Ratios)[0].Cell.Seeds,
            note: $"Spearman; mean ratio {rows[0].Ratio.Value:F3} at K = 1, {rows.Single(r => r.K == 8).Ratio.Value:F3} at 8, " +
                $"{rows[^1].Ratio.Value:F3} at {rows[^1].K}");
    }

    private static ClaimOutcome RatioRate(PaperResults results)
    {
        if (results.Of(Papers.RecoveringRewards.Ratios).Count < 4)
            throw new MissingResultsException("This profile leaves out most K.");
        var slope = GapSlope(results);
        return ClaimOutcome.From(slope.Interval.High <= -0.5, slope.Value, slope.Interval,
            results.Of(Papers.RecoveringRewards.Ratios)[0].Cell.Seeds,
            "decided by the interval; the paper bounds the worst case, random instances may be faster");
    }
}

/// <summary>Power laws of a mean over seeds.</summary>
internal static class MeanSlope
{
    /// <summary>The log-log slope of the mean over seeds, with a bootstrap over seeds.</summary>
    /// <param name="x">Positive values.</param>
    /// <param name="values">For each x, one value a seed.</param>
    public static Estimate Of(double[] x, IReadOnlyList<IReadOnlyList<double>> values)
    {
        double Slope(ReadOnlySpan<int> rows)
        {
            double[] means = new double[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                foreach (int row in rows)
                    means[i] += values[i][row] / rows.Length;
            }
            return LogLogFit.Of(x, means).Slope.Value;
        }
        int seeds = values[0].Count;
        var resampling = Resampling.Plain(seeds);
        return new(Slope([.. Enumerable.Range(0, seeds)]), Bootstrap.OfRows(resampling, Slope, new() { Resamples = 2000 }));
    }
}
