using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>
/// Options of <see cref="Awac"/>. Networks and rates are those of the authors' code for locomotion; λ and the form of the weights are those
/// of
/// the public re-implementations to which later papers compare. <see cref="Published"/> is the authors' own.
/// </summary>
[Kind("awac")]
public record AwacOptions : AgentOptions
{
    /// <summary>
    /// Weights as in the code of Nair et al. 2020 for locomotion: λ = 2, a softmax over the batch. (Their weight decay is added to the
    /// gradient, ours is decoupled; their batches have 1024 rows.)
    /// </summary>
    public static AwacOptions Published { get; } = new() { Lambda = 2, NormalizeOverBatch = true };

    /// <summary>λ, the temperature of the actor's weights exp(A / λ). Default 1.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>The largest weight of a row, where weights are not normalized. Default 100.</summary>
    public double WeightCap { get; init; } = 100;

    /// <summary>Whether weights are scaled to a mean of 1 over the batch, without a cap. Default: no.</summary>
    public bool NormalizeOverBatch { get; init; }

    /// <summary>γ. Default 0.99.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>τ, the targets' rate. Default 0.005.</summary>
    public double Tau { get; init; } = 0.005;

    /// <summary>The critics. Default: two of 256, 256.</summary>
    public CriticOptions Critics { get; init; } = new();

    /// <summary>The policy. Default: normal around a squashed mean, free log σ in [−6, 0] (paper's code), 256, 256, 256, 256.</summary>
    public GaussianPolicyOptions Policy { get; init; } = new()
    {
        Law = ActionLaw.SquashedMean, StateDependentDeviation = false, MinLogDeviation = -6, MaxLogDeviation = 0,
            Hidden = [256, 256, 256, 256],
    };

    /// <summary>The actor's optimizer. Default: Adam, 3·10⁻⁴, weight decay 10⁻⁴.</summary>
    public AdamOptions ActorAdam { get; init; } = new(3e-4, WeightDecay: 1e-4);

    /// <summary>The critics' optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions CriticAdam { get; init; } = new(3e-4);

    /// <inheritdoc/>
    public override Awac Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);

    /// <summary>As in the re-implementation that later papers compare to (CORL, code): D4RL's own conversion, scaled states.</summary>
    /// <returns>The recipe.</returns>
    public override ViewRecipe PublishedView() => new(TimeLimitRule.Drop) { Observations = new(VarianceDivisor.Count, 1e-3) };
}

/// <summary>Advantage-weighted actor-critic (Nair et al. 2020): the critics bootstrap with the policy's own actions.</summary>
/// <remarks>
/// $$L_Q = \sum_i \mathbb{E}\,\big(r + \gamma m \min_j \bar Q_j(s', a') - Q_i(s,a)\big)^2,\quad a' \sim \pi(s'),$$
/// $$L_\pi = -\mathbb{E}\,\min(e^{A / \lambda}, 100)\,\log \pi(a|s),\quad A = \min_i Q_i(s,a) - \min_i Q_i(s, a_\pi),\; a_\pi \sim
/// \pi(s).$$
/// </remarks>
public class Awac : PopulationAgent, IActorCritic
{
    private readonly Adam _actorAdam, _criticAdam;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <param name="extraActorInputs">Inputs of the actor beside the observation, which a derived method supplies.</param>
    public Awac(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, AwacOptions? options = null, int extraActorInputs = 0)
        : base(seeds)
    {
        Options = options ?? new AwacOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.Lambda, nameof(options));
        Actor = new GaussianPolicy(spec, Options.Policy, seeds, extraActorInputs);
        Critics = new CriticEnsemble(spec, Options.Critics, seeds);
        _actorAdam = Train("actor", TransferParts.Actor, Actor.Network.Parameters, Options.ActorAdam);
        _criticAdam = Train("critics", TransferParts.Critics, Critics.Network.Parameters, Options.CriticAdam);
        Keep("critic targets", TransferParts.Targets, Critics.Target.Parameters);
    }

    /// <summary>The options.</summary>
    public AwacOptions Options { get; }

    /// <inheritdoc/>
    public override IPolicy Policy => Actor;

    /// <summary>π.</summary>
    public GaussianPolicy Actor { get; }

    /// <summary>Q_i and their targets.</summary>
    public CriticEnsemble Critics { get; }

    /// <inheritdoc/>
    public double Discount => Options.Discount;

    /// <inheritdoc/>
    protected override void Learn(Batch batch)
    {
        Tensor target;
        using (no_grad())
        {
            Tensor next = Critics.LeastTarget(batch.Next, Sample(NextInput(batch)));
            target = batch.Rewards.addcmul(batch.Continue, next, Options.Discount);
        }
        (Tensor values, Tensor loss) = Critics.Fit(batch, target);
        _criticAdam.Step();
        Metrics.Set("critic loss", loss);
        Metrics.Set("mean Q", values.mean([0, 2, 3]));

        (Tensor input, Tensor? beta) = ActorRows(batch);
        IActionDistribution law = Actor.Distribution(input);
        Tensor weights;
        using (no_grad())
        {
            Tensor own = Critics.Least(batch.Observations, Actor.Bounds.Clip(law.Sample(Random)));
            Tensor logged = Critics.Least(batch.Observations, batch.Actions);
            weights = Weights(logged - own, beta);
        }
        Backward("actor loss", -(weights * law.LogProb(batch.Actions)).mean([1, 2]));
        _actorAdam.Step();
        Metrics.Set("mean weight", weights.mean([1, 2]));
        Critics.UpdateTarget(Options.Tau);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
        [new("λ", Options.Lambda), new("Weights", Options.NormalizeOverBatch ? "mean 1 over the batch" : $"at most {Options.WeightCap}"),
            new("γ", Options.Discount), new("τ", Options.Tau)];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Actor.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>What the policy sees of next observations where it chooses a′; a method with a β for each row replaces it.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>[P|1, B, obs + extra], without gradients.</returns>
    protected virtual Tensor NextInput(Batch batch) => batch.Next;

    /// <summary>What the actor sees of a batch and what stands for 1/λ in each row; a method with a β for each row replaces it.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>The actor's inputs, [P|1, B, obs + extra], and β, [P, B, 1], or <see langword="null"/> for 1/λ in all rows.</returns>
    protected virtual (Tensor Input, Tensor? Beta) ActorRows(Batch batch) => (batch.Observations, null);

    private Tensor Weights(Tensor advantage, Tensor? beta) =>
        beta is not null ? AdvantageWeights.Of(advantage, beta, Options.WeightCap)
        : Options.NormalizeOverBatch ? AdvantageWeights.Normalized(advantage, 1 / Options.Lambda)
        : AdvantageWeights.Of(advantage, 1 / Options.Lambda, Options.WeightCap);

    private Tensor Sample(Tensor observations) => Actor.Bounds.Clip(Actor.Distribution(observations).Sample(Random));
}
