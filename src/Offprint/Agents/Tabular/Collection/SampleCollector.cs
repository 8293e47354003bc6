using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.Collection;

/// <summary>Limits of a collection, and what is looked at on the way.</summary>
public sealed record CollectionOptions
{
    /// <summary>The greatest number of steps; a run that needs more is incomplete. Our choice: 10⁶.</summary>
    public long MaximumSteps { get; init; } = 1_000_000;

    /// <summary>Numbers of steps, increasing, after which <see cref="Observe"/> is called.</summary>
    public IReadOnlyList<long> Checkpoints { get; init; } = [];

    /// <summary>Called at checkpoints with the counts so far, which it must not change.</summary>
    public Action<TransitionCounts>? Observe { get; init; }
}

/// <summary>
/// Collects the samples that a requirement prescribes, as fast as it can, by acting in an MDP without resets: an objective-agnostic
/// exploration strategy. Collectors differ in how they choose actions.
/// </summary>
public abstract class SampleCollector
{
    private protected SampleCollector()
    {
    }

    /// <summary>What it is called, on cards and in figures.</summary>
    public abstract string Name { get; }

    /// <summary>Acts until every pair has the samples wanted.</summary>
    /// <param name="mdp">A communicating MDP, whose rewards and horizon are ignored; it begins in a drawn first state.</param>
    /// <param name="requirement">b(s, a).</param>
    /// <param name="seed">The seed of all draws.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Ends the run early with an exception.</param>
    /// <returns>How long it took and what was observed.</returns>
    /// <exception cref="ArgumentException">The MDP is not communicating, or depends on the stage; checkpoints do not increase.</exception>
    public CollectionRun Run(
        TabularMdp mdp, ISamplingRequirement requirement, Seed seed, CollectionOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        CheckOptions(options);
        CommunicatingClasses.Require(mdp, $"Sample collection ({Name}) in all states");
        var counts = new TransitionCounts(mdp.States, mdp.Actions);
        var progress = new SamplingProgress(counts, requirement);
        CollectionStrategy strategy = Begin(mdp, counts, progress, seed.Derive("collector"));
        var simulator = new TabularSimulator(mdp, seed.Derive("environment"));
        int checkpoint = 0;
        for (int s = simulator.State; !progress.IsMet && counts.Total < options.MaximumSteps;)
        {
            if ((counts.Total & 255) == 0)
                cancellation.ThrowIfCancellationRequested();
            int a = strategy.Act(s);
            int next = simulator.Draw(s, a).Next;
            counts.Add(s, a, next);
            progress.Update(s, a);
            strategy.Observe(s, a, next);
            s = next;
            if (checkpoint < options.Checkpoints.Count && counts.Total == options.Checkpoints[checkpoint])
            {
                checkpoint++;
                options.Observe?.Invoke(counts);
            }
        }
        return new(Name, counts.Total, progress.IsMet, progress.StateTimes, progress.PairTimes, strategy.PlannerCalls,
            strategy.FailedAttempts, counts);
    }

    private protected abstract CollectionStrategy Begin(TabularMdp mdp, TransitionCounts counts, SamplingProgress progress, Seed seed);

    private static void CheckOptions(CollectionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumSteps);
        for (int i = 0; i < options.Checkpoints.Count; i++)
        {
            if (options.Checkpoints[i] <= (i == 0 ? 0 : options.Checkpoints[i - 1]))
                throw new ArgumentException($"Checkpoint {i} is {options.Checkpoints[i]}; checkpoints must be positive and increase.",
                    nameof(options));
        }
    }
}

/// <summary>How a collector acts in one run.</summary>
internal abstract class CollectionStrategy
{
    public int PlannerCalls { get; protected set; }

    public int FailedAttempts { get; protected set; }

    public abstract int Act(int s);

    public virtual void Observe(int s, int a, int next)
    {
    }
}
