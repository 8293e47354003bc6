using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Probes;

/// <summary>A probe as a value: part of what a run measures.</summary>
public abstract record ProbeOptions
{
    /// <summary>Makes the probe of a learner.</summary>
    /// <param name="setup">The learner and what it is trained with.</param>
    /// <returns>The probe.</returns>
    /// <exception cref="ArgumentException">The learner has not what the probe looks at.</exception>
    public abstract IProbe Create(ProbeSetup setup);
}

/// <summary>What probes are made of; it disposes of what they were given.</summary>
/// <param name="learner">The learner.</param>
/// <param name="seeds">One a member.</param>
/// <param name="environment">Makes an environment.</param>
/// <param name="view">The data as the learner sees them; <see langword="null"/> for online learning alone.</param>
public sealed class ProbeSetup(ILearner learner, IReadOnlyList<Seed> seeds, Func<IEnvironment> environment, TransitionView? view)
    : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>The learner.</summary>
    public ILearner Learner => learner;

    /// <summary>One a member.</summary>
    public IReadOnlyList<Seed> Seeds => seeds;

    /// <summary>Makes an environment.</summary>
    public Func<IEnvironment> Environment => environment;

    /// <summary>The data as the learner sees them.</summary>
    /// <exception cref="ArgumentException">There is no data set.</exception>
    public TransitionView View => view ?? throw new ArgumentException("The probe looks at rows of a data set, and there is none.");

    /// <summary>How observations are scaled.</summary>
    public Normalizer? Observations => view?.Options.Observations;

    /// <summary>The learner's critics.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public IActorCritic ActorCritic => learner as IActorCritic
        ?? throw new ArgumentException($"A {learner.GetType().Name} has no critics that a probe could look at.");

    /// <summary>Rows of the data, the same for all learners, members and measurements.</summary>
    /// <param name="count">How many; no more than there are.</param>
    /// <param name="view">The data as the probe sees them; <see langword="null"/> for <see cref="View"/>.</param>
    /// <param name="seed">Decides which; <see langword="null"/> for those that all probes share.</param>
    /// <returns>[1, count, …], which lives as long as the probes.</returns>
    public Batch FixedRows(int count, TransitionView? view = null, Seed? seed = null)
    {
        view ??= View;
        using var draw = new PopulationRandom([seed ?? new Seed(1).Derive("probe rows")]);
        return Own(new BatchLoader(view, new UniformSampler(view.Count), Math.Min(count, view.Count))).Next(draw);
    }

    /// <summary>Takes something over that lives as long as the probes.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">It.</param>
    /// <returns>The same.</returns>
    public T Own<T>(T value)
        where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.ForEach(own => own.Dispose());
}

/// <summary>Options of <see cref="OverestimationProbe"/>.</summary>
/// <param name="Episodes">Episodes of each seed on which values are compared with returns.</param>
[Kind("overestimation")]
public sealed record OverestimationOptions(int Episodes) : ProbeOptions
{
    /// <inheritdoc/>
    public override IProbe Create(ProbeSetup setup)
    {
        IActorCritic agent = setup.ActorCritic;
        var evaluator = setup.Own(new RolloutEvaluator(setup.Environment, agent.Population,
            new() { Episodes = Episodes, Observations = setup.Observations, Discount = agent.Discount }));
        return new OverestimationProbe(agent.Critics, evaluator, [.. setup.Seeds.Select(seed => seed.Derive("starts"))]);
    }
}
