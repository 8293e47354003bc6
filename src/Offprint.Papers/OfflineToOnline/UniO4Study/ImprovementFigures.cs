using Offprint.Agents.Offline;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Figures and tables of part C.</summary>
internal static class ImprovementFigures
{
    /// <summary>How each policy of the first seed fares at the gates.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>AM-Q and true scores side by side.</returns>
    public static PanelFigure Gates(PaperResults results)
    {
        var cell = ImprovementCells.Of(results, t => t.Published);
        var gates = cell.Result.Offline!.Gates;
        int seeds = cell.Cell.Seeds.Count, count = gates[0].Scores.Count / seeds;
        return new("What the gate sees, and what is true",
        [
            Panel("AM-Q", "AM-Q", g => g.Scores), Panel("ten episodes", "normalized score", g => g.TrueScores),
        ], 2)
        {
            Caption = $"The {count} policies of seed {cell.Cell.Seeds[0]}. Dots: accepted at that gate; a line without dots is rejected.",
        };

        LineFigure Panel(string title, string axis, Func<GateRow, IReadOnlyList<double>> value) => new(title,
        [
            .. Enumerable.Range(0, count).SelectMany(i => (Series[])
            [
                new($"policy {i + 1}", [.. gates.Select(g => (double)g.Step)], [.. gates.Select(g => value(g)[i * seeds])]) { Color = i },
                new($"policy {i + 1}, accepted", [.. gates.Select(g => (double)g.Step)],
                    [.. gates.Select(g => g.Accepted[i * seeds] ? value(g)[i * seeds] : double.NaN)])
                    { Color = i, Stroke = Stroke.None, Markers = true },
            ]),
        ])
        { X = new("steps of improvement"), Y = new(axis) };
    }

    /// <summary>Decisions of gates against what the environment would have said.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a gate.</returns>
    public static CardTable Confusion(PaperResults results)
    {
        var gated = ImprovementCells.All(results)
            .Where(c => c.Cell.Settings.Offline is { Improvement.Replacement: Replacement.WhenBetter })
            .Select(c => (c.Label, Decisions: ImprovementCells.Decisions(c.Cell.Result.Offline!.Gates).ToList())).ToList();
        return CardTable.Of("Gates against ten episodes", gated,
            ("training", g => g.Label),
            ("accepted and better", g => g.Decisions.Count(d => d.Accepted && d.Gain > 0)),
            ("accepted and worse", g => g.Decisions.Count(d => d.Accepted && d.Gain <= 0)),
            ("rejected and better", g => g.Decisions.Count(d => !d.Accepted && d.Gain > 0)),
            ("rejected and worse", g => g.Decisions.Count(d => !d.Accepted && d.Gain <= 0)),
            ("accepted, within half a point", g => g.Decisions.Count(d => d.Accepted && Math.Abs(d.Gain) <= 0.5)),
            ("accepted: share that is better", g => Share([.. g.Decisions.Where(d => d.Accepted)])),
            ("rejected: share that is better", g => Share([.. g.Decisions.Where(d => !d.Accepted)]))) with
        {
            Note = "All seeds and policies after the first gate; better: a higher mean return over ten episodes from the same starts " +
                "than the policy that it would replace. Wilson intervals of 95 %.",
        };

        static TableCell Share(IReadOnlyList<ImprovementCells.Decision> of) =>
            of.Count == 0 ? "–" : ProportionInterval.Wilson(of.Count(d => d.Gain > 0), of.Count);
    }

    /// <summary>Scores before and after the offline phase.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a training.</returns>
    public static CardTable Offline(PaperResults results)
    {
        var own = ImprovementCells.All(results).Where(c => c.Cell.Result.Offline is not null).ToList();
        return CardTable.Of("Before and after the offline phase", own,
            ("training", c => c.Label), ("cloned", c => Mean(c.Cell.Result.Offline!.Cloned)),
            ("improved", c => Mean(c.Cell.Result.Offline!.Improved)), ("goes online", c => Mean(c.Cell.Result.Offline!.Handed)),
            ("gain of what goes online", c => PairedDifference.Of([.. c.Cell.Result.Offline!.Handed], [.. c.Cell.Result.Offline.Cloned])
                .Difference),
            ("gate's own score, improved less cloned", c => ImprovementCells.HeldGains(c.Cell).Average())) with
        {
            Note = $"Normalized scores (the log's mean episode: {own[0].Cell.Result.DataScore:0.0}), means over seeds of the mean over " +
                "policies, t intervals of 95 %. Last column: by what the gate judges, AM-Q, a return in the model or of true episodes, of the " +
                "policies at the end less that of the cloned ones.",
        };
    }

    /// <summary>The same as bars.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A group a training.</returns>
    public static BarFigure OfflineBars(PaperResults results)
    {
        var own = ImprovementCells.All(results).Where(c => c.Cell.Result.Offline is not null).ToList();
        return new("Scores after the offline phase", [.. own.Select(c => c.Label)],
            [Bars("cloned", o => o.Cloned), Bars("improved", o => o.Improved), Bars("goes online", o => o.Handed)])
        {
            Y = new("normalized score", Low: -5), References = [new(own[0].Cell.Result.DataScore, "")],
            Caption = $"Means over {own[0].Cell.Cell.Seeds.Count} seeds with t intervals of 95 %. Line: the log's mean episode.",
        };

        BarSeries Bars(string name, Func<OfflineOutcome, IReadOnlyList<double>> of)
        {
            Estimate[] means = [.. own.Select(c => Mean(of(c.Cell.Result.Offline!)))];
            return new(name, [.. means.Select(m => m.Value)])
            {
                Low = [.. means.Select(m => m.Interval.Low)], High = [.. means.Select(m => m.Interval.High)],
            };
        }
    }

