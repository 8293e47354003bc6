using System.Diagnostics;
using Offprint.Cards;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Agents.Collection;

/// <summary>A log that can be had.</summary>
/// <param name="Recipe">How it is made, with D4RL's number of rows.</param>
/// <param name="State">Whether it is there, and where from; otherwise what it takes.</param>
/// <param name="Megabytes">Its size in memory; the compressed file is about as large.</param>
/// <param name="Seconds">How long this machine will take to make it, roughly; <see langword="null"/> where it is there or needs a
/// training.</param>
public sealed record LogOffer(DatasetRecipe Recipe, string State, double Megabytes, double? Seconds);

/// <summary>The logs of D4RL's kind that can be had here.</summary>
public static class LogCatalog
{
    private const int ProbeSteps = 500;
    private const double PolicySeconds = 15e-6; // a row's share of a forward pass, measured at 256, 256 units

    /// <summary>The logs of some tasks, and what each takes.</summary>
    /// <param name="tasks">The tasks, for example <c>hopper</c>.</param>
    /// <param name="artifacts">The cache.</param>
    /// <returns>A log a level.</returns>
    /// <exception cref="DllNotFoundException">MuJoCo cannot be loaded.</exception>
    public static IReadOnlyList<LogOffer> Offers(IEnumerable<string> tasks, Artifacts? artifacts = null) =>
        [.. tasks.SelectMany(task => Of(task, artifacts ?? Artifacts.Default))];

    /// <summary>Logs as a table.</summary>
    /// <param name="offers">The logs.</param>
    /// <returns>The card.</returns>
    public static Card Describe(IReadOnlyList<LogOffer> offers) => new("Logs of D4RL's kind")
    {
        Tables =
        [
            CardTable.Of("", offers,
                (new("Name"), o => o.Recipe.Name), (new("Rows"), o => o.Recipe.Count), (new("Size", "MB"), o => Math.Round(o.Megabytes)),
                (new("State"), o => o.State),
                (new("To make", "s"), o => o.Seconds is { } seconds ? Math.Ceiling(seconds) : "")),
        ],
        Note = $"D4RL's own files are taken from '{D4rlFolder.Path}' ({D4rlFolder.Variable} names another folder).",
    };

    private static IEnumerable<LogOffer> Of(string task, Artifacts artifacts)
    {
        using Locomotion environment = Locomotion.Create(task);
        double row = SecondsOfAStep(environment) + PolicySeconds;
        foreach (DatasetLevel level in Enum.GetValues<DatasetLevel>().Where(level => level != DatasetLevel.FullReplay))
        {
            DatasetRecipe recipe = new(task, level) { Count = D4rlLog.Of(task, level).Rows };
            bool trained = artifacts.Contains(TrainedBehavior.KeyOf(recipe.Training));
            (string? file, string? note) = D4rlFolder.Find(recipe.Name);
            bool there = file is not null || DatasetCollector.Contains(recipe, artifacts);
            string state = file is not null ? "D4RL's own file" : there ? "in the cache" : trained ? "made from the behavior that ships"
                : "needs a training of hours";
            double bytes = recipe.Count * (double)BytesOfARow(environment);
            yield return new(recipe, note is null ? state : $"{state}; {note}", bytes / 1e6,
                there || !trained ? null : recipe.Count * row / Environment.ProcessorCount);
        }
    }

    private static int BytesOfARow(Locomotion environment) => 2 + sizeof(float) * (2 * environment.Spec.Observation.Size
        + environment.Spec.Action.Size + 2 + environment.InfoColumns.Sum(column => column.Width));

    private static double SecondsOfAStep(Locomotion environment)
    {
        var random = new RandomStream(new Seed(1));
        float[] observation = new float[environment.Spec.Observation.Size], action = new float[environment.Spec.Action.Size];
        StepResult result = new(0, true, false);
        long since = Stopwatch.GetTimestamp();
        for (int step = 0; step < ProbeSteps; step++)
        {
            if (result.Ended)
                environment.Reset(new Seed((ulong)step), observation);
            environment.Spec.Action.Sample(random, action);
            result = environment.Step(action, observation);
        }
        return Stopwatch.GetElapsedTime(since).TotalSeconds / ProbeSteps;
    }
}
