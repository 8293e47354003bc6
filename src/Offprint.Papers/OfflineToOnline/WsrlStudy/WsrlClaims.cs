using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>Claims of part B, all decided by paired differences: a seed's methods share its pretraining.</summary>
internal static class WsrlClaims
{
    /// <summary>Why statements do not hold here, as far as we know.</summary>
    private static readonly Dictionary<string, string> s_reasons = new()
    {
        ["fall"] = "values rise in this maze, with and without retained rows: pretraining left them too low (−126 on the data; they " +
            "end at −101 either way), four of five pretrained policies reach the goal at once, and those rows correct values " +
            "upwards. What falls are single seeds' values: CQL's third and fifth, IQL's first and fifth, of which CQL's fifth alone " +
            "fails at the end",
        ["error-falls-with-retention"] = "three rows of 64 already bring the error down threefold, from 143 to 47, and sixteen change " +
            "nothing more (48)",
        ["retention-helps"] = "there is nothing left to gain: with or without retained rows Cal-QL succeeds in every one of its last " +
            "evaluations, in all five seeds",
        ["no-retention"] = "Cal-QL without retained data ends at 100 % as WSRL does, and CQL and IQL fall short in their fifth seed " +
            "only (IQL's for a time), where their values fall as the paper describes: the maze is too easy for a collapse",
        ["jsrl"] = "JSRL, too, ends at 100 % in all five seeds, only later: over the first half of the online steps it succeeds in 21 %, " +
            "WSRL in 94 %",
        ["dip"] = "one seed of five dips, from 80 to 40 %, and that in the warm-up, before any update; one fails at the switch and " +
            "later succeeds, three hardly change. Where the actor alone is carried over the four that succeeded fall to 0 and recover",
        ["warm-up-values"] = "the mean goes the paper's way, but only in the first seed are values much lower without a warm-up, so " +
            "that five seeds leave a wide interval",
        ["warm-up-score"] = "there is nothing to protect: without a warm-up all seeds succeed from the first evaluation on, while the " +
            "warm-up spends 500 steps with a frozen policy that fails in one of them",
        ["fall-large"] = "Cal-QL waits for a complete episode of up to 600 steps, so that the first fifth holds but 200 of its " +
            "updates. At the end of the run the values have fallen by 27 on average without retained rows, in four seeds of five, and " +
            "by 8 with them",
        ["error-on-data-large"] = "the direction is the paper's, a ratio of 2.6 after 3,400 updates and still growing, but on its " +
            "newest rows Cal-QL without data fits better, too, by a factor of nearly four: rows of other places do not compete for " +
            "its small networks",
        ["retention-helps-large"] = "three of the five seeds do better with retained rows, by 48 points on the mean, as the paper " +
            "says; two succeed either way, so that five seeds leave ±57",
        ["dip-large"] = "four of the five pretrained policies fail at the switch and cannot fall further; the fifth dips from 90 to " +
            "60 % in the warm-up, before any update. All five end at 100 %",
        ["warm-up-score-large"] = "values do fall further without a warm-up, by 56 on the newest rows, but four updates a step repair " +
            "that within 600 steps, while the warm-up spends half of these steps on a policy that fails in four seeds",
    };

    private const double EarlyShare = 0.2, FirstUpdates = 4000;

    public static IEnumerable<Claim> All() =>
    [
        .. Compared(large: false),
        new("error-falls-with-retention",
            "The final error of Cal-QL on the data falls with the retained share: 0, 5 and 25 % of each batch, in this order (geometric " +
            "means over seeds).", "Section 4", null, ErrorFallsWithRetention)
        { Quantity = "ratio of errors on the data, none over a quarter retained", Why = s_reasons["error-falls-with-retention"] },
        new("both-parts",
            "Pretrained actor and critics together are worth more than either alone: over the first half of the online steps both 95 % " +
            "paired intervals lie above 0.", "Section 6", null, BothParts)
        { Quantity = "lesser gain in mean success over the first half, points" },
        .. Compared(large: true),
    ];

