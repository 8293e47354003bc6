using Offprint.Agents.Learners;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>
/// Adaptive advantage-guided policy regularization (Liu et al. 2024): TD3+BC whose policy is held to the better of the logged action and
/// one
/// that a model of good actions proposes, and only where one of them is known to be good.
/// </summary>
/// <remarks>
/// After the critics' step, with v = V(s) of before V's own,
/// $$L_V = \mathbb{E}\,\big(V(s) - \min(y, r + \gamma m \min_i Q_i(s', a'))\big)^2,\qquad
/// L_D = \mathbb{E}\,w_1 1[Q_1(s,a) &gt; v]\,|\hat a - a|^2 + \tfrac12 \mathrm{KL},$$
/// $$f = \hat a(s, \pi(s)),\quad \bar a = f \text{ where } Q_1(s,f) \ge Q_1(s,a), \text{ else } a,\quad
/// h = 1[Q_1(s,f) \ge v \text{ or } Q_1(s,a) &gt; v],$$
/// $$L_\pi = -\lambda\,\mathbb{E}\,Q_1(s,\pi(s)) + w_2\,\mathbb{E}\,h\,(\pi(s) - \bar a)^2 .$$
/// Means are over all rows, open or not.
/// </remarks>
public sealed class A2pr : Td3Bc
{
    private readonly A2prOptions _options;
    private readonly Adam _valueAdam;
    private readonly Adam? _encoderAdam, _decoderAdam;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">A weight is negative, or α infinite: without Q's scale there is no constraint to
    /// guide.</exception>
    public A2pr(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, A2prOptions? options = null)
        : base(spec, seeds, options ??= new A2prOptions())
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.ModelWeight, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.ConstraintWeight, nameof(options));
        if (!double.IsFinite(options.Alpha))
            throw new ArgumentException("A2PR constrains its policy: α must be finite. TD3, without constraint, is Td3Bc's.",
                nameof(options));
        _options = options;
        Value = new Mlp(new(spec.Observation.Size, 1, options.ValueHidden), [.. seeds.Select(seed => seed.Derive("value"))]);
        _valueAdam = Train("value", TransferParts.Values, Value.Parameters, options.ValueAdam);
        if (options.Guide == GuideSource.LoggedAction)
            return;
        Model = new ConditionalVae(spec.Observation.Size, Actor.Bounds.Size, [.. seeds.Select(seed => seed.Derive("model"))],
            options.Model, Actor.Bounds);
        _encoderAdam = Train("model encoder", TransferParts.Models, Model.Encoder.Parameters, options.ModelAdam);
        _decoderAdam = Train("model decoder", TransferParts.Models, Model.Decoder.Parameters, options.ModelAdam);
    }

    /// <summary>V, the value of logged actions.</summary>
    public Mlp Value { get; }

    /// <summary>The model of good actions; <see langword="null"/> where logged actions alone guide.</summary>
    public ConditionalVae? Model { get; }

    /// <summary>Chooses guides by the networks as they are.</summary>
    /// <param name="observations">s, [P|1, B, obs].</param>
    /// <param name="logged">a, [P|1, B, act].</param>
    /// <param name="actions">π(s), [P, B, act].</param>
    /// <param name="random">The model's noise, one stream a member.</param>
    /// <returns>Guides, gates and advantages.</returns>
    public GuideChoice Guide(Tensor observations, Tensor logged, Tensor actions, PopulationRandom random)
    {
        Tensor level, q;
        using (no_grad())
        {
            q = Critics.Frozen(observations, logged, 1).squeeze(0);
            level = Level(q, Value.Forward(observations));
        }
        return Guide(observations, logged, actions, q, level, random);
    }

    /// <inheritdoc/>
    protected override IActionTarget LearnTarget(CriticUpdate update)
    {
        Batch batch = update.Batch;
        Tensor value = Value.Forward(batch.Observations), bound, logged;
        using (no_grad())
        {
            Tensor next = Critics.Least(batch.Next, update.NextActions);
            bound = batch.Rewards.addcmul(batch.Continue, next, Options.Discount).minimum(update.Target);
            logged = Critics.Frozen(batch.Observations, batch.Actions, 1).squeeze(0);
        }
        Backward("value loss", (value - bound).Squared().mean([1, 2]));
        _valueAdam.Step();
        Tensor level = Level(logged, value.detach()), good = Indicator(logged.gt(level));
        Metrics.Set("good share", good.mean([1, 2]));
        if (Model is not null)
            TrainModel(batch, good);
        return new GuidedActions(this, logged, level);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
    [
        .. base.Facts(), new("w₁", _options.ModelWeight), new("w₂", _options.ConstraintWeight),
        new("Guide", _options.Guide switch
        {
            GuideSource.PolicyAction => "the model's reconstruction of the policy's action, or the logged action",
            GuideSource.Prior => "a sample of the model, or the logged action",
            _ => "the logged action",
        }),
    ];

    private void TrainModel(Batch batch, Tensor good)
    {
        Tensor noise = Random.Normal(batch.Size, Model!.Latent);
        (Tensor error, Tensor divergence) = Model.Terms(batch.Observations, batch.Actions, noise, _options.GateModel ? good : null);
        Metrics.Set("model error", error.detach());
        Metrics.Set("model divergence", divergence.detach());
        Backward("model loss", error * _options.ModelWeight + divergence * _options.Model.DivergenceWeight);
        _encoderAdam!.Step();
        _decoderAdam!.Step();
    }

    private GuideChoice Guide(Tensor observations, Tensor logged, Tensor actions, Tensor loggedQ, Tensor level, PopulationRandom random)
    {
        Tensor? proposal = Proposal(observations, actions, random);
        Tensor advantage, loggedAdvantage;
        using (no_grad())
        {
            loggedAdvantage = loggedQ - level;
            if (proposal is null)
                return new(logged, Gate(loggedAdvantage.gt(0)), zeros_like(level), loggedAdvantage, loggedAdvantage);
            advantage = Critics.Frozen(observations, proposal, 1).squeeze(0) - level;
        }
        (Tensor guide, Tensor fromModel, Tensor open) = AdvantageGuide.Select(proposal, logged, advantage, loggedAdvantage);
        Tensor gate = _options.AddGates ? Gate(advantage.ge(0)) + Gate(loggedAdvantage.gt(0)) : Gate(open);
        return new(guide, gate, Indicator(fromModel), advantage.maximum(loggedAdvantage), loggedAdvantage);
    }

    private Tensor? Proposal(Tensor observations, Tensor actions, PopulationRandom random)
    {
        if (Model is null)
            return null;
        Tensor noise = random.Normal(actions.shape[1], Model.Latent);
        if (_options.Guide == GuideSource.Prior)
        {
            using var guard = no_grad();
            return Model.Sample(observations, noise);
        }
        Tensor proposal = Model.Reconstruct(observations, actions, noise, frozen: true);
        return _options.DetachGuide ? proposal.detach() : proposal;
    }

    /// <summary>What a good action's value exceeds: v, moved by ε_A standard deviations of the advantages.</summary>
    private Tensor Level(Tensor loggedQ, Tensor value) => _options.AdvantageThreshold == 0
        ? value
        : value + (loggedQ - value).std([1, 2], keepdim: true) * _options.AdvantageThreshold;

    private Tensor Gate(Tensor open) => _options.GateConstraint ? Indicator(open) : ones_like(open, ScalarType.Float32);

    private static Tensor Indicator(Tensor condition) => condition.to_type(ScalarType.Float32);

    /// <summary>The guides of an update.</summary>
    /// <param name="agent">Whose model proposes.</param>
    /// <param name="logged">Q₁(s, a) of the batch, [P, B, 1].</param>
    /// <param name="level">What a good action's value exceeds, [P, B, 1].</param>
    private sealed class GuidedActions(A2pr agent, Tensor logged, Tensor level) : IActionTarget
    {
        public ActionTarget Choose(Batch batch, Tensor actions)
        {
            GuideChoice choice = agent.Guide(batch.Observations, batch.Actions, actions, logged, level, agent.Random);
            agent.Metrics.Set("guide advantage", choice.Advantage.mean([1, 2]));
            agent.Metrics.Set("logged advantage", choice.LoggedAdvantage.mean([1, 2]));
            agent.Metrics.Set("model share", choice.FromModel.mean([1, 2]));
            agent.Metrics.Set("open share", Indicator(choice.Gate.gt(0)).mean([1, 2]));
            return new(choice.Actions, choice.Gate);
        }
    }
}
