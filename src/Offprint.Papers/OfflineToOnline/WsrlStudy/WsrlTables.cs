using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>Tables of part B.</summary>
internal static class WsrlTables
{
    private const string PaperTask = "antmaze-large-diverse", PaperAll = "aggregate";

    private static readonly string[] s_methods = [WsrlTrials.Wsrl, WsrlTrials.NoWarmUp, WsrlTrials.CalQl, WsrlTrials.Cql, WsrlTrials.Iql,
        WsrlTrials.Jsrl, WsrlTrials.Fast, WsrlTrials.Half, WsrlTrials.Rlpd];

    /// <summary>The number of offline updates was chosen by the curve of Cal-QL's pretraining, two trial seeds.</summary>
    private static readonly SelectionCost s_selection = new(2, 8, 80, "the number of offline updates; else the authors' settings but for " +
        "sizes and rates");

    /// <summary>Success of all methods beside the paper's.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Scores(PaperResults results) => Scores(results, large: false, s_methods);

    /// <summary>The same in the large maze.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable LargeScores(PaperResults results) => Scores(results, large: true, s_methods.Except([WsrlTrials.Fast]));

    private static CardTable Scores(PaperResults results, bool large, IEnumerable<string> methods)
    {
        ReportedTable without = Papers.Wsrl.Reported("no-retention"), with = Papers.Wsrl.Reported("with-retention");
        TableCell Theirs(string method, string task) => ((TableCell)(without[method, task] ?? with[method, task])).With(Emphasis.Muted);
        TableCell Mean(double[] seeds) => MeanInterval.StudentT(seeds);
        var runs = results.Computed(large, [.. methods]);
        return CardTable.Of($"Success in the {(large ? "large" : "medium")} maze [%]", runs,
            ("Method", run => run.Label), ("Retains data", run => run.Method.Online.Mix.OfflineShare()),
            ("at the switch", run => run.Method.Start is null ? "" : Mean(run.Course.AtSwitch)),
            ("lowest early", run => Mean(run.Course.LowestEarly)),
            ("mean of the first half", run => Mean(run.FirstHalf)), ("at the end", run => Mean(run.Final)),
            ("regret", run => Mean(run.Course.Regret(100))), ("steps of the last episodes", run => Mean(run.Lengths)),
            ($"paper: {PaperTask}", run => Theirs(run.Label, PaperTask)), ("paper: all tasks", run => Theirs(run.Label, PaperAll))) with
        {
            Note = $"Means of {runs[0].Seeds.Count} seeds, 95 % t intervals. At the end: the last {WsrlRun.Window} evaluations; lowest " +
                "early: in the first fifth of them; regret: 100 less the mean online evaluation. Paper: 1 is 100 %, after 300,000 steps " +
                $"({without.Source}). {s_selection}",
        };
    }

    /// <summary>What a training cost.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Compute(PaperResults results) => CardTable.Of("Updates and time", results.Of(Papers.Wsrl.Online),
        ("Method", cell => cell.Settings.Method.Label), ("Offline updates", cell =>
            (cell.Settings.Method.Start ?? cell.Settings.Method.Online.Guide?.Training)?.Updates ?? 0),
        ("Online steps", cell => cell.Settings.Run.OnlineSteps), ("Updates a step", cell => cell.Settings.Method.Online.UpdatesPerStep),
        ("Batch", cell => cell.Settings.Run.BatchSize), ("Seconds of all seeds", cell => Math.Round(cell.Provenance.Seconds))) with
    {
        Note = "Seconds as measured; the first method that starts from a pretraining also paid for it.",
    };

    private static TableCell OfflineShare(this MixOptions mix) =>
        mix.Mode == MixMode.FixedRatio ? FormattableString.Invariant($"{100 * mix.OfflineRatio} % of each batch") : "none";

    /// <summary>What batches are made of.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Audit(PaperResults results) => CardTable.Of("Rows in online batches", results.Of(Papers.Wsrl.Audit),
        ("Method", cell => cell.Settings.Method.Label), ("Steps", cell => cell.Settings.Steps),
        ("Warm-up", cell => cell.Settings.Method.Online.WarmUpSteps), ("Updates of critics", cell => cell.Result.Updates),
        ("of the actor", cell => cell.Result.ActorUpdates), ("Offline rows", cell => cell.Result.OfflineRows),
        ("Online rows", cell => cell.Result.OnlineRows),
        ("Networks changed in the warm-up", cell => cell.Result.ChangedBeforeFirstUpdate)) with
    {
        Note = "Counted in a short run of one seed from random networks. Cal-QL learns from complete episodes only, so that its first " +
            "update comes after the first one.",
    };
}
