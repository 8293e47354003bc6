using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>Options of <see cref="Td3Bc"/>; defaults of Fujimoto and Gu 2021, table 3.</summary>
[Kind("td3-bc")]
public record Td3BcOptions : AgentOptions
{
    /// <summary>TD3 (Fujimoto, van Hoof and Meger 2018): no constraint, Q as it is.</summary>
    public static Td3BcOptions Td3 { get; } = new() { Alpha = double.PositiveInfinity };

    /// <summary>α: the weight of Q against cloning; infinity leaves Q unscaled and clones nothing (TD3). Default 2.5.</summary>
    public double Alpha { get; init; } = 2.5;

    /// <summary>The weight of the squared distance to the action targets. Default 1.</summary>
    public double ConstraintWeight { get; init; } = 1;

    /// <summary>γ. Default 0.99.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>τ, the targets' rate. Default 0.005.</summary>
    public double Tau { get; init; } = 0.005;

    /// <summary>The deviation of the target policy's noise, in half-widths of the action. Default 0.2.</summary>
    public double PolicyNoise { get; init; } = 0.2;

    /// <summary>The bound of that noise, in the same unit. Default 0.5.</summary>
    public double NoiseClip { get; init; } = 0.5;

    /// <summary>The actor and all targets move every so many updates. Default 2.</summary>
    public int PolicyDelay { get; init; } = 2;

    /// <summary>The deviation of exploration noise, in the same unit. Default 0.1.</summary>
    public double ExplorationNoise { get; init; } = 0.1;

    /// <summary>The widths of the actor's hidden layers. Default 256, 256.</summary>
    public IReadOnlyList<int> ActorHidden { get; init; } = [256, 256];

    /// <summary>Whether the actor's hidden layers are normalized. Default: no.</summary>
    public bool ActorLayerNorm { get; init; }

    /// <summary>The critics. Default: two of 256, 256.</summary>
    public CriticOptions Critics { get; init; } = new();

    /// <summary>The actor's optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions ActorAdam { get; init; } = new(3e-4);

    /// <summary>The critics' optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions CriticAdam { get; init; } = new(3e-4);

    /// <inheritdoc/>
    public override Td3Bc Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);

    /// <summary>
    /// As in the authors' code: D4RL's own conversion, states scaled by the data's statistics with ε = 10⁻³ (section 5, "policy").
    /// </summary>
    /// <returns>The recipe.</returns>
    public override ViewRecipe PublishedView() => new(TimeLimitRule.Drop) { Observations = new(VarianceDivisor.Count, 1e-3) };
}

/// <summary>TD3+BC (Fujimoto and Gu 2021) and TD3 (Fujimoto, van Hoof and Meger 2018).</summary>
/// <remarks>
/// $$y = r + \gamma m \min_i \bar Q_i\big(s', \mathrm{clip}(\bar\pi(s') + \epsilon)\big),\qquad
/// L_Q = \sum_i \mathbb{E}\,(Q_i(s,a) - y)^2,$$
/// $$L_\pi = -\lambda\,\mathbb{E}\,Q_1(s,\pi(s)) + w\,\mathbb{E}\,h\,(\pi(s) - \bar a)^2,\qquad \lambda = \alpha /
/// \mathbb{E}|Q_1(s,\pi(s))|,$$
/// with ε normal noise clipped, m = 0 at terminal states, ā the action target (the logged action), h its gate (1).
/// </remarks>
public class Td3Bc : PopulationAgent, IActorCritic
{
    private const double LeastScale = 1e-6; // of |Q|: a fresh critic may be near 0 everywhere

