using Offprint.Agents.Bandits;
using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Figures of bandits and of the rates.</summary>
internal static class LcbBanditFigures
{
    /// <summary>Where C* = 1 stands on a logarithmic axis of C* − 1, left of all other values.</summary>
    internal const double ExpertExcess = 0.003;

    /// <summary>The first color of curves that differ in C*.</summary>
    internal const int CoverageColor = 7;

    private static readonly double[] s_shownCoefficients = [1.02, 1.1, 1.5, 2];

    // Settings, not methods: colors that no method has.
    private static readonly int[] s_settingColors = [5, 6, 8], s_sizeColors = [5, 11, 3];
    private static readonly ReferenceLine s_expert = new(ExpertExcess, "C* = 1", Vertical: true);

    /// <summary>
    /// The paper's schematic figure with numbers: lower bounds of the three settings between expert and exploratory data, constants set to
    /// 1.
    /// </summary>
    /// <param name="contexts">S.</param>
    /// <param name="count">N.</param>
    /// <param name="discount">γ.</param>
    /// <returns>Curves against C* − 1.</returns>
    public static LineFigure Spectrum(int contexts = 21, double count = 1e5, double discount = 0.9)
    {
        double[] excess = [.. Enumerable.Range(0, 81).Select(i => Math.Pow(10, -6 + 0.1 * i))];
        double horizon = 1 / (1 - discount), s = contexts;
        return new LineFigure("What the data's composition allows", [
            new("bandit", excess, [.. excess.Select(e => e < 1 ? double.NaN : Math.Min(1, Math.Sqrt((1 + e) / count)))])
            { Color = s_settingColors[0] },
            new("contextual bandit", excess, [.. excess.Select(e => Math.Min(1, Math.Sqrt(s * e / count) + s / count))])
            { Color = s_settingColors[1] },
            new("MDP", excess, [.. excess.Select(e =>
                Math.Min(horizon, s * horizon * horizon / count + Math.Sqrt(s * e * Math.Pow(horizon, 3) / count)))])
            { Color = s_settingColors[2] },
        ])
        {
            X = new("C* − 1", Logarithmic: true),
            Y = new("loss that no method can avoid", Logarithmic: true),
            References = [new(1, "C* = 2", Vertical: true)],
            Caption = $"Minimax rates for S = {contexts}, N = {count:0.##e+0}, γ = {discount}, constants 1. Left: expert data, rate 1/N. " +
                "Right: exploratory data, rate 1/√N. Below C* = 2 the bandit's curve is exponentially small in N.",
        };
    }

    /// <summary>Exponents of N, fitted, beside the theory's.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>One series a setting.</returns>
    public static LineFigure Exponents(PaperResults results)
    {
        var slopes = LcbTables.Slopes(results).ToList();
        var series = slopes.GroupBy(s => s.Setting).Select((group, i) =>
            new Series(group.Key, [.. group.Select(s => Excess(s.CStar))], [.. group.Select(s => s.Slope.Value)])
            {
                Low = [.. group.Select(s => s.Slope.Interval.Low)], High = [.. group.Select(s => s.Slope.Interval.High)], Markers = true,
                Color = s_settingColors[i],
            });
        return new LineFigure("Exponent of N in the loss of LCB", [.. series])
        {
            X = new("C* − 1", Logarithmic: true, Low: 0.7 * ExpertExcess),
            Y = new("slope of log loss in log N", Low: -1.15, High: -0.25),
            References = [new(-0.5, "1/√N"), new(-1, "1/N"), s_expert],
            Caption = "Fits with 95 % t intervals as bands: bandits over N ≥ 50 with L = 0.5, contexts over N ≥ 10⁴ (S = 21; at C* = 1 " +
                "the missing mass), MDPs over gaps that shrink with N. Points on the vertical line: C* = 1.",
        };
    }

