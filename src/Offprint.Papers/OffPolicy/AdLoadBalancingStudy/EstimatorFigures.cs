using Offprint.Cards;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>Errors of estimators.</summary>
internal static class EstimatorFigures
{
    /// <summary>Root mean square error and bias against the size of the log.</summary>
    public static PanelFigure Errors(PaperResults results)
    {
        var cells = results.Of(Papers.AdLoadBalancing.Estimation).Where(c => c.Settings.Propensities == PropensitySource.Logged).ToList();
        double[] n = [.. cells.Select(c => (double)c.Settings.Sessions)];
        IReadOnlyList<OffPolicyEstimator> estimators = cells[0].Settings.Estimators;
        var errors = new LineFigure("Root mean square error", [.. estimators.Select(e => new Series(e.Label, n,
            [.. cells.Select(c => c.Result.Of(e).RootMeanSquare)]) { Markers = true })])
        {
            X = new("sessions in the log", Logarithmic: true), Y = new("error of the value", Logarithmic: true),
        };
        var bias = new LineFigure("Bias", [.. estimators.Select(e => MarketFigures.Interval(e.Label, n,
            [.. cells.Select(c => c.Result.Of(e).Bias)]))])
        {
            X = new("sessions in the log", Logarithmic: true), Y = new("mean error"), References = [new(0, "unbiased")],
        };
        return new("Estimating the value of the rule by tolerance", [errors, bias], 2)
        {
            Caption = $"{cells[0].Settings.Repetitions} logs a size, ω = {cells[0].Settings.Weight}; true value " +
                $"{NumberText.Format(cells[0].Result.Truth.Value)} in standard deviations of the reward. Bands of the bias: 95 %, the " +
                $"truth's own error included. Effective sample size: {cells[0].Result.EffectiveShare:P0} of the rows.",
            Colors = Papers.AdLoadBalancing.Colors,
        };
    }

    /// <summary>True, uniform and fitted propensities.</summary>
    public static CardTable Propensities(PaperResults results)
    {
        var all = results.Of(Papers.AdLoadBalancing.Estimation);
        int sessions = all.Where(c => c.Settings.Propensities != PropensitySource.Logged).Select(c => c.Settings.Sessions)
            .DefaultIfEmpty(all[^1].Settings.Sessions).First();
        var cells = all.Where(c => c.Settings.Sessions == sessions).ToList();
        return CardTable.Of("Bias with true, uniform and fitted propensities", cells[0].Settings.Estimators,
        [
            ("estimator", e => e.Label),
            .. cells.SelectMany(c => new (TableColumn, Func<OffPolicyEstimator, TableCell>)[]
            {
                ($"bias, {Name(c)}", e => c.Result.Of(e).Bias.ToEstimate("over logs")),
                ($"coverage, {Name(c)}", e => c.Result.Of(e).Coverage),
            }),
        ]) with
        {
            Note = $"{sessions:N0} sessions, {cells[0].Settings.Repetitions} logs. Coverage: the share of 95 % intervals, clustered by " +
                "user, that hold the truth. The fitted model sees the fetch's number as a line, the logging rule has a step.",
        };

        static string Name(CellResult<EstimatorSettings, EstimatorResult> cell) => cell.Settings.Propensities.ToString().ToLowerInvariant();
    }
}
