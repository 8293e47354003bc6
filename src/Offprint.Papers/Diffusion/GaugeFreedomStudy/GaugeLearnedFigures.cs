using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Statistics;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Figures and tables of the parts with trained networks.</summary>
internal static class GaugeLearnedFigures
{
    /// <summary>Figure 1 with real fields: a learned score, its gradient part, its remainder.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Three panels.</returns>
    public static PanelFigure Fields(PaperResults results)
    {
        var cell = results.Of(Papers.GaugeFreedom.Decomposition)[0];
        var picture = cell.Result.Pictures[0];
        double longest = Longest(picture.Field), small = Longest(picture.Remainder);
        double reach = picture.X.Max(Math.Abs);
        double scale = 0.35 * reach / longest, factor = Math.Max(1, Math.Round(longest / small / 1.5));
        return new PanelFigure("A learned field is a gradient plus a gauge part",
        [
            Panel("network s", picture, picture.Field, scale), Panel("gradient part ∇φ", picture, picture.Gradient, scale),
            Panel($"remainder r, arrows × {NumberText.Format(factor)}", picture, picture.Remainder, scale * factor),
        ], 3)
        { Caption = $"Unconstrained network after {cell.Settings.Training.Steps} steps, t = {picture.Time}, where the density is at " +
            $"least e⁻⁶ of its greatest value." };
    }

    /// <summary>Part 3: errors of the parts against time.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a training length.</returns>
    public static PanelFigure Parts(PaperResults results)
    {
        var panels = results.Of(Papers.GaugeFreedom.Decomposition)
            .Select(cell => new LineFigure($"{cell.Settings.Training.Steps} training steps",
        [
            Curve(cell, "true score: E|s*|²", r => [r.Score], 6), Curve(cell, "gradient error: E|∇φ − s*|²", r => r.GradientError, 1),
            Curve(cell, "remainder: E|r|²", r => r.Remainder, 0),
        ])
        { X = new Axis("t", Logarithmic: true), Y = new Axis("mean square", Logarithmic: true, Low: 5e-5, High: 50) }).ToList();
        return new PanelFigure("What of a learned field is wrong, and what is only gauge", [.. panels], Math.Min(2, panels.Count))
        { Caption = "Mean and 95 % t interval over seeds; expectations under the true density." };

        static Series Curve(CellResult<LearnedDecompositionSettings, LearnedDecompositionResult> cell, string name, Func<DecompositionRow,
            IReadOnlyList<double>> values, int color)
        {
            var points = cell.Result.Rows.Select(r => (r.Time, Mean: MeanInterval.StudentT([.. values(r)]))).ToList();
            bool band = values(cell.Result.Rows[0]).Count > 2;
            return new Series(name, [.. points.Select(p => p.Time)], [.. points.Select(p => p.Mean.Value)])
            {
                Low = band ? [.. points.Select(p => p.Mean.Interval.Low)] : null,
                High = band ? [.. points.Select(p => p.Mean.Interval.High)] : null,
                Markers = true,
                Color = color,
            };
        }
    }

    /// <summary>Part 3: samples of the fields.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a field.</returns>
    public static CardTable Samples(PaperResults results)
    {
        var cells = results.Of(Papers.GaugeFreedom.Decomposition);
        return CardTable.Of("Sliced W2 of samples to data", cells[0].Settings.Fields,
        [
            ("Field", FieldName),
            .. cells.SelectMany(c => new (TableColumn, Func<SampledField, TableCell>)[]
            {
                ($"{c.Settings.Training.Steps} steps", field => MeanInterval.StudentT([.. Distances(c.Result, field)])),
                ("change from the network", field => field is SampledField.TrueScore or SampledField.Network ? (string?)null
                    : MeanInterval.StudentT([.. Distances(c.Result, field).Zip(Distances(c.Result, SampledField.Network),
                        (a, b) => a - b)])),
            }),
        ]) with
        { Note = $"Same noise, {cells[0].Settings.Solver.Label} with {cells[0].Settings.Steps} steps, mean and 95 % t interval over " +
            $"{cells[0].Cell.Seeds.Count} seeds. The gradient error is a constant vector with the remainder's norm, along or against " +
            $"the first axis." };

        static IReadOnlyList<double> Distances(LearnedDecompositionResult result, SampledField field) =>
            result.Distances.Single(d => d.Field == field).Distance;
    }

    private static TableCell FieldName(SampledField field) => field switch
    {
        SampledField.TrueScore => "true score",
        SampledField.Network => "network",
        SampledField.GradientPart => "gradient part",
        SampledField.RemainderDoubled => "remainder doubled",
        SampledField.GradientErrorAdded => "gradient error added",
        _ => "gradient error subtracted",
    };

