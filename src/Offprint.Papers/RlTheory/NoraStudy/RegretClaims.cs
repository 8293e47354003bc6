using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.NoraStudy;

using RegretCell = CellResult<RegretSettings, RegretResult>;

/// <summary>
/// Statements on exact regret. The paper's figures could not be read: its abstract's sentences are decided on our instances.
/// </summary>
internal static class RegretClaims
{
    /// <summary>The episodes at which statements are decided, and where the fit of a slope begins.</summary>
    public const int Decided = 4000, FitFrom = 1000;

    private const string Rate = "Abstract: √T regret where strategic exploration is needed";
    private const string Rare = "Abstract: rare-switching policy resets; K = O(d H log T)";
    private const string HybridGain = "Abstract: offline data save samples";
    private const string NonOptimistic = "Abstract: non-optimistic with N_off ≥ c*_off d H⁴/ε²";

    public static IEnumerable<Claim> All()
    {
        yield return new("nora-explores", "DeepSea(8, 0.1): NORA's regret after 4,000 episodes is below 100 in every seed.", Rate, null,
            Explores) { Quantity = "the worst seed's regret" };
        yield return new("plain-actor-critic-fails",
            "There the actor-critic without optimism, which aims at its own policy's values, exceeds 1,000 in at least one seed.", Rate,
            null, PlainFails) { Quantity = "the worst seed's regret" };
        yield return new("slopes",
            "The log-log slope of regret over episodes 1,000 to 4,000 is below 0.5 for NORA, and above 0.9 in the seeds that fail.", Rate,
            null, Slopes) { Quantity = "NORA's slope" };
        yield return new("rare-updates",
            "NORA replaces its critic at most 80 times in 4,000 episodes, and fewer than 15 times more for each doubling of T.", Rare, null,
            RareUpdates) { Quantity = "critics after 4,000 episodes, the most of a seed" };
        yield return new("hybrid-saves",
            "With 400 near-expert episodes hybrid NORA's final regret is below online NORA's, 95 % intervals apart, and falls with the " +
            "offline size up to noise.", HybridGain, null, HybridSaves) { Quantity = "final regret with 400 episodes over without" };
        yield return new("noah-with-coverage",
            "NOAH, without optimism, stays below 30 in all seeds with 25 or more near-expert episodes.", NonOptimistic, null, NoahCovered)
        { Quantity = "the worst seed's final regret" };
        yield return new("noah-without-coverage", "With uniform offline data at least one seed of ten is linear.", NonOptimistic, null,
            NoahUncovered) { Quantity = "linear seeds, of all sizes" };
        yield return new("log-actions",
            "On random linear MDPs NORA's regret grows from 2 to 32 actions by less than √(ln 32/ln 2), the bound's factor.",
            "Abstract: log |A| enters under the root", Math.Sqrt(5), LogActions)
        {
            Quantity = "regret at 32 actions over at 2", Kind = ClaimKind.Ours,
            Why = "the bound compares worst cases; a random instance with more actions has more to lose and more to tell apart as well: " +
                "the greedy method without an actor, whose bound has no such factor, pays as much more",
        };
        yield return new("refutation-finds",
            "On the completed two-stage class NORA with refutation replaces its critic at most K + 3 times for K wrong arms, and over " +
            "the last doubling of T its slope is below 0.5.", "Algorithm 2: the critic's test", null, Refutation)
        {
            Quantity = "critics beyond the arms, the most of a seed", Kind = ClaimKind.Ours,
            Former = new("On the completed two-stage class NORA with refutation replaces its critic at most K + 3 times for K wrong " +
                "arms, and its slope over the last decade is below 0.5.", Verdict.Holds,
                "at K = 16 the last wrong arm falls within the last decade, whose slope says when the search ended and not whether"),
        };
        yield return new("incompleteness-hides",
            "On the class that is not closed under backups wrong critics are refuted by each other, never by Q*: regret is linear.",
            "Assumption of the theorem: Bellman completeness", null, Incomplete)
        {
            Quantity = "slope of regret over the last doubling", Kind = ClaimKind.Ours,
            Former = new("On the class that is not closed under backups the wrong critic is never refuted, and regret is linear.",
                Verdict.DoesNotHold,
                "wrong critics do refute each other, one after the other in turn; what never happens is that Q* is chosen"),
        };
        yield return new("updates-are-logarithmic", "The number of critics is a straight line in ln T from 10 episodes on: R² above 0.98.",
            Rare, null, Logarithmic)
        {
            Quantity = "R² of the line", Kind = ClaimKind.Ours,
            Why = "the line bends: O(log T) bounds the number of critics from above. Early episodes meet new pairs, whose counts double " +
                "at once; when the best way is found, only the pairs on it go on doubling",
        };
    }

