using Offprint.Files;

namespace Offprint.Experiments.Verification;

/// <summary>A cell to compute again.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Marks">How many of its marks to go to; <see langword="null"/> to go to its end.</param>
/// <param name="Cost">The seconds that took when it was stored.</param>
internal sealed record PlannedCell(StoredCell Cell, int? Marks, double Cost)
{
    /// <summary>Even what took no time to speak of is a step of the progress display.</summary>
    public const double LeastCost = 0.01;
}

/// <summary>Which cells are computed again, in which order, and why the others are not.</summary>
/// <param name="Cells">The cells in order.</param>
/// <param name="Others">What is not computed.</param>
internal sealed record VerificationPlan(IReadOnlyList<PlannedCell> Cells, IReadOnlyList<CellVerification> Others)
{
    public static VerificationPlan Of(IReadOnlyList<Paper> papers, VerificationOptions options)
    {
        List<PlannedCell> cells = [];
        List<CellVerification> others = [];
        foreach (var (paper, experiment) in papers.SelectMany(p => p.Experiments.Select(e => (p, e))))
        {
            bool isWanted = options.Experiments.Count == 0 || options.Experiments.Contains(experiment.Name);
            if (!isWanted || experiment.CellKeys(options.Profile).Count == 0)
                continue;
            if (paper.Waiting.Any(w => w.Experiment == experiment.Name))
                others.Add(new(paper.Slug, experiment.Name, null, VerificationOutcome.AwaitsRecomputation, WaitingResults.Reason));
            else
                Add(paper.Slug, experiment, options, cells, others);
        }
        return new VerificationPlan(cells, others).Within(options);
    }

    private static void Add(
        string paper, IExperiment experiment, VerificationOptions options, List<PlannedCell> cells, List<CellVerification> others)
    {
        IReadOnlyList<StoredCell> stored;
        try
        {
            stored = experiment.StoredCells(paper, options.Profile, options.Store ?? ResultStore.For(options.Profile));
        }
        catch (InvalidDataException e)
        {
            others.Add(new(paper, experiment.Name, null, VerificationOutcome.Different, e.Message));
            return;
        }
        if (stored.Count == 0)
            others.Add(new(paper, experiment.Name, null, VerificationOutcome.NotStored, $"`offprint reproduce {paper}` computes it"));
        foreach (var cell in options.All ? stored : stored.OrderBy(c => c.Provenance.Seconds).Take(1))
        {
            if (Plan(cell, options) is { } planned)
                cells.Add(planned);
            else
                others.Add(CellVerification.Of(cell.Key, VerificationOutcome.TooExpensive, FormattableString.Invariant(
                    $"took {cell.Provenance.Seconds:F0} s and has no marks; `offprint verify {paper} --only {experiment.Name} --record` " +
                        $"makes some")));
        }
    }

    private static PlannedCell? Plan(StoredCell cell, VerificationOptions options)
    {
        if (cell.Provenance.Seconds <= options.Limit)
            return new(cell, null, Math.Max(PlannedCell.LeastCost, cell.Provenance.Seconds));
        if (cell.Provenance.Marks is { Reached: { Count: > 0 } marks })
        {
            int count = Math.Max(1, marks.TakeWhile(m => m.Seconds <= options.Limit).Count());
            return new(cell, count, Math.Max(PlannedCell.LeastCost, marks[count - 1].Seconds));
        }
        return options.Record ? new(cell, null, options.Limit) : null;
    }

    /// <summary>
    /// Without a budget the cheapest come first. With one the order is that of a hash, for what a slow machine does not get to would
    /// otherwise always be the same.
    /// </summary>
    private VerificationPlan Within(VerificationOptions options)
    {
        if (options.Budget is not { } budget)
            return this with { Cells = [.. Cells.OrderBy(c => c.Cost)] };
        double left = budget * Math.Max(1, options.Workers);
        List<PlannedCell> chosen = [];
        List<CellVerification> others = [.. Others];
        foreach (var cell in Cells.OrderBy(c => StoreJson.Hash($"{options.Rotation}|{c.Cell.Name}"), StringComparer.Ordinal))
        {
            if (cell.Cost > left)
            {
                others.Add(LeftOut(cell));
                continue;
            }
            left -= cell.Cost;
            chosen.Add(cell);
        }
        return new(chosen, others);
    }

    public static CellVerification LeftOut(PlannedCell cell) => CellVerification.Of(cell.Cell.Key, VerificationOutcome.LeftOut,
        FormattableString.Invariant($"{cell.Cost:F1} s that the budget does not hold; its turn comes with another commit"));
}
