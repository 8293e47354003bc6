using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Hopper with other numbers of policies, weights of their distance, and horizons of the gate.</summary>
internal static class AblationFigures
{
    /// <summary>A panel a quantity, a group of bars a value.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Three panels.</returns>
    public static PanelFigure Bars(PaperResults results)
    {
        var seeds = results.Of(Papers.UniO4.Ablations)[0].Cell.Seeds;
        double log = results.Of(Papers.UniO4.Ablations)[0].Result.DataScore;
        return new("What n, α and H are worth", [.. Groups(results).Select(Panel)], 3)
        {
            Caption = $"Hopper: means over the policies and seeds {string.Join(", ", seeds)} with t intervals of 95 %; the line is the " +
                "log's mean episode. All else as published; AM-Q judges.",
        };

        BarFigure Panel(IGrouping<string, Row> group)
        {
            Row[] rows = [.. group];
            return new(group.Key, [.. rows.Select(r => NumberText.Format(r.Value))],
                [Bar("cloned", rows, o => o.Cloned), Bar("improved", rows, o => o.Improved), Bar("goes online", rows, o => o.Handed)])
            {
                X = new(group.Key), Y = new("normalized score"), References = [new(log, "")],
            };
        }

        BarSeries Bar(string name, Row[] rows, Func<OfflineOutcome, IReadOnlyList<double>> of)
        {
            Estimate[] means = [.. rows.Select(r => Mean(r, seeds, of))];
            return new(name, [.. means.Select(m => m.Value)])
            {
                Low = [.. means.Select(m => m.Interval.Low)], High = [.. means.Select(m => m.Interval.High)],
            };
        }
    }

    /// <summary>The same as numbers, and what the gates let through.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a value.</returns>
    public static CardTable Table(PaperResults results)
    {
        var seeds = results.Of(Papers.UniO4.Ablations)[0].Cell.Seeds;
        return CardTable.Of("What n, α and H are worth", Groups(results).SelectMany(group => group),
            ("", r => r.Quantity), ("value", r => r.Value), ("cloned", r => Mean(r, seeds, o => o.Cloned)),
            ("improved", r => Mean(r, seeds, o => o.Improved)), ("goes online", r => Mean(r, seeds, o => o.Handed)),
            ("accepted", r => r.Accepted.Count), ("of them better", r => r.Accepted.Count(d => d.Gain > 0))) with
        {
            Note = $"Hopper, seeds {string.Join(", ", seeds)}, normalized scores with t intervals of 95 %. Better: in ten episodes. " +
                "Decisions of the published training are those of all of its seeds.",
        };
    }

    /// <summary>The published training and what differs from it in one quantity, by quantity, the least value first.</summary>
    private static IEnumerable<IGrouping<string, Row>> Groups(PaperResults results)
    {
        var published = ImprovementCells.Of(results, t => t.Published);
        OfflinePhase own = published.Settings.Offline!;
        Row[] others = [.. results.Of(Papers.UniO4.Ablations).Select(cell =>
        {
            OfflinePhase phase = cell.Settings.Offline!;
            return phase.Ensemble.Count != own.Ensemble.Count ? new Row("n", phase.Ensemble.Count, cell)
                : Weight(phase) != Weight(own) ? new Row("α", Weight(phase), cell)
                : new Row("H", phase.Evaluation.Horizon, cell);
        })];
        (string Quantity, double Value)[] all = [("n", own.Ensemble.Count), ("α", Weight(own)), ("H", own.Evaluation.Horizon)];
        return all.SelectMany(q => others.Where(r => r.Quantity == q.Quantity).Append(new(q.Quantity, q.Value, published))
            .OrderBy(r => r.Value)).GroupBy(r => r.Quantity);
    }

    private static double Weight(OfflinePhase phase) => phase.Ensemble.Diversity?.Weight ?? 0;

    private static Estimate Mean(Row row, IReadOnlyList<int> seeds, Func<OfflineOutcome, IReadOnlyList<double>> of) =>
        MeanInterval.StudentT(ImprovementCells.At(row.Cell, seeds, of(row.Cell.Result.Offline!)));

    /// <summary>A training by the value that it has of a quantity.</summary>
    private sealed record Row(string Quantity, double Value, CellResult<ImprovementSettings, ImprovementResult> Cell)
    {
        public List<ImprovementCells.Decision> Accepted =>
            [.. ImprovementCells.Decisions(Cell.Result.Offline!.Gates).Where(d => d.Accepted)];
    }
}
