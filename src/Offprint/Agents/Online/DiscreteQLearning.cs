using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>
/// Deep Q-learning over a finite number of actions: DQN and double DQN (Mnih et al. 2015; van Hasselt et al. 2016), with a conservative
/// term discrete CQL (Kumar et al. 2020), with a constraint discrete BCQ (Fujimoto et al. 2019).
/// </summary>
/// <remarks>
/// $$y = r + \gamma m\,\bar Q(s', a^*),\quad a^* = \arg\max_{a \in \mathcal{A}(s')} Q(s', a),\qquad
/// L = \mathbb{E}\,\ell_\delta(Q(s,a) - y) + \alpha\,\mathbb{E}\big[\log \textstyle\sum_b e^{Q(s,b)} - Q(s,a)\big],$$
/// where 𝒜(s) are all actions, or with a constraint those with $\hat\pi_b(a|s) \ge \tau \max_b \hat\pi_b(b|s)$, of a clone that is
/// trained beside Q with $-\mathbb{E} \log \hat\pi_b(a|s) + \beta\,\mathbb{E}\,\text{logit}^2$.
/// </remarks>
public sealed class DiscreteQLearning : PopulationAgent
{
    private const float Forbidden = -1e8f; // below every value, and finite

    private readonly Adam _adam;
    private readonly Adam? _cloneAdam;
    private readonly Mlp _target;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are discrete.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">Actions are not discrete, or an option is out of range.</exception>
    public DiscreteQLearning(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, DiscreteQLearningOptions? options = null)
        : base(seeds)
    {
        Options = options ?? new();
        if (spec.Action is not DiscreteSpace actions)
            throw new ArgumentException($"Q-learning chooses among a finite number of actions, not in {spec.Action}.", nameof(spec));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.TargetInterval, nameof(options));
        Actions = actions.Count;
        Network = new Mlp(new(spec.Observation.Size, Actions, Options.Hidden), [.. seeds.Select(seed => seed.Derive("values"))]);
        _target = Network.Target();
        _adam = Train("values", TransferParts.Critics, Network.Parameters, Options.Adam);
        Keep("value targets", TransferParts.Targets, _target.Parameters);
        if (Options.Constraint is not null)
        {
            Clone = new Mlp(new(spec.Observation.Size, Actions, Options.Hidden), [.. seeds.Select(seed => seed.Derive("clone"))]);
            _cloneAdam = Train("clone", TransferParts.Models, Clone.Parameters, Options.Adam);
        }
        Policy = new Explorer(this, spec.Action);
    }

    /// <summary>The options.</summary>
    public DiscreteQLearningOptions Options { get; }

    /// <summary>|A|.</summary>
    public int Actions { get; }

    /// <summary>Q.</summary>
    public Mlp Network { get; }

    /// <summary>The logits of the cloned behavior, where there is a constraint.</summary>
    public Mlp? Clone { get; }

    /// <summary>Greedy, or ε-greedy while exploring.</summary>
    public override IPolicy Policy { get; }

    /// <summary>What heads stand on: Q(s, a), far below every value where a constraint forbids the action. Without gradients.</summary>
    /// <param name="observations">[P|1, n, obs].</param>
    /// <returns>[P, n, A].</returns>
    public Tensor Scores(Tensor observations)
    {
        using var guard = no_grad();
        return Allow(Network.Forward(observations), observations);
    }

    /// <inheritdoc/>
    protected override void Learn(Batch batch)
    {
        Tensor target = Target(batch), values = Network.Forward(batch.Observations);
        Tensor actions = batch.Actions.to_type(ScalarType.Int64).expand(Population, -1, -1);
        Tensor error = values.gather(2, actions) - target;
        Tensor loss = (Options.HuberDelta is { } delta ? error.Huber(delta) : error.Squared()).mean([1, 2]);
        Metrics.Set("TD loss", loss.detach());
        Metrics.Set("mean Q", values.detach().mean([1, 2]));
        if (Options.Conservative > 0)
        {
            Tensor gap = (values.logsumexp(2, true) - values.gather(2, actions)).mean([1, 2]);
            Metrics.Set("conservative gap", gap.detach());
            loss = loss + Options.Conservative * gap;
        }
        Backward("loss", loss);
        _adam.Step();
        LearnClone(batch, actions);
        if (Updates % Options.TargetInterval == 0)
            _target.Parameters.CopyFrom(Network.Parameters);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
    [
        new("γ", Options.Discount), new("Target copied every", Options.TargetInterval, "updates"),
        new("Double", Options.Double ? "yes" : "no"), new("Conservative weight", Options.Conservative),
        new("Constraint", Options.Constraint is { } c ? $"clone's share of at least {c.Flexibility}" : "none"),
    ];

    private Tensor Target(Batch batch)
    {
        using var guard = no_grad();
        Tensor next = _target.Forward(batch.Next);
        Tensor choice = Allow(Options.Double ? Network.Forward(batch.Next) : next, batch.Next).argmax(2, keepdim: true);
        return batch.Rewards.addcmul(batch.Continue, next.gather(2, choice), Options.Discount);
    }

    private Tensor Allow(Tensor values, Tensor observations)
    {
        if (Clone is null)
            return values;
        Tensor log = nn.functional.log_softmax(Clone.Forward(observations), 2);
        // In logarithms: log p − max log p ≥ log τ.
        Tensor far = (log - log.amax([2], keepdim: true)).lt(Math.Log(Math.Max(Options.Constraint!.Flexibility, 1e-30)));
        return values.masked_fill(far, Forbidden);
    }

    private void LearnClone(Batch batch, Tensor actions)
    {
        if (Clone is null)
            return;
        Tensor logits = Clone.Forward(batch.Observations);
        Tensor likelihood = nn.functional.log_softmax(logits, 2).gather(2, actions);
        Backward("cloning loss", Options.Constraint!.LogitPenalty * logits.Squared().mean([1, 2]) - likelihood.mean([1, 2]));
        _cloneAdam!.Step();
    }

    /// <summary>Greedy among allowed actions, or ε-greedy with the schedule's ε.</summary>
    private sealed class Explorer(DiscreteQLearning agent, Space action) : IPolicy, IDescribable
    {
        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
        {
            double epsilon = mode == ActMode.Explore ? agent.Options.Exploration.At(agent.Updates) : 0;
            return new HeadPolicy("", agent.Scores, new EpsilonGreedyHead(epsilon), action).Act(observations, mode, random);
        }

        public Card Describe() => agent.Network.Describe() with { Title = "Greedy policy", Subtitle = "Policy" };
    }
}
