using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Figures of training on locomotion data.</summary>
internal static class TrainingFigures
{
    /// <summary>Final scores of the main methods.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Bars in groups by data set.</returns>
    public static BarFigure Scores(PaperResults results)
    {
        ScoreTable table = TrainingClaims.Table(results, new A2prTrials(results.Profile).Main);
        BarFigure bars = table.Bars("Final scores");
        return bars with { Caption = bars.Caption +
            " Matched: TD3+BC with A2PR's networks, α, γ and w₂. 0: random policy, 100: the best policy of the training that made the " +
            "data." };
    }

    /// <summary>Learning curves of the main methods.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a data set.</returns>
    public static PanelFigure Curves(PaperResults results)
    {
        var trials = new A2prTrials(results.Profile);
        return TrainingClaims.Table(results, trials.Main).Curves("Learning curves");
    }

    /// <summary>Shares of good actions, of guides by the model, and of open gates over training.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Three panels, a curve a data set.</returns>
    public static PanelFigure Gates(PaperResults results)
    {
        MethodColumn ours = new A2prTrials(results.Profile).A2pr;
        ScoreTable table = TrainingClaims.Table(results, [ours]);
        return new("Gates of A2PR over training",
        [
            Panel("logged actions with positive advantage", GuideProbe.GoodShare),
                Panel("guides that are the model's", GuideProbe.ModelShare),
            Panel("rows that constrain the policy", GuideProbe.OpenShare),
        ], 3)
        { Caption = "1,000 fixed rows a data set, mean over seeds." };

        LineFigure Panel(string title, string metric) => new(title, [.. table.Data.Select((data, i) =>
            new Series(data, Thousands(table.Result(data, ours.Label)), table.Result(data, ours.Label).Metric(metric)) { Markers = true,
                Color = i })])
        { X = new("thousand updates"), Y = new("share", Low: 0, High: 1.02) };
    }

    /// <summary>Values at starts of episodes beside the returns that follow.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a method.</returns>
    public static PanelFigure Overestimation(PaperResults results)
    {
        var trials = new A2prTrials(results.Profile);
        ScoreTable table = TrainingClaims.Table(results,
            [.. trials.HasTd3 ? [trials.Td3] : Array.Empty<MethodColumn>(), trials.Td3Bc, trials.Matched, trials.A2pr]);
        return new("Do values promise more than policies earn?", [.. table.Methods.Select(method =>
        {
            MethodResult r = table.Result(trials.Ablation.Name, method);
            double[] updates = Thousands(r);
            return new LineFigure(method,
            [
                new("critics at the start", updates, r.Metric("predicted value")) { Markers = true, Color = 0 },
                new("discounted return", updates, r.Metric("realized value")) { Markers = true, Color = 1 },
            ])
            { X = new("thousand updates"), Y = new(method == table.Methods[0] ? "value" : "") };
        })], 3)
        { Caption = $"{trials.Ablation.Name}, mean over seeds and ten starts each. Axes differ." };
    }

    private static double[] Thousands(MethodResult result) => [.. result.Updates.Select(u => u / 1000.0)];
}
