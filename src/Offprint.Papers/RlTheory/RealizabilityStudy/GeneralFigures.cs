using Offprint.Cards;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>Figures and the table over problems that nobody arranged.</summary>
internal static class GeneralFigures
{
    /// <summary>Family E: error against the bound, without and with the factor of incompleteness.</summary>
    public static PanelFigure Random(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.Random);
        var all = cells.SelectMany(c => c.Result.Rows.Select(r => (c.Settings, Row: r))).ToList();
        double[] everything = [.. all.SelectMany(p => new[] { p.Row.Bellman, p.Row.Predicted(p.Settings.RowsPerFeature),
            p.Row.Plain(p.Settings.RowsPerFeature) })];
        Axis up = new("median ‖E‖", Logarithmic: true, Low: 0.5 * all.Min(p => p.Row.Bellman), High: 2 * all.Max(p => p.Row.Bellman));
        double low = 0.8 * everything.Min(), high = 1.2 * everything.Max();
        return new("Random problems: what predicts the error",
        [
            Panel("Without the factor: σ√(d/n)", (r, s) => r.Plain(s.RowsPerFeature)),
            Panel("With it: σ√(d/(n(1 − β²)))", (r, s) => r.Predicted(s.RowsPerFeature)),
        ], 2)
        { Caption = $"{all.Count} problems, a point each (median over {cells[0].Settings.Repetitions} data sets of " +
            $"{cells[0].Settings.RowsPerFeature} rows a feature); " +
            "dashed: equality. Near β = 1 the prediction is cautious: the direction that decides β is one of d." };