    /// <summary>A cell of an experiment by its method and log; in DeepSea(8) where the profile has it.</summary>
    public static RegretCell Cell(PaperResults results, RegretStudy study, EpisodicMethod method, OfflineLog? offline = null) =>
        results.Of(study, s => s.Method.Equals(method) && s.Offline == (offline ?? OfflineLog.None) && s.Domain == OnlineStudy.Sea);

    /// <summary>The mean of seeds with its t interval.</summary>
    public static Estimate Mean(IReadOnlyList<double> values) => MeanInterval.StudentT([.. values]);

    /// <summary>The slope of each seed's regret between two numbers of episodes; 0 where there is none to speak of.</summary>
    public static double[] SlopesOf(RegretResult result, int from, int to)
    {
        int[] points = [.. Enumerable.Range(0, result.Episodes.Count).Where(i => result.Episodes[i] >= from && result.Episodes[i] <= to)];
        double[] x = [.. points.Select(i => (double)result.Episodes[i])];
        // A regret that stands still has the slope 0; a fit would leave its rounding.
        bool Flat(int seed) => points.Count(i => result.Regret[i][seed] > 0) < 2
            || result.Regret[points[0]][seed] == result.Regret[points[^1]][seed];
        return [.. Enumerable.Range(0, result.Optimal.Count).Select(seed => Flat(seed) ? 0
            : LogLogFit.Of(x, [.. points.Select(i => result.Regret[i][seed])]).Slope.Value)];
    }

    private static ClaimOutcome Explores(PaperResults results)
    {
        RegretCell nora = Cell(results, Papers.Nora.Online, Methods.Nora);
        IReadOnlyList<double> final = nora.Result.At(Decided);
        return ClaimOutcome.From(final.Max() < 100, final.Max(), null, nora.Cell.Seeds, $"mean {Mean(final)}");
    }

    private static ClaimOutcome PlainFails(PaperResults results)
    {
        RegretCell plain = Cell(results, Papers.Nora.Online, Methods.PlainActorCritic);
        IReadOnlyList<double> final = plain.Result.At(Decided);
        return ClaimOutcome.From(final.Max() > 1000, final.Max(), null, plain.Cell.Seeds,
            $"{final.Count(r => r > 1000)} of {final.Count} seeds; mean {Mean(final)}");
    }

    private static ClaimOutcome Slopes(PaperResults results)
    {
        RegretCell nora = Cell(results, Papers.Nora.Online, Methods.Nora),
            plain = Cell(results, Papers.Nora.Online, Methods.PlainActorCritic);
        Estimate slope = Mean(SlopesOf(nora.Result, FitFrom, Decided));
        double[] failing = [.. SlopesOf(plain.Result, FitFrom, Decided).Where((_, i) => plain.Result.At(Decided)[i] > 1000)];
        return ClaimOutcome.From(slope.Value < 0.5 && failing.Length > 0 && failing.Min() > 0.9, slope.Value, slope.Interval,
            nora.Cell.Seeds, failing.Length == 0 ? "no seed of the plain actor-critic fails"
                : $"failing seeds of the plain actor-critic: {NumberText.Format(failing.Min())} or more");
    }

