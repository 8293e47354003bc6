using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>Tables of our results.</summary>
internal static class GosprlTables
{
    /// <summary>TREASURE-10: steps, planner calls and computing time.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a domain and collector.</returns>
    public static CardTable Treasure(PaperResults results)
    {
        var cells = results.Of(Papers.Gosprl.Treasure).Where(c =>
            c.Settings.Collector.Scale == 0.1 && TreasureStudy.Compared.Contains(c.Settings.Domain)).ToList();
        return CardTable.Of("TREASURE-10", cells,
            ("Domain", c => c.Settings.Collector.Kind == CollectorKind.Known
                ? ((TableCell)c.Settings.Domain.Title()).With(Emphasis.Strong) : ""),
            ("Collector", c => c.Settings.Collector.Title()), ("Steps τ", c => Steps(c.Result)),
            ("τ/B", c => c.Result.CutOff == 0 ? CollectionClaims.Mean(c.Result.Steps).Value / c.Result.Total : (TableCell)""),
            ("Planner calls", c => c.Result.PlannerCalls), ("Failed attempts", c => c.Result.FailedAttempts),
            (new TableColumn("Time a run", "ms"), c => 1000 * c.Provenance.Seconds / c.Cell.Seeds.Count)) with
        { Note = $"Mean and 95 % t interval over {cells[0].Cell.Seeds.Count} seeds; planner calls and failed attempts are means of a " +
            $"run. Times are wall times beside other cells." };
    }

    /// <summary>GOSPRL's variants: steps over those of the known model.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a variant, a column a domain.</returns>
    public static CardTable Ablation(PaperResults results)
    {
        var cells = results.Of(Papers.Gosprl.Ablation);
        TableCell Factor(CollectorSpec variant, Domain domain)
        {
            TreasureResult result = cells.Single(c => c.Settings.Collector == variant && c.Settings.Domain == domain).Result;
            double factor = CollectionClaims.Mean(result.Steps).Value /
                CollectionClaims.Mean(CollectionClaims.Cell(results, domain, CollectorKind.Known).Result.Steps).Value;
            string text = factor.ToString(factor < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);
            return result.CutOff == 0 ? text : ((TableCell)$"> {text} ({result.CutOff} cut off)").With(Emphasis.Bad);
        }
        string Name(CollectorSpec v) => !v.Doubling ? "no doubling rule" : v.MergeGoal ? "one interval for the goal" : v.Goals != default
            ? "largest deficit first" :
            string.Create(CultureInfo.InvariantCulture, $"c_b = {v.Scale}{(v.Scale == 0.1 ? ", the default" : "")}");
        return CardTable.Of("Steps over those of the known model", AblationStudy.Variants,
        [
            ("GOSPRL with", v => Name(v)),
            .. AblationStudy.Domains.Select(d => (new TableColumn(d.Title()), (Func<CollectorSpec, TableCell>)(v => Factor(v, d)))),
        ]) with
        { Note = $"TREASURE-10, means over {cells[0].Cell.Seeds.Count} seeds; runs are cut off at {cells[0].Settings.MaximumSteps:N0} " +
            $"steps, which bounds the mean from below." };
    }

    /// <summary>The values that the bounds fix, with ours beside them.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a statement.</returns>
    public static CardTable Statements(PaperResults results)
    {
        var reported = Papers.Gosprl.Reported("bounds");
        var outcomes = results.EvaluateClaims().ToDictionary(c => c.Claim.Id, c => c.Outcome);
        var ours = new Dictionary<string, ClaimOutcome>
        {
            ["least steps over B D on the star"] = outcomes["star-known"],
            ["GOSPRL's steps over B D on the star, many samples"] = outcomes["star-samples"],
            ["exponent of the diameter in GOSPRL's steps on the star"] = outcomes["star-diameter"],
            ["exponent of the steps in the error of model estimation"] = outcomes["modest-rate"],
        };
        return CardTable.Of("What the bounds fix", reported.Rows, ("Quantity", r => r.Name),
            ("Bound", r => ((TableCell)r.Values[0]).With(Emphasis.Muted)),
            ("Ours", r => ours[r.Name] is { Measured: { } value } outcome ? TableCell.Of(value, outcome.Interval)
                : (TableCell)"not computed")) with
        { Note = reported.Source };
    }

    private static TableCell Steps(TreasureResult result) => result.CutOff == 0
        ? CollectionClaims.Mean(result.Steps)
        : $"> {NumberText.Format(CollectionClaims.Mean(result.Steps).Value)} ({result.CutOff} of {result.Steps.Count} runs cut off)";
}
