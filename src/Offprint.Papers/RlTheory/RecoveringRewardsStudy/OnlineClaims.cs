using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Statements on learning unknown curves.</summary>
internal static class OnlineClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new Claim("regret-rate",
            "The regret of PPP-UCB against the offline plan grows nearly like √T: its log-log slope from T = 4,000 on is below 0.65 by " +
            "its 95 % interval, and below those of ε-greedy and of explore-then-commit.",
            "abstract: regret Õ(N√T)", 0.5, RegretRate)
        {
            Quantity = "slope of the regret in T",
            Former = new("The regret of PPP-UCB against the offline plan grows like √T: its log-log slope from T = 4,000 on lies between " +
                "0.25 and 0.65.", Verdict.Holds, "explore-then-commit, whose regret grows like T^{2/3}, passed the same bounds"),
        };
        yield return new Claim("rivals",
            "At the largest T its regret lies below those of stationary UCB, of ε-greedy and of explore-then-commit: paired " +
            "95 % intervals.",
            "our comparison", null, Rivals)
        {
            Quantity = "smallest difference of regrets, a rival's less PPP-UCB's",
            Kind = ClaimKind.Ours,
            Former = new("At the largest T its regret lies below those of stationary UCB and of ε-greedy, with disjoint intervals.",
                Verdict.Holds, "it left out explore-then-commit, the rival that is better at short horizons"),
        };
        yield return new Claim("commit-early",
            "At short horizons, T = 1,000 to 16,000, explore-then-commit has the smaller regret: paired 95 % intervals.",
            "our comparison", null, CommitEarly)
        {
            Quantity = "smallest difference of regrets, PPP-UCB's less explore-then-commit's",
            Kind = ClaimKind.Ours,
            Why = "it is so at T = 1,000 and 4,000; at 16,000, where twenty instances had said so, sixty others do not tell the two apart",
        };
        yield return new Claim("regret-arms",
            "At a fixed T the regret grows from N = 20 on at most linearly in N, with K = N/5: slope at most 1.1, upper end of " +
            "its interval.",
            "abstract: regret Õ(N√T)", 1, RegretArms)
        {
            Quantity = "slope of the regret in N, from N = 20 on",
            Former = new("At a fixed T the regret grows at most linearly in N, with K = N/5: slope at most 1.1.", Verdict.DoesNotHold,
                "it fitted from N = 5 on, where K is 1 and the offline plan, which regret is counted against, is weakest; other " +
                "instances, and one size more, decide the new sentence"),
        };
    }

    /// <summary>The slope of the mean regret against T.</summary>
    /// <param name="cell">A learner's results.</param>
    /// <param name="from">The shortest horizon used.</param>
    public static Estimate Slope(CellResult<RegretStudySettings, RegretStudyResult> cell, long from)
    {
        var horizons = cell.Result.Horizons.Where(h => h.Horizon >= from).ToList();
        return horizons.Count < 2
            ? throw new MissingResultsException("This profile has too few horizons for a slope.")
            : MeanSlope.Of([.. horizons.Select(h => (double)h.Horizon)], [.. horizons.Select(h => h.AgainstPlan)]);
    }

    /// <summary>The slope of the mean regret against N, from N = 20 on: there K is at least 4.</summary>
    public static Estimate ArmsSlope(PaperResults results)
    {
        var cells = results.Of(Papers.RecoveringRewards.Arms).Where(c => c.Settings.Arms >= 20).OrderBy(c => c.Settings.Arms).ToList();
        return MeanSlope.Of([.. cells.Select(c => (double)c.Settings.Arms)], [.. cells.Select(c => c.Result.Horizons[^1].AgainstPlan)]);
    }

    private static ClaimOutcome RegretRate(PaperResults results)
    {
        var cell = results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == Learner.PeriodicUcb);
        var slope = Slope(cell, 4000);
        string means = string.Join(", ", cell.Result.Horizons.Select(h => NumberText.Format(Math.Round(h.AgainstPlan.Average()))));
        double[] rivals = [.. new[] { Learner.EpsilonGreedy, Learner.ExploreThenCommit }
            .Select(rival => Slope(results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == rival), 4000).Value)];
        return ClaimOutcome.From(slope.Interval.High < 0.65 && rivals.All(rival => slope.Value < rival), slope.Value, slope.Interval,
            cell.Cell.Seeds, $"ε-greedy {NumberText.Format(rivals[0])}, explore-then-commit {NumberText.Format(rivals[1])}; mean regret " +
                $"{means} at T = " +
                $"{string.Join(", ", cell.Settings.Horizons.Select(h => h.ToString("N0", CultureInfo.InvariantCulture)))}");
    }

    private static ClaimOutcome Rivals(PaperResults results)
    {
        Learner[] rivals = [Learner.StationaryUcb, Learner.EpsilonGreedy, Learner.ExploreThenCommit];
        var cell = results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == Learner.PeriodicUcb);
        long horizon = cell.Settings.Horizons[^1];
        if (horizon < 64_000)
            throw new MissingResultsException("This profile leaves out long horizons.");
        var rows = rivals.Select(rival => (Name: rival.Label, Regret: MeanInterval.StudentT(RegretOf(results, rival, horizon)),
            More: More(results, rival, Learner.PeriodicUcb, horizon))).ToList();
        var least = rows.MinBy(r => r.More.Interval.Low);
        var detail = CardTable.Of("", rows, ("Rival", r => r.Name), ("Regret", r => r.Regret), ("More than PPP-UCB", r => r.More));
        return ClaimOutcome.From(least.More.Interval.Low > 0, least.More.Value, least.More.Interval, cell.Cell.Seeds,
            $"{least.Name}, T = {horizon:N0}; PPP-UCB's regret is {MeanInterval.StudentT(RegretOf(results, Learner.PeriodicUcb, horizon))}",
            detail);
    }

    private static ClaimOutcome CommitEarly(PaperResults results)
    {
        var cell = results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == Learner.PeriodicUcb);
        if (cell.Settings.Horizons[^1] < 16_000)
            throw new MissingResultsException("This profile leaves out most horizons.");
        var rows = cell.Settings.Horizons.Select(h => (Horizon: h,
            More: More(results, Learner.PeriodicUcb, Learner.ExploreThenCommit, h))).ToList();
        var least = rows.Where(r => r.Horizon <= 16_000).MinBy(r => r.More.Interval.Low);
        var detail = CardTable.Of("", rows, ("T", r => (double)r.Horizon), ("PPP-UCB's regret, less explore-then-commit's", r => r.More));
        return ClaimOutcome.From(least.More.Interval.Low > 0, least.More.Value, least.More.Interval, cell.Cell.Seeds,
            $"at T = {least.Horizon:N0}", detail);
    }

    private static double[] RegretOf(PaperResults results, Learner learner, long horizon) =>
        [.. results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == learner).Result.Horizons
            .Single(h => h.Horizon == horizon).AgainstPlan];

    /// <summary>How much more regret one learner has than another on the same instances.</summary>
    private static Estimate More(PaperResults results, Learner one, Learner other, long horizon) =>
        PairedDifference.Of(RegretOf(results, one, horizon), RegretOf(results, other, horizon)).Difference;

    private static ClaimOutcome RegretArms(PaperResults results)
    {
        var slope = ArmsSlope(results);
        var cells = results.Of(Papers.RecoveringRewards.Arms).OrderBy(c => c.Settings.Arms).ToList();
        if (cells[^1].Settings.Arms < 80)
            throw new MissingResultsException("This profile leaves out many arms.");
        double[] arms = [.. cells.Select(c => (double)c.Settings.Arms)],
            regrets = [.. cells.Select(c => c.Result.Horizons[^1].AgainstPlan.Average())];
        string local = string.Join(", ", LogLogFit.LocalSlopes(arms, regrets).Select(s => s.ToString("F2", CultureInfo.InvariantCulture)));
        return ClaimOutcome.From(slope.Interval.High <= 1.1, slope.Value, slope.Interval, cells[0].Cell.Seeds,
            $"decided by the interval's upper end; slopes between neighbors from N = {arms[0]} to {arms[^1]}: {local}");
    }
}
