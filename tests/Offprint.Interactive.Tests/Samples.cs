using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Interactive.Tests;

/// <summary>One figure of each kind, as papers have them.</summary>
internal static class Samples
{
    public static LineFigure LearningCurves { get; } = new("Learning curves on Hopper",
        [Curve("TD3+BC", 92, 30, 1), Curve("Implicit Q-learning", 83, 45, 2),
            Curve("Behavior cloning", 54, 18, 3) with { Stroke = Stroke.Dashed }])
    {
        X = new("Gradient steps (thousands)"),
        Y = new("Normalized return", Low: 0),
        References = [new(100, "expert"), new(400, "fine-tuning begins", Vertical: true)],
        Caption = "Mean over five seeds; bands are 95 % bootstrap intervals of the mean. The dashed curve has no value network, and so " +
            "it cannot improve on the behavior that it imitates.",
    };

    public static LineFigure Convergence { get; } = new("Error against the exact flow",
        [.. new[] { 1, 2, 3, 4 }.Select(order => new Series(order == 1 ? "DDIM" : $"PLMS, order {order}",
            [10, 20, 40, 80, 160, 320], [.. new[] { 10.0, 20, 40, 80, 160, 320 }.Select(n => 3 * Math.Pow(n / 5, -order))])
        { Markers = true })])
    {
        X = new("Number of function evaluations", Logarithmic: true),
        Y = new("Root-mean-square error", Logarithmic: true),
    };

    public static LineFigure Stability { get; } = new("Stability regions",
        [.. new[] { 0.2, 0.5, 0.8 }.Select(beta => new Series($"β = {beta}", Circle(-1 - (beta / 2), 1 + (beta / 2), Math.Cos),
            Circle(0, 1 - (beta / 2), Math.Sin)) { Filled = true })])
    {
        X = new("Re z", Low: -3.2, High: 0.8) { EqualAspect = true },
        Y = new("Im z"),
        References = [new(0, "", Vertical: true)],
    };

    public static ScatterFigure Clouds { get; } = new("Samples", [Cloud("Data", 0, 2500), Cloud("Model", 1, 600)])
    {
        X = new("x₁") { EqualAspect = true },
        Y = new("x₂"),
    };

    public static QuiverFigure Vortex { get; } = new("A vortex", [Arrows("Turning", 1), Arrows("Resting", 0)])
    {
        X = new("x₁") { EqualAspect = true },
        Y = new("x₂"),
        Caption = "Arrows of length zero are points.",
    };

    public static HeatMap Accuracy { get; } = new("Accuracy by solver and guidance",
        ["DDIM", "PLMS, order 4", "GHVB 1.8", "DPM-Solver++(2M)"], ["1", "2", "4", "7.5", "15", "30"],
        [[.91, .93, .92, .8, .55, .31], [.94, .95, .9, .62, .4, .22], [.94, .95, .94, .85, .7, .52], [.95, .96, .94, double.NaN, .66, .41]])
    {
        X = new("Guidance scale"),
        ValueLabel = "Accuracy",
        ShowValues = true,
        Caption = "Four solvers at 15 evaluations.",
    };

    public static HeatMap Differences { get; } = new("Difference to the baseline",
        ["a", "b", "c"], ["one", "two", "three"], [[-1, 0.2, 0.4], [0.1, 0, 0.3], [.8, -.4, -.2]]) { ValueLabel = "Δ return",
        X = new("") { EqualAspect = true } };

    public static BarFigure Scores { get; } = new("Scores by data set",
        ["hopper-medium", "hopper-medium-replay", "walker2d-medium", "halfcheetah-medium", "ant-maze"],
        [new BarSeries("Ours", [62, 71, 80, 48, 35]) { Low = [58, 60, 77, 47, 20], High = [66, 80, 83, 49, 51] },
            new BarSeries("Paper", [59.3, 60.9, 83.7, 48.3, double.NaN])])
    {
        Y = new("Normalized score"),
    };

    public static ImageGrid Digits { get; } = new("Samples of the digits model",
        [.. Enumerable.Range(0, 30).Select(Digit)], 10)
    {
        RowLabels = ["DDIM", "PLMS 4", "GHVB 1.8"],
        ColumnLabels = [.. Enumerable.Range(0, 10).Select(i => i.ToString(CultureInfo.InvariantCulture))],
        Caption = "One column a class; the same noise in each column.",
    };

    public static PanelFigure Panels { get; } = new("Error and stability, side by side",
        [Convergence with { Title = "Error" }, Stability with { Title = "Stability regions" },
            LearningCurves with { Title = "Learning", Caption = null }, Scores with { Title = "Scores" }], 2)
    {
        Caption = "Small multiples share one legend; a name has one color in all of them.",
    };

