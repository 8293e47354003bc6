using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>Statements on small Tetris.</summary>
internal static class TetrisClaims
{
    private const string Hybrid = "Abstract: initializing the critic with offline data saves samples";

    public static IEnumerable<Claim> All()
    {
        yield return new("tetris-hybrid",
            "After 200 uniform offline episodes NORA and NOAH reach an exact value above −10 by online episode 20 in the mean; NORA " +
            "online does not.", Hybrid, null, ByTwenty) { Quantity = "hybrid NORA's best mean value up to episode 20" };
        yield return new("tetris-exact",
            "2,780 boards; best values of 1, 2, 10 and 40 steps 0, 0, −0.1197764379, −0.5501886476, gain −0.0143343531, all to 10⁻⁹.",
            "an independent program", null, Exact)
        { Kind = ClaimKind.Control, Quantity = "V* of an episode" };
        yield return new("resets-need-rarity",
            "Where the critic is replaced whenever the determinant doubles, resets keep the hybrid policy within 1 of the uniform value " +
            "for the first 20 episodes; without the reset it passes −20.", "Ours: 640 features and few data", null, Resets)
        { Kind = ClaimKind.Ours, Quantity = "mean value at episode 20, doubling with resets" };
        yield return new("tetris-needs-no-optimism",
            "On Tetris optimism buys nothing: FQI's hybrid value after 1,000 episodes is no worse than LSVI-UCB's, by their 95 % " +
            "intervals.",
            "Ours", null, NoOptimism) { Kind = ClaimKind.Ours, Quantity = "value of FQI less value of LSVI-UCB" };
    }

    /// <summary>The cell of a method.</summary>
    public static CellResult<TetrisSettings, TetrisResult> Cell(PaperResults results, TetrisMethod method, bool hybrid) =>
        results.Of(Papers.Nora.Tetris, s => s.Method == method && s.OfflineEpisodes > 0 == hybrid);

    /// <summary>The mean value over seeds at a point of the grid.</summary>
    public static Estimate ValueAt(TetrisResult result, int episodes)
    {
        int i = result.Episodes.ToList().IndexOf(episodes);
        return i >= 0 ? MeanInterval.StudentT([.. result.Value[i]])
            : throw new MissingResultsException($"The profile's runs were not evaluated after {episodes} episodes.");
    }

    private static double BestUntil(TetrisResult result, int episodes) =>
        result.Episodes.Where(t => t <= episodes).Max(t => ValueAt(result, t).Value);

    private static ClaimOutcome ByTwenty(PaperResults results)
    {
        var nora = Cell(results, TetrisMethod.Nora, hybrid: true);
        var noah = Cell(results, TetrisMethod.Noah, hybrid: true);
        var online = Cell(results, TetrisMethod.Nora, hybrid: false);
        double ours = BestUntil(nora.Result, 20), without = BestUntil(noah.Result, 20), alone = BestUntil(online.Result, 20);
        return ClaimOutcome.From(ours > -10 && without > -10 && alone <= -10, ours, null, nora.Cell.Seeds,
            $"NOAH {NumberText.Format(without)}, NORA online {NumberText.Format(alone)}; at episode 20 itself NORA " +
            $"{ValueAt(nora.Result, 20)}, NOAH {ValueAt(noah.Result, 20)}, NORA online {ValueAt(online.Result, 20)}");
    }

    private static ClaimOutcome Exact(PaperResults results)
    {
        TetrisValueResult r = results.Of(Papers.Nora.TetrisValues)[0].Result;
        (double Ours, double Theirs)[] pairs =
        [
            (r.Optimal[0], 0), (r.Optimal[1], 0), (r.Optimal[3], -0.1197764379), (r.Optimal[5], -0.5501886476), (r.Gain, -0.0143343531),
        ];
        double apart = pairs.Max(p => Math.Abs(p.Ours - p.Theirs));
        return ClaimOutcome.From(r.Boards == 2780 && apart <= 1e-9, r.Optimal[5], null, [],
            $"{r.Boards} boards; greatest difference {NumberText.Format(apart)}");
    }

    private static ClaimOutcome Resets(PaperResults results)
    {
        double uniform = results.Of(Papers.Nora.TetrisValues)[0].Result.Uniform[^1];
        var doubling = results.Of(Papers.Nora.Tetris, s => s.Method is { LogGrowth: < 1, ResetsActor: true });
        var kept = results.Of(Papers.Nora.Tetris, s => s.Method is { LogGrowth: < 1, ResetsActor: false });
        double reset = ValueAt(doubling.Result, 20).Value, without = ValueAt(kept.Result, 20).Value;
        double best = BestUntil(doubling.Result, 20);
        return ClaimOutcome.From(best < uniform + 1 && without > -20, reset, null, doubling.Cell.Seeds,
            $"uniform {NumberText.Format(uniform)}, without reset {NumberText.Format(without)}; critics by then " +
            $"{NumberText.Format(doubling.Result.Updates[doubling.Result.Episodes.ToList().IndexOf(20)].Average())}");
    }

    private static ClaimOutcome NoOptimism(PaperResults results)
    {
        var (fqi, lsvi) = (Cell(results, TetrisMethod.Fqi, hybrid: true), Cell(results, TetrisMethod.Lsvi, hybrid: true));
        Estimate a = ValueAt(fqi.Result, 1000), b = ValueAt(lsvi.Result, 1000);
        return ClaimOutcome.From(a.Interval.High >= b.Interval.Low, a.Value - b.Value, null, fqi.Cell.Seeds, $"FQI {a}, LSVI-UCB {b}");
    }
}
