using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Estimators.OffPolicy.Selection;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>By what an estimator may be judged.</summary>
internal sealed record Metric(string Name, Func<SelectionScores, double> Value, bool HigherIsBetter)
{
    public static Metric Sharpe { get; } = new("SharpeRatio@4", s => s.At(4).SharpeRatio, true);

    public static Metric Correlation { get; } = new("RankCorr", s => s.RankCorrelation, true);

    public static Metric Regret { get; } = new("nRegret@1", s => s.NormalizedRegret(), false);

    public static Metric Error { get; } = new("nMSE", s => s.NormalizedMeanSquaredError, false);

    public static Metric[] All { get; } = [Sharpe, Correlation, Regret, Error];

    /// <summary>The estimators that are best, all of them where several are; one whose score is not defined never is.</summary>
    public int[] Best(IReadOnlyList<SelectionScores> scores)
    {
        double[] values = [.. scores.Select(s => HigherIsBetter ? Value(s) : -Value(s))
            .Select(v => double.IsNaN(v) ? double.NegativeInfinity : v)];
        double best = values.Max();
        return [.. Enumerable.Range(0, values.Length).Where(e => values[e] >= best - 1e-12)];
    }
}

/// <summary>One log's ranking by each of the five estimators.</summary>
/// <param name="Task">The task, or the random MDP.</param>
/// <param name="Log">The log's seed.</param>
/// <param name="Scores">In the paper's order.</param>
internal sealed record Trial(string Task, int Log, IReadOnlyList<SelectionScores> Scores)
{
    /// <summary>The trials of all tasks.</summary>
    public static List<Trial> OfTasks(PaperResults results, SelectionOptions? options = null) =>
        [.. results.Of(Papers.SharpeRatio.Tasks).SelectMany(cell => Of(cell, options))];

    /// <summary>The trials of a task.</summary>
    public static IEnumerable<Trial> Of(CellResult<TaskSettings, TaskResult> cell, SelectionOptions? options = null)
    {
        double[] truth = [.. cell.Result.Candidates.Select(c => c.Value.Value)];
        return cell.Result.Logs.Select((log, i) => new Trial(cell.Settings.Policies.Task.ToString(), cell.Cell.Seeds[i],
            [.. TaskTable.Estimators.Select(e => Score(truth, log.Estimates, e, log.Behavior, options))]));
    }

    /// <summary>The trials on random MDPs.</summary>
    public static List<Trial> OfMdps(PaperResults results)
    {
        var cell = results.Of(Papers.SharpeRatio.RandomMdps)[0];
        return [.. cell.Result.Trials.Select((trial, i) => new Trial("random MDP", cell.Cell.Seeds[i],
            [.. TaskTable.Estimators.Select(e => Score([.. trial.Truth], trial.Estimates, e, trial.Behavior, null))]))];
    }

    /// <summary>Of an estimator, by its options.</summary>
    public static SelectionScores Score(
        double[] truth, IReadOnlyList<CandidateEstimates> estimates, OffPolicyEstimator estimator, double behavior,
        SelectionOptions? options) =>
        PolicySelection.Evaluate(truth, [.. estimates.Single(e => e.Estimator.Equals(estimator)).Values], behavior, options);
}

/// <summary>How often two metrics prefer the same estimator.</summary>
/// <param name="Trials">The trials.</param>
internal sealed record Agreement(IReadOnlyList<Trial> Trials)
{
    /// <summary>Trial by trial: whether the first of the best estimators is the same.</summary>
    public bool[] First(Metric a, Metric b) => [.. Trials.Select(t => a.Best(t.Scores)[0] == b.Best(t.Scores)[0])];

    /// <summary>Trial by trial: whether an estimator is among the best by both.</summary>
    public bool[] Shared(Metric a, Metric b) => [.. Trials.Select(t => a.Best(t.Scores).Intersect(b.Best(t.Scores)).Any())];

    public int FirstCount(Metric a, Metric b) => First(a, b).Count(same => same);

    public int SharedCount(Metric a, Metric b) => Shared(a, b).Count(same => same);
}
