using System.Collections.Concurrent;
using System.Diagnostics;

namespace Offprint.Experiments.Verification;

/// <summary>
/// Computes stored cells again, into memory, and compares: bit for bit where instructions, processor, system and packages are the same, within
/// the experiment's tolerance elsewhere, or where a stored file does not say with which instructions it was computed.
/// </summary>
/// <param name="options">Which cells, and how far.</param>
public sealed class Verifier(VerificationOptions options)
{
    private readonly Artifacts _artifacts = options.Artifacts ?? Artifacts.Default;
    private readonly ResultStore _store = options.Store ?? ResultStore.For(options.Profile);

    /// <summary>Verifies papers.</summary>
    /// <param name="papers">The papers.</param>
    /// <param name="progress">Receives progress, in seconds of the stored cells.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>One entry a cell, in the papers' order; cells that were not compared say why.</returns>
    public async Task<IReadOnlyList<CellVerification>> RunAsync(
        IReadOnlyList<Paper> papers, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        var plan = VerificationPlan.Of(papers, options);
        var meter = new ProgressMeter("Verifying", plan.Cells.Sum(c => c.Cost), 0, progress);
        var clock = Stopwatch.StartNew();
        ConcurrentBag<CellVerification> results = [.. plan.Others];
        // Taken in the plan's order: a partitioner would hand out chunks.
        ConcurrentQueue<PlannedCell> waiting = new(plan.Cells);
        await Task.WhenAll(Enumerable.Range(0, Math.Max(1, options.Workers)).Select(_ => Task.Factory.StartNew(() =>
        {
            while (waiting.TryDequeue(out var planned))
            {
                results.Add(clock.Elapsed.TotalSeconds > options.Budget ? VerificationPlan.LeftOut(planned) : Verify(planned, meter, cancellation));
                meter.Finish(Name(planned), planned.Cost);
            }
        }, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default))).ConfigureAwait(false);
        var order = papers.SelectMany(p => p.Experiments.Select(e => (p.Slug, e.Name))).ToList();
        return [.. results.OrderBy(r => order.IndexOf((r.Paper, r.Experiment))).ThenBy(r => r.Cell, StringComparer.Ordinal)];
    }

    private static string Name(PlannedCell planned) => $"{planned.Cell.Key.Paper}, {planned.Cell.Key.Experiment}, {planned.Cell.Key.Cell}";

    private CellVerification Verify(PlannedCell planned, ProgressMeter meter, CancellationToken cancellation)
    {
        var cell = planned.Cell;
        bool toRecord = planned.Marks is null && cell.Provenance.Seconds > options.Limit;
        var marks = new MarkLog { StopAfter = planned.Marks, StopSeconds = toRecord ? options.Limit : null };
        var clock = Stopwatch.StartNew();
        try
        {
            var computed = cell.Recompute(_artifacts, marks,
                (share, detail) => meter.Update(Name(planned), Math.Min(planned.Cost, share * cell.Provenance.Seconds), detail), cancellation);
            var verdict = computed.Result is { } result
                ? Judge(cell, ResultDifference.Of(computed.Stored, result), cell.Provenance, "whole")
                : toRecord ? default : Judge(cell, Compare(cell.Provenance.Marks!.Reached, marks.Marks), cell.Provenance.Marks.By ?? cell.Provenance, Way(marks));
            return verdict.Detail is null ? RecordMarks(cell, marks, computed.Seconds)
                : Recorded(cell, CellVerification.Of(cell.Key, verdict.Outcome, verdict.Detail, computed.Seconds), whole: computed.Result is not null);
        }
        catch (Exception e) when (e is MissingArtifactException or DllNotFoundException)
        {
            return CellVerification.Of(cell.Key, VerificationOutcome.InputAbsent, e.Message, clock.Elapsed.TotalSeconds);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Whatever a cell throws that was computed before, its code is not the code of the result.
            return CellVerification.Of(cell.Key, VerificationOutcome.Different, $"{e.GetType().Name}: {e.Message}", clock.Elapsed.TotalSeconds);
        }
    }

    private static (VerificationOutcome Outcome, string? Detail) Judge(StoredCell cell, ResultDifference difference, Provenance by, string way)
    {
        if (difference.IsNone)
            return (VerificationOutcome.SameBits, way);
        string found = FormattableString.Invariant($"{difference.Relative:E1} at {difference.Place} ({difference.Numbers})");
        if (by.PromisesBits())
            return (VerificationOutcome.Different, $"{found}; the instructions are the same, so the bits should be");
        return difference.Relative <= cell.Tolerance
            ? (VerificationOutcome.WithinTolerance, FormattableString.Invariant($"{found}; tolerance {cell.Tolerance:E0}"))
            : (VerificationOutcome.Different, FormattableString.Invariant(
                $"{found}, beyond the tolerance {cell.Tolerance:E0} between instruction sets (stored: {by.Instructions?.ToString() ?? "unknown"})"));
    }

    /// <summary>Marks that differ in their bits are compared by the size of their numbers, which is all that is stored of them.</summary>
    private static ResultDifference Compare(IReadOnlyList<Mark> stored, IReadOnlyList<Mark> computed)
    {
        foreach (var (a, b) in stored.Zip(computed))
        {
            if (a.Name != b.Name)
                return new(double.PositiveInfinity, "its marks", $"'{a.Name}' stored, '{b.Name}' computed");
            if (a.Hash != b.Hash)
            {
                // The sizes may agree to the last digit where the numbers do not.
                double relative = Math.Max(double.Epsilon, ResultDifference.OfNumbers(a.Size, b.Size));
                return new(relative, $"the mark '{a.Name}'", FormattableString.Invariant($"root mean square {a.Size:R} stored, {b.Size:R} computed"));
            }
        }
        return default;
    }

    private static string Way(MarkLog marks) =>
        FormattableString.Invariant($"up to '{marks.Marks[^1].Name}', {marks.Marks.Count} {(marks.Marks.Count == 1 ? "mark" : "marks")}");

    private CellVerification RecordMarks(StoredCell cell, MarkLog marks, double seconds)
    {
        var by = Provenance.Here(DateTime.UtcNow - TimeSpan.FromSeconds(seconds), seconds);
        _store.Amend(cell.Key, cell.Provenance with { Marks = new(marks.Marks) { By = by } });
        return CellVerification.Of(cell.Key, VerificationOutcome.Recorded, Way(marks), seconds);
    }

    private CellVerification Recorded(StoredCell cell, CellVerification verification, bool whole)
    {
        if (options.Record && whole && verification.Outcome == VerificationOutcome.SameBits && cell.Provenance.Instructions is null)
            _store.Amend(cell.Key, cell.Provenance with { Instructions = InstructionSets.Here });
        return verification;
    }
}
