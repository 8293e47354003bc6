using Offprint.Agents.Learners;
using Offprint.Agents.Probes;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;

namespace Offprint.Agents.Training;

/// <summary>What any run of a learner works with.</summary>
/// <param name="Seeds">One a member: where batches, exploration and episodes come from.</param>
/// <param name="Evaluator">Plays the evaluations.</param>
public abstract record RunSetup(IReadOnlyList<Seed> Seeds, RolloutEvaluator Evaluator)
{
    /// <summary>Looks at the learner at each evaluation.</summary>
    public IReadOnlyList<IProbe> Probes { get; init; } = [];

    /// <summary>
    /// Where the run is saved now and then, and at its end; <see langword="null"/> for nowhere. A killed run goes on from there, to the
    /// same
    /// bits; where the environment is no <see cref="IStatefulEnvironment"/>, what it learns online begins again. The file stays when the
    /// run is
    /// complete: running again then only loads it. Delete it when what became of the run is stored.
    /// </summary>
    public string? ResumeFile { get; init; }

    /// <summary>Receives each evaluation.</summary>
    public Action<TrainingEntry>? Report { get; init; }

    /// <summary>
    /// Receives the share of the run that is done, in [0, 1], every hundred updates or steps, or after each rollout's update.
    /// </summary>
    public Action<double>? Progress { get; init; }

    /// <summary>Refuses a learner of another population, and evaluations that see other observations than the learner.</summary>
    internal void Check(ILearner learner, Normalizer? observations)
    {
        if (Seeds.Count != learner.Population)
            throw new ArgumentException($"The run has {Seeds.Count} seeds, the agent {learner.Population} members.", nameof(learner));
        if (!ReferenceEquals(Evaluator.Options.Observations, observations))
            throw new ArgumentException("The evaluator must scale observations as the run does: give both the same normalizer.",
                nameof(observations));
    }
}
