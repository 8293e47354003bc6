using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>
/// NORA (Tan, Fan and Wei 2025) with a least-squares critic: an optimistic critic that aims at Q*, replaced rarely; an actor that climbs
/// it by mirror ascent, π ← π exp(η f)/Z, and starts from the uniform policy again when it is replaced.
/// </summary>
/// <remarks>
/// Order within an episode: the test of the critic comes before the rollout, the actor's step after it, so that a freshly reset policy is
/// played once before it moves. The paper's test is a refutation (<see cref="VersionSpaceNora"/>); growth of the data stands in for it here.
/// </remarks>
public sealed class Nora : EpisodicAgent
{
    private readonly LsviCritic _critic;
    private readonly MirrorAscentActor _actor;
    private readonly StateActionTable _target;
    private readonly bool _resets;

    /// <summary>Makes an agent; the first critic is fitted at once.</summary>
    /// <param name="task">What is known of the problem.</param>
    /// <param name="options">The method.</param>
    /// <param name="seed">The seed of its actions.</param>
    /// <param name="offline">Data that it starts with (a hybrid run), or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the data are of another shape.</exception>
    public Nora(EpisodicTask task, NoraOptions options, Seed seed, TabularDataset? offline = null)
        : base(task, seed)
    {
        _critic = LsviCritic.Create(task, options);
        _actor = new(options.LearningRate, _critic.Values);
        _resets = options.ResetsActor;
        _target = new(task.Mdp.States, task.Mdp.Actions, task.Horizon);
        if (offline is not null)
            _critic.Observe(offline);
        Begin();
    }

    /// <inheritdoc/>
    public override StateActionTable Critic => _critic.Values;

    /// <inheritdoc/>
    public override int Switches => _critic.Updates;

    /// <inheritdoc/>
    public override void Observe(int h, int s, int a, double r, int next) => _critic.Observe(h, s, a, r, next);

    /// <inheritdoc/>
    public override void EndEpisode()
    {
        _actor.Step(_critic.Values);
        Begin();
    }

    /// <summary>Before an episode: the critic's test, then the policy that will be played.</summary>
    private void Begin()
    {
        if (_critic.ShouldUpdate)
        {
            _actor.Fill(_target); // a critic of Q^π asks for the policy as it is after the last step
            _critic.Update(_target);
            if (_resets)
                _actor.Reset();
        }
        _actor.Follow(_critic.Values);
        Adopt(_actor);
    }
}
