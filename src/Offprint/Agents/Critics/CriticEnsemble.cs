using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Critics;

/// <summary>Options of <see cref="CriticEnsemble"/>.</summary>
public sealed record CriticOptions
{
    /// <summary>N, the critics of each seed. Default 2.</summary>
    public int Count { get; init; } = 2;

    /// <summary>The widths of hidden layers. Default 256, 256.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 256];

    /// <summary>Whether hidden layers are normalized. Default: no.</summary>
    public bool LayerNorm { get; init; }
}

/// <summary>
/// N action values Q_i(s, a) of each of P seeds, with targets, as one network of N · P members: the first critic of all seeds, then the
/// second, so that critics one by one are neighbors in memory.
/// </summary>
public sealed class CriticEnsemble : IDisposable
{
    /// <summary>Makes the networks.</summary>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="options">Number and widths.</param>
    /// <param name="seeds">One a seed of the population.</param>
    /// <param name="encoder">
    /// Stands before the critics, the same for all of a seed: their loss trains it, targets and actors see it as constant.
    /// <see langword="null"/> for none.
    /// </param>
    public CriticEnsemble(EnvironmentSpec spec, CriticOptions options, IReadOnlyList<Seed> seeds, IEncoder? encoder = null)
    {
        Encoder = encoder;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Count, nameof(options));
        (Count, Population) = (options.Count, seeds.Count);
        Network = new Mlp(
            new((encoder?.Size ?? spec.Observation.Size) + spec.Action.Size, 1, options.Hidden, LayerNorm: options.LayerNorm),
            [.. Enumerable.Range(0, Count).SelectMany(i => seeds.Select(seed => seed.Derive("critics").Derive((ulong)i)))]);
        Target = Network.Target();
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>P.</summary>
    public int Population { get; }

    /// <summary>What stands before the critics.</summary>
    public IEncoder? Encoder { get; }

    /// <summary>All critics, N · P members.</summary>
    public Mlp Network { get; }

    /// <summary>Their targets.</summary>
    public Mlp Target { get; }

    /// <summary>Q_i(s, a); gradients reach parameters, encoder and inputs.</summary>
    /// <param name="observations">[P|1, B, obs].</param>
    /// <param name="actions">[P|1, B, act].</param>
    /// <returns>[N, P, B, 1].</returns>
    public Tensor Values(Tensor observations, Tensor actions) =>
        Shape(Network.Forward(Inputs(Encoder?.Forward(observations) ?? observations, actions), Count), Count);

    /// <summary>Q_i(s, a) of the first critics; gradients reach the inputs only, as an actor's loss needs them.</summary>
    /// <param name="observations">[P|1, B, obs].</param>
    /// <param name="actions">[P|1, B, act].</param>
    /// <param name="count">How many critics of each seed; <see langword="null"/> for all.</param>
    /// <returns>[count, P, B, 1].</returns>
    public Tensor Frozen(Tensor observations, Tensor actions, int? count = null)
    {
        int critics = count ?? Count;
        observations = Encoder?.Constant(observations) ?? observations;
        return Shape(Network.ForwardFrozen(Inputs(observations, actions), critics * Population, uses: critics), critics);
    }

    /// <summary>min_i Q_i(s, a); gradients reach the inputs only, through the critic of the minimum.</summary>
    /// <param name="observations">[P|1, B, obs].</param>
    /// <param name="actions">[P|1, B, act].</param>
    /// <returns>[P, B, 1].</returns>
    public Tensor Least(Tensor observations, Tensor actions) => Least(Network, observations, actions);

    /// <summary>min_i Q̄_i(s, a) of the target networks; gradients reach the inputs only.</summary>
    /// <param name="observations">[P|1, B, obs].</param>
    /// <param name="actions">[P|1, B, act].</param>
    /// <returns>[P, B, 1].</returns>
    public Tensor LeastTarget(Tensor observations, Tensor actions) => Least(Target, observations, actions);

    /// <summary>Q̄_i(s, a) of the target networks, without gradients.</summary>
    /// <param name="observations">[P|1, B, obs].</param>
    /// <param name="actions">[P|1, B, act].</param>
    /// <returns>[N, P, B, 1].</returns>
    public Tensor Targets(Tensor observations, Tensor actions)
    {
        using var guard = no_grad();
        return Shape(Target.Forward(Inputs(Encoder?.Forward(observations) ?? observations, actions), Count), Count);
    }

    /// <summary>
    /// Adds to the gradients of critics and encoder those of the squared errors of all critics against one target, each a mean over rows,
    /// summed over critics.
    /// </summary>
    /// <param name="batch">Observations and actions.</param>
    /// <param name="target">[P, B, 1], or [N, P, B, 1] where each critic has its own; without gradients.</param>
    /// <param name="average">Whether errors are averaged over critics instead. Default: no.</param>
    /// <returns>Q_i(s, a), [N, P, B, 1], and the loss, [P], both without a graph.</returns>
    public (Tensor Values, Tensor Loss) Fit(Batch batch, Tensor target, bool average = false)
    {
        int terms = average ? Count : 1;
        if (Encoder is not null)
        {
            Tensor taped = Values(batch.Observations, batch.Actions), error = SquaredError(taped, target) / terms;
            error.sum().backward();
            return (taped.detach(), error.detach());
        }
        using var guard = no_grad();
        float weight = 1f / terms / batch.Size;
        Tensor values = Shape(Network.Regress(Inputs(batch.Observations, batch.Actions), target.view(-1, batch.Size, 1), weight, Count),
            Count);
        return (values, SquaredError(values, target) / terms);
    }

    /// <summary>Moves the targets: θ̄ ← (1 − τ) θ̄ + τ θ.</summary>
    /// <param name="tau">τ.</param>
    public void UpdateTarget(double tau) => Target.Parameters.Interpolate(Network.Parameters, tau);

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Target.Dispose();
    }

    /// <summary>The squared errors of all critics against one target, each a mean over rows, summed over critics.</summary>
    /// <param name="values">[N, P, B, 1].</param>
    /// <param name="target">[P, B, 1], or [N, P, B, 1] where each critic has its own.</param>
    /// <returns>[P].</returns>
    public static Tensor SquaredError(Tensor values, Tensor target) => (values - target).Squared().mean([2, 3]).sum([0]);

    private Tensor Least(Mlp network, Tensor observations, Tensor actions) =>
        network.LeastFrozen(Inputs(Encoder?.Constant(observations) ?? observations, actions), Count);

    private static Tensor Inputs(Tensor observations, Tensor actions) => observations.Beside(actions);

    private Tensor Shape(Tensor values, int critics) => values.view(critics, Population, -1, 1);
}
