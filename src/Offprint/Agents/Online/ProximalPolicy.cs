using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Replay;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>
/// Proximal policy optimization with the clipped surrogate (Schulman et al. 2017), for real-valued and for discrete actions.
/// </summary>
/// <remarks>
/// With ρ = π(a|s) / π_old(a|s), A and R = A + V_old of <see cref="Returns.Gae(RolloutRows, Tensor, Tensor, Tensor, double, double)"/>,
/// in each minibatch
/// $$L_\pi = -\mathbb{E}\,\big[\min\big(\rho A,\; \mathrm{clip}(\rho, 1 - \varepsilon, 1 + \varepsilon)\, A\big) + c_H
/// H(\pi(\cdot|s))\big],$$
/// $$L_V = c_V\,\mathbb{E}\,\max\big((V - R)^2,\; (V_{old} + \mathrm{clip}(V - V_{old}, -\varepsilon_V, \varepsilon_V) - R)^2\big),$$
/// the second square only with a value clip. V_old and π_old are those of the networks when the update begins, of all rows that the buffer
/// holds: with one rollout, those that collected it.
/// </remarks>
public sealed class ProximalPolicy : PopulationLearner, IOnPolicyAgent
{
    private readonly IStochasticPolicy _law;
    private readonly Adam _actorAdam, _valueAdam;
    private readonly RunningScales? _observationScale;
    private readonly RewardScale? _rewardScale;
    private readonly int _observation, _action;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box or discrete.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the law of actions has no density at its samples.</exception>
    public ProximalPolicy(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, ProximalPolicyOptions? options = null)
        : base(seeds)
    {
        Options = options ?? new ProximalPolicyOptions();
        Check(Options);
        (_observation, _action) = (spec.Observation.Size, spec.Action.Size);
        GaussianPolicyOptions policy = Options.Policy;
        Mlp network;
        if (spec.Action is DiscreteSpace)
        {
            var categorical = new CategoricalPolicy(spec, policy.Hidden, seeds, policy.Activation, policy.LayerNorm, policy.Orthogonal);
            (_law, network) = (categorical, categorical.Network);
        }
        else
        {
            var gaussian = new GaussianPolicy(spec, policy, seeds);
            (_law, network) = (gaussian, gaussian.Network);
        }
        OrthogonalGains? gains = policy.Orthogonal is { } own ? own with { Output = 1 } : null;
        Value = new Mlp(
            new(_observation, 1, Options.ValueHidden, Options.ValueActivation ?? policy.Activation, policy.LayerNorm, Orthogonal: gains),
            [.. seeds.Select(seed => seed.Derive("value"))]);
        _observationScale = Options.ScaleObservations ? new RunningScales(seeds.Count, _observation) : null;
        _rewardScale = Options.ScaleRewards ? new RewardScale(seeds.Count, Options.Discount) : null;
        Behavior = _observationScale is null ? _law : new ScaledPolicy(_law, _observationScale);
        _actorAdam = Train("actor", TransferParts.Actor, network.Parameters, Options.ActorAdam);
        _valueAdam = Train("value", TransferParts.Values, Value.Parameters, Options.ValueAdam);
    }

    /// <summary>The options.</summary>
    public ProximalPolicyOptions Options { get; }

    /// <inheritdoc/>
    public override IPolicy Policy => Behavior;

    /// <inheritdoc/>
    public IStochasticPolicy Behavior { get; }

    /// <summary>V, of observations as the policy's network sees them.</summary>
    public Mlp Value { get; }

