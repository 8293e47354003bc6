using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>Figures of version spaces online.</summary>
internal static class OnlineFigures
{
    private const int GlowColor = 0, Theory = GlowColors.Theory;

    /// <summary>Figure 1: regret on the separation instance.</summary>
    public static LineFigure Separation(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Separation).Where(c => c.Settings.Arms is 1 or 4).ToList();
        // A what-if with other gaps stands alone: the references are of the instance as it is.
        var greedy = cells.All(c => c.Settings.Scale == 1) ? results.Of(Papers.Glow.Greedy) : [];
        return new("Realizable, not complete: regret",
        [
            .. cells.Where(c => c.Settings.Arms == 1 || c.Settings.Rule is Glow).Select(c => Curve(
                (c.Settings.Completed ? "GOLF, class completed" : GlowColors.Family(c.Settings.Rule)) + (c.Settings.Arms > 1
                    ? $", {c.Settings.Arms} arms" : ""), c.Result.Rounds, c.Result.MeanRegret, GlowColors.Of(c.Settings.Rule)) with
                { Stroke = Dash(c.Settings) }),
            .. greedy.Select(c => Curve(c.Settings.Method.Exploration > 0 ? "FQI, ε = 0.1" : "FQI, greedy", c.Result.Rounds,
                c.Result.MeanRegret, GlowColors.Of(c.Settings.Method)) with
                { Stroke = c.Settings.Method.Exploration > 0 ? Stroke.Solid : Stroke.Dashed }),
        ])
        {
            X = new("round t", Logarithmic: true), Y = new("Σ J* − J(π)", Logarithmic: true),
            Caption = $"Means over {cells[0].Cell.Seeds.Count} seeds; GLOW's constants × 0.02. GOLF never refutes the wrong function and " +
                $"pays {NumberText.Format(0.35 * cells[0].Settings.Scale)} a round" +
                (cells.Any(c => c.Settings.Completed) ? "; with T f added to its class it does." : ".") + (greedy.Count == 0 ? ""
                : " Fitted Q-iteration plays what " +
                "fits best: greedy, it is GOLF's curve; exploring, it finds π* and goes on paying for exploration."),
        };

        // At small gaps GLOW may pay as much as GOLF: dashes let both be seen.
        static Stroke Dash(SeparationSettings s) => s.Arms > 1 || (s.Rule is Golf && s.Scale != 1) ? Stroke.Dashed
            : s.Completed ? Stroke.Dotted : Stroke.Solid;