    /// <summary>The statements of a comparison, the same in both mazes.</summary>
    private static IEnumerable<Claim> Compared(bool large)
    {
        string suffix = large ? "-large" : "", where = large ? "In the large maze: " : "";
        Claim Of(string id, string statement, string source, double? paper, string quantity, Func<PaperResults, ClaimOutcome> decide) =>
            new(id + suffix, where + statement, source, paper, decide)
            { Quantity = quantity, Why = s_reasons.GetValueOrDefault(id + suffix) };
        yield return Of("fall",
            "Without retained data Cal-QL's mean value of the discarded rows falls further in the first fifth of the online steps than " +
            "with half of each batch retained: the 95 % paired interval of the difference of falls lies above 0.", "Section 4", null,
            "further fall of mean Q on discarded rows without retention", results => Fall(results, large));
        yield return Of("error-on-data",
            "At the end the squared one-step error of Cal-QL on the discarded rows is more than three times as large without retained " +
            "data as with half of each batch, while those on its newest online rows differ by less than a factor of two (geometric means).",
            "Section 4", null, "ratio of errors on discarded rows, none over half retained", results => ErrorOnData(results, large));
        yield return Of("retention-helps",
            "Cal-QL ends with a higher success rate where half of each batch is retained: the 95 % paired interval lies above 0.",
            "Section 4", 43, "gain in final success, half over none retained, points",
            results => Higher(results.Run(WsrlTrials.Half, large), results.Run(WsrlTrials.CalQl, large), run => run.Final));
        yield return Of("no-retention",
            "WSRL ends with a higher success rate than Cal-QL, CQL and IQL without retained data: all three mean differences are " +
            "positive, and at least two 95 % paired intervals lie above 0.", "Section 6", null, "least gain of WSRL over the three, points",
            results => NoRetention(results, large));
        yield return Of("jsrl",
            "WSRL ends with a higher success rate than JSRL, whose learner starts from random networks while the pretrained policy " +
            "begins its episodes: the 95 % paired interval lies above 0.", "Section 6", 57, "gain in final success, WSRL over JSRL, points",
            results => Higher(results.Run(WsrlTrials.Wsrl, large), results.Run(WsrlTrials.Jsrl, large), run => run.Final));
        yield return Of("rlpd",
            "Without data WSRL succeeds more often than RLPD with them over the first half of the online steps: the 95 % paired interval " +
            "lies above 0.", "Section 6", null, "gain in mean success over the first half, WSRL over RLPD, points",
            results => Higher(results.Run(WsrlTrials.Wsrl, large), results.Run(WsrlTrials.Rlpd, large), run => run.FirstHalf));
        yield return Of("dip",
            "WSRL, too, is worse right after the switch, and recovers: the lowest success in the first fifth of the online evaluations " +
            "is below that of the switch, and the final one above it (both 95 % paired intervals).", "Section 6", null,
            "success at the switch less the lowest early one, points", results => Dip(results, large));
        yield return Of("warm-up-values",
            "Without a warm-up the least mean value of the newest online rows in the first 4,000 updates is lower: the 95 % paired " +
            "interval lies below 0.", "Section 6", null, "least mean Q of online rows, K = 0 less with warm-up",
            results => WarmUpValues(results, large));
        yield return Of("warm-up-score",
            "The warm-up pays: WSRL succeeds more often over the first half of the online steps than without it, its steps without " +
            "updates counted (95 % paired interval above 0).", "Section 6", null,
            "gain in mean success over the first half by the warm-up, points",
            results => Higher(results.Run(WsrlTrials.Wsrl, large), results.Run(WsrlTrials.NoWarmUp, large), run => run.FirstHalf));
    }

    private static ClaimOutcome Fall(PaperResults results, bool large)
    {
        WsrlRun none = results.Run(WsrlTrials.CalQl, large), half = results.Run(WsrlTrials.Half, large);
        double[] Falls(WsrlRun run) => [.. run.At("data Q", 0).Zip(run.At("data Q", EarlyShare * run.Steps[^1]), (at, then) => at - then)];
        return Above(PairedDifference.Of(Falls(none), Falls(half)), none, detail: CardTable.Of("", (WsrlRun[])[none, half],
            ("Method", run => run.Label), ("Fall of mean Q on discarded rows", run => MeanInterval.StudentT(Falls(run)))));
    }

    private static ClaimOutcome ErrorOnData(PaperResults results, bool large)
    {
        WsrlRun none = results.Run(WsrlTrials.CalQl, large), half = results.Run(WsrlTrials.Half, large);
        double data = Ratio(none, half, "data error"), online = Ratio(none, half, "newest error");
        return ClaimOutcome.From(data > 3 && online is > 0.5 and < 2, data, seeds: none.Seeds,
            note: $"on the newest online rows the ratio is {NumberText.Format(online)}");
    }

    private static ClaimOutcome ErrorFallsWithRetention(PaperResults results)
    {
        var runs = results.Runs(large: false, WsrlTrials.CalQl, WsrlTrials.Twentieth, WsrlTrials.Quarter);
        double[] errors = [.. runs.Select(run => Geometric(run.Last("data error")))];
        return ClaimOutcome.From(errors[0] > errors[1] && errors[1] > errors[2], errors[0] / errors[2], seeds: runs[0].Seeds,
            detail: CardTable.Of("", runs.Zip(errors), ("Method", row => row.First.Label), ("Error on the data", row => row.Second)));
    }

