using Offprint.Cards;
using Offprint.Estimators.OffPolicy.Selection;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

using ToyCell = CellResult<ToySettings, ToyResult>;

/// <summary>The two examples.</summary>
internal static class ToyFigures
{
    private static SharpeRatioPaper P => Papers.SharpeRatio;

    /// <summary>Truth against estimate; the three that an estimator ranks first are marked.</summary>
    public static PanelFigure Scatter(PaperResults results, int example)
    {
        ToyCell cell = results.Of(P.Toys, s => s.Example == example);
        return new($"Example {example}: true and estimated values", [.. Enumerable.Range(0, 2).Select(e => Panel(cell.Settings, e))], 2)
        {
            Caption = $"Filled: the three that the estimator ranks first; the line is J(π_b) = {cell.Settings.Behavior}. " +
                "Equal estimates rank the better candidate first.",
        };
    }

    /// <summary>SharpeRatio@k, and what it is made of, in example 1.</summary>
    public static PanelFigure First(PaperResults results)
    {
        ToyResult result = results.Of(P.Toys, s => s.Example == 1).Result;
        return new("Example 1: SharpeRatio@k and its parts",
        [
            Lines("SharpeRatio@k", result, s => s.SharpeRatio), Lines("best@k − J(π_b)", result, s => s.Gain),
            Lines("std@k", result, s => s.Deviation),
        ], 3)
        {
            Caption = "Accuracy cannot tell X from Y: equal MSE, rank correlation and regret. Y's shortlist holds bad policies, X's does " +
                "not.",
        };
    }

    /// <summary>SharpeRatio@k of example 2, for three behaviors.</summary>
    public static PanelFigure Second(PaperResults results)
    {
        ToyCell[] cells = [.. results.Of(P.Toys).Where(c => c.Settings.Example == 2)];
        return new("Example 2: SharpeRatio@k against the behavior's quality",
            [.. cells.Select(c => Lines($"J(π_b) = {c.Settings.Behavior}", c.Result, s => s.SharpeRatio))], 3)
        {
            Caption = "W is right about bad policies and reverses the good ones; Z is noise. Which of them serves better depends on " +
                "what the behavior already earns.",
        };
    }

    /// <summary>The scores of accuracy beside the paper's.</summary>
    public static CardTable Table(PaperResults results)
    {
        ReportedTable reported = P.Reported("toys");
        var rows = results.Of(P.Toys).Where(c => c.Settings.Example == 1 || c.Settings.Behavior == 10)
            .SelectMany(c => c.Result.Scores.Select(s => (c.Settings.Example, Scores: s))).ToList();
        return CardTable.Of("Scores of accuracy, ours and the paper's", rows,
            ("estimator", r => r.Scores.Estimator.Label), ("MSE", r => r.Scores.MeanSquaredError),
            ("paper ", r => Paper(r.Scores, "MSE")), ("RankCorr", r => r.Scores.RankCorrelation),
            ("paper  ", r => Paper(r.Scores, "RankCorr")),
            ("Regret@3, @1", r => r.Example == 1 ? r.Scores.Regret3 : r.Scores.Regret1), ("paper   ", r => Paper(r.Scores, "Regret"))) with
        {
            Note = "Regret@3 in example 1 (X, Y), Regret@1 in example 2 (W, Z).",
        };

        TableCell Paper(ToyScores s, string column) => ((TableCell)reported[s.Estimator.Name, column]!.Value).With(Emphasis.Muted);
    }

    /// <summary>The conventions on which text and code differ, at k = 2 and 4 of example 1.</summary>
    public static CardTable Conventions(PaperResults results)
    {
        ToySettings toy = results.Of(P.Toys, s => s.Example == 1).Settings;
        (string, SelectionOptions)[] rows =
        [
            ("code: sample deviation, numerator from 0", new()), ("population deviation", new() { SampleDeviation = false }),
            ("text: population deviation, π_b deployed, too", new() { SampleDeviation = false, IncludeBehavior = true,
                ClipNumerator = false }),
        ];
        return CardTable.Of("SharpeRatio@k of example 1 under three conventions", rows,
        [
            ("convention", r => r.Item1),
            .. new[] { 2, 4 }.SelectMany(k => new[] { 0, 1 }.Select(e => (
                (TableColumn)$"{toy.Estimators[e].Label}, k = {k}",
                (Func<(string, SelectionOptions), TableCell>)(r => toy.Scores(e, r.Item2).At(k).SharpeRatio)))),
        ]);
    }

    private static ScatterFigure Panel(ToySettings toy, int estimator)
    {
        double[] estimates = [.. toy.Estimators[estimator].Values];
        int[] ranked = [.. Enumerable.Range(0, estimates.Length).OrderByDescending(i => estimates[i]).ThenByDescending(i => toy.Truth[i])];
        return new(toy.Estimators[estimator].Label,
        [
            Points("top 3", ranked[..3]), Points("others", ranked[3..]),
        ])
        {
            X = new("true value"), Y = new("estimate"), References = [new(toy.Behavior, "J(π_b)", Vertical: true)],
        };

        Series Points(string name, int[] places) =>
            new(name, [.. places.Select(i => toy.Truth[i])], [.. places.Select(i => estimates[i])]) { Markers = true };
    }

    private static LineFigure Lines(string title, ToyResult result, Func<ToyScores, IReadOnlyList<double>> value) =>
        new(title, [.. result.Scores.Select(s => new Series(s.Estimator.Label,
            [.. Enumerable.Range(2, value(s).Count).Select(k => (double)k)], value(s)) { Markers = true })])
        {
            X = new("k"), Y = new(title.StartsWith('J') ? "SharpeRatio@k" : title),
        };
}
