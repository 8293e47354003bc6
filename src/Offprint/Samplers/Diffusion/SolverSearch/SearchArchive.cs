using System.Text.Json;
using System.Text.Json.Serialization;
using Offprint.Files;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>A schedule with its true score.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Score">Its score; lower is better.</param>
public sealed record ScoredSchedule(SolverSchedule Schedule, double Score);

/// <summary>All true evaluations of a search in their order: all that a search goes on from.</summary>
/// <param name="recipe">What decides the search, as text: an archive of another recipe is refused.</param>
public sealed class SearchArchive(string recipe)
{
    private sealed record Stored(string Recipe, IReadOnlyList<ScoredSchedule> Entries);

    private static readonly JsonSerializerOptions s_json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly List<ScoredSchedule> _entries = [];
    private readonly HashSet<SolverSchedule> _known = [];

    /// <summary>The evaluations, oldest first.</summary>
    public IReadOnlyList<ScoredSchedule> Entries => _entries;

    /// <summary>The best evaluation.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public ScoredSchedule Best => Top(1) is [var best] ? best : throw new InvalidOperationException("Nothing has been evaluated yet.");

    /// <summary>Whether a schedule has been evaluated.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <returns>Whether.</returns>
    public bool Contains(SolverSchedule schedule) => _known.Contains(schedule);

    /// <summary>The best evaluations, best first; equal scores in their order.</summary>
    /// <param name="count">How many at most.</param>
    /// <returns>The evaluations.</returns>
    public IReadOnlyList<ScoredSchedule> Top(int count) =>
        [.. _entries.OrderBy(e => double.IsNaN(e.Score) ? double.PositiveInfinity : e.Score).Take(count)];

    /// <summary>The best score after each evaluation.</summary>
    /// <returns>As many values as evaluations, never rising.</returns>
    public double[] BestSoFar()
    {
        double best = double.PositiveInfinity;
        return [.. _entries.Select(e => best = e.Score < best ? e.Score : best)];
    }

    /// <summary>Adds evaluations.</summary>
    /// <param name="entries">The evaluations.</param>
    public void Add(IEnumerable<ScoredSchedule> entries)
    {
        foreach (ScoredSchedule entry in entries)
        {
            _entries.Add(entry);
            _known.Add(entry.Schedule);
        }
    }

    /// <summary>Writes the archive, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(new Stored(recipe, _entries), s_json));

    /// <summary>Reads an archive, or begins one where there is no file.</summary>
    /// <param name="path">The file; <see langword="null"/> keeps none.</param>
    /// <param name="recipe">What decides the search.</param>
    /// <returns>The archive.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or of another search; the message names it.</exception>
    public static SearchArchive Open(string? path, string recipe)
    {
        var archive = new SearchArchive(recipe);
        if (path is null || !File.Exists(path))
            return archive;
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllText(path), s_json);
            if (stored?.Recipe != recipe)
                throw new InvalidDataException(
                    $"The archive '{path}' belongs to another search ({stored?.Recipe}; this is {recipe}). Delete it or search elsewhere.");
            archive.Add(stored.Entries);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException($"The archive '{path}' is damaged: {e.Message} Delete it to search anew.", e);
        }
        return archive;
    }
}