    private static ClaimOutcome NoRetention(PaperResults results, bool large)
    {
        WsrlRun wsrl = results.Run(WsrlTrials.Wsrl, large);
        var gains = results.Runs(large, WsrlTrials.CalQl, WsrlTrials.Cql, WsrlTrials.Iql)
            .Select(run => (run.Label, PairedDifference.Of(wsrl.Final, run.Final).Difference)).ToList();
        var least = gains.MinBy(gain => gain.Difference.Value);
        bool holds = gains.All(gain => gain.Difference.Value > 0) && gains.Count(gain => gain.Difference.Interval.Low > 0) >= 2;
        return ClaimOutcome.From(holds, least.Difference.Value, least.Difference.Interval, wsrl.Seeds, $"WSRL less {least.Label}",
            CardTable.Of("", gains, ("Rival", gain => gain.Label), ("WSRL less it, points", gain => gain.Difference)));
    }

    private static ClaimOutcome Dip(PaperResults results, bool large)
    {
        WsrlRun wsrl = results.Run(WsrlTrials.Wsrl, large);
        PairedDifference drop = PairedDifference.Of(wsrl.Course.AtSwitch, wsrl.Course.LowestEarly),
            gain = PairedDifference.Of(wsrl.Final, wsrl.Course.AtSwitch);
        return ClaimOutcome.From(drop.Difference.Interval.Low > 0 && gain.Difference.Interval.Low > 0, drop.Difference.Value,
            drop.Difference.Interval, wsrl.Seeds, $"the final score less that of the switch: {(TableCell)gain.Difference}");
    }

    private static ClaimOutcome WarmUpValues(PaperResults results, bool large)
    {
        WsrlRun with = results.Run(WsrlTrials.Wsrl, large), without = results.Run(WsrlTrials.NoWarmUp, large);
        Estimate difference = PairedDifference.Of(Least(without), Least(with)).Difference;
        return ClaimOutcome.From(difference.Interval.High < 0, difference.Value, difference.Interval, with.Seeds,
            "evaluations in which the newest rows are valued stand " +
            $"{with.Steps[1] * with.Method.Online.UpdatesPerStep:N0} updates apart");

        // the evaluations that follow the first updates of the method
        static double[] Least(WsrlRun run)
        {
            int from = run.Method.Online.WarmUpSteps, to = from + (int)FirstUpdates / run.Method.Online.UpdatesPerStep;
            double[][] rows = [.. run.Metric("newest Q").Where((_, i) => run.Steps[i] > from && run.Steps[i] <= to)];
            return rows.Length > 0 ? [.. run.Seeds.Select((_, p) => rows.Min(row => row[p]))]
                : throw new MissingResultsException($"'{run.Label}' has no evaluation in its first {FirstUpdates} updates.");
        }
    }

    private static ClaimOutcome BothParts(PaperResults results)
    {
        WsrlRun all = results.Run(WsrlTrials.Wsrl);
        var gains = results.Runs(large: false, WsrlTrials.ActorOnly, WsrlTrials.CriticsOnly)
            .Select(run => (run.Label, PairedDifference.Of(all.FirstHalf, run.FirstHalf).Difference)).ToList();
        var least = gains.MinBy(gain => gain.Difference.Value);
        return ClaimOutcome.From(gains.All(gain => gain.Difference.Interval.Low > 0), least.Difference.Value, least.Difference.Interval,
            all.Seeds, $"WSRL less {least.Label}",
            CardTable.Of("", gains, ("Start", gain => gain.Label), ("WSRL less it, points", gain => gain.Difference)));
    }

    private static ClaimOutcome Higher(WsrlRun run, WsrlRun rival, Func<WsrlRun, double[]> score) =>
        Above(PairedDifference.Of(score(run), score(rival)), run,
            CardTable.Of("", (WsrlRun[])[run, rival], ("Method", own => own.Label),
                ("Success, %", own => MeanInterval.StudentT(score(own)))));

    private static ClaimOutcome Above(PairedDifference gain, WsrlRun run, CardTable? detail) =>
        ClaimOutcome.From(gain.Difference.Interval.Low > 0, gain.Difference.Value, gain.Difference.Interval, run.Seeds, detail: detail);

    private static double Ratio(WsrlRun over, WsrlRun under, string metric) =>
        Geometric([.. over.Last(metric).Zip(under.Last(metric), (a, b) => a / b)]);

    private static double Geometric(double[] values) => Math.Exp(values.Average(Math.Log));
}