        LineFigure Panel(string title, Func<RandomRow, RandomSettings, double> predicted) => new(title,
            [.. cells.Select((c, i) => new Series($"γ = {c.Settings.Discount}", [.. c.Result.Rows.Select(r => predicted(r, c.Settings))],
                [.. c.Result.Rows.Select(r => r.Bellman)]) { Markers = true, Stroke = Stroke.None, Color = i }),
                Diagonal(low, high)])
            { X = new("predicted", Logarithmic: true, Low: low, High: high), Y = up };
    }

    /// <summary>Figure 6: prediction error against its deterministic bound.</summary>
    public static LineFigure Concentrability(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.Random);
        double[] bounds = [.. cells.SelectMany(c => c.Result.Rows.Select(r => r.Bound))];
        double worst = cells.Max(c => c.Result.Rows.Max(r => r.WorstRatio));
        return new("Random problems: prediction error against √C ‖E‖/(1 − γ)",
            [.. cells.Select((c, i) => new Series($"γ = {c.Settings.Discount}", [.. c.Result.Rows.Select(r => r.Bound)],
                [.. c.Result.Rows.Select(r => r.Prediction)]) { Markers = true, Stroke = Stroke.None, Color = i }),
                Diagonal(bounds.Min(), bounds.Max())])
        {
            X = new("bound", Logarithmic: true), Y = new("median |prediction error|", Logarithmic: true),
            Caption = $"{bounds.Length} problems; dashed: the bound. The greatest ratio in any single data set is " +
                $"{NumberText.Format(worst)}.",
        };
    }

    /// <summary>Radial features on RiverSwim.</summary>
    public static PanelFigure Features(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.Features);
        double[] d = [.. cells.Select(c => c.Result.Factors.Entropy)];
        Axis across = new("features d");
        return new("RiverSwim: a class that grows around the true value",
        [
            new LineFigure("Error", [.. cells[0].Settings.Methods.Select(m =>
                cells.Select(c => c.Result.Of(m.Equals).Bellman.Times()).ToList().ToSeries(m.Family, d) with
                    { Markers = true, Stroke = m.Estimator is FittedEvaluation ? Stroke.Dashed : Stroke.Solid }),
                new("σ√(d/(n(1−β²)))", d, [.. cells.Select(c => c.Result.Factors.PredictedError(c.Result.Rows, Noise(c.Settings)))])
                    { Stroke = Stroke.Dotted, Color = 7 }])
                { X = across, Y = new("median ‖E‖") },
            new LineFigure("Incompleteness", [new("β", d, [.. cells.Select(c => c.Result.Factors.Incompleteness)]) { Markers = true,
                Color = SingleFamilyFigures.Incompleteness },
                new("radius of FQE", d, [.. cells.Select(c => c.Result.Factors.FqeRadius)]) { Markers = true,
                Color = SingleFamilyFigures.Radius }])
                { X = across, Y = new("factor") },
        ], 2)
        { Caption = $"n = {cells[0].Settings.Rows:N0}, {cells[0].Settings.Repetitions} data sets, medians with 95 % intervals. More " +
            "features are not always more complete. The prediction averages σ over all pairs, which few features weigh unequally." };
    }

    /// <summary>Figure 9: networks.</summary>
    public static PanelFigure Networks(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.Networks);
        double[] n = [.. cells.Select(c => (double)c.Settings.Rows)];
        return new("Networks on a random walk whose value is a network",
        [
            Panel("‖E‖", r => r.Minimax, r => r.Fitted), Panel("‖Q − true value‖", r => r.MinimaxValue, r => r.FittedValue),
        ], 2)
        { Caption = $"Medians over {cells[0].Cell.Seeds.Count} seeds (data and networks), bands from the least to the greatest; " +
            $"the true value's norm is {NumberText.Format(cells[0].Result.ValueNorm)}." };

        LineFigure Panel(string what, Func<NetworkResult, IReadOnlyList<double>> minimax, Func<NetworkResult,
            IReadOnlyList<double>> fitted) =>
            new(what, [Curve("minimax", minimax, 0), Curve("fitted evaluation", fitted, 1)])
            { X = new("rows n", Logarithmic: true), Y = new(what, Logarithmic: true) };

        Series Curve(string name, Func<NetworkResult, IReadOnlyList<double>> pick, int color)
        {
            double[][] sorted = [.. cells.Select(c => pick(c.Result).Order().ToArray())];
            return new(name, n, [.. sorted.Select(v => v[v.Length / 2])])
            {
                Low = [.. sorted.Select(v => v[0])], High = [.. sorted.Select(v => v[^1])], Markers = true, Color = color,
            };
        }
    }

    /// <summary>Table 10: factors and constants of each instance.</summary>
    public static CardTable Instances(PaperResults results)
    {
        var rows = new List<(string Name, OffPolicyFactors Factors, double Ratio, double Constant)>();
        foreach (var c in results.Of(Papers.Realizability.Sizes).TakeLast(1))
            rows.Add(("D: four states", c.Result.Factors, RealizabilityInstances.FourStates().Problem.GreatestRatio,
                Constant(c.Result, Noise(
                RealizabilityInstances.FourStates()))));
        foreach (var c in results.Of(Papers.Realizability.OneFeature).Where(c => c.Settings.Value is 0 or 1 or 1.28 or 1.6))
            rows.Add(($"B: one feature, y = {c.Settings.Value}", c.Result.Factors,
                RealizabilityInstances.OneFeature(c.Settings.Value).Problem
                .GreatestRatio, Constant(c.Result, 1)));
        foreach (var c in results.Of(Papers.Realizability.Coverage))
            rows.Add(($"C: rare state, ε = {c.Settings.Share}", c.Result.Factors, RealizabilityInstances.RareState(c.Settings.Share).Problem
                .GreatestRatio, Constant(c.Result, 1)));
        foreach (var c in results.Of(Papers.Realizability.Features))
            rows.Add(($"F: RiverSwim, d = {c.Result.Factors.Entropy}", c.Result.Factors, c.Settings.Instance().Problem.GreatestRatio,
                Constant(c.Result, Noise(c.Settings))));
        return CardTable.Of("Factors, exact, and the constant of LSTD", rows, ("Instance", r => r.Name), ("d", r => r.Factors.Entropy),
            ("β", r => r.Factors.Incompleteness), ("1 − β²", r => r.Factors.Margin), ("C", r => r.Factors.Concentrability),
            ("max d/μ", r => r.Ratio), ("radius of FQE", r => r.Factors.FqeRadius), ("floor", r => r.Factors.Floor),
            ("‖E‖ over σ√(d/(n(1−β²)))", r => r.Constant)) with
            { Note = "C is with respect to Bellman errors of the class: never above max d/μ, in D and B far below it (∞ where the " +
                "data miss a pair), in C nine tenths of it. β and radius of 1 in C are rounded: see 1 − β². The floor is over ‖θ‖ ≤ 2." };
    }

    private static double Constant(LinearErrors errors, double noise) =>
        errors.Of<Lstd>().Bellman.Median / errors.Factors.PredictedError(errors.Rows, noise);

    private static double Noise(FeatureSettings settings) => Noise(settings.Instance());

    /// <summary>σ with σ² = E_μ Var(r + γV(s')).</summary>
    private static double Noise(LinearInstance instance)
    {
        double sum = 0;
        double[] variance = instance.Problem.TargetVariance();
        for (int z = 0; z < variance.Length; z++)
            sum += instance.Problem.Law[z] * variance[z];
        return Math.Sqrt(sum);
    }

    private static Series Diagonal(double low, double high) => new("equality", [low, high], [low, high]) { Stroke = Stroke.Dashed,
        Color = 7 };
}
