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
            "The regret of PPP-UCB against the offline plan grows like √T: its log-log slope from T = 4,000 on lies between 0.25 and 0.65.",
            "abstract: regret Õ(N√T)", 0.5, RegretRate)
        {
            Quantity = "slope of the regret in T",
        };
        yield return new Claim("rivals",
            "At the largest T its regret lies below those of stationary UCB and of ε-greedy, with disjoint intervals.",
            "our comparison", null, Rivals)
        {
            Quantity = "regret of PPP-UCB",
            Kind = ClaimKind.Ours,
        };
        yield return new Claim("regret-arms", "At a fixed T the regret grows at most linearly in N, with K = N/5: slope at most 1.1.",
            "abstract: regret Õ(N√T)", 1, RegretArms)
        {
            Quantity = "slope of the regret in N",
            Why = "with few arms regret grows faster than linearly in their number; local slopes fall to one from 20 arms on",
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

    /// <summary>The slope of the mean regret against N.</summary>
    public static Estimate ArmsSlope(PaperResults results)
    {
        var cells = results.Of(Papers.RecoveringRewards.Arms).OrderBy(c => c.Settings.Arms).ToList();
        return MeanSlope.Of([.. cells.Select(c => (double)c.Settings.Arms)], [.. cells.Select(c => c.Result.Horizons[^1].AgainstPlan)]);
    }

    private static ClaimOutcome RegretRate(PaperResults results)
    {
        var cell = results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == Learner.PeriodicUcb);
        var slope = Slope(cell, 4000);
        string means = string.Join(", ", cell.Result.Horizons.Select(h => NumberText.Format(Math.Round(h.AgainstPlan.Average()))));
        return ClaimOutcome.From(slope.Value is >= 0.25 and <= 0.65, slope.Value, slope.Interval, cell.Cell.Seeds,
            $"mean regret {means} at T = " +
                $"{string.Join(", ", cell.Settings.Horizons.Select(h => h.ToString("N0", CultureInfo.InvariantCulture)))}");
    }

    private static ClaimOutcome Rivals(PaperResults results)
    {
        Learner[] learners = [Learner.PeriodicUcb, Learner.StationaryUcb, Learner.EpsilonGreedy];
        var regrets = learners.Select(l => results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == l).Result.Horizons[^1])
            .Select(h => MeanInterval.StudentT([.. h.AgainstPlan])).ToList();
        var cell = results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == Learner.PeriodicUcb);
        if (cell.Settings.Horizons[^1] < 64_000)
            throw new MissingResultsException("This profile leaves out long horizons.");
        var detail = CardTable.Of("", learners.Zip(regrets), ("Learner", r => r.First.Label), ("Regret", r => r.Second));
        return ClaimOutcome.From(regrets.Skip(1).All(r => r.Interval.Low > regrets[0].Interval.High), regrets[0].Value,
            regrets[0].Interval, cell.Cell.Seeds,
            $"regret at T = {cell.Settings.Horizons[^1].ToString("N0", CultureInfo.InvariantCulture)}; stationary UCB {regrets[1]}, " +
                $"ε-greedy {regrets[2]}", detail);
    }

    private static ClaimOutcome RegretArms(PaperResults results)
    {
        var slope = ArmsSlope(results);
        var cells = results.Of(Papers.RecoveringRewards.Arms).OrderBy(c => c.Settings.Arms).ToList();
        double[] arms = [.. cells.Select(c => (double)c.Settings.Arms)],
            regrets = [.. cells.Select(c => c.Result.Horizons[^1].AgainstPlan.Average())];
        string local = string.Join(", ", LogLogFit.LocalSlopes(arms, regrets).Select(s => s.ToString("F2", CultureInfo.InvariantCulture)));
        return ClaimOutcome.From(slope.Interval.High <= 1.1, slope.Value, slope.Interval, cells[0].Cell.Seeds,
            $"decided by the interval's upper end; slopes between neighbors from N = {arms[0]} to {arms[^1]}: {local}");
    }
}
