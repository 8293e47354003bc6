using Offprint.Cards;
using Offprint.Statistics;

namespace Offprint.Agents.Training;

/// <summary>A row of a training's log: an evaluation of each seed, and its losses and probes at that time.</summary>
/// <param name="OfflineUpdates">Offline updates so far.</param>
/// <param name="OnlineSteps">Online steps of each seed so far.</param>
/// <param name="Returns">The mean return of each seed, [P].</param>
/// <param name="Metrics">Numbers of the last update and of probes, by name, each [P]; without losses before the first update.</param>
public sealed record TrainingEntry(int OfflineUpdates, int OnlineSteps, double[] Returns, IReadOnlyDictionary<string, double[]> Metrics)
{
    /// <summary>The mean length of each seed's episodes, [P].</summary>
    public required double[] Lengths { get; init; }

    /// <summary>The share of each seed's episodes that reach the goal, [P]; 0 where the environment knows none.</summary>
    public required double[] Successes { get; init; }

    /// <summary>The mean cost of each seed's episodes, [P]; 0 where the environment knows none.</summary>
    public required double[] Costs { get; init; }
}

/// <summary>What a training reported.</summary>
/// <param name="Entries">Its evaluations in order.</param>
public sealed record TrainingLog(IReadOnlyList<TrainingEntry> Entries) : IDescribable
{
    /// <summary>The mean return of each seed in the last evaluation, [P]: papers report last scores here, not best ones.</summary>
    public double[] LastReturns => Entries[^1].Returns;

    /// <summary>The means over seeds of a number, with Student's t intervals.</summary>
    /// <param name="value">The number of each seed in an evaluation, for example <c>entry => entry.Lengths</c>.</param>
    /// <returns>One estimate an evaluation.</returns>
    public IReadOnlyList<Estimate> Over(Func<TrainingEntry, double[]> value) =>
        [.. Entries.Select(entry => MeanInterval.StudentT(value(entry)))];

    /// <summary>The means over seeds of a metric, with Student's t intervals; NaN where an evaluation does not have it.</summary>
    /// <param name="metric">Its name.</param>
    /// <returns>One estimate an evaluation.</returns>
    /// <exception cref="KeyNotFoundException">No evaluation has it; the message lists those there are.</exception>
    public IReadOnlyList<Estimate> Over(string metric)
    {
        string[] known = [.. Entries.SelectMany(entry => entry.Metrics.Keys).Distinct()];
        return known.Contains(metric)
            ? Over(entry => entry.Metrics.TryGetValue(metric, out double[]? values) ? values : [])
            : throw new KeyNotFoundException($"There is no metric '{metric}'. There is: {string.Join(", ", known)}.");
    }

    /// <inheritdoc/>
    public Card Describe()
    {
        TrainingEntry last = Entries[^1];
        return new("Training log")
        {
            Facts =
            [
                new("Offline updates", last.OfflineUpdates), new("Online steps", last.OnlineSteps), new("Seeds", last.Returns.Length),
                new("Last return", MeanInterval.StudentT(last.Returns)), new("Episodes last", MeanInterval.StudentT(last.Lengths), "steps"),
                .. last.Successes.Any(share => share > 0) ? [new Fact("Success", MeanInterval.StudentT(last.Successes))]
                    : Array.Empty<Fact>(),
                .. last.Costs.Any(cost => cost != 0) ? [new Fact("Cost", MeanInterval.StudentT(last.Costs))] : Array.Empty<Fact>(),
            ],
            Figures = [Curve()],
        };
    }

    private LineFigure Curve()
    {
        bool online = Entries[^1].OnlineSteps > 0;
        double[] x = [.. Entries.Select(entry => (double)entry.OfflineUpdates + entry.OnlineSteps)];
        return new("Learning curve", [Over(entry => entry.Returns).ToSeries("return", x) with { Markers = true }])
        {
            X = new(online ? "offline updates, then online steps" : "updates"), Y = new("mean return"),
            Caption = $"{Entries[0].Returns.Length} seeds" + (Entries[0].Returns.Length > 1 ? ", 95 % t intervals" : ""),
        };
    }
}
