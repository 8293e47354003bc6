using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Optimization.Translation;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>Scores in tables.</summary>
internal static class RootTables
{
    /// <summary>One level of the scores of all methods, beside the paper's.</summary>
    /// <param name="results">The results.</param>
    /// <param name="level">The place in <see cref="RootNumbers.Levels"/>.</param>
    public static CardTable Scores(PaperResults results, int level)
    {
        RootNumbers numbers = RootNumbers.Of(results);
        (string name, Func<DesignOutcome, double> value) = RootNumbers.Levels[level];
        ReportedTable reported = Papers.Root.Reported("table-1");
        bool beside = name == "greatest";
        List<(TableColumn, Func<string, TableCell>)> columns = [("method", m => m)];
        foreach (DesignProblem problem in numbers.Problems)
        {
            columns.Add((problem.Label, m => Mean(numbers.Outcomes(problem, m), value)));
            if (beside && reported.Columns.Contains(problem.Label))
                columns.Add(($"{problem.Label}, paper", m => reported[m, problem.Label]));
        }
        columns.Add(("mean rank", m => numbers.MeanRank(m, value)));
        columns.Add(("designs measured", m => numbers.Outcomes(numbers.Problems[0], m)[0].Calls));
        int seeds = numbers.Cells(numbers.Problems[0]).Count;
        return CardTable.Of($"Normalized scores of 128 designs: {name}", numbers.Methods, [.. columns]) with
        {
            Note = $"Means over {seeds} seeds with t intervals of 95 %. Best visible: " +
                string.Join(", ", numbers.Problems.Select(p => $"{p.Label} {NumberText.Format(numbers.BestVisible(p))}")) +
                ". ROOT aims at the best hidden score, y_max, as in the paper; no other method is told it." +
                (beside ? $" Paper: {reported.Source}; its Ant moves by another controller, so that only the order compares." : ""),
        };
    }

    /// <summary>Starts of ascent and descent.</summary>
    public static CardTable Starts(PaperResults results)
    {
        RootNumbers numbers = RootNumbers.Of(results);
        ReportedTable reported = Papers.Root.Reported("table-3");
        return CardTable.Of("Where synthetic ascent and descent start",
            from problem in numbers.Problems
            from rule in (StartRule[])[StartRule.Best, StartRule.Random, StartRule.Worst]
            where numbers.Starts(problem, rule).Count > 0
            select (Problem: problem, Rule: rule),
            [("task", r => r.Problem.Label), ("1,024 starts", r => Name(r.Rule)),
            .. RootNumbers.Levels.Select(level => ((TableColumn)level.Name,
                (Func<(DesignProblem Problem, StartRule Rule), TableCell>)(r =>
                    Mean(numbers.Starts(r.Problem, r.Rule), level.Value)))),
            ("paper, greatest", r => reported[Name(r.Rule), r.Problem.Label])]) with
        {
            Note = $"Means over {numbers.Cells(numbers.Problems[0]).Count} seeds with t intervals of 95 %. Paper: {reported.Source}.",
        };
    }

    /// <summary>Guidance weight against order of the values.</summary>
    public static CardTable Guidance(PaperResults results)
    {
        RootNumbers numbers = RootNumbers.Of(results);
        DesignProblem problem = numbers.Problems[0];
        double[] weights = [.. numbers.Cells(problem)[0].Settings.Variants.Select(v => v.Guidance).Distinct().Order()];
        return CardTable.Of($"{problem.Label}: median of 128 by guidance weight and order of the values", weights,
            [("w", w => w),
            .. Enum.GetValues<ConditionOrder>().Select(order => (
                (TableColumn)(order == ConditionOrder.AsTrained ? "as trained" : "swapped"),
                (Func<double, TableCell>)(w =>
                    Mean(numbers.Variant(problem, v => v with { Guidance = w, Order = order }), o => o.Median))))]) with
        {
            Note = "ô = (1 + w) ô(values) − w ô(no values): at w = −1 the values drop out, at 0 there is no guidance. The paper's code " +
                "runs w = −1.5 and swaps the values. Means over seeds with t intervals of 95 %.",
        };
    }

    /// <summary>What is aimed at.</summary>
    public static CardTable Target(PaperResults results)
    {
        RootNumbers numbers = RootNumbers.Of(results);
        return CardTable.Of("What a translation aims at",
            from problem in numbers.Problems from target in Enum.GetValues<TargetRule>() select (Problem: problem, Target: target),
            [("task", r => r.Problem.Label),
            ("y_max", r => r.Target == TargetRule.HiddenBest ? "best of all, as the paper" : "best visible"),
            .. RootNumbers.Levels.Select(level => ((TableColumn)level.Name,
                (Func<(DesignProblem Problem, TargetRule Target), TableCell>)(r =>
                    Mean(numbers.Variant(r.Problem, v => v with { Target = r.Target }), level.Value))))]) with
        {
            Note = "Means over seeds with t intervals of 95 %; both aims share network and noise.",
        };
    }

    /// <summary>What it costs.</summary>
    public static CardTable Cost(PaperResults results)
    {
        RootNumbers numbers = RootNumbers.Of(results);
        return CardTable.Of("ROOT's parts, one core", numbers.Problems,
            ("task", p => p.Label), ("pairs", p => numbers.Cells(p).Average(c => (double)c.Result.Pairs)),
            (new("functions and pairs", "s"), p => numbers.Cells(p).Average(c => c.Result.DrawSeconds)),
            (new("training", "s"), p => numbers.Cells(p).Average(c => c.Result.TrainSeconds)),
            ("validation loss", p => numbers.Cells(p).Average(c => c.Result.Outcomes[0].Loss))) with
        {
            Note = "Means over seeds, with another cell on the other core.",
        };
    }

    internal static TableCell Mean(IReadOnlyList<DesignOutcome> outcomes, Func<DesignOutcome, double> value)
    {
        if (outcomes.Count == 0)
            return (string?)null;
        Estimate mean = MeanInterval.StudentT(RootNumbers.Values(outcomes, value));
        return TableCell.Of(mean.Value, mean.Interval);
    }

    private static string Name(StartRule rule) => rule switch
    {
        StartRule.Best => "highest",
        StartRule.Worst => "lowest",
        _ => "random",
    };
}
