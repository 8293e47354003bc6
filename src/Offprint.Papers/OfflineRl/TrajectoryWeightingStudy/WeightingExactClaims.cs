using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Claims of part A.</summary>
internal static class WeightingExactClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new Claim("identity",
            "In deterministic MDPs with one start, cloning a weighted log is worth exactly the weighted mean of its returns (to 10⁻⁹).",
            "Section 4", null, Identity)
        {
            Quantity = "largest difference of values",
        };
        yield return new Claim("never-worse", "There, weighting by return is never worse than cloning.",
            "Section 4", null, NeverWorse)
        {
            Quantity = "share of MDPs",
        };
        yield return new Claim("spread-predicts-gain",
            "Its gain grows with the positive-sided spread of returns, √RPSV: the rank correlation over MDPs is positive.",
            "Section 3", null, Correlation)
        {
            Quantity = "Spearman correlation of spread and gain",
        };
        yield return new Claim("lucky-starts",
            "Where starts differ in luck, advantages beat returns and the top 10 % by at least 0.10 of the optimal value, and all three " +
            "beat uniform sampling.",
            "Section 4", null, Lucky)
        {
            Quantity = "AW less the better of RW and top 10 %",
        };
        yield return new Claim("gambling",
            "In a stochastic choice, π(risky) rises as α falls from 1, and at α = 0.1 the value is below that of uniform sampling.",
            "Section 4", null, Gambling)
        {
            Quantity = "J(α = 0.1) − J(uniform)",
        };
    }

    /// <summary>The mean of a sampler's scores with its t interval.</summary>
    public static Estimate Mean(IReadOnlyList<double> scores) => MeanInterval.StudentT([.. scores]);

    private static ClaimOutcome Identity(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.Identity)[0];
        double greatest = cell.Result.Rows.Max(row => row.Residual);
        return ClaimOutcome.From(greatest <= 1e-9, greatest, seeds: cell.Cell.Seeds,
            note: $"the greatest difference over {cell.Result.Rows.Count} MDPs");
    }

    private static ClaimOutcome NeverWorse(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.Identity)[0];
        int better = cell.Result.Rows.Count(row => row.Gain >= 0), all = cell.Result.Rows.Count;
        Estimate share = ProportionInterval.Wilson(better, all);
        return ClaimOutcome.From(better == all, share.Value, share.Interval, cell.Cell.Seeds,
            $"the share of {all} MDPs; the mean gain is {NumberText.Format(cell.Result.Rows.Average(row => row.Gain))}");
    }

    private static ClaimOutcome Correlation(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.Identity)[0];
        double[] spread = [.. cell.Result.Rows.Select(row => row.Spread)], gain = [.. cell.Result.Rows.Select(row => row.Gain)];
        var interval = Bootstrap.OfPairs(spread, gain, RankCorrelation.Spearman);
        return ClaimOutcome.From(interval.Low > 0, RankCorrelation.Spearman(spread, gain), interval, cell.Cell.Seeds,
            $"Spearman's correlation over {spread.Length} MDPs");
    }

    private static ClaimOutcome Lucky(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.LuckyStarts)[0];
        Estimate uniform = Of(WeightedSamplers.Uniform), top = Of(WeightedSamplers.TopTenth), byReturn = Of(WeightedSamplers.Return),
            advantage = Of(WeightedSamplers.Advantage);
        double margin = advantage.Value - Math.Max(top.Value, byReturn.Value);
        bool apart = advantage.Interval.Low > Math.Max(top.Interval.High, byReturn.Interval.High);
        bool above = Math.Min(Math.Min(top.Value, byReturn.Value), advantage.Value) > uniform.Value;
        return ClaimOutcome.From(margin >= 0.1 && apart && above, margin, seeds: cell.Cell.Seeds,
            note: "AW less the better of RW and top 10 %",
            detail: CardTable.Of("", cell.Result.Rows, ("Sampler", r => r.Sampler), ("Score", r => Mean(r.Scores))));

        Estimate Of(string sampler) => Mean(cell.Result.Of(sampler).Scores);
    }

    private static ClaimOutcome Gambling(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.Risk)[0];
        var rows = cell.Result.Rows.OrderBy(row => row.Temperature).ToList();
        var cool = rows.Where(row => row.Temperature <= 1).ToList();
        bool rises = Enumerable.Range(0, cell.Cell.Seeds.Count)
            .All(seed => cool.Zip(cool.Skip(1)).All(pair => pair.First.Risky[seed] > pair.Second.Risky[seed]));
        RiskRow cold = rows.First(row => row.Temperature == 0.1), uniform = rows[^1];
        PairedDifference loss = PairedDifference.Of([.. cold.Values], [.. uniform.Values]);
        return ClaimOutcome.From(rises && loss.Difference.Interval.High < 0, loss.Difference.Value, loss.Difference.Interval,
            cell.Cell.Seeds,
            "J(α = 0.1) − J(uniform); in the limit of much data " +
                $"{NumberText.Format(cell.Settings.Limit(0.1).Value - cell.Settings.Limit(double.PositiveInfinity).Value)}. " +
            $"At α = 2 the weights still favor the better mean: π(risky) is {NumberText.Format(cell.Settings.Limit(2).Risky)} in the " +
                "limit");
    }
}
