using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Tables of our results.</summary>
internal static class InformationTables
{
    /// <summary>The values that the paper's statements fix, with ours beside them.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a statement.</returns>
    public static CardTable Statements(PaperResults results)
    {
        var reported = Papers.InformationStatisticalMechanics.Reported("statements");
        var rest = results.Of(Papers.InformationStatisticalMechanics.Conductance)[0].Result.Rows.Single(r => r.Voltage == 0);
        var counting = results.Of(Papers.InformationStatisticalMechanics.Counting, "box");
        var ours = new Dictionary<string, TableCell>
        {
            ["exponent of the distance to 1/n! in the number of ions"] =
                LogLogFit.Of([.. counting.Settings.Ions.Select(m => (double)m)], [.. counting.Result.Distances]).Slope.Value,
            ["slope over half the noise at equilibrium"] = rest.Slope / rest.HalfNoise,
            ["response to a force in the future"] = results.Of(Papers.InformationStatisticalMechanics.Response).Max(c => c.Result.Future),
            ["least information lost in a step"] = results.Of(Papers.InformationStatisticalMechanics.Relaxation)
                .Min(c => c.Result.LeastTotal),
            ["mean of exp(−loss)"] = MeanInterval.StudentT([.. results.Of(Papers.InformationStatisticalMechanics.Fluctuations,
                "simulation").Result.Exponentials]),
            ["mean of exp(−work)"] = MeanInterval.StudentT(
                [.. results.Of(Papers.InformationStatisticalMechanics.Trap)[0].Result.Exponentials]),
        };
        return CardTable.Of("What the statements fix", reported.Rows, ("Quantity", r => r.Name),
            ("Theory", r => ((TableCell)r.Values[0]).With(Emphasis.Muted)), ("Ours", r => ours[r.Name])) with
        { Note = reported.Source };
    }

    /// <summary>The rungs of the ladder with their multipliers and predictions.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a level.</returns>
    public static CardTable Ladder(PaperResults results)
    {
        var result = results.Of(Papers.InformationStatisticalMechanics.Ladder)[0].Result;
        return CardTable.Of("The ladder", result.Rungs, ("Added", r => r.Added),
            ("Multipliers", r => r.Multipliers.Count == 0 ? "–"
                : string.Join(", ", r.Multipliers.Select(l => l.ToString("F3", CultureInfo.InvariantCulture)))),
            (new TableColumn("Entropy", "nats"), r => r.Entropy), (new TableColumn("Gain", "nats"), r => r.Gain),
            ("K⁺ on site 1", r => r.Occupancy[0]), ("K⁺ on site 2", r => r.Occupancy[1]), ("K–K contact", r => r.Contact)) with
        { Note = $"Exact multipliers: {string.Join(", ", result.Expected.Select(l => l.ToString("F3", CultureInfo.InvariantCulture)))}. " +
            $"Gains add up to {NumberText.Format(result.Total)}. Occupancies and contacts were not constrained." };
    }

    /// <summary>Simulated quantities beside the exact ones.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a quantity, two columns a voltage.</returns>
    public static CardTable Simulation(PaperResults results)
    {
        var cells = results.Of(Papers.InformationStatisticalMechanics.Simulation);
        return CardTable.Of("Exact and simulated", cells[0].Result.Quantities.Select(q => q.Quantity),
        [
            ("Quantity", name => name),
            .. cells.SelectMany(c => new (TableColumn, Func<string, TableCell>)[]
            {
                ($"u = {c.Settings.Voltage}, exact", name => Math.Round(Of(c.Result, name).Exact, 12) + 0.0),
                ("simulated", name => MeanInterval.StudentT([.. Of(c.Result, name).Simulated])),
            }),
        ]) with
        { Note = $"{cells[0].Settings.Events:N0} moves a seed, {cells[0].Cell.Seeds.Count} seeds; mean and 95 % t interval. Rates in " +
            $"units of k₀." };

        static SimulatedQuantity Of(GillespieResult result, string name) => result.Quantities.Single(q => q.Quantity == name);
    }
}
