using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>An actor with a critic that is replaced between episodes. Acting and observing allocate nothing.</summary>
public abstract class EpisodicAgent : ITabularAgent
{
    private readonly RandomStream _random;
    private readonly StateActionTable _before;
    private TabularPolicy? _policy;

    private protected EpisodicAgent(EpisodicTask task, Seed seed)
    {
        Task = task;
        _random = seed.Stream();
        (Probabilities, _before) = (Table(), Table());
        StateActionTable Table() => new(task.Mdp.States, task.Mdp.Actions, task.Horizon);
    }

    /// <summary>What the agent was told of the problem.</summary>
    public EpisodicTask Task { get; }

    /// <summary>π_h(a|s) of this episode, [H, S, A]: a view that the next episode overwrites, for evaluations without a copy.</summary>
    public StateActionTable Probabilities { get; }

    /// <summary>f_h(s, a), the critic that the actor follows now.</summary>
    public abstract StateActionTable Critic { get; }

    /// <summary>How often the critic was replaced, the first one included.</summary>
    public abstract int Switches { get; }

    /// <summary>Counts the changes of the policy.</summary>
    public int PolicyVersion { get; private set; }

    /// <inheritdoc/>
    public TabularPolicy Policy => _policy ??= TabularPolicy.FromProbabilities(Probabilities);

    /// <inheritdoc/>
    public int Act(int h, int s) => _random.NextCategorical(Probabilities.Row(s, h));

    /// <inheritdoc/>
    public abstract void Observe(int h, int s, int a, double r, int next);

    /// <inheritdoc/>
    public abstract void EndEpisode();

    /// <summary>Takes over the actor's policy; one that is equal stays the same object.</summary>
    private protected void Adopt(MirrorAscentActor actor)
    {
        Probabilities.Values.CopyTo(_before.Values);
        actor.Fill(Probabilities);
        if (PolicyVersion > 0 && Probabilities.Values.SequenceEqual(_before.Values))
            return;
        _policy = null;
        PolicyVersion++;
    }
}
