using Offprint.Cards;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>Where everything is known.</summary>
internal static class TabularFigures
{
    private static SharpeRatioPaper P => Papers.SharpeRatio;

    /// <summary>Bias and variance on two states.</summary>
    public static CardTable TwoState(PaperResults results)
    {
        var cell = results.Of(P.TwoState)[0];
        double Error(RepeatedEstimate e) => Math.Sqrt(e.Variance / cell.Settings.Repetitions);
        return CardTable.Of("Two states: bias and variance with exact values and ratios", cell.Result.Estimates,
            ("estimator", e => e.Estimator.Label), ("bias", e => e.Mean - cell.Result.Truth), ("standard error", e => Error(e)),
            ("bias in standard errors", e => (e.Mean - cell.Result.Truth) / Error(e)), ("variance", e => e.Variance)) with
        {
            Note = $"{cell.Settings.Repetitions:N0} logs of {cell.Settings.Trajectories} trajectories of {cell.Settings.Horizon} steps; " +
                $"J = {NumberText.Format(cell.Result.Truth)}. Self-normalized estimators are biased at every finite n.",
        };
    }

    /// <summary>Scores of all estimators over random MDPs.</summary>
    public static CardTable RandomMdps(PaperResults results)
    {
        var cell = results.Of(P.RandomMdps)[0];
        return CardTable.Of("Random MDPs: means over MDPs", cell.Settings.Estimators,
        [
            ("estimator", e => e.Label),
            .. Metric.All.Select(m => ((TableColumn)m.Name,
                (Func<OffPolicyEstimator, TableCell>)(e => Mean(m, e)))),
        ]) with
        {
            Note = $"{cell.Result.Trials.Count} MDPs of {cell.Settings.States} states, {cell.Settings.Trajectories} trajectories of " +
                $"{cell.Settings.Horizon} steps, {cell.Settings.Candidates} candidates; 95 % t intervals over MDPs. Values and ratios " +
                "come from counts, pooled over time.",
        };

        Estimate Mean(Metric metric, OffPolicyEstimator estimator) =>
            MeanInterval.StudentT([.. cell.Result.Trials.Select(t =>
                metric.Value(Trial.Score([.. t.Truth], t.Estimates, estimator, t.Behavior, null)))]);
    }

    /// <summary>Fitted ratios of the DICE family.</summary>
    public static CardTable Ratios(PaperResults results)
    {
        var cells = results.Of(P.Ratios);
        return CardTable.Of("Marginal ratios: fitted against exact", cells,
            ("variant", c => c.Settings.Name), ("trained by", c => c.Settings.Dice.Adam is null ? "momentum (published)" : "Adam"),
            ("ends are followed by starts", c => c.Settings.Dice.Restart ? "yes" : "no (published)"),
            ("correlation", c => c.Result.Correlation), ("error", c => c.Result.RootMeanSquare),
            ("error of ρ̂ = 1", c => c.Result.Spread)) with
        {
            Note = $"A random MDP of {cells[0].Settings.States} states, {cells[0].Settings.Trajectories} trajectories of " +
                $"{cells[0].Settings.Horizon} steps, three policies, {cells[0].Settings.Dice.Steps:N0} steps of training, one seed.",
        };
    }

    /// <summary>Distribution functions of one candidate's return.</summary>
    public static LineFigure Distribution(PaperResults results)
    {
        var cell = results.Of(P.Distribution)[0];
        return new("The distribution of a candidate's return, before it is deployed",
            [.. cell.Result.Distributions.Select(d => new Series(
                $"{d.Estimator?.Label ?? "truth"}: CVaR 10 % {NumberText.Format(d.Tail)}", cell.Result.Grid, d.Cumulative)
            { Stroke = d.Estimator is null ? Stroke.Dashed : Stroke.Solid })])
        {
            X = new("return x"), Y = new("P(R ≤ x)"),
            Caption = $"{cell.Settings.Trajectories} trajectories of a uniform behavior, {cell.Settings.Horizon} steps; truth from " +
                $"{cell.Settings.Truth:N0} rollouts. The direct method knows means of returns only, so its distribution is too narrow.",
        };
    }
}
