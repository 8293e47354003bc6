using System.Text.Json;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>
/// S³, the search for solver schedules ("A Unified Sampling Framework", section 4): a population of schedules of equal evaluations evolves
/// by true scores, in batches that are evaluated in one pass; a predictor, learned from all true scores so far, may rank many candidates
/// before the best of them are evaluated.
/// </summary>
/// <remarks>
/// What happens in a generation depends on the seed, the generation's number and the archive alone. A search that was stopped therefore
/// goes on from its stored archive to the same result.
/// </remarks>
/// <param name="objective">What is minimized.</param>
/// <param name="options">The settings.</param>
/// <param name="predictor">The predictor, needed by <see cref="SearchStrategy.Predictor"/>.</param>
public sealed class ScheduleSearch(IScheduleObjective objective, ScheduleSearchOptions options, ISchedulePredictor? predictor = null)
{
    private const int MaxAttempts = 1000;
    private readonly ScheduleSpace _space = new(objective.Noise, options.Space);
    private readonly ISchedulePredictor? _predictor = options.Strategy != SearchStrategy.Predictor || predictor is not null
        ? predictor
        : throw new ArgumentException("A search with a predictor needs one.", nameof(predictor));

    /// <summary>Searches.</summary>
    /// <param name="initial">The first population, schedules of equal steps: known solvers.</param>
    /// <param name="seed">Where all randomness comes from.</param>
    /// <param name="archivePath">Where evaluations are kept after each batch; a search that finds its own archive there goes on with
    /// it.</param>
    /// <param name="report">Receives the archive after each batch; throws to stop.</param>
    /// <param name="ct">Stops between evaluations of the model.</param>
    /// <returns>All evaluations.</returns>
    /// <exception cref="ArgumentException">The first population is empty or of unequal steps.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged or of another search.</exception>
    public SearchArchive Run(IReadOnlyList<SolverSchedule> initial, Seed seed, string? archivePath = null,
        Action<SearchArchive>? report = null, CancellationToken ct = default)
    {
        if (initial.Count == 0 || initial.Any(s => s.Steps.Count != initial[0].Steps.Count || s.Evaluations != s.Steps.Count))
            throw new ArgumentException("A search needs a first population of schedules of equal steps, one evaluation a step.",
                nameof(initial));
        SolverSchedule[] population = [.. initial.Distinct()];
        int evaluations = initial[0].Steps.Count;
        var archive = SearchArchive.Open(archivePath,
            $"{objective.Name}, {evaluations} evaluations, {population.Length} known, seed {seed}, {JsonSerializer.Serialize(options)}");
        while (archive.Entries.Count < Math.Max(options.Evaluations, population.Length))
        {
            ct.ThrowIfCancellationRequested();
            int done = archive.Entries.Count;
            SolverSchedule[] batch = done < population.Length
                ? [.. population.Skip(done).Take(options.Batch)]
                : Propose(archive, evaluations, Math.Min(options.Batch, options.Evaluations - done), seed.Derive((ulong)done), ct);
            archive.Add(batch.Zip(objective.Evaluate(batch, ct), (schedule, score) => new ScoredSchedule(schedule, score)));
            if (archivePath is not null)
                archive.Save(archivePath);
            report?.Invoke(archive);
        }
        return archive;
    }

    private SolverSchedule[] Propose(SearchArchive archive, int evaluations, int count, Seed seed, CancellationToken ct)
    {
        RandomStream random = seed.Stream();
        if (options.Strategy == SearchStrategy.Random)
            return Fresh(archive, count, () => _space.Random(evaluations, random));
        SolverSchedule[] parents = [.. archive.Top(options.Parents).Select(e => e.Schedule)];
        if (options.Strategy == SearchStrategy.Evolution)
            return Fresh(archive, count, () => _space.Child(parents, random));
        return Predicted(archive, parents, count, random, seed, ct);
    }

    /// <summary>Breeds generations by predicted scores and keeps the best candidates of all of them.</summary>
    private SolverSchedule[] Predicted(SearchArchive archive, SolverSchedule[] parents, int count, RandomStream random, Seed seed,
        CancellationToken ct)
    {
        _predictor!.Train(archive.Entries, seed.Derive("predictor"), ct);
        var pool = new List<(SolverSchedule Schedule, double Score)>();
        for (int generation = 0; generation < options.PredictedGenerations; generation++)
        {
            SolverSchedule[] bred = parents;
            SolverSchedule[] children = Fresh(archive, options.PredictedChildren, () =>
                _space.Child(bred, random), pool.Select(p => p.Schedule));
            pool.AddRange(children.Zip(_predictor.Predict(children)));
            pool = [.. pool.OrderBy(p => p.Score)];
            // The best known stay parents beside the best predicted: a predictor that errs must not lead the search away.
            parents = [.. pool.Take(options.Parents).Select(p => p.Schedule), .. archive.Top(options.Parents / 2).Select(e => e.Schedule)];
        }
        return [.. pool.Take(count).Select(p => p.Schedule)];
    }

    /// <summary>Schedules that are new to the archive and to one another.</summary>
    private static SolverSchedule[] Fresh(SearchArchive archive, int count, Func<SolverSchedule> draw,
        IEnumerable<SolverSchedule>? others = null)
    {
        var taken = new HashSet<SolverSchedule>(others ?? []);
        var fresh = new List<SolverSchedule>();
        for (int attempt = 0; fresh.Count < count && attempt < MaxAttempts * count; attempt++)
        {
            SolverSchedule schedule = draw();
            if (!archive.Contains(schedule) && taken.Add(schedule))
                fresh.Add(schedule);
        }
        return fresh.Count > 0 ? [.. fresh]
            : throw new InvalidOperationException(
            "The search finds no new schedule: its space is used up. Allow times or strategies to change.");
    }
}