    private static ClaimOutcome RareUpdates(PaperResults results)
    {
        RegretCell nora = Cell(results, Papers.Nora.Online, Methods.Nora);
        int[] doublings = [250, 500, 1000, 2000, 4000, 8000];
        var mean = doublings.Where(t => t <= nora.Settings.Episodes).Select(t => nora.Result.UpdatesAt(t).Average()).ToList();
        double growth = mean.Zip(mean.Skip(1), (a, b) => b - a).Max();
        int most = nora.Result.UpdatesAt(Decided).Max();
        return ClaimOutcome.From(most <= 80 && growth < 15, most, null, nora.Cell.Seeds,
            $"mean {NumberText.Format(nora.Result.UpdatesAt(Decided).Average())}; at most {NumberText.Format(growth)} more for a " +
            $"doubling from 250 to {doublings.Last(t => t <= nora.Settings.Episodes)} episodes, mean over seeds");
    }

    private static ClaimOutcome HybridSaves(PaperResults results)
    {
        var sizes = results.Of(Papers.Nora.Hybrid).Where(c => c.Settings.Method.Equals(Methods.Nora)
            && (c.Settings.Offline.Episodes == 0 || c.Settings.Offline.ExpertShare > 0)).OrderBy(c => c.Settings.Offline.Episodes).ToList();
        if (sizes[^1].Settings.Offline.Episodes < 400)
            throw new MissingResultsException($"The profile leaves out 400 offline episodes.");
        Estimate[] final = [.. sizes.Select(c => Mean(c.Result.At(Decided)))];
        // Up to noise: no size is worse than a smaller one by more than their intervals allow.
        bool monotone = final.Zip(final.Skip(1)).All(p => p.Second.Interval.Low <= p.First.Interval.High);
        return ClaimOutcome.From(final[^1].Interval.High < final[0].Interval.Low && monotone, final[^1].Value / final[0].Value, null,
            sizes[0].Cell.Seeds, string.Join(", ", sizes.Zip(final, (c, f) => $"{c.Settings.Offline.Episodes} episodes: {f}")));
    }

    private static IReadOnlyList<RegretCell> Noah(PaperResults results, bool expert) =>
        [.. results.Of(Papers.Nora.Hybrid).Where(c => c.Settings.Method.Equals(Methods.Noah) && c.Settings.Offline.Episodes > 0
            && c.Settings.Offline.ExpertShare > 0 == expert)];

    private static ClaimOutcome NoahCovered(PaperResults results)
    {
        var cells = Noah(results, expert: true);
        double worst = cells.Max(c => c.Result.At(Decided).Max());
        return ClaimOutcome.From(worst < 30, worst, null, cells[0].Cell.Seeds, string.Join(", ", cells.Select(c =>
            $"{c.Settings.Offline.Episodes} episodes: {Mean(c.Result.At(Decided))}")));
    }

    private static ClaimOutcome NoahUncovered(PaperResults results)
    {
        var cells = Noah(results, expert: false);
        if (cells.Count == 0)
            throw new MissingResultsException("The profile leaves out uniform offline data.");
        int[] linear = [.. cells.Select(c => SlopesOf(c.Result, FitFrom, Decided).Count(s => s > 0.9))];
        return ClaimOutcome.From(linear.All(n => n > 0), linear.Sum(), null, cells[0].Cell.Seeds, string.Join(", ", cells.Zip(linear,
            (c, n) => $"{c.Settings.Offline.Episodes} episodes: {n} of {c.Cell.Seeds.Count} with a slope above 0.9, worst regret " +
                $"{NumberText.Format(c.Result.At(Decided).Max())}")));
    }

