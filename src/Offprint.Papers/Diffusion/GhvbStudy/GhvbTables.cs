using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>The paper's tables, with our results on exact problems.</summary>
internal static class GhvbTables
{
    /// <summary>Limits of stability on the negative real axis, closed form beside computation.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a rule and order, a column a damping.</returns>
    public static CardTable Limits(PaperResults results)
    {
        var cell = results.Of(Papers.Ghvb.Atlas)[0];
        var rows = cell.Result.Limits.GroupBy(l => (l.Kind, l.Order)).Select(group => (IReadOnlyList<TableCell>)
            [$"{group.Key.Kind}, order {group.Key.Order}", .. group.Select(l => (TableCell)l.Locus)]);
        return new CardTable("Where regions end on the negative real axis",
            ["Rule", .. cell.Settings.Betas.Select(b => new TableColumn($"β = {NumberText.Format(b)}"))], [.. rows])
        { Note = "From the boundary locus; β = 1 is Adams–Bashforth in every row. GHVB of order r never passes Adams–Bashforth of order " +
            "r − 1." };
    }

    /// <summary>
    /// Table 8: the order between consecutive numbers of steps, ours on an exact mixture and the paper's on Stable Diffusion.
    /// </summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two rows a method.</returns>
    public static CardTable LocalOrders(PaperResults results)
    {
        var cell = results.Of(Papers.Ghvb.Orders, OrderStudy.WholeRangeKey);
        var reported = Papers.Ghvb.Reported("table-8");
        double[] steps = [.. cell.Settings.Steps.Select(s => (double)s)];
        int[] shown = [40, 80, 160, 320, 640];
        var rows = new List<IReadOnlyList<TableCell>>();
        foreach (string method in new[] { "GHVB 0.5", "GHVB 1.5", "GHVB 2.5", "GHVB 3.5" })
        {
            double[] orders = [.. LogLogFit.LocalSlopes(steps, cell.Result.Curves.Single(c => c.Method == method).Errors.ToArray())
                .Select(slope => -slope)];
            rows.Add([method, "ours", .. shown.Select(s => (TableCell)orders[Array.IndexOf(steps, s) - 1])]);
            rows.Add(["", ((TableCell)"paper").With(Emphasis.Muted),
                .. shown.Select(s => ((TableCell)reported[method, s.ToString(CultureInfo.InvariantCulture)]).With(Emphasis.Muted))]);
        }
        return new CardTable("Numerical order from half as many steps",
            ["Method", "", .. shown.Select(s => new TableColumn($"{s} steps"))], rows)
        { Note = "Ours: a mixture of twelve Gaussians against its exact flow, steps even in t. The paper: Stable Diffusion latents " +
            "against a 1,000-step solution." };
    }
}
