using Offprint.Agents.Collection;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Claims of part B.</summary>
internal static class WeightingHopperClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new Claim("mixed-gain",
            "On hopper-random-expert with 5 % and 10 % of good data, AW lifts TD3+BC by at least 20 points over uniform sampling, 95 % " +
            "intervals apart, and is no worse than the top 10 %.",
            "Section 5", 55.7, MixedGain)
        {
            Quantity = "the smaller gain of AW over uniform, points",
            Why = "the learner itself is weak at this scale: on the pure expert log TD3+BC scores 32 ± 26 " +
                "after 10,000 updates of 64 units, where the behavior itself scores 80 (the paper: 110.5 after 500,000 updates of 256 " +
                "units). Cloning, without a critic, gains 60 and 58 points on the same mixtures",
        };
        yield return new Claim("mixed-iqm",
            "Over the eight mixed logs the interquartile mean of AW is above that of uniform sampling, and AW wins with probability " +
            "above 0.75.",
            "Section 5", null, MixedIqm)
        {
            Quantity = "probability that AW wins",
            Why = "the interquartile mean more than doubles, but on random-medium-50 AW loses: uniform sampling scores 28 there, and AW, " +
                "which draws medium rows only, 16; on medium rows alone TD3+BC scores 11",
        };
        yield return new Claim("no-harm",
            "On logs of one behavior (medium, expert) AW loses less than 10 points against uniform sampling: the 95 % interval of its " +
            "gain lies above −10.",
            "Section 5", null, NoHarm)
        {
            Quantity = "least low end of AW's gain over uniform, points",
            Why = "no loss is seen, the mean gains are 1 and 2 points, but none of this size is excluded: on hopper-expert seeds score " +
                "between 1 and 84 with either sampler, so that eight of them leave ±48 points",
            Former = new("On logs of one behavior (medium, expert) AW loses at most 10 points against uniform sampling.", Verdict.Holds,
                "it asked the mean over seeds alone, so that a wide interval could hide a loss of more than 10 points"),
        };
        yield return new Claim("gain-follows-spread",
            "Among the six mixed logs of one level the gain over uniform sampling is larger on the three of the largest √RPSV than on " +
            "the other three (one-sided permutation test within both levels, p < 0.05).",
            "Section 5", null, GainFollowsSpread)
        {
            Quantity = "difference of mean gains within a level, points",
            Why = "more good rows raise the spread, but also what uniform sampling reaches, from 7 to 28 and 30 points, while AW's " +
                "score hardly rises: with medium rows the gain falls with each larger spread, from 22 to −12 " +
                "points, with expert rows it shows no trend",
            Former = new("The gain over uniform sampling is larger on the four mixed logs of the largest √RPSV than on the other four " +
                "(one-sided permutation test, p < 0.05).", Verdict.DoesNotHold,
                "eight logs in which level and share of good data change together cannot tell what the gain follows"),
        };
        yield return new Claim("backbones",
            "Only the sampler changes: cloning, IQL and CQL gain from AW on hopper-random-expert with 10 % of good data, too.",
            "Section 5", null, OtherMethods)
        {
            Quantity = "least gain of AW over uniform, points",
            Why = "cloning gains 58 points and IQL 39; CQL is at the floor with either sampler, 3 points, in all seeds but one: 4,000 " +
                "updates with 4 sampled actions teach it nothing on this log, so that there is nothing to tell apart",
        };
        yield return new Claim("stochastic", "With noise on the executed actions, outside the theory, AW still beats uniform sampling.",
            "Section 5", null, Stochastic)
        {
            Quantity = "gain of AW over uniform, points",
        };
    }

    /// <summary>The cell of a mixed log.</summary>
    public static CellResult<Trial, TrialResult> Cell(TrainingStudy study, PaperResults results, DatasetLevel level, double share,
        Backbone backbone) =>
        results.Of(study).FirstOrDefault(cell => cell.Settings.Data is MixedLog log && log.Good.Recipe.Level == level
            && log.Share == share && backbone.Made(cell.Settings))
            ?? throw new MissingResultsException(FormattableString.Invariant(
                $"The results of {study.Name} lack {backbone.Name} on {100 * share} % {level}."));

    private static Estimate Mean(CellResult<Trial, TrialResult> cell, string sampler) =>
        WeightingExactClaims.Mean(cell.Of(sampler).FinalScores());

    private static ClaimOutcome MixedGain(PaperResults results)
    {
        var cells = new[] { 0.05, 0.1 }.Select(share => Cell(Papers.TrajectoryWeighting.Mixed, results, DatasetLevel.Expert, share,
            Backbones.Td3Bc)).ToList();
        var rows = cells.Select(cell => (cell.Settings.Data.Name, Uniform: Mean(cell, WeightedSamplers.Uniform),
            Top: Mean(cell, WeightedSamplers.TopTenth),
            Advantage: Mean(cell, WeightedSamplers.Advantage))).ToList();
        double least = rows.Min(row => row.Advantage.Value - row.Uniform.Value);
        bool holds = rows.All(row => row.Advantage.Value - row.Uniform.Value >= 20
            && row.Advantage.Interval.Low > row.Uniform.Interval.High && row.Advantage.Value >= row.Top.Value);
        return ClaimOutcome.From(holds, least, seeds: cells[0].Cell.Seeds, note: "the smaller of the two gains; t intervals",
            detail: CardTable.Of("", rows, ("Log", r => r.Name), (WeightedSamplers.Uniform, r => r.Uniform),
                (WeightedSamplers.TopTenth, r => r.Top), (WeightedSamplers.Advantage, r => r.Advantage)));
    }

    private static ClaimOutcome MixedIqm(PaperResults results)
    {
        var cells = results.Of(Papers.TrajectoryWeighting.Mixed);
        AggregateScores advantage = Aggregate(WeightedSamplers.Advantage), uniform = Aggregate(WeightedSamplers.Uniform);
        Estimate mine = advantage.InterquartileMean(), theirs = uniform.InterquartileMean(),
            wins = advantage.ProbabilityOfImprovementOver(uniform);
        return ClaimOutcome.From(mine.Value > theirs.Value && wins.Value > 0.75, wins.Value, wins.Interval, cells[0].Cell.Seeds,
            $"the probability of improvement; IQM {(TableCell)mine} against {(TableCell)theirs}");

        AggregateScores Aggregate(string sampler) => new([.. cells.Select(cell => cell.Of(sampler).FinalScores())]);
    }

    private static ClaimOutcome NoHarm(PaperResults results)
    {
        var cells = results.Of(Papers.TrajectoryWeighting.Regular)
            .Where(cell => cell.Settings.Data is RegeneratedLog { Recipe.Level: DatasetLevel.Medium or DatasetLevel.Expert }).ToList();
        var gains = cells.Select(cell => (cell.Settings.Data.Name, cell.Gain().Difference)).ToList();
        var worst = gains.MinBy(gain => gain.Difference.Interval.Low);
        return ClaimOutcome.From(worst.Difference.Interval.Low > -10, worst.Difference.Interval.Low, seeds: cells[0].Cell.Seeds,
            note: $"AW less uniform on {worst.Name}: {(TableCell)worst.Difference}",
            detail: CardTable.Of("", gains, ("Log", g => g.Name), ("AW − uniform", g => g.Difference)));
    }

    private static ClaimOutcome GainFollowsSpread(PaperResults results)
    {
        var cells = results.Of(Papers.TrajectoryWeighting.Mixed).Concat(results.Of(Papers.TrajectoryWeighting.Between)).ToList();
        var levels = cells.GroupBy(cell => ((MixedLog)cell.Settings.Data).Good.Recipe.Level)
            .Select(level => level.OrderBy(cell => cell.Result.Data!.Spread).ToList()).ToList();
        PermutationTest test = PermutationTest.GreaterWithin([.. levels.Select(level =>
            (Gains(level.Skip(level.Count / 2)), Gains(level.Take(level.Count / 2))))]);
        return ClaimOutcome.From(test.PValue < 0.05, test.Difference, seeds: cells[0].Cell.Seeds,
            note: $"p = {NumberText.Format(test.PValue)} ({test.Test})",
            detail: CardTable.Of("", levels.SelectMany(level => level), ("Log", cell => cell.Settings.Data.Name),
                ("√RPSV", cell => cell.Result.Data!.Spread), ("AW − uniform", cell => cell.Gain().Difference)));

        static IReadOnlyList<double> Gains(IEnumerable<CellResult<Trial, TrialResult>> logs) =>
            [.. logs.Select(cell => cell.Gain().Difference.Value)];
    }

    private static ClaimOutcome OtherMethods(PaperResults results)
    {
        var cells = new[] { Backbones.Cloning, Backbones.Iql, Backbones.Cql }
            .Select(backbone => Cell(Papers.TrajectoryWeighting.Backbones, results, DatasetLevel.Expert, 0.1, backbone)).ToList();
        var gains = cells.Select(cell => (Name: Backbones.Of(cell.Settings).Name, cell.Gain().Difference)).ToList();
        var worst = gains.MinBy(gain => gain.Difference.Interval.Low);
        return ClaimOutcome.From(gains.All(gain => gain.Difference.Interval.Low > 0), worst.Difference.Value, worst.Difference.Interval,
            cells[0].Cell.Seeds, $"AW less uniform with {worst.Name}",
            CardTable.Of("", gains, ("Method", g => g.Name), ("AW − uniform", g => g.Difference)));
    }

    private static ClaimOutcome Stochastic(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.Stochastic)[0];
        PairedDifference gain = cell.Gain();
        return ClaimOutcome.From(gain.Difference.Interval.Low > 0, gain.Difference.Value, gain.Difference.Interval, cell.Cell.Seeds,
            $"AW less uniform; uniform {(TableCell)Mean(cell, WeightedSamplers.Uniform)}, AW " +
                $"{(TableCell)Mean(cell, WeightedSamplers.Advantage)}");
    }
}