    /// <summary>Learning curves online.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>One panel.</returns>
    public static LineFigure Online(PaperResults results)
    {
        var own = ImprovementCells.All(results).Where(c => c.Cell.Result.Online.Count > 0).ToList();
        return new("From the log to the environment",
        [
            .. own.Select(c => Curve(c.Label, c.Cell.Result.Online)), Curve(UniO4Paper.Iql, ImprovementCells.Iql(results)),
        ])
        {
            X = new("thousand online steps"), Y = new("normalized score"), Colors = Papers.UniO4.Colors,
            Caption = $"Means over {own[0].Cell.Cell.Seeds.Count} seeds with t intervals of 95 %; ten episodes an evaluation.",
        };

        static Series Curve(string label, IReadOnlyList<OnlineScores> scores) =>
            SeedSeries.Of(label, scores.Select(e => (e.Steps / 1000.0, e.Scores)));
    }

    /// <summary>What was spent.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a training.</returns>
    public static CardTable Budget(PaperResults results) => CardTable.Of("Steps of the environment", ImprovementCells.All(results),
        ("training", c => c.Label), ("learned from, a seed", c => c.Cell.Result.Budget.Training / c.Cell.Cell.Seeds.Count),
        ("asked by gates, a seed", c => c.Cell.Result.Budget.Gates / c.Cell.Cell.Seeds.Count),
        ("looked at, a seed", c => c.Cell.Result.Budget.Evaluation / c.Cell.Cell.Seeds.Count),
        ("seconds, all seeds", c => c.Cell.Provenance.Seconds)) with
    {
        Note = "Looked at: evaluations that decide nothing. Seconds of one core; what trainings share counts for the first of them.",
    };

    /// <summary>The trials before the study, which chose the rate of the target critics.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a training of the pilot's seed.</returns>
    public static CardTable Pilots(PaperResults results)
    {
        var trials = new UniO4Trials(results.Profile);
        var cells = results.Of(Papers.UniO4.Improvement).Where(c => trials.Pilots().Any(s => s.Key == c.Settings.Key)).ToList();
        if (cells.Count == 0)
            throw new MissingResultsException($"The profile {results.Profile} has no pilot.");
        return CardTable.Of("Other critics", cells,
            ("updates of the critics", c => c.Settings.Offline!.Values.Updates),
            ("τ", c => ((ImplicitQLearningOptions)c.Settings.Offline!.Values.Method.Agent).Tau),
            ("cloned", c => c.Result.Offline!.Cloned[0]),
            ("improved", c => c.Result.Offline!.Improved[0]), ("best policy at any gate", c => c.Result.Offline!.Gates.Max(g =>
                g.TrueScores.Max())), ("accepted policies that are better", c => Accepted(c.Result.Offline!.Gates))) with
        {
            Note = $"Normalized scores of seed {UniO4Trials.PilotSeed}, which no other result uses: means over its four policies.",
        };

        static string Accepted(IReadOnlyList<GateRow> gates)
        {
            var accepted = ImprovementCells.Decisions(gates).Where(d => d.Accepted).ToList();
            return $"{accepted.Count(d => d.Gain > 0)} of {accepted.Count}";
        }
    }

    /// <summary>What critics know of states and of actions.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a set of critics.</returns>
    public static CardTable Advantages(PaperResults results)
    {
        var cells = results.Of(Papers.UniO4.Advantages);
        return CardTable.Of("Critics against the environment", cells,
            ("updates", c => c.Settings.Values.Updates), ("τ", c => ((ImplicitQLearningOptions)c.Settings.Values.Method.Agent).Tau),
            ("seeds", c => c.Cell.Seeds.Count), ("over states, correlation", c => Number(c.Result.StateCorrelation)),
            ("over actions of a state, rank correlation", c => Number(c.Result.ActionCorrelation)),
            ("truth's halves likewise", c => Number(c.Result.HalfCorrelation)),
            ("spread over actions, true", c => c.Result.TrueSpread.Average()),
            ("spread over actions, critics", c => c.Result.CriticSpread.Average())) with
        {
            Note = $"{cells[0].Settings.States} logged states, {cells[0].Settings.Actions} actions of the first cloned policy in each, " +
                $"each taken {cells[0].Settings.Repeats} times; true: rewards of {cells[0].Settings.Steps} steps of the environment, " +
                "discounted, in which samples of the policy follow. Halves: the mean over half of the repeats against that over the " +
                "others. Spreads: standard deviations, in tenths of a reward. T intervals of 95 % where there are several seeds.",
        };
    }

    /// <summary>A mean with its interval, where there is more than one seed.</summary>
    private static TableCell Number(IReadOnlyList<double> seeds) => seeds.Count == 1 ? seeds[0] : Mean(seeds);

    private static Estimate Mean(IReadOnlyList<double> seeds) => MeanInterval.StudentT([.. seeds]);
}
