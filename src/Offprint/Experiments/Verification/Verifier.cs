using System.Collections.Concurrent;
using System.Diagnostics;

namespace Offprint.Experiments.Verification;

/// <summary>
/// Computes stored cells again, into memory, and compares: bit for bit where instructions, processor, system and packages are the same,
/// within the experiment's tolerance elsewhere, or where a stored file does not say with which instructions it was computed.
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
                bool isLate = clock.Elapsed.TotalSeconds > options.Budget;
                results.Add(isLate ? VerificationPlan.LeftOut(planned) : Verify(planned, meter, cancellation));
                meter.Finish(planned.Cell.Name, planned.Cost);
            }
        }, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default))).ConfigureAwait(false);
        var order = papers.SelectMany(p => p.Experiments.Select(e => (p.Slug, e.Name))).ToList();
        return [.. results.OrderBy(r => order.IndexOf((r.Paper, r.Experiment))).ThenBy(r => r.Cell, StringComparer.Ordinal)];
    }

    private CellVerification Verify(PlannedCell planned, ProgressMeter meter, CancellationToken cancellation)
    {
        var cell = planned.Cell;
        bool makesMarks = planned.Marks is null && cell.Provenance.Seconds > options.Limit;
        var marks = new MarkLog { StopAfter = planned.Marks, StopSeconds = makesMarks ? options.Limit : null };
        var clock = Stopwatch.StartNew();
        void Report(double share, string? detail) =>
            meter.Update(cell.Name, Math.Min(planned.Cost, share * cell.Provenance.Seconds), detail);
        try
        {
            var computed = cell.Recompute(_artifacts, marks, Report, cancellation);
            var verdict = computed.Result is { } result ? Verdict.OfResult(cell, ResultDifference.Of(computed.Stored, result))
                : makesMarks ? new(VerificationOutcome.Recorded, Verdict.Way(marks.Marks))
                : Verdict.OfMarks(cell, cell.Provenance.Marks!, marks.Marks);
            if (options.Record && verdict.Outcome is VerificationOutcome.SameBits or VerificationOutcome.Recorded)
                Record(cell, computed, makesMarks ? marks.Marks : []);
            return CellVerification.Of(cell.Key, verdict.Outcome, verdict.Detail, computed.Seconds);
        }
        catch (Exception e) when (e is MissingArtifactException or DllNotFoundException or FileNotFoundException) // data that users bring
        {
            return CellVerification.Of(cell.Key, VerificationOutcome.InputAbsent, e.Message, clock.Elapsed.TotalSeconds);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Whatever a cell throws that was computed before, its code is not the code of the result.
            string what = $"{e.GetType().Name}: {e.Message}";
            return CellVerification.Of(cell.Key, VerificationOutcome.Different, what, clock.Elapsed.TotalSeconds);
        }
    }

    /// <summary>Adds what a stored file does not say yet.</summary>
    private void Record(StoredCell cell, Recomputed computed, IReadOnlyList<Mark> marks)
    {
        var known = cell.Provenance;
        if (computed.Result is not null)
            known = known with { Instructions = known.Instructions ?? InstructionSets.Here };
        if (marks.Count > 0)
            known = known with { Marks =
                new(marks) { By = Provenance.Here(DateTime.UtcNow.AddSeconds(-computed.Seconds), computed.Seconds) } };
        if (known != cell.Provenance)
            _store.Amend(cell.Key, known);
    }
}