    /// <summary>Figures 3 and 5: singular values of the flow's Jacobian.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="title">The title.</param>
    /// <param name="cells">Which cells, one panel each, two a row.</param>
    /// <returns>The panels.</returns>
    public static PanelFigure SingularValues(PaperResults results, string title,
        params (ManifoldKind Manifold, ScoreForm Form, double Penalty)[] cells)
    {
        var panels = cells.Select(c =>
        {
            var cell = GaugeLearnedClaims.Cell(results, c.Manifold, c.Form, c.Penalty);
            return SingularValuePanel.Of($"{DataName(c.Manifold)}, {ModelName(cell.Settings.Training)}", cell.Result.Rows[0]);
        });
        return new PanelFigure(title, [.. panels], 2)
        { Caption = "Median and 10–90 % band over all paths and seeds against λ = log(α/σ), data at the right; dashed: σ_t, along which " +
            "normal directions fall." };
    }

    /// <summary>Part 4 in numbers.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a cell.</returns>
    public static CardTable Dimensions(PaperResults results) => CardTable.Of("Dimension from learned scores, true value 2",
        results.Of(Papers.GaugeFreedom.Dimension),
        ("Data", c => $"{DataName(c.Settings.Manifold)} in R{(c.Settings.Dimension == 5 ? "⁵" : "³")}"),
        ("Network", c => ModelName(c.Settings.Training)), ("Right estimates", c => GaugeLearnedClaims.Accuracy(c)),
        ("k̂ = 1, 2, …", c => Counts(c)),
        ("Slopes", c => string.Join(' ', c.Result.Rows[0].Slopes.Select(s => s.ToString("0.00", CultureInfo.InvariantCulture)))),
        ("Denoising loss", c => c.Result.Losses.Average()), ("Asymmetry |J − Jᵀ|²/|J|²", c => c.Result.Asymmetry.Average()),
        ("Normal bundle right", c => c.Result.NormalBundle.Average()), ("FLIPD", c => c.Result.Flipd.Average())) with
    { Note = "Right estimates: share of paths, with an interval that covers seeds and paths. Slopes d log s/d log σ over the last " +
        "tenfold of σ: 0 tangent, 1 normal. Normal bundle and FLIPD at σ = 0.045." };

    /// <summary>Part 5 on trained networks: the estimate under added gauge terms.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a strength.</returns>
    public static CardTable LearnedGauge(PaperResults results)
    {
        var forms = new[] { ScoreForm.SquaredNorm, ScoreForm.Unconstrained }.Select(form =>
            GaugeLearnedClaims.Cell(results, ManifoldKind.Plane, form)).ToList();
        return CardTable.Of("Learned scores with gauge terms c J s, plane in R⁵: share of right estimates", forms[0].Settings.Strengths,
        [
            ("c", c => c),
            .. forms.Select(f => (new TableColumn(ModelName(f.Settings.Training)),
                (Func<double, TableCell>)(c => GaugeLearnedClaims.Accuracy(f, c)))),
        ]);
    }

    private static string Counts(CellResult<DimensionStudySettings, DimensionStudyResult> cell)
    {
        var counts = cell.Result.Rows[0].Estimates;
        int escaped = cell.Settings.Points * cell.Cell.Seeds.Count - counts.Sum();
        return string.Join(' ', counts) + (escaped > 0 ? $", {escaped} escaped" : "");
    }

    private static QuiverFigure Panel(string title, FieldPicture picture, IReadOnlyList<double> values, double scale) => new(title,
        [new ArrowField("", picture.X, picture.Y, [.. values.Where((_, i) => i % 2 == 0)], [.. values.Where((_, i) => i % 2 == 1)])])
    { Scale = scale, X = Frame("x₁", picture.X) with { EqualAspect = true }, Y = Frame("x₂", picture.Y) };

    /// <summary>A little beyond the tails of the arrows, the same in all panels.</summary>
    private static Axis Frame(string label, IReadOnlyList<double> tails) => new(label, Low: tails.Min() - 0.3, High: tails.Max() + 0.3);

    private static double Longest(IReadOnlyList<double> values) => values.Chunk(2).Max(v => double.Hypot(v[0], v[1]));

    private static string DataName(ManifoldKind kind) => kind switch
    {
        ManifoldKind.Plane => "plane",
        ManifoldKind.Sphere => "sphere",
        _ => "Swiss roll",
    };

    private static string ModelName(ScoreTrainingSettings training)
    {
        string name = training.Penalty > 0 ? $"penalized, μ = {training.Penalty.ToString(CultureInfo.InvariantCulture)}"
            : training.Form switch
        {
            ScoreForm.Unconstrained => "unconstrained",
            ScoreForm.SquaredNorm => "conservative ∇|ψ|²",
            _ => "conservative −∇E",
        };
        return training.Time == TimeLaw.UniformTime ? name + ", t even" : name;
    }
}