        static Series Curve(string name, IReadOnlyList<long> rounds, IReadOnlyList<double> regret, int color) =>
            new(name, [.. rounds.Select(r => (double)r)], [.. regret.Select(r => r > 0 ? r : double.NaN)]) { Color = color };
    }

    /// <summary>Figure 2: the test that GLOW makes, in expectation, as long as the wrong function alone is played.</summary>
    public static PanelFigure Inside() => new("What the weights show of the wrong function, and the threshold",
    [
        Panel("Constants × 0.02, T = 20,000", SeparationExperiment.Scaled, 20_000, 400), Panel("The theorem's constants, T = 10⁷",
            new(), 1e7, 1e6),
    ], 2)
    { Caption = "One arm, expectations: while only f is played its own ratio is 1, clipped at γt. It is refuted where the curve crosses " +
        "β." };

    /// <summary>Round, e w̃ − α w̃² and β of GLOW's test while only the wrong function is played (one arm).</summary>
    internal static (double Shown, double Allowed) Test(Glow rule, double rounds, double round)
    {
        const double error = 0.38, coverability = 1.5;
        double logSize = Math.Log(2) + (rule.Batch > 1 ? 2 * rounds * Math.Log(2) : Math.Log(2 * 65));
        double clip = rule.ClipFor(coverability, rounds, logSize) * round, weight = Math.Min(1, clip);
        return (error * weight - rule.PenaltyScale * 8 / clip * weight * weight,
            rule.ThresholdFor(clip, round, rounds, 2, logSize));
    }

    private static LineFigure Panel(string title, Glow rule, double rounds, double last)
    {
        double[] t = [.. Enumerable.Range(0, 120).Select(i => 2 * Math.Pow(last / 2, i / 119.0))];
        return new(title,
        [
            new("e w̃ − α w̃²", t, [.. t.Select(r => Test(rule, rounds, r).Shown)]) { Color = GlowColor },
            new("β", t, [.. t.Select(r => Test(rule, rounds, r).Allowed)]) { Color = Theory, Stroke = Stroke.Dashed },
        ])
        { X = new("round t", Logarithmic: true), Y = new("average weighted error", Low: -0.4, High: 0.4) };
    }

    /// <summary>Figure 3: the worst regret over gaps.</summary>
    public static LineFigure RootLaw(PaperResults results)
    {
        var worst = GlowClaims.WorstGaps(results);
        double[] t = [.. worst.Select(w => w.Rounds)];
        Estimate slope = GlowClaims.RootSlope(results);
        return new("The worst scale of gaps at each number of rounds",
        [
            new("GLOW, constants × 0.02", t, [.. worst.Select(w => w.Regret)]) { Markers = true, Color = GlowColor },
            new("√T", t, [.. t.Select(r => worst[^1].Regret * Math.Sqrt(r / t[^1]))]) { Stroke = Stroke.Dashed, Color = Theory },
        ])
        {
            X = new("rounds T", Logarithmic: true), Y = new("greatest mean regret over scales", Logarithmic: true),
            Caption = $"{results.Of(Papers.Glow.Gaps)[0].Cell.Seeds.Count} seeds a scale. Slope from T = 2,000 on: {slope}; the " +
                "worst scales lie on a grid, whose steps the interval shows.",
        };
    }

    /// <summary>Figure 4: regret against coverability.</summary>
    public static LineFigure Coverability(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Separation).Where(c => c.Settings.Rule is Glow).OrderBy(c => c.Result.Coverability).ToList();
        double[] x = [.. cells.Select(c => c.Result.Coverability)];
        var regret = cells.Select(c => MeanInterval.StudentT([.. c.Result.Regret])).ToList();
        return new("Regret against coverability: 1, 2, 4, 8 and 16 wrong functions",
        [
            regret.ToSeries("GLOW, constants × 0.02", x) with { Markers = true, Color = GlowColor },
            new("proportional to C", [0, x[^1]], [0, regret[^1].Value]) { Stroke = Stroke.Dashed, Color = Theory },
        ])
        {
            X = new("coverability over the class's policies", Low: 0), Y = new("regret", Low: 0),
            Caption = $"T = {cells[0].Settings.Rounds:N0}, {cells[0].Cell.Seeds.Count} seeds, 95 % t intervals. C = 1 + K/2: each arm " +
                $"more is a " +
                "place more that a law of data would have to cover.",
        };
    }

    /// <summary>Figure 5: the clipping scale with the theorem's constants.</summary>
    public static LineFigure Clipping(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Constants);
        var found = cells.Where(c => c.Result.FirstChange.All(r => r > 0)).ToList();
        double[] grid = [.. Enumerable.Range(0, 80).Select(i => 0.1 * Math.Pow(24, i / 79.0))];
        return new("The theorem's constants: when the wrong function is refuted, by γ",
        [
            found.Select(c => MeanInterval.StudentT([.. c.Result.FirstChange.Select(r => (double)r)])).ToList()
                .ToSeries("measured", [.. found.Select(c => Factor(c))]) with { Markers = true, Color = GlowColor, Stroke = Stroke.None },
            new("in expectation", grid, [.. grid.Select(f => Predicted(f, cells[0].Settings.Rounds))]) { Stroke = Stroke.Dashed,
                Color = Theory },
        ])
        {
            X = new("γ over the theorem's", Logarithmic: true), Y = new("round", Logarithmic: true),
            Caption = $"T = {cells[0].Settings.Rounds:N0}, {cells[0].Cell.Seeds.Count} seeds. A small γ penalizes for long, a large one " +
                $"allows too much" +
                (found.Count < cells.Count ? $"; at {string.Join(", ", cells.Except(found).Select(c => $"× {Factor(c)}"))} it is not " +
                    $"refuted." : "."),
        };

        static double Factor(CellResult<SeparationSettings, OnlineResult> cell) => ((Glow)cell.Settings.Rule).ClipScale;
    }

    /// <summary>The round in which the test's expectation crosses the threshold; NaN if it never does.</summary>
    internal static double Predicted(double factor, double rounds) => Predicted(new Glow { ClipScale = factor }, rounds);

    /// <summary>The same for any constants, with theorem 3.2's weights where there are batches.</summary>
    internal static double Predicted(Glow rule, double rounds)
    {
        for (double t = 2; t < rounds; t *= 1.001)
        {
            (double shown, double allowed) = Test(rule, rounds, t);
            if (shown > allowed)
                return t;
        }
        return double.NaN;
    }

    /// <summary>Figure 10: rivers.</summary>
    public static LineFigure Models(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Models);
        return new($"{cells[0].Settings.Models} rivers, of which one is true: regret",
            [.. cells.Select(c => new Series(GlowColors.Family(c.Settings.Rule), [.. c.Result.Rounds.Select(r => (double)r)],
                c.Result.MeanRegret))])
        {
            X = new("round t", Logarithmic: true), Y = new("Σ J* − J(π)"),
            Caption = $"GLOW's constants × 0.02. Means over {cells[0].Cell.Seeds.Count} seeds; rivers of 3 states and 6 steps, " +
                $"coverability {NumberText.Format(cells[0].Result.Coverability)} over the class's policies.",
        };
    }

    /// <summary>A lock behind rich observations.</summary>
    public static LineFigure Blocks(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Blocks);
        Stroke[] strokes = [Stroke.Solid, Stroke.Dashed, Stroke.Dotted];
        return new($"A lock of {cells[0].Settings.Horizon} steps behind rich observations, eight decoders",
            [.. cells.Select((c, i) => new Series($"{GlowColors.Family(c.Settings.Rule)}, {c.Settings.PerState * 2} observations",
                [.. c.Result.Rounds.Select(r => (double)r)], [.. c.Result.MeanRegret.Select(r => r > 0 ? r : double.NaN)])
                { Color = GlowColors.Of(c.Settings.Rule), Stroke = c.Settings.Rule is Glow ? strokes[i % 3] : Stroke.Solid })])
        {
            X = new("round t", Logarithmic: true), Y = new("Σ J* − J(π)", Logarithmic: true),
            Caption = $"GLOW's constants × 0.02, means over {cells[0].Cell.Seeds.Count} seeds. All decoders promise the same; coverability " +
                $"over their policies is {NumberText.Format(cells[0].Result.Coverability)}, however many observations there are.",
        };
    }
}