    /// <inheritdoc/>
    public Metrics Update(RolloutBuffer rollouts)
    {
        Check(rollouts);
        using var scope = NewDisposeScope();
        Updates++;
        ProximalRows rows = Prepare(rollouts);
        var progress = new UpdateProgress(Population, Metrics);
        long[] order = new long[Population * rows.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i % rows.Count;
        for (int epoch = 0; epoch < Options.Epochs && progress.AnyActive; epoch++)
        {
            using var epochScope = NewDisposeScope();
            // A member that has ended its update draws no more, as if it were alone.
            for (int p = 0; p < Population; p++)
            {
                if (progress.Active[p])
                    Random.Host(p).Shuffle(order.AsSpan(p * rows.Count, rows.Count));
            }
            ProximalRows shuffled = rows.InOrder(tensor(order, [Population, rows.Count, 1]));
            for (int start = 0; start < rows.Count && progress.AnyActive; start += Options.Minibatch)
                LearnMinibatch(shuffled.Part(start, Math.Min(Options.Minibatch, rows.Count - start)), progress);
        }
        progress.Report();
        return Metrics;
    }

    /// <summary>Goes on from policies and, if given, values that were trained otherwise; optimizers begin anew.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="members">[P], which of them.</param>
    /// <param name="values">Values of observations on the scale of this agent's rewards, of P members.</param>
    /// <exception cref="ArgumentException">The networks have other widths.</exception>
    public void StartFrom(GaussianPolicy policies, IReadOnlyList<int> members, Mlp? values = null)
    {
        if (members.Count != Population)
            throw new ArgumentException($"{members.Count} policies for {Population} members.", nameof(members));
        if (_law is not GaussianPolicy own)
            throw new ArgumentException("Policies of discrete actions do not start from normal laws.", nameof(policies));
        for (int p = 0; p < Population; p++)
            own.Network.Parameters.CopyMember(p, policies.Network.Parameters, members[p]);
        if (values is not null)
            Value.Parameters.CopyFrom(values.Parameters);
        ResetOptimizers(TransferParts.Actor | TransferParts.Values);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Running scales go with the networks that were trained on them: of observations with the actor, of rewards with values.
    /// </remarks>
    /// <exception cref="ArgumentException">One of the agents has a running scale and the other has not.</exception>
    public override void CopyFrom(ILearner other, TransferParts parts)
    {
        var source = other as ProximalPolicy;
        bool observations = parts.HasFlag(TransferParts.Actor), rewards = parts.HasFlag(TransferParts.Values);
        if ((observations && (source?._observationScale is null) != (_observationScale is null))
            || (rewards && (source?._rewardScale is null) != (_rewardScale is null)))
        {
            throw new ArgumentException("One agent scales what it sees by running statistics and the other does not: the networks of one " +
                "mean nothing to the other.", nameof(other));
        }
        base.CopyFrom(other, parts);
        if (observations && source?._observationScale is { } scale)
            _observationScale!.Load(scale.Save());
        if (rewards && source?._rewardScale is { } rewardScale)
        {
            (double[] returns, double[] statistics) = rewardScale.Save();
            _rewardScale!.Load(returns, statistics);
        }
    }

    /// <inheritdoc/>
    public override AgentState Save()
    {
        AgentState state = base.Save();
        if (_observationScale is not null)
            state.Add("observation statistics", _observationScale.Save());
        if (_rewardScale is not null)
        {
            (double[] returns, double[] statistics) = _rewardScale.Save();
            state.Add("returns so far", returns);
            state.Add("return statistics", statistics);
        }
        return state;
    }

    /// <inheritdoc/>
    public override void Load(AgentState state)
    {
        base.Load(state);
        _observationScale?.Load(state.Get<double>("observation statistics"));
        _rewardScale?.Load(state.Get<double>("returns so far"), state.Get<double>("return statistics"));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
    [
        new("ε", Options.Clip), new("γ", Options.Discount), new("λ", Options.Lambda), new("Epochs", Options.Epochs),
            new("Minibatch", Options.Minibatch, "rows"),
        new("Value clip", Options.ValueClip is { } clip ? $"{clip}" : "none"),
            new("KL limit", Options.KlLimit is { } limit ? $"{limit}" : "none"),
        new("c_V, c_H", $"{Options.ValueWeight}, {Options.EntropyWeight}"),
    ];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            (_law as IDisposable)?.Dispose();
        base.Dispose(disposing);
    }

    private static void Check(ProximalPolicyOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Clip, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Epochs, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Minibatch, nameof(options));
        if (options.ValueClip is <= 0 || options.KlLimit is <= 0 || options.AnnealUpdates is <= 0)
            throw new ArgumentException("A value clip, a KL limit and the updates of annealing are positive; null means none.",
                nameof(options));
        if (options.Policy.Law == ActionLaw.TanhGaussian)
        {
            throw new ArgumentException(
                $"The law {ActionLaw.TanhGaussian} gives no density or entropy of stored actions that could be trusted: take " +
                    $"{ActionLaw.Gaussian} " +
                $"or {ActionLaw.SquashedMean}.", nameof(options));
        }
    }

    private void Check(RolloutBuffer rollouts)
    {
        if (rollouts.Population != Population)
            throw new ArgumentException($"The rollouts are of {rollouts.Population} seeds, the agent of {Population}.", nameof(rollouts));
        if (rollouts.ObservationSize != _observation || rollouts.ActionSize != _action)
        {
            throw new ArgumentException(
                $"The rollouts have {rollouts.ObservationSize} numbers of observation and {rollouts.ActionSize} of action; " +
                $"the agent takes {_observation} and {_action}.", nameof(rollouts));
        }
        if (!rollouts.IsComplete)
            throw new ArgumentException(
                $"A rollout is not complete: every copy of every seed makes {rollouts.Steps} steps before an update.", nameof(rollouts));
    }

    /// <summary>What stays fixed in an update: scaled rows, their old densities and values, advantages and returns.</summary>
    private ProximalRows Prepare(RolloutBuffer rollouts)
    {
        using var guard = no_grad();
        RolloutRows rows = rollouts.Rows();
        (Tensor observations, Tensor next) = (rows.Observations, rows.Next);
        if (_observationScale is not null)
        {
            // The statistics take a rollout in before it is learned from, so that the first update is not of raw observations.
            Tensor newest = observations.view(Population, rows.Environments, -1, _observation)
                .narrow(2, rollouts.Held - rollouts.Steps, rollouts.Steps).contiguous();
            for (int p = 0; p < Population; p++)
                _observationScale.Update(p, _observationScale.Member(newest, p));
            (observations, next) = (_observationScale.Standardize(observations), _observationScale.Standardize(next));
        }
        Tensor rewards = rows.Rewards * Options.Reward.Scale + Options.Reward.Shift;
        _rewardScale?.Apply(rows, rollouts.Steps, rewards);
        Tensor values = Value.Forward(observations), density = _law.Distribution(observations).LogProb(rows.Actions);
        (Tensor advantages, Tensor returns) = Returns.Gae(rows, rewards, values, Value.Forward(next), Options.Discount, Options.Lambda);
        return new(observations, rows.Actions, density, advantages, returns, values);
    }

    private void LearnMinibatch(ProximalRows rows, UpdateProgress progress)
    {
        using var scope = NewDisposeScope();
        IActionDistribution law = _law.Distribution(rows.Observations);
        Tensor logRatio = law.LogProb(rows.Actions) - rows.LogDensity, ratio = logRatio.exp();
        Tensor advantages = Options.NormalizeAdvantages && rows.Count > 1 ? ClippedSurrogate.Standardized(rows.Advantages) : rows.Advantages;
        Tensor surrogate = ClippedSurrogate.Of(ratio, advantages, Options.Clip);
        Tensor entropy = Entropy(law), actorLoss = -surrogate.mean([1, 2]) - Options.EntropyWeight * entropy;
        Tensor valueLoss = ValueLoss(rows);
        Tensor divergence, clipped;
        using (no_grad())
        {
            divergence = (ratio - 1 - logRatio).mean([1, 2]);
            clipped = (ratio - 1).abs().gt(Options.Clip).to_type(ScalarType.Float32).mean([1, 2]);
        }
        progress.Add(stack([actorLoss.detach(), valueLoss.detach(), entropy.detach(), clipped, divergence]), Options.KlLimit);
        if (!progress.AnyActive)
            return;
        (actorLoss + valueLoss).sum().backward();
        double scale = Options.AnnealUpdates is { } total ? LearningRateSchedule.Linear(Updates - 1, total) : 1;
        _actorAdam.Step(scale, progress.Active);
        _valueAdam.Step(scale, progress.Active);
    }

    private Tensor Entropy(IActionDistribution law)
    {
        using IDisposable? guard = Options.EntropyWeight == 0 ? no_grad() : null; // only reported
        return law.Entropy().mean([1, 2]);
    }

    private Tensor ValueLoss(ProximalRows rows)
    {
        Tensor values = Value.Forward(rows.Observations), error = (values - rows.Returns).Squared();
        if (Options.ValueClip is { } clip)
            error = error.maximum((rows.Values + (values - rows.Values).clamp(-clip, clip) - rows.Returns).Squared());
        return Options.ValueWeight * error.mean([1, 2]);
    }

}