    private static ClaimOutcome LogActions(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.ByActions).Where(c => c.Settings.Method.Equals(Methods.Nora)).ToList();
        RegretCell few = cells[0], many = cells.FirstOrDefault(c => ((LinearDomain)c.Settings.Domain).Actions == 32)
            ?? throw new MissingResultsException("The profile leaves out 32 actions.");
        // Instances of different sizes are drawn independently: the ratio's interval comes from the means of logarithms.
        double Final(int actions) => results.Of(Papers.Nora.ByActions, s => s.Method.Equals(Methods.RareLsvi)
            && s.Domain is LinearDomain linear && linear.Actions == actions).Result.Regret[^1].Average();
        Estimate a = Mean([.. few.Result.Regret[^1].Select(r => Math.Log(r))]);
        Estimate b = Mean([.. many.Result.Regret[^1].Select(r => Math.Log(r))]);
        double half = Math.Sqrt(Math.Pow(a.Interval.Width / 2, 2) + Math.Pow(b.Interval.Width / 2, 2)), ratio = Math.Exp(b.Value - a.Value);
        var interval = new Interval(ratio * Math.Exp(-half), ratio * Math.Exp(half), 0.95, "t intervals of two mean logarithms, joined");
        return ClaimOutcome.From(ratio < Math.Sqrt(5), ratio, interval, few.Cell.Seeds,
            $"{Mean(few.Result.Regret[^1])} at 2 actions, {Mean(many.Result.Regret[^1])} at 32; rare LSVI-UCB " +
            $"{NumberText.Format(Final(2))} and {NumberText.Format(Final(32))}, {NumberText.Format(Final(32) / Final(2))} times");
    }

    private static ClaimOutcome Refutation(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Refutation).Where(c => c.Settings.Domain is TwoStageDomain
        { Class: TwoStageClass.Complete }).ToList();
        int most = cells.Max(c => c.Result.Updates[^1].Max() - ((TwoStageDomain)c.Settings.Domain).Arms);
        double slope = cells.Max(c => LastDoubling(c).Value);
        return ClaimOutcome.From(most <= 3 && slope < 0.5, most, null, cells[0].Cell.Seeds, string.Join(", ", cells.Select(c =>
            $"K = {((TwoStageDomain)c.Settings.Domain).Arms}: {NumberText.Format(c.Result.Updates[^1].Average())} critics, regret " +
            $"{NumberText.Format(Mean(c.Result.Regret[^1]).Value)}")) + $"; greatest slope {NumberText.Format(slope)}");
    }

    private static Estimate LastDoubling(RegretCell cell) =>
        Mean(SlopesOf(cell.Result, cell.Settings.Episodes / 2, cell.Settings.Episodes));

    private static ClaimOutcome Incomplete(PaperResults results)
    {
        RegretCell cell = results.Of(Papers.Nora.Refutation, s => s.Domain is TwoStageDomain { Class: TwoStageClass.RealizableOnly });
        Estimate slope = LastDoubling(cell);
        return ClaimOutcome.From(slope.Value > 0.9, slope.Value, slope.Interval,
            cell.Cell.Seeds, $"regret {NumberText.Format(Mean(cell.Result.Regret[^1]).Value / cell.Settings.Episodes)} an episode, " +
            $"{NumberText.Format(cell.Result.Updates[^1].Average())} critics");
    }

    private static ClaimOutcome Logarithmic(PaperResults results)
    {
        RegretCell nora = Cell(results, Papers.Nora.Online, Methods.Nora);
        int[] points = [.. Enumerable.Range(0, nora.Result.Episodes.Count).Where(i => nora.Result.Episodes[i] >= 10)];
        double[] x = [.. points.Select(i => Math.Log(nora.Result.Episodes[i]))];
        double[] y = [.. points.Select(i => nora.Result.Updates[i].Average())];
        double r = MathNet.Numerics.Statistics.Correlation.Pearson(x, y);
        int late = points.Count(i => nora.Result.Episodes[i] >= 100);
        double rLate = MathNet.Numerics.Statistics.Correlation.Pearson(x[^late..], y[^late..]);
        return ClaimOutcome.From(r * r > 0.98, r * r, null, nora.Cell.Seeds,
            $"R² = {r * r:F4}; {NumberText.Format((y[^1] - y[0]) / (x[^1] - x[0]) * Math.Log(2))} more for a doubling; from 100 " +
            $"episodes on R² = {NumberText.Format(rLate * rLate)}");
    }
}
