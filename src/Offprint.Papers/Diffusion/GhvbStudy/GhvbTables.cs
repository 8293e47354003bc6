using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

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
        return CardTable.Of("Where regions end on the negative real axis", cell.Result.Limits.GroupBy(l => (l.Kind, l.Order)),
        [
            ("Rule", group => $"{group.Key.Kind}, order {group.Key.Order}"),
            .. cell.Settings.Betas.Select(beta => (new TableColumn($"β = {NumberText.Format(beta)}"),
                (Func<IGrouping<(MultistepKind Kind, int Order), AxisLimit>, TableCell>)(group =>
                    group.Single(l => l.Beta == beta).Locus))),
        ]) with
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
        var cell = results.Of(Papers.Ghvb.Orders, OrderStudy.IsTable8);
        var reported = Papers.Ghvb.Reported("table-8");
        double[] steps = [.. cell.Settings.Steps.Select(s => (double)s)];
        int[] shown = [40, 80, 160, 320, 640];
        var rows = new List<(string Method, TableCell Whose, Func<int, TableCell> Order)>();
        foreach (LinearMultistepOptions method in new[] { Ghvb(0.5), Ghvb(1.5), Ghvb(2.5), Ghvb(3.5) })
        {
            double[] orders = [.. LogLogFit.LocalSlopes(steps, cell.Result.Of(method).Errors.ToArray()).Select(slope => -slope)];
            rows.Add((method.PaperName(), "ours", s => orders[Array.IndexOf(steps, s) - 1]));
            rows.Add(("", ((TableCell)"paper").With(Emphasis.Muted), s =>
                ((TableCell)reported[method.PaperName(), s.ToString(CultureInfo.InvariantCulture)]).With(Emphasis.Muted)));
        }
        return CardTable.Of("Numerical order from half as many steps", rows,
        [
            ("Method", r => r.Method), ("", r => r.Whose),
            .. shown.Select(s => (new TableColumn($"{s} steps"),
                (Func<(string Method, TableCell Whose, Func<int, TableCell> Order), TableCell>)(r => r.Order(s)))),
        ]) with
        { Note = "Ours: a mixture of twelve Gaussians against its exact flow, steps even in t. The paper: Stable Diffusion latents " +
            "against a 1,000-step solution." };
    }
}
