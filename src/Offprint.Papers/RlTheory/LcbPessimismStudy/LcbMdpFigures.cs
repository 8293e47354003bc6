using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Figures of MDPs.</summary>
internal static class LcbMdpFigures
{
    private static readonly TabularMethod[] s_methods = [ViLcb.Scaled(0.1), new CertaintyEquivalence(), new Cloning()];

    /// <summary>The block MDP: losses against N.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a C*.</returns>
    public static PanelFigure Blocks(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Blocks);
        return new PanelFigure("Block MDP: three ways to use data",
            [.. cells.Select(cell => new LineFigure($"C* = {cell.Settings.CStar}",
                [.. s_methods.Select(m => Curve(m, cell.Result))])
            { X = LcbBanditFigures.Count, Y = new("mean loss", Low: -0.1, High: 3.3) })], Math.Min(2, cells.Count))
        { Caption = $"J* = {NumberText.Format(cells[0].Result.OptimalValue)}; c = 0.1, L = ln(2SAN), all data in every sweep; " +
            $"{cells[0].Settings.Repetitions} data sets a point, 95 % bands. An oracle that knows C* would pick the lower of VI-LCB and " +
            $"cloning." };
    }

    /// <summary>The scale of the penalty: too small fails on nearly expert data, too large on exploratory data.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a number of rows, a curve a C*.</returns>
    public static PanelFigure Scales(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Blocks).Where(c => c.Settings.CStar is 1.05 or 1.2 or 2 or 8).ToList();
        int[] counts = [.. new[] { 1000, 10_000 }.Where(cells[0].Settings.Counts.Contains)];
        return new PanelFigure("How much pessimism", [.. counts.Select(n => new LineFigure(FormattableString.Invariant($"N = {n:N0}"),
            [.. cells.Select((cell, i) => LcbBanditFigures.Curve($"C* = {cell.Settings.CStar}", [.. BlockStudy.Scales],
                [.. BlockStudy.Scales.Select(c => cell.Result.At(ViLcb.Scaled(c), n))], LcbBanditFigures.CoverageColor + i))])
        { X = new("scale c of the penalty", Logarithmic: true), Y = new("mean loss", Low: -0.1) })], 2)
        { Caption = "VI-LCB with Hoeffding's penalty c V_max √(L/m), L = ln(2SAN); c = 1 is where the inequality holds." };
    }

    /// <summary>The grid world: losses against C* at fixed numbers of rows.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a number of rows.</returns>
    public static PanelFigure Grid(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Grid);
        int[] counts = [.. new[] { 1000, 3000, 10_000, 100_000 }.Where(cells[0].Settings.Counts.Contains)];
        double[] coefficients = [.. cells.Select(c => LcbBanditFigures.Excess(c.Result.CStar))];
        TabularMethod[] methods = [ViLcb.Scaled(0.03), ViLcb.Scaled(0.1), new CertaintyEquivalence(), new Cloning()];
        return new PanelFigure("Grid world: data of a careless expert",
            [.. counts.Select(n => new LineFigure(FormattableString.Invariant($"N = {n:N0}"),
            [.. methods.Select(m => LcbBanditFigures.Curve(m.Label, coefficients, [.. cells.Select(c => c.Result.At(m, n))],
                LcbColors.Of(m)))])
        { X = new("C* − 1", Logarithmic: true), Y = new("mean loss", Low: -0.2, High: 1.05 * cells[0].Result.OptimalValue) })], 2)
        {
            Caption = $"8 × 8 cells, slip 0.1, γ = 0.95, J* = {NumberText.Format(cells[0].Result.OptimalValue)}. Left to right: the " +
                "expert explores with probability " +
                $"{string.Join(", ", cells.Select(c => c.Settings.Exploration.ToString(CultureInfo.InvariantCulture)))}; C* is computed " +
                "exactly from occupancies, C* = 1 stands at the left end; L = ln(2SAN). " +
                $"{cells[0].Settings.Repetitions} data sets a point.",
        };
    }

    private static Series Curve(TabularMethod method, MdpResult result)
    {
        var rows = result.Of(method);
        return LcbBanditFigures.Curve(method.Label, [.. rows.Select(r => (double)r.Count)], [.. rows.Select(r => r.Loss)],
            LcbColors.Of(method));
    }
}
