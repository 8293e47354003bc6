namespace Offprint.Agents.Training;

/// <summary>What a training that goes on online is judged by, of each seed.</summary>
public static class OnlineMeasures
{
    /// <summary>The share of the evaluations after the switch in which the drop is looked for: the first fifth.</summary>
    private const double Early = 0.2;

    /// <summary>
    /// Regret of the online phase (Nakamoto et al. 2023, Cal-QL): one minus the mean score of its evaluations, that of the switch not among
    /// them. A policy that keeps the score 1 has regret 0.
    /// </summary>
    /// <param name="log">The training's log.</param>
    /// <param name="score">The score of a mean return, 1 for an expert: a normalized score over 100, or a success rate.</param>
    /// <returns>[P].</returns>
    /// <exception cref="ArgumentException">The log has no online evaluation.</exception>
    public static double[] OnlineRegret(this TrainingLog log, Func<double, double> score) =>
        Each(log, returns => 1 - returns.Skip(1).Average(score));

    /// <summary>
    /// How much is lost when learning goes on online: the score at the switch less the lowest in the first fifth of the online evaluations,
    /// at least one. Negative where all of them are better.
    /// </summary>
    /// <param name="log">The training's log.</param>
    /// <param name="score">The score of a mean return.</param>
    /// <returns>[P].</returns>
    /// <exception cref="ArgumentException">The log has no online evaluation.</exception>
    public static double[] DropAtSwitch(this TrainingLog log, Func<double, double> score) => Each(log, returns =>
    {
        int early = Math.Max(1, (int)(Early * (returns.Count - 1)));
        return score(returns[0]) - returns.Skip(1).Take(early).Min(score);
    });

    /// <summary>A number of each seed's mean returns at the switch and online.</summary>
    private static double[] Each(TrainingLog log, Func<IReadOnlyList<double>, double> measure)
    {
        int first = log.Entries.TakeWhile(entry => entry.OnlineSteps == 0).Count();
        if (first == log.Entries.Count)
            throw new ArgumentException("The training has no online evaluation: set OnlineSteps of its options.", nameof(log));
        if (first == 0)
            throw new ArgumentException("The log begins online: the evaluation before the first online step is missing.", nameof(log));
        TrainingEntry[] entries = [.. log.Entries.Skip(first - 1)];
        return [.. Enumerable.Range(0, entries[0].Returns.Length).Select(p => measure([.. entries.Select(entry => entry.Returns[p])]))];
    }
}
