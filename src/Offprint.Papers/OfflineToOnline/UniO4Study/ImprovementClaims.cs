using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Claims of part C, written before its trainings ran.</summary>
internal static class ImprovementClaims
{
    private const double EarlyShare = 0.2, KeptShare = 0.9, LeastToLose = 5;

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("offline-improves",
            "The offline phase improves on cloning: the policy that goes online scores higher than the cloned policies on average " +
            "(paired interval above 0).", "Section on offline multi-step optimization", null, OfflineImproves)
        {
            Quantity = "difference of normalized scores",
            Why = "the advantages are hardly true: critics tell states apart (correlation 0.96 with what they earn) and not the actions of a " +
                "state (0.06, where truth agrees with itself to 0.14); what is climbed is mostly noise, and Hopper falls",
        };
        yield return new Claim("gate-helps",
            "The gate is worth having: improved policies score higher with it than where each block's result replaces the one before " +
            "(paired interval above 0).", "Section on offline policy evaluation", null, r => Gains(r, t => t.Ungated))
        {
            Quantity = "difference of normalized scores",
            Why = "the fall is hardly in what is scored: in the model, from states of the log, held policies that fall at once in " +
                "truth go on for 84 steps instead of 87 (whether the starts hide it or the model was not separated). Both trainings " +
                "end near 0",
        };
        yield return new Claim("accepted-are-better",
            "Most policies that the gate accepts are better than those that they replace, in ten episodes (Wilson's interval above one " +
            "half).", "Section on offline policy evaluation", null, AcceptedAreBetter)
        {
            Quantity = "share of accepted policies",
            Why = "AM-Q rises with the critics' own errors, to which policies are fitted",
        };
        yield return new Claim("several-steps-help",
            "Several steps of improvement are better than one: improved policies score higher than with ratios to the cloned policies " +
            "throughout (paired interval above 0).", "Section on offline multi-step optimization", null, r => Gains(r, t => t.OneStep))
        {
            Quantity = "difference of normalized scores",
            Why = "each block goes on from where noise has led the one before: one step stays near the clones, twenty do not",
        };
        yield return new Claim("no-drop",
            "The switch costs nothing: in at least four of five seeds no evaluation of the first fifth of online training falls below " +
            "0.9 times the score before it.", "Section on offline-to-online learning", null, NoDrop)
        {
            Quantity = "least score over that before, the second lowest seed",
        };
        yield return new Claim("online-improves",
            "Online training improves the policy: the last score less that before the switch has an interval above 0.",
            "Section on offline-to-online learning", null, OnlineImproves)
        {
            Quantity = "difference of normalized scores",
        };
        yield return new Claim("ahead-of-iql",
            "After 20,000 online steps it is ahead of implicit Q-learning that goes on online from the same critics (paired interval " +
            "above 0).", "Section on offline-to-online learning", null, AheadOfIql)
        {
            Quantity = "difference of normalized scores",
            Why = "what goes online scores about 0 and has not caught up after 20,000 steps",
        };
        yield return new Claim("ahead-of-scratch",
            "On-policy learning from scratch, with the same options, stays below it at each evaluation, and at the end with an interval.",
            "Section on offline-to-online learning", null, AheadOfScratch)
        {
            Quantity = "difference of normalized scores",
            Why = "what goes online scores about 0, as an untrained policy does; ahead it is only later",
        };
        yield return new Claim("critics-rank-actions",
            "The advantages that improvement climbs are true: within a logged state critics rank the cloned policy's actions as the " +
            "environment does (interval of the mean rank correlation above 0.1). Written after a pilot on another seed.",
            "Part C", null, CriticsRankActions)
        {
            Kind = ClaimKind.Ours, Quantity = "Spearman's correlation within a state",
            Why = "within a policy's own spread one action changes little that is not lost again: truth's halves agree with 0.14 only",
        };
        yield return new Claim("return-gate-helps",
            "A gate that counts the model's rewards from where episodes begin, where falling costs what it costs, leaves better policies " +
            "than AM-Q (paired interval above 0). Written after a pilot on another seed.", "Part C", null, ReturnGateHelps)
        {
            Kind = ClaimKind.Ours, Quantity = "difference of normalized scores",
        };
        yield return new Claim("model-value-is-climbed",
            "What the gate judges by goes up: AM-Q of the held policies is higher after the offline phase than before, in all seeds.",
            "Part C", null, ValueIsClimbed)
        {
            Kind = ClaimKind.Control, Quantity = "least gain of a seed",
        };
        yield return new Claim("offline-is-offline",
            "The offline phase takes no step of the environment: only the gate that plays episodes does.", "Part C", null, IsOffline)
        {
            Kind = ClaimKind.Control, Quantity = "steps",
        };
    }

    private static ClaimOutcome OfflineImproves(PaperResults results)
    {
        var cell = ImprovementCells.Of(results, t => t.Published);
        OfflineOutcome offline = cell.Result.Offline!;
        return Above(cell, offline.Handed, offline.Cloned);
    }

    private static ClaimOutcome Gains(PaperResults results, Func<UniO4Trials, ImprovementSettings> rival)
    {
        var cell = ImprovementCells.Of(results, t => t.Published);
        return Above(cell, cell.Result.Offline!.Improved, ImprovementCells.Of(results, rival).Result.Offline!.Improved);
    }

    private static ClaimOutcome AcceptedAreBetter(PaperResults results) =>
        AcceptedAreBetter(ImprovementCells.Of(results, t => t.Published));

    /// <summary>Whether Wilson's interval of the share of accepted policies that are better lies above one half.</summary>
    public static ClaimOutcome AcceptedAreBetter(CellResult<ImprovementSettings, ImprovementResult> cell)
    {
        var accepted = ImprovementCells.Decisions(cell.Result.Offline!.Gates).Where(d => d.Accepted).ToList();
        if (accepted.Count == 0)
            return ClaimOutcome.Undecided("the gate accepts no policy");
        Estimate share = ProportionInterval.Wilson(accepted.Count(d => d.Gain > 0), accepted.Count);
        string note = $"of {accepted.Count} accepted policies, all seeds together; those of a seed follow one another and are not " +
            "independent";
        return share.Interval.Low <= 0.5 && share.Interval.High > 0.5
            ? ClaimOutcome.Undecided(note) with { Measured = share.Value, Interval = share.Interval, Seeds = cell.Cell.Seeds }
            : ClaimOutcome.From(share.Interval.Low > 0.5, share.Value, share.Interval, cell.Cell.Seeds, note);
    }

    private static ClaimOutcome NoDrop(PaperResults results) => NoDrop(ImprovementCells.Of(results, t => t.Published));

    /// <summary>Whether four of five seeds keep nine tenths of their score through the first fifth of online training.</summary>
    public static ClaimOutcome NoDrop(CellResult<ImprovementSettings, ImprovementResult> cell)
    {
        var online = cell.Result.Online;
        if (online[0].Scores.Count(score => score >= LeastToLose) < Math.Ceiling(0.8 * online[0].Scores.Count))
            return ClaimOutcome.Undecided("the policies that go online score about 0: there is nothing to lose");
        int early = (int)(EarlyShare * online[^1].Steps);
        double[] kept = [.. Enumerable.Range(0, cell.Cell.Seeds.Count).Select(p =>
            online.Skip(1).TakeWhile((e, i) => i == 0 || e.Steps <= early).Min(e => e.Scores[p]) / online[0].Scores[p]).Order()];
        int needed = Math.Max(1, (int)Math.Ceiling(0.8 * kept.Length));
        return ClaimOutcome.From(kept.Count(k => k >= KeptShare) >= needed, kept[kept.Length - needed], seeds: cell.Cell.Seeds,
            note: $"seeds in order: {string.Join(", ", kept.Select(k => NumberText.Format(k)))}");
    }

    private static ClaimOutcome OnlineImproves(PaperResults results)
    {
        var cell = ImprovementCells.Of(results, t => t.Published);
        return Above(cell, cell.Result.Online[^1].Scores, cell.Result.Online[0].Scores);
    }

    private static ClaimOutcome AheadOfIql(PaperResults results) =>
        AheadOfIql(ImprovementCells.Of(results, t => t.Published), ImprovementCells.Iql(results));

    /// <summary>Whether a training is ahead of implicit Q-learning after the latter's last step.</summary>
    public static ClaimOutcome AheadOfIql(CellResult<ImprovementSettings, ImprovementResult> cell, IReadOnlyList<OnlineScores> iql)
    {
        OnlineScores rival = iql[^1];
        OnlineScores own = cell.Result.Online.First(e => e.Steps >= Math.Min(rival.Steps, cell.Result.Online[^1].Steps));
        return Above(cell, own.Scores, rival.Scores, $"after {own.Steps:N0} and {rival.Steps:N0} steps");
    }

    private static ClaimOutcome AheadOfScratch(PaperResults results)
    {
        var cell = ImprovementCells.Of(results, t => t.Published);
        var scratch = ImprovementCells.Of(results, t => t.FromScratch).Result.Online;
        int above = cell.Result.Online.Zip(scratch).Count(pair => pair.First.Scores.Average() > pair.Second.Scores.Average());
        Estimate last = PairedDifference.Of([.. cell.Result.Online[^1].Scores], [.. scratch[^1].Scores]).Difference;
        return ClaimOutcome.From(last.Interval.Low > 0 && above == scratch.Count, last.Value, last.Interval, cell.Cell.Seeds,
            $"at the end; above it on average at {above} of {scratch.Count} evaluations");
    }

    private static ClaimOutcome ValueIsClimbed(PaperResults results)
    {
        var cell = ImprovementCells.Of(results, t => t.Published);
        double[] gains = ImprovementCells.HeldGains(cell);
        return ClaimOutcome.From(gains.Min() > 0, gains.Min(), seeds: cell.Cell.Seeds,
            note: $"AM-Q before: {NumberText.Format(cell.Result.Offline!.Gates[0].Scores.Average())}");
    }

    private static ClaimOutcome CriticsRankActions(PaperResults results)
    {
        var cell = results.Of(Papers.UniO4.Advantages)[0];
        Estimate agreement = MeanInterval.StudentT([.. cell.Result.ActionCorrelation]);
        return ClaimOutcome.From(agreement.Interval.Low > 0.1, agreement.Value, agreement.Interval, cell.Cell.Seeds,
            $"over states Pearson's correlation is {NumberText.Format(cell.Result.StateCorrelation.Average())}; both halves of the true " +
            $"values' repeats agree with {NumberText.Format(cell.Result.HalfCorrelation.Average())}");
    }

    private static ClaimOutcome ReturnGateHelps(PaperResults results)
    {
        var cell = ImprovementCells.Of(results, t => t.FirstReturns);
        return Above(cell, cell.Result.Offline!.Improved, ImprovementCells.Of(results, t => t.Published).Result.Offline!.Improved);
    }

    private static ClaimOutcome IsOffline(PaperResults results)
    {
        var own = ImprovementCells.All(results).Where(c => c.Cell.Settings.Offline is { Gate: not GateKind.Episodes }).ToList();
        long steps = own.Sum(c => c.Cell.Result.Budget.Gates);
        var asked = ImprovementCells.All(results).Where(c => c.Cell.Settings.Offline is { Gate: GateKind.Episodes }).ToList();
        return ClaimOutcome.From(steps == 0 && asked.All(c => c.Cell.Result.Budget.Gates > 0), steps, seeds: own[0].Cell.Cell.Seeds,
            note: asked.Count > 0 ? $"the gate that plays episodes: {asked.Sum(c => c.Cell.Result.Budget.Gates):N0}" : null);
    }

    /// <summary>Whether the paired difference of one value a seed has an interval above 0.</summary>
    public static ClaimOutcome Above(CellResult<ImprovementSettings, ImprovementResult> cell, IReadOnlyList<double> one,
        IReadOnlyList<double> other, string? note = null)
    {
        Estimate difference = PairedDifference.Of([.. one], [.. other]).Difference;
        string means = $"{NumberText.Format(one.Average())} against {NumberText.Format(other.Average())}";
        return ClaimOutcome.From(difference.Interval.Low > 0, difference.Value, difference.Interval, cell.Cell.Seeds,
            note is null ? means : $"{means}; {note}");
    }
}