    public static PanelFigure HeatPanels { get; } = new("Two matrices",
        [Accuracy with { Title = "Accuracy" , Caption = null }, Differences with { Title = "Difference" }], 2);

    public static PanelFigure ManyPanels { get; } = new("Six tasks, eight methods",
        [.. Enumerable.Range(0, 6).Select(p =>
            new LineFigure($"Task {p + 1}",
            [.. Enumerable.Range(0, 8).Select(m => Curve($"Method number {m}", 40 + (6 * m) + p, 30, m + p) with { Low = null,
            High = null })]) { X = new("Steps"), Y = new(p % 3 == 0 ? "Return" : "") })], 3);

    public static IReadOnlyDictionary<string, Figure> All { get; } = new Dictionary<string, Figure>
    {
        ["curves"] = LearningCurves,
        ["convergence"] = Convergence,
        ["stability"] = Stability,
        ["clouds"] = Clouds,
        ["vortex"] = Vortex,
        ["accuracy"] = Accuracy,
        ["differences"] = Differences,
        ["scores"] = Scores,
        ["digits"] = Digits,
        ["panels"] = Panels,
        ["heat-panels"] = HeatPanels,
        ["many-panels"] = ManyPanels,
    };

    public static CardTable Results { get; } = new("Returns & <ranks>",
        ["Method", "Data set", new TableColumn("Ours", "%"), "Paper", "Gap", "Seeds", new TableColumn("Time", "s"), "Verdict"],
        [
            ["TD3+BC", "hopper-medium", TableCell.Of(62.31, new Interval(58.2, 66.4, 0.95, "BCa bootstrap")),
                ((TableCell)59.3).With(Emphasis.Muted), 3.01, 5, 812.4, ((TableCell)"holds").With(Emphasis.Good)],
            ["IQL", "hopper-medium-replay", TableCell.Of(71, new Interval(60.25, 80.5, 0.95, "BCa bootstrap")),
                ((TableCell)94.7).With(Emphasis.Muted), -23.7, 5, 1204, ((TableCell)"does not hold").With(Emphasis.Bad)],
            ["BC", "walker2d-medium", (string?)null, ((TableCell)75.3).With(Emphasis.Muted), (double?)null, 0, 1e-5,
                ((TableCell)"open").With(Emphasis.Muted)],
        ])
    {
        Note = "Normalized scores; 2 of 3 are \"measured\" here.",
    };

    private static Series Curve(string name, double top, double rate, int seed)
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(i => i * 10.0)];
        double[] y = [.. x.Select(v => (top * (1 - Math.Exp(-v / (4 * rate)))) + (2 * Math.Sin((v / 17) + seed)))];
        return new Series(name, x, y) { Low = [.. y.Select((v, i) => v - 4 - (60.0 / (i + 8)))],
            High = [.. y.Select((v, i) => v + 4 + (60.0 / (i + 8)))] };
    }

    private static double[] Circle(double center, double radius, Func<double, double> f) =>
        [.. Enumerable.Range(0, 90).Select(i => center + (radius * f(i * Math.Tau / 90)))];

    private static Series Cloud(string name, double phase, int count)
    {
        double[] t = [.. Enumerable.Range(0, count).Select(i => i * 0.618034 % 1)];
        double Noise(int i) => Math.Sin(i * 12.9898 * (phase + 1)) * 0.3;
        return new Series(name, [.. t.Select((v, i) => (Math.Cos(v * Math.PI) * 2) + phase + Noise(i))],
            [.. t.Select((v, i) => (Math.Sin(v * Math.PI) * 2 * (phase == 0 ? 1 : -1)) + phase + Noise(i + 7))]);
    }

    private static ArrowField Arrows(string name, double speed)
    {
        double[] x = [.. Enumerable.Range(0, 25).Select(i => (i % 5) - 2.0)], y = [.. Enumerable.Range(0, 25).Select(i => (i / 5) - 2.0)];
        return new ArrowField(name, x, y, [.. y.Select(v => -speed * v)], [.. x.Select(v => speed * v)]);
    }

    private static GridImage Digit(int index)
    {
        byte[] pixels = new byte[28 * 28];
        for (int i = 0; i < pixels.Length; i++)
        {
            double r = Math.Sqrt(Math.Pow((i % 28) - 13.5, 2) + Math.Pow((i / 28) - 13.5, 2));
            pixels[i] = (byte)(255 * Math.Exp(-Math.Pow((r - 4 - (index % 10 * 0.7)) / (1 + (index / 10 * 0.5)), 2)));
        }
        return new GridImage(28, 28, pixels);
    }
}
