using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Optimization.Surrogates;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>Scores with and without the regularizer.</summary>
internal static class ScoreTables
{
    private sealed record TimeRow(IReadOnlyList<CellResult<SearchSettings, SearchResult>> Cells)
    {
        public SearchSettings Settings => Cells[0].Settings;

        public double Milliseconds(GradientNormOptions? norm) =>
            Cells.Where(c => c.Settings.Training.GradientNorm == norm).Average(c => c.Result.Milliseconds);
    }

    /// <summary>Paired gains in percent.</summary>
    public static CardTable Gains(PaperResults results, ScoreLevel level)
    {
        SearchNumbers numbers = SearchNumbers.Of(results);
        string name = level switch { ScoreLevel.Greatest => "greatest", ScoreLevel.Percentile80 => "80th percentile", _ => "median" };
        return CardTable.Of($"Normalized scores of 128 candidates: {name}", numbers.Methods,
        [
            ("task", m => m.Problem.Label), ("method", m => m.Label),
            (Variants.Plain, m => numbers.Escapes(m) ? "escapes" : MeanInterval.StudentT(Of(m, null))),
            .. Variants.Regularized.SelectMany(norm => new (TableColumn, Func<SearchMethod, TableCell>)[]
            {
                (Variants.Label(norm), m => numbers.Escapes(m) ? "escapes" : Of(m, norm).Average()),
                ($"gain of {Variants.Label(norm)}, %", m => numbers.Escapes(m) ? "–"
                    : Gain(numbers.Change(m, norm, (_, r) => SearchNumbers.Score(r, level)))),
            }),
            ("seeds", m => numbers.Seeds(m, null).Count),
        ]) with
        {
            Note = "Means over seeds; gains are paired by seed, with t intervals of 95 %, green or red where they exclude zero. " +
                "Percentiles by nearest rank. Every search measured 128 designs, once. Escapes: the search leaves the region of the data " +
                "for good, and its best design is worse than all visible ones.",
        };

        double[] Of(SearchMethod method, GradientNormOptions? norm) =>
            numbers.Values(method, norm, (_, r) => SearchNumbers.Score(r, level));
    }

    /// <summary>Plain methods beside what the suite and the sibling paper report.</summary>
    public static CardTable Levels(PaperResults results)
    {
        SearchNumbers numbers = SearchNumbers.Of(results);
        ReportedTable reported = Papers.Ignite.Reported("baselines");
        DesignProblem measured = numbers.Problems.FirstOrDefault(p => p is MeasuredBinding)
            ?? throw new MissingResultsException("This profile leaves out TF-Bind-8 as measured.");
        return CardTable.Of("TF-Bind-8: greatest score of 128, plain surrogates", numbers.Methods.Where(m => m.Problem == measured),
            ("method", m => m.Label),
            ("ours", m => MeanInterval.StudentT(numbers.Values(m, null, (_, r) => r.Greatest))),
            ("suite, 8 runs", m => reported[m.Label, "suite"]), ("sibling paper, 8 runs", m => reported[m.Label, "ROOT table 1"])) with
        {
            Note = $"{reported.Source}. Ours: 256 units and 15 epochs for gradient ascent, 128 and 5 for ensembles of three, 128 and 2 " +
                "for COMs; theirs: 2048 and 100, COMs 50.",
        };
    }

    /// <summary>Milliseconds of a training step.</summary>
    public static CardTable Times(PaperResults results)
    {
        var rows = results.Of(Papers.Ignite.Searches)
            .GroupBy(c => (c.Settings.Problem, c.Settings.IsConservative, c.Settings.Members)).Select(g => new TimeRow([.. g]));
        return CardTable.Of<TimeRow>("Time of a training step", rows,
        [
            ("task", r => r.Settings.Problem.Label),
            ("surrogate", r => r.Settings.IsConservative ? "COMs" : r.Settings.Members == 1 ? "one network"
                : $"{r.Settings.Members} networks"),
            .. Variants.All.Select(norm => ((TableColumn)new(Variants.Label(norm), "ms"),
                (Func<TimeRow, TableCell>)(r => r.Milliseconds(norm)))),
        ]) with
        {
            Note = "Means over seeds, each on one thread with another cell beside it.",
        };
    }

    private static TableCell Gain(Estimate change)
    {
        Interval interval = new(100 * change.Interval.Low, 100 * change.Interval.High, 0.95, change.Interval.Method);
        return TableCell.Of(100 * change.Value, interval)
            .With(interval.Low > 0 ? Emphasis.Good : interval.High < 0 ? Emphasis.Bad : Emphasis.None);
    }
}
