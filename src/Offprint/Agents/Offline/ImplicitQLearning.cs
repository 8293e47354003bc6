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

/// <summary>Options of <see cref="ImplicitQLearning"/>; defaults of Kostrikov, Nair and Levine 2022 for locomotion.</summary>
[Kind("iql")]
public record ImplicitQLearningOptions : AgentOptions
{
    /// <summary>The expectile of V. Default 0.7 (AntMaze: 0.9).</summary>
    public double Expectile { get; init; } = 0.7;

    /// <summary>β, the inverse temperature of the actor's weights. Default 3 (AntMaze: 10).</summary>
    public double Beta { get; init; } = 3;

    /// <summary>The largest weight of a row. Default 100.</summary>
    public double WeightCap { get; init; } = 100;

    /// <summary>γ. Default 0.99.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>τ, the targets' rate. Default 0.005.</summary>
    public double Tau { get; init; } = 0.005;

    /// <summary>
    /// Updates over which the actor's learning rate falls to 0 along a cosine (code: all of them); <see langword="null"/>, the default,
    /// keeps it.
    /// </summary>
    public long? ActorDecayUpdates { get; init; }

    /// <summary>The critics. Default: two of 256, 256.</summary>
    public CriticOptions Critics { get; init; } = new();

    /// <summary>The widths of the value's hidden layers. Default 256, 256.</summary>
    public IReadOnlyList<int> ValueHidden { get; init; } = [256, 256];

    /// <summary>The policy. Default: normal around a squashed mean, free log σ in [−10, 2] (code).</summary>
    public GaussianPolicyOptions Policy { get; init; } = new()
    {
        Law = ActionLaw.SquashedMean, StateDependentDeviation = false, MinLogDeviation = -10,
    };

    /// <summary>The actor's optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions ActorAdam { get; init; } = new(3e-4);

    /// <summary>The critics' and the value's optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions CriticAdam { get; init; } = new(3e-4);

    /// <inheritdoc/>
    public override ImplicitQLearning Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);

    /// <summary>As in the authors' code for locomotion: D4RL's own conversion, raw states, returns that span 1000 (mazes: r − 1).</summary>
    /// <returns>The recipe.</returns>
    public override ViewRecipe PublishedView() => new(TimeLimitRule.Drop) { Reward = new ReturnSpanReward() };
}

/// <summary>Implicit Q-learning (Kostrikov, Nair and Levine 2022): no value of an action that is not logged is ever asked for.</summary>
/// <remarks>
/// $$L_V = \mathbb{E}\,|\chi - 1\{u &lt; 0\}|\,u^2,\quad u = \min_i \bar Q_i(s,a) - V(s),\qquad
/// L_Q = \sum_i \mathbb{E}\,(r + \gamma m V(s') - Q_i(s,a))^2,$$
/// $$L_\pi = -\mathbb{E}\,\min(e^{\beta u}, 100)\,\log \pi(a|s).$$
/// All three use V as of before the update's own step; the authors' JAX code takes it after, one step of Adam later.
/// </remarks>
public class ImplicitQLearning : PopulationAgent, IActorCritic
{
    private readonly Adam _actorAdam, _criticAdam, _valueAdam;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <param name="extraActorInputs">Inputs of the actor beside the observation, which a derived method supplies.</param>
    public ImplicitQLearning(
        EnvironmentSpec spec, IReadOnlyList<Seed> seeds, ImplicitQLearningOptions? options = null, int extraActorInputs = 0)
        : base(seeds)
    {
        Options = options ?? new ImplicitQLearningOptions();
        if (Options.Expectile is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(options), Options.Expectile, "An expectile lies in (0, 1).");
        Actor = new GaussianPolicy(spec, Options.Policy, seeds, extraActorInputs);
        Critics = new CriticEnsemble(spec, Options.Critics, seeds);
        Value = new Mlp(new(spec.Observation.Size, 1, Options.ValueHidden), [.. seeds.Select(seed => seed.Derive("value"))]);
        _actorAdam = Train("actor", TransferParts.Actor, Actor.Network.Parameters, Options.ActorAdam);
        _criticAdam = Train("critics", TransferParts.Critics, Critics.Network.Parameters, Options.CriticAdam);
        _valueAdam = Train("value", TransferParts.Values, Value.Parameters, Options.CriticAdam);
        Keep("critic targets", TransferParts.Targets, Critics.Target.Parameters);
    }

    /// <summary>The options.</summary>
    public ImplicitQLearningOptions Options { get; }

    /// <inheritdoc/>
    public override IPolicy Policy => Actor;

    /// <summary>π.</summary>
    public GaussianPolicy Actor { get; }

    /// <summary>Q_i and their targets.</summary>
    public CriticEnsemble Critics { get; }

    /// <inheritdoc/>
    public double Discount => Options.Discount;

    /// <summary>V.</summary>
    public Mlp Value { get; }

    /// <inheritdoc/>
    protected override void Learn(Batch batch)
    {
        Tensor logged = Critics.LeastTarget(batch.Observations, batch.Actions), target;
        using (no_grad())
            target = batch.Rewards.addcmul(batch.Continue, Value.Forward(batch.Next), Options.Discount);

        Tensor gap = logged - Value.Forward(batch.Observations), advantage = gap.detach();
        Backward("value loss", Expectile(gap, Options.Expectile).mean([1, 2]));
        _valueAdam.Step();

        (Tensor values, Tensor loss) = Critics.Fit(batch, target);
        _criticAdam.Step();
        Metrics.Set("critic loss", loss);
        Metrics.Set("mean Q", values.mean([0, 2, 3]));

        (Tensor input, Tensor weights) = ActorRows(batch, advantage);
        Tensor logProb = Actor.Distribution(input).LogProb(batch.Actions);
        Backward("actor loss", -(weights * logProb).mean([1, 2]));
        _actorAdam.Step(Options.ActorDecayUpdates is { } total ? LearningRateSchedule.Cosine(Updates - 1, total) : 1);
        Metrics.Set("mean weight", weights.mean([1, 2]));
        Critics.UpdateTarget(Options.Tau);
    }

    /// <summary>What the actor sees of a batch and how much each row counts; a method with a β for each row replaces it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="advantage">min Q̄ − V of its rows, [P, B, 1], without gradients.</param>
    /// <returns>The actor's inputs, [P|1, B, obs + extra], and weights, [P, B, 1].</returns>
    protected virtual (Tensor Input, Tensor Weights) ActorRows(Batch batch, Tensor advantage) =>
        (batch.Observations, AdvantageWeights.Of(advantage, Options.Beta, Options.WeightCap));

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
        [new("Expectile", Options.Expectile), new("β", Options.Beta), new("γ", Options.Discount), new("τ", Options.Tau)];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Actor.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>|χ − 1{u &lt; 0}| u².</summary>
    private static Tensor Expectile(Tensor u, double expectile)
    {
        Tensor weight;
        using (no_grad())
            weight = u.lt(0).to_type(ScalarType.Float32).mul_(1 - 2 * expectile).add_(expectile);
        return u.Squared() * weight;
    }
}
