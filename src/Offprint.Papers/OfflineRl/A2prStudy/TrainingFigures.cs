using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Figures of training on locomotion data.</summary>
public static class TrainingFigures
{
    /// <summary>Final scores of the main methods.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>Bars in groups by data set.</returns>
    public static BarFigure Scores(A2prPaper paper, PaperResults results) => new("Final scores on four data sets", LocomotionData.Names,
        [.. A2prTraining.MainMethods.Select(method => Bars(method.Replace("TD3+BC matched", "matched", StringComparison.Ordinal), LocomotionData.Names.Select(d => TrainingClaims.Final(paper, results, d, method))))])
    {
        Y = new("normalized score"),
        Caption = $"Mean of the last {A2prTrainingResult.Window} evaluations, {Seeds(paper, results)} seeds, 95 % t intervals. Matched: TD3+BC with A2PR's networks, α, γ and w₂; where the chosen w₂ is the authors', both bars are one training. 0: random policy, 100: the best policy of the training that made the data.",
    };

    /// <summary>Learning curves of the main methods.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>A panel a data set.</returns>
    public static PanelFigure Curves(A2prPaper paper, PaperResults results) => new("Learning curves", [.. LocomotionData.Names.Select(dataset =>
    {
        var cells = A2prTraining.ShownMethods.Select(method => results.Of(paper.Training, A2prTraining.Key(dataset, method))).ToList();
        A2prTrainingResult first = cells[0].Result;
        double data = 100 * (first.DataReturn - first.RandomReturn) / (first.ExpertReturn - first.RandomReturn);
        return new LineFigure(dataset, [.. cells.Select((cell, i) =>
            SeedSeries.Of(A2prTraining.ShownMethods[i], Thousands(cell.Result).Zip(cell.Result.Scores, (u, s) => (u, (IReadOnlyList<double>)s)), i) with { Low = null, High = null })])
        { X = new("thousand updates"), Y = new("normalized score"), References = [new(data, "data")] };
    })], 2)
    { Caption = $"Mean over {Seeds(paper, results)} seeds, ten episodes each. Dashed: the mean episode of the data." };

    /// <summary>Shares of good actions, of guides by the model, and of open gates over training.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>Three panels, a curve a data set.</returns>
    public static PanelFigure Gates(A2prPaper paper, PaperResults results)
    {
        var cells = LocomotionData.Names.Select(d => results.Of(paper.Training, A2prTraining.Key(d, A2prMethods.ChosenA2pr))).ToList();
        return new("Gates of A2PR over training",
        [
            Panel("logged actions with positive advantage", GuideProbe.GoodShare), Panel("guides that are the model's", GuideProbe.ModelShare),
            Panel("rows that constrain the policy", GuideProbe.OpenShare),
        ], 3)
        { Caption = "1,000 fixed rows a data set, mean over seeds." };

        LineFigure Panel(string title, string metric) => new(title, [.. cells.Select((c, i) =>
            new Series(c.Settings.Dataset, Thousands(c.Result), c.Result.Metrics[metric]) { Markers = true, Color = i })])
        { X = new("thousand updates"), Y = new("share", Low: 0, High: 1.02) };
    }

    /// <summary>Values at starts of episodes beside the returns that follow.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>A panel a method.</returns>
    public static PanelFigure Overestimation(A2prPaper paper, PaperResults results) => new("Do values promise more than policies earn?",
        [.. ((string[])[A2prMethods.Td3, A2prMethods.Td3Bc, A2prMethods.A2pr]).Select(method =>
        {
            A2prTrainingResult r = results.Of(paper.Training, A2prTraining.Key(A2prTraining.AblationDataset, method)).Result;
            double[] updates = Thousands(r);
            return new LineFigure(method,
                [new("critics at the start", updates, r.Metrics["predicted value"]) { Markers = true, Color = 0 }, new("discounted return", updates, r.Metrics["realized value"]) { Markers = true, Color = 1 }])
            { X = new("thousand updates"), Y = new(method == A2prMethods.Td3 ? "value" : "") };
        })], 3)
    { Caption = $"{A2prTraining.AblationDataset}, mean over seeds and five starts each. Axes differ." };

    /// <summary>A2PR without one part at a time.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>A bar a variant.</returns>
    public static BarFigure Ablation(A2prPaper paper, PaperResults results)
    {
        string[] methods = [A2prMethods.Cloning, A2prMethods.Td3Bc, A2prMethods.Matched, A2prMethods.A2pr, .. A2prTraining.AblationMethods];
        return new($"{A2prTraining.AblationDataset}: A2PR without one part at a time", methods,
            [Bars("final score", methods.Select(m => TrainingClaims.Final(paper, results, A2prTraining.AblationDataset, m)))])
        { Y = new("normalized score"), Caption = $"Mean of the last {A2prTrainingResult.Window} evaluations, {Seeds(paper, results)} seeds, 95 % t intervals." };
    }

    private static BarSeries Bars(string name, IEnumerable<double[]> groups)
    {
        var means = groups.Select(g => MeanInterval.StudentT(g)).ToList();
        return new(name, [.. means.Select(m => m.Value)]) { Low = [.. means.Select(m => m.Interval.Low)], High = [.. means.Select(m => m.Interval.High)] };
    }

    private static double[] Thousands(A2prTrainingResult result) => [.. result.Updates.Select(u => u / 1000.0)];

    private static int Seeds(A2prPaper paper, PaperResults results) => results.Of(paper.Training)[0].Cell.Seeds.Count;
}
