using Offprint.Agents.Collection;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>Claims of parts C and D. The publication's are those of its abstract, put so that results can decide them.</summary>
internal static class HybridClaims
{
    private const double Overhead = 1.35, OfRlpd = 0.5, Margin = 0.25;

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("uses-the-log",
            "MOORL uses the log: on hopper-medium-replay or on the point maze the paired 95 % interval of its area under the learning " +
            "curve less that of SAC without the log lies above 0.",
            "Abstract", null, UsesTheLog)
        {
            Quantity = "the larger gain over SAC in area under the curve, points",
        };
        yield return new Claim("above-symmetric",
            "MOORL improves on mixing: over all tasks and seeds its area under the curve is larger than that of SAC with half of each " +
            "batch offline (paired 95 % interval above 0).",
            "Abstract", null, results => Table(results).Higher(HybridMethods.Moorl, HybridMethods.Symmetric))
        {
            Quantity = "gain over symmetric batches in area under the curve, points",
            Why = "with five inner steps and ε = 0.5 the meta step mostly shortens the way that each block leads, and short trainings " +
                "are decided by how fast they learn; part B shows the same of a curve, where half of Adam's rate does what ε = 0.5 does",
        };
        yield return new Claim("above-rlpd",
            "MOORL improves on RLPD at equal environment steps: over all tasks and seeds its area under the curve is larger (paired 95 % " +
            "interval above 0).",
            "Abstract", null, results => Table(results).Higher(HybridMethods.Moorl, HybridMethods.Rlpd))
        {
            Quantity = "gain over RLPD in area under the curve, points",
            Why = "at equal environment steps RLPD takes four times as many gradient steps of five normalized critics, and at this length " +
                "speed of learning decides",
        };
        yield return new Claim("stable-values",
            "MOORL's values are as stable as those of a common pool without added parts: over all tasks and seeds its mean Q on rows of " +
            "the log differs from that of SAC append after the last step by less than 25 % of the log's returns either way (both ends " +
            "of the paired 95 % interval).",
            "Abstract", null, StableValues)
        {
            Quantity = "last mean Q of MOORL less that of SAC append, share of the returns",
            Former = new("MOORL's values are as stable as those of a common pool without added parts: over all tasks and seeds its " +
                "largest distance of mean Q from the log's returns during training is at most 1.25 times that of SAC append (upper end " +
                "of the paired 95 % interval).", Verdict.Holds,
                "the distance is largest before the first update, with all methods alike, so that the start decided it. The statement " +
                "was reworded after first numbers had been seen, and once more so that values far too low do not pass"),
        };
        yield return new Claim("small-overhead",
            "Its overhead is small: learning for an environment step takes at most 1.35 times as long as with symmetric batches, and " +
            "at most half as long as RLPD with four updates a step.",
            "Abstract", null, SmallOverhead)
        {
            Quantity = "time of an environment step, MOORL over SAC symmetric",
        };
        yield return new Claim("above-alternating",
            "The interpolation itself helps: over all tasks and seeds MOORL's area under the curve is larger than that of the same " +
            "blocks with ε = 1 (paired 95 % interval above 0).",
            "Parts C and D", null, results => Table(results).Higher(HybridMethods.Moorl, HybridMethods.Alternating))
        {
            Kind = ClaimKind.Ours, Quantity = "gain over alternating blocks in area under the curve, points",
            Why = "to first order the meta step is a smaller rate, and nothing here needs one: the same blocks learn faster without it, " +
                "on both tasks",
        };
        yield return new Claim("agreement-rises",
            "The meta steps of both sources come to agree: over all tasks and seeds the critics' cosine is larger in the last quarter of " +
            "MOORL's training than in the first (paired 95 % interval above 0).",
            "Parts C and D", null, AgreementRises)
        {
            Kind = ClaimKind.Ours, Quantity = "cosine in the last quarter less that in the first",
            Why = "it falls: at first both sources teach the same, the scale of values, and what they teach later differs; the log and " +
                "the policy's own rows have not come together within 15,000 steps",
        };
    }

    /// <summary>Areas under the curves: the mean over all evaluations after the start.</summary>
    public static ScoreTable Table(PaperResults results) => ScoreTable.Of(results.Of(Papers.Moorl.Comparison),
        SelectionCost.None("chosen beforehand, one setting for all tasks"), MoorlPaper.AllEvaluations);

    /// <summary>The excess of mean Q over the mean return-to-go after the last step, as a share of that return, [seed].</summary>
    public static double[] LastExcess(MethodResult result)
    {
        double[][] excess = result.Metrics[ValueStabilityOptions.Excess], values = result.Metrics[ValueStabilityOptions.Value];
        return [.. excess[^1].Zip(values[^1], (above, value) => above / Math.Abs(value - above))];
    }

    private static ClaimOutcome UsesTheLog(PaperResults results)
    {
        ScoreTable table = Table(results);
        string[] tasks = [.. results.Of(Papers.Moorl.Comparison).Select(cell => cell.Settings.Data).Distinct()
            .Where(data => data is MazeSource or RegeneratedLog { Recipe: { Training.Task: "hopper",
                Level: DatasetLevel.MediumReplay } }).Select(data => data.Name)];
        var gains = tasks.Select(task => (Task: task, table.Gain(HybridMethods.Moorl, HybridMethods.Sac, task).Difference)).ToList();
        var best = gains.MaxBy(gain => gain.Difference.Interval.Low);
        return ClaimOutcome.From(best.Difference.Interval.Low > 0, best.Difference.Value, best.Difference.Interval, table.Seeds,
            $"MOORL − SAC on {best.Task}; the better of two tasks, each with an interval of its own",
            CardTable.Of("", gains, ("Task", g => g.Task), ("MOORL − SAC", g => g.Difference)));
    }

    private static ClaimOutcome StableValues(PaperResults results)
    {
        ScoreTable table = Table(results);
        double[] All(string method) => [.. table.Data.SelectMany(data => LastExcess(table.Result(data, method)))];
        Estimate difference = PairedDifference.Of(All(HybridMethods.Moorl), All(HybridMethods.Append)).Difference;
        return ClaimOutcome.From(difference.Interval is { Low: > -Margin, High: < Margin }, difference.Value, difference.Interval,
            table.Seeds,
            "over tasks and seeds; on each task the excess over the log's returns",
            CardTable.Of("", table.Data, ("Task", data => data),
                (HybridMethods.Moorl, data => Excess(data, HybridMethods.Moorl)),
                (HybridMethods.Append, data => Excess(data, HybridMethods.Append))));

        TableCell Excess(string data, string method) => MeanInterval.StudentT(LastExcess(table.Result(data, method)));
    }

    private static ClaimOutcome SmallOverhead(PaperResults results)
    {
        var cell = results.Of(Papers.Moorl.Cost)[0];
        double Time(string name) => cell.Settings.Methods.Zip(cell.Result.Costs).First(own => own.First.Label == name).Second.Median;
        double symmetric = Time(HybridMethods.Moorl) / Time(HybridMethods.Symmetric), rlpd = Time(HybridMethods.Moorl)
            / Time(HybridMethods.Rlpd);
        return ClaimOutcome.From(symmetric <= Overhead && rlpd <= OfRlpd, symmetric,
            note: $"medians of {cell.Settings.Rounds} rounds in turn; MOORL over RLPD: {NumberText.Format(rlpd)}");
    }

    private static ClaimOutcome AgreementRises(PaperResults results)
    {
        ScoreTable table = Table(results);
        var quarters = table.Data.SelectMany(data => Quarters(table.Result(data, HybridMethods.Moorl))).ToList();
        Estimate rise = PairedDifference.Of([.. quarters.Select(q => q.Last)], [.. quarters.Select(q => q.First)]).Difference;
        return ClaimOutcome.From(rise.Interval.Low > 0, rise.Value, rise.Interval, table.Seeds,
            $"mean cosine {NumberText.Format(quarters.Average(q => q.First))} in the first quarter, " +
            $"{NumberText.Format(quarters.Average(q => q.Last))} in the last");
    }

    /// <summary>The mean cosine of the first and the last quarter of the evaluations that have one, of each seed.</summary>
    private static IEnumerable<(double First, double Last)> Quarters(MethodResult result)
    {
        double[][] rows = [.. result.Metrics[HybridFigures.Agreement].Where(row => row.All(double.IsFinite))];
        int part = Math.Max(rows.Length / 4, 1);
        return Enumerable.Range(0, rows[0].Length)
            .Select(seed => (rows.Take(part).Average(row => row[seed]), rows.TakeLast(part).Average(row => row[seed])));
    }
}
