using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>Options of <see cref="BehaviorCloning"/>.</summary>
[Kind("behavior-cloning")]
public sealed record BehaviorCloningOptions : AgentOptions
{
    /// <summary>
    /// Whether the policy is a law whose likelihood is maximized; otherwise it is deterministic and the squared error counts. Default: no.
    /// </summary>
    public bool Likelihood { get; init; }

    /// <summary>The widths of hidden layers. Default 256, 256.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 256];

    /// <summary>The law where the likelihood counts; its widths are <see cref="Hidden"/>. Default: tanh-Gaussian.</summary>
    public GaussianPolicyOptions Policy { get; init; } = new() { MinLogDeviation = -5 };

    /// <summary>The optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions Adam { get; init; } = new(3e-4);

    /// <inheritdoc/>
    public override BehaviorCloning Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);

    /// <summary>Our choice: as for TD3+BC, with which cloning is compared.</summary>
    /// <returns>The recipe.</returns>
    public override ViewRecipe PublishedView() => new(TimeLimitRule.Drop) { Observations = new(VarianceDivisor.Count, 1e-3) };
}

/// <summary>Behavior cloning: the policy that explains the logged actions.</summary>
/// <remarks>
/// $$L = \mathbb{E}\,w\,(\pi(s) - a)^2 \quad\text{or}\quad L = -\mathbb{E}\,w \log \pi(a|s),$$
/// with w the batch's weights of rows, 1 where it has none. The mean is over rows, not over weights.
/// </remarks>
public sealed class BehaviorCloning : PopulationAgent
{
    private readonly DeterministicPolicy? _actor;
    private readonly GaussianPolicy? _law;
    private readonly Adam _adam;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    public BehaviorCloning(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, BehaviorCloningOptions? options = null)
        : base(seeds)
    {
        Options = options ?? new BehaviorCloningOptions();
        if (Options.Likelihood)
            _law = new GaussianPolicy(spec, Options.Policy with { Hidden = Options.Hidden }, seeds);
        else
            _actor = new DeterministicPolicy(spec, Options.Hidden, seeds);
        _adam = Train("actor", TransferParts.Actor, (_law?.Network ?? _actor!.Network).Parameters, Options.Adam);
    }

    /// <summary>The options.</summary>
    public BehaviorCloningOptions Options { get; }

    /// <inheritdoc/>
    public override IPolicy Policy => (IPolicy?)_law ?? _actor!;

    /// <inheritdoc/>
    protected override void Learn(Batch batch)
    {
        Tensor loss = _law is not null
            ? -_law.Distribution(batch.Observations).LogProb(batch.Actions)
            : (_actor!.Actions(batch.Observations) - batch.Actions).Squared();
        if (batch.Weight is { } weight)
            loss = loss * weight;
        Backward("actor loss", loss.mean([1, 2]));
        _adam.Step();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() => [new("Loss", Options.Likelihood ? "likelihood" : "squared error")];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _actor?.Dispose();
            _law?.Dispose();
        }
        base.Dispose(disposing);
    }
}