    /// <summary>Fifty arms: losses against N.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a C*.</returns>
    public static PanelFigure Crowded(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Crowded);
        return new PanelFigure("One lucky row of a rare arm",
            [.. cells.Select(cell => new LineFigure($"C* = {cell.Settings.CStar}",
                [.. PhaseStudy.Methods.Select(m => Curve(m.Label, cell.Result.Of(m), LcbColors.Of(m)))])
            { X = Count, Y = new("mean loss (at most 0.3)", Low: -0.01, High: 0.31) })], Math.Min(2, cells.Count))
        { Caption = $"50 arms, the best (0.5) logged with probability 1/C*, the others (0.2) sharing the rest. " +
            $"{cells[0].Settings.Repetitions:N0} data sets a point, 95 % bands; LCB with L = ln(100 N)/2." };
    }

    /// <summary>Two arms: LCB against imitation, exactly.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a C*.</returns>
    public static PanelFigure NonAdaptivity(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.TwoArms).Where(c => c.Settings.CStar is > 1.2 and < 2.5).ToList();
        return new PanelFigure("Below C* = 2 counting beats pessimism exponentially", [.. cells.Select(Panel)], Math.Min(2, cells.Count))
        { Caption = "Exact. LCB and the empirical best: the worst of six gaps κ/√N. Most played: at gap 0.9; dotted, its bound 0.9 " +
            "exp(−N KL(1/2 ‖ 1/C*)). Values below 10⁻³⁰ are not drawn." };

        static LineFigure Panel(CellResult<TwoArmedSettings, TwoArmedResult> cell)
        {
            double p = 1 / cell.Settings.CStar, divergence = -0.5 * Math.Log(4 * p * (1 - p));
            double[] counts = [.. cell.Settings.Counts.Select(n => (double)n)];
            return new($"C* = {cell.Settings.CStar}", [
                .. TwoArmedStudy.Methods.Select(method => new Series(
                    method == BanditTrials.Lcb ? "LCB, L = ln(4N)/2" : method.Label, counts,
                    [.. cell.Result.Rows.Where(r => r.Method == method).Select(r => Floor(r.Loss))])
                    { Markers = true, Color = LcbColors.Of(method) }),
                new("bound of most played", counts, [.. counts.Select(n => Floor(0.9 * Math.Exp(-n * divergence)))])
                { Stroke = Stroke.Dotted, Color = LcbColors.Of(BanditTrials.MostPlayed) },
            ])
            { X = Count, Y = new("loss", Logarithmic: true, Low: 1e-30, High: 1) };
        }

        static double Floor(double loss) => loss > 1e-30 ? loss : double.NaN;
    }

    /// <summary>Contexts: losses against N and against C* − 1.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Contexts(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Contexts);
        var middle = cells.Where(c => c.Settings.Contexts == LcbBanditClaims.Contexts && s_shownCoefficients.Contains(c.Settings.CStar))
            .ToList();
        int at = middle[0].Settings.Counts.Contains(100_000) ? 100_000 : middle[0].Settings.Counts[^1];
        double[] counts = [.. middle[0].Settings.Counts.Select(n => (double)n)];
        Series guide = new("slope −1/2", counts, [.. counts.Select(n => 0.3 / Math.Sqrt(n))])
        { Stroke = Stroke.Dotted, Color = s_settingColors[1] };
        LineFigure left = new("against N, S = 21",
            [.. middle.Select((c, i) => Curve($"C* = {c.Settings.CStar}",
                [.. c.Result.Hard.Of(BanditTrials.Lcb).Where(r => c.Settings.Gap(r.Count) < 1)], CoverageColor + i)), guide])
        { X = Count, Y = new("mean loss of LCB", Logarithmic: true) };
        var bySize = cells.GroupBy(c => c.Settings.Contexts).Select((group, i) => new Series($"S = {group.Key}",
            [.. group.Select(c => c.Settings.CStar - 1)], [.. group.Select(c => c.Result.Hard.At(BanditTrials.Lcb, at).Mean)]) { Markers =
                true, Color = s_sizeColors[i] });
        var theory = cells.GroupBy(c => c.Settings.Contexts).Select(group => new Series("√((S−1)C*(C*−1)/N) / 8",
            [.. group.Select(c => c.Settings.CStar - 1)],
            [.. group.Select(c => Math.Sqrt((c.Settings.Contexts - 1) * c.Settings.CStar * (c.Settings.CStar - 1) / at) / 8)]) { Stroke =
            Stroke.Dotted, Color = s_settingColors[1] });
        LineFigure right = new(FormattableString.Invariant($"against C* − 1 at N = {at:N0}"),
            [.. bySize, .. theory]) { X = new("C* − 1", Logarithmic: true), Y = new("mean loss of LCB", Logarithmic: true) };
        return new PanelFigure("Contexts that can mislead", [left, right], 2)
        { Caption = $"Gap κ√((S−1)C*/(N(C*−1))), κ = 0.5; {cells[0].Settings.Repetitions:N0} data sets a point; L = ln(2SAN)/2." };
    }

    /// <summary>Expert data: the mass of unseen contexts.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure MissingMass(PaperResults results)
    {
        var cell = results.Of(Papers.LcbPessimism.MissingMass)[0];
        double[] counts = [.. cell.Settings.Counts.Select(n => (double)n)];
        BanditRuleOptions[] methods = [BanditTrials.MostPlayed, BanditTrials.ConstantLcb, BanditTrials.ClippedLcb, BanditTrials.Lcb];
        return new LineFigure("Expert data: contexts never seen", [
            .. methods.Select(m => Curve(m == BanditTrials.Lcb ? "LCB, L = ln(2SAN)/2" : m == BanditTrials.ClippedLcb
                ? "LCB, L = ln(2SAN)/2, b ≤ 1" : m.Label, cell.Result.Of(m), LcbColors.Of(m))),
            new("closed form", counts, [.. cell.Settings.Counts.Select(cell.Settings.Exact)])
            { Stroke = Stroke.Dashed, Color = s_settingColors[1] },
        ])
        {
            X = Count, Y = new("mean loss", Logarithmic: true),
            Caption = $"S = 21, C* = 1, {cell.Settings.Repetitions:N0} data sets a point. Three rules lie on the closed form; with " +
                "Hoeffding's L an action seen once has a penalty above 2 and counts less than one never seen, so that LCB loses those " +
                "contexts too.",
        };
    }

    /// <summary>Losses of three rules over C* and N.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Three heat maps, and LCB's distance to the best of the three.</returns>
    public static PanelFigure Phases(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Phases);
        string[] rows = [.. cells.Select(c => $"C* {c.Settings.CStar}")];
        string[] columns = [.. cells[0].Settings.Counts.Select(n => n < 1000 ? $"{n}" : $"{n / 1000}k")];
        HeatMap Map(string title, Func<LossTable, int, double> value) => new(title, rows, columns,
            [.. cells.Select(c => (IReadOnlyList<double>)[.. c.Settings.Counts.Select(n => Math.Round(value(c.Result, n), 2))])])
        { ShowValues = true, ValueLabel = "loss", X = new("N") };
        return new PanelFigure("Which rule where", [
            .. PhaseStudy.Methods.Select(m => Map(m.Label, (table, n) => table.At(m, n).Mean)),
            Map("LCB less the best of the three", (table, n) =>
                table.At(BanditTrials.Lcb, n).Mean - PhaseStudy.Methods.Min(m => table.At(m, n).Mean)),
        ], 2)
        { Caption = $"10 contexts of 10 actions: the expert's (0.6) has the share 1/C*, a decoy (0.4) " +
            $"{100 * cells[0].Settings.DecoyShare:0} % of the rest, eight rare actions (0.2) divide what is left. " +
            $"{cells[0].Settings.Repetitions} data sets a cell." };
    }

    /// <summary>C* − 1, in which values near expert data lie apart.</summary>
    internal static double Excess(double cStar) => Math.Max(cStar - 1, ExpertExcess);

    internal static Axis Count { get; } = new("N", Logarithmic: true);

    /// <summary>A curve with its 95 % band.</summary>
    internal static Series Curve(string name, IReadOnlyList<LossRow> rows, int color) =>
        Curve(name, [.. rows.Select(r => (double)r.Count)], [.. rows.Select(r => r.Loss)], color);

    internal static Series Curve(string name, double[] x, IReadOnlyList<LossSummary> losses, int color) =>
        new(name, x, [.. losses.Select(l => l.Mean)])
    {
        Low = [.. losses.Select(l => l.Estimate.Interval.Low)],
        High = [.. losses.Select(l => l.Estimate.Interval.High)],
        Markers = true,
        Color = color,
    };
}
