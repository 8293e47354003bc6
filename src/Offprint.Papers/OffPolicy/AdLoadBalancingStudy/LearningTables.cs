using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

using LearningCell = CellResult<LearningSettings, LearningResult>;

/// <summary>Experiments and ablations.</summary>
internal static class LearningTables
{
    private sealed record Row(LearningCell Cell, ExperimentOutcome Test);

    private static AdLoadBalancingPaper P => Papers.AdLoadBalancing;

    /// <summary>The policies that the guardrail chose, against static 2.</summary>
    public static CardTable Experiments(PaperResults results) => Table(results, chosen: true,
        "A/B tests of the chosen policies against static 2: lift in %");

    /// <summary>The same at the fixed ω: how much single logs vary.</summary>
    public static CardTable FixedWeight(PaperResults results) => Table(results, chosen: false,
        "A/B tests at the fixed weight against static 2: lift in %");

    /// <summary>What policies lose that see less.</summary>
    public static CardTable Ablation(PaperResults results)
    {
        (FeatureSet Set, string Name)[] sets = [(FeatureSet.SessionOnly, "session only"), (FeatureSet.UserOnly, "user only")];
        return CardTable.Of("Area between the front of return and revenue and static 4", sets,
            ("the DR network sees", s => s.Name),
            ("its area over the full one's", s => Ratio(results, s.Set)),
            ("lost", s => Minus(Ratio(results, s.Set)))) with
        {
            Note = "Means over logs with t intervals; the same users under all policies.",
        };
    }

    private static Estimate Ratio(PaperResults results, FeatureSet set)
    {
        (double[] full, double[] less) = AdLoadClaims.Areas(results, set);
        return MeanInterval.StudentT([.. full.Zip(less, (f, l) => l / f)]);
    }

    private static Estimate Minus(Estimate e) => new(1 - e.Value, new(1 - e.Interval.High, 1 - e.Interval.Low, 0.95, e.Interval.Method));

    private static CardTable Table(PaperResults results, bool chosen, string title)
    {
        var cells = results.Of(P.Learning);
        Row[] rows = [.. cells.SelectMany(c => c.Result.Experiments.Where(e => e.Chosen == chosen).OrderBy(e => e.Learner)
            .Select(e => new Row(c, e)))];
        IEnumerable<(TableColumn, Func<Row, TableCell>)> lifts = rows[0].Test.Metrics.Select(m =>
            ((TableColumn)m.Metric, (Func<Row, TableCell>)(r => Lift(r.Test.Of(m.Metric)))));
        return CardTable.Of<Row>(title, rows,
        [
            ("log", r => r.Cell.Cell.Seeds[0]), ("learner", r => r.Cell.Settings.Learners[r.Test.Learner].Label), ("ω", r => r.Test.Weight),
            .. lifts,
        ]) with
        {
            Note = $"{rows[0].Test.Users:N0} users an arm, 95 % intervals by the delta method; green and red: p < 0.05 after Holm's " +
                "correction over the five metrics, for the better and for the worse. Ads a fetch have no better or worse.",
        };
    }

    private static TableCell Lift(MetricLift m)
    {
        Interval interval = new(100 * m.Lift.Low, 100 * m.Lift.High, 0.95, "delta method");
        bool better = m.Metric == "exits a fetch" ? m.Lift.Value < 0 : m.Lift.Value > 0;
        return TableCell.Of(100 * m.Lift.Value, interval).With(m.Adjusted >= 0.05 || m.Metric == "ads a fetch" ? Emphasis.None
            : better ? Emphasis.Good : Emphasis.Bad);
    }
}