    private readonly Mlp _actorTarget;
    private readonly Adam _actorAdam, _criticAdam;
    private readonly IActionTarget _target;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <param name="target">Towards which actions the policy is held; <see langword="null"/> for the logged ones.</param>
    public Td3Bc(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, Td3BcOptions? options = null, IActionTarget? target = null)
        : base(seeds)
    {
        Options = options ?? new Td3BcOptions();
        if (!(Options.Alpha > 0))
            throw new ArgumentOutOfRangeException(nameof(options), Options.Alpha,
                "α is positive; behavior cloning alone is another agent.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.PolicyDelay, nameof(options));
        _target = target ?? new LoggedActions();
        Actor = new DeterministicPolicy(spec, Options.ActorHidden, seeds, Options.ExplorationNoise, Options.ActorLayerNorm);
        _actorTarget = Actor.Network.Target();
        Critics = new CriticEnsemble(spec, Options.Critics, seeds);
        _actorAdam = Train("actor", TransferParts.Actor, Actor.Network.Parameters, Options.ActorAdam);
        _criticAdam = Train("critics", TransferParts.Critics, Critics.Network.Parameters, Options.CriticAdam);
        Keep("actor target", TransferParts.Targets, _actorTarget.Parameters);
        Keep("critic targets", TransferParts.Targets, Critics.Target.Parameters);
    }

    /// <summary>The options.</summary>
    public Td3BcOptions Options { get; }

    /// <inheritdoc/>
    public override IPolicy Policy => Actor;

    /// <summary>π.</summary>
    public DeterministicPolicy Actor { get; }

    /// <summary>Q_i and their targets.</summary>
    public CriticEnsemble Critics { get; }

    /// <inheritdoc/>
    public double Discount => Options.Discount;

    /// <inheritdoc/>
    protected override void Learn(Batch batch)
    {
        (Tensor next, Tensor target) = Target(batch);
        (Tensor values, Tensor loss) = Critics.Fit(batch, target);
        _criticAdam.Step();
        Metrics.Set("critic loss", loss);
        Metrics.Set("mean Q", values[0].mean([1, 2]));
        IActionTarget held = LearnTarget(new(batch, next, target));
        if (Updates % Options.PolicyDelay != 0)
            return;
        Backward("actor loss", ActorLoss(batch, held));
        _actorAdam.Step();
        Critics.UpdateTarget(Options.Tau);
        _actorTarget.Parameters.Interpolate(Actor.Network.Parameters, Options.Tau);
    }

    /// <summary>
    /// What a derived method learns between critics and actor, and towards which actions it then holds the policy; called in every update,
    /// also where the actor rests.
    /// </summary>
    /// <param name="update">The critics' step that was just taken.</param>
    /// <returns>The target of this update, with all that it knows of it.</returns>
    protected virtual IActionTarget LearnTarget(CriticUpdate update) => _target;

    /// <summary>y: what the critics learn.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>a′, the target policy's noisy actions, [P, B, act], and y, [P, B, 1], both without gradients.</returns>
    protected virtual (Tensor NextActions, Tensor Target) Target(Batch batch)
    {
        using var guard = no_grad();
        Tensor next = Actor.Bounds.Squash(_actorTarget.Forward(batch.Next));
        Tensor noise = Random.Normal(next.shape[1], next.shape[2]).mul_(Options.PolicyNoise).clamp_(-Options.NoiseClip, Options.NoiseClip);
        next = Actor.Bounds.Clip(next.addcmul(noise, Actor.Bounds.Half, 1));
        return (next, batch.Rewards.addcmul(batch.Continue, Critics.LeastTarget(batch.Next, next), Options.Discount));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
    [
        new("α", Options.Alpha), new("γ", Options.Discount), new("τ", Options.Tau),
        new("Target noise", $"{Options.PolicyNoise}, at most {Options.NoiseClip}"), new("Actor every", Options.PolicyDelay, "updates"),
    ];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Actor.Dispose();
        base.Dispose(disposing);
    }

    private Tensor ActorLoss(Batch batch, IActionTarget held)
    {
        Tensor actions = Actor.Actions(batch.Observations);
        Tensor q = Critics.Frozen(batch.Observations, actions, 1).squeeze(0);
        bool constrained = double.IsFinite(Options.Alpha);
        Tensor? scale = constrained ? Options.Alpha / q.detach().abs().mean([1, 2]).clamp_min(LeastScale) : null;
        ActionTarget target = held.Choose(batch, actions);
        Tensor distance = (actions - target.Actions).Squared();
        if (target.Gate is { } gate)
            distance = distance * gate;
        Tensor value = q.mean([1, 2]), constraint = distance.mean([1, 2]);
        Metrics.Set("distance", constraint.detach());
        return scale is null ? -value : constraint * Options.ConstraintWeight - value * scale;
    }
}
