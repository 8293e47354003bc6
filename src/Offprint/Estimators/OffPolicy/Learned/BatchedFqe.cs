using System.ComponentModel.DataAnnotations;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Estimators.OffPolicy.Learned;

/// <summary>Options of <see cref="BatchedFqe"/>; defaults of Kiyohara et al. 2024 for a finite number of actions.</summary>
public sealed record FqeOptions
{
    /// <summary>Gradient steps. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int Steps { get; init; } = 10_000;

    /// <summary>Rows of a minibatch, the same for all policies. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int Batch { get; init; } = 100;

    /// <summary>The widths of hidden layers. Default 100.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [100];

    /// <summary>The optimizer. Default: Adam, 10⁻⁴ (continuous actions: 10⁻³).</summary>
    public AdamOptions Adam { get; init; } = new(1e-4);

    /// <summary>Gradient steps between copies to the target. Default 100.</summary>
    [Range(1, 10_000_000)]
    public int TargetInterval { get; init; } = 100;

    /// <summary>δ of Huber's loss; <see langword="null"/> for squares (continuous actions). Default 1 (code).</summary>
    public double? HuberDelta { get; init; } = 1;

    /// <summary>
    /// Whether targets take the likeliest action instead of the policy's law, so that all but the first action is that of the base (code).
    /// Default: no.
    /// </summary>
    public bool GreedyBootstrap { get; init; }

    /// <summary>Actions over which V̂ is a mean where actions are drawn. Our choice: 8.</summary>
    [Range(1, 10_000)]
    public int ValueActions { get; init; } = 8;
}

/// <summary>
/// Fitted Q-evaluation (Le, Voloshin, Yue 2019) of P policies on one log, as one population of networks that see the same minibatches.
/// </summary>
/// <remarks>
/// $$L_p = \mathbb{E}\,\ell_\delta\big(Q_p(s,a) - r - \gamma m \bar V_p(s')\big),\qquad \bar V_p(s') = \sum_a \pi_p(a|s')\bar Q_p(s',a),$$
/// or $\bar Q_p(s', a')$ at a draw a′ where actions are a box; m = 0 in a trajectory's last step; Q̄ is a copy, renewed now and then.
/// </remarks>
public static class BatchedFqe
{
    /// <summary>Fits.</summary>
    /// <param name="data">The log.</param>
    /// <param name="laws">The policies on it.</param>
    /// <param name="options">Its options.</param>
    /// <param name="seed">Decides initialization, minibatches and draws.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <returns>Q̂ and V̂ on the log.</returns>
    public static FittedValues Fit(
        LoggedTransitions data, CandidateLaws laws, FqeOptions options, Seed seed, Action<double>? progress = null,
        CancellationToken cancellation = default)
    {
        using var network = new PairNetwork(data, laws, options.Hidden, seed.Derive("values"));
        using PairNetwork target = network.Target();
        var adam = new Adam(network.Network.Parameters, options.Adam);
        using var random = new PopulationRandom([seed.Derive("batches")]);
        for (int step = 0; step < options.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (step % options.TargetInterval == 0)
            {
                target.Network.Parameters.CopyFrom(network.Network.Parameters);
                progress?.Invoke((double)step / options.Steps);
            }
            using var scope = NewDisposeScope();
            (Tensor rows, Tensor next) = Minibatches.Draw(data, options.Batch, random);
            Tensor error = network.Logged(rows) - Bootstrapped(data, target, rows, next, options, random);
            (options.HuberDelta is { } delta ? error.Huber(delta) : error.Squared()).mean([1]).sum().backward();
            adam.Step();
        }
        using var outer = NewDisposeScope();
        PopulationRandom draws = random.Derive("values");
        using (draws)
        {
            return new(network.LoggedEverywhere().DetachFromDisposeScope(),
                network.ExpectedEverywhere(options.ValueActions, draws).DetachFromDisposeScope());
        }
    }

    private static Tensor Bootstrapped(
        LoggedTransitions data, PairNetwork target, Tensor rows, Tensor next, FqeOptions options, PopulationRandom random)
    {
        using var guard = no_grad();
        Tensor values = target.Expected(next, options.GreedyBootstrap ? null : random);
        return data.Rewards.index_select(0, rows).addcmul(data.Continue.index_select(0, rows), values, data.Discount);
    }
}

/// <summary>Q̂ and V̂ of P policies in the rows of a log.</summary>
/// <param name="ActionValues">Q̂(s_t, a_t), [P, M].</param>
/// <param name="Values">V̂(s_t), [P, M].</param>
public sealed record FittedValues(Tensor ActionValues, Tensor Values) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        ActionValues.Dispose();
        Values.Dispose();
    }
}

/// <summary>Minibatches of a log's rows.</summary>
internal static class Minibatches
{
    /// <summary>Rows, all alike, and those that follow; behind a trajectory's end stands some row, which is not to count.</summary>
    public static (Tensor Rows, Tensor Next) Draw(LoggedTransitions data, int count, PopulationRandom random)
    {
        RandomStream host = random.Host(0);
        long[] rows = new long[count], next = new long[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = host.NextInt(data.Count);
            next[i] = Math.Min(rows[i] + 1, data.Count - 1);
        }
        return (tensor(rows), tensor(next));
    }

    /// <summary>First rows of trajectories, all alike.</summary>
    public static Tensor Starts(LoggedTransitions data, int count, PopulationRandom random)
    {
        RandomStream host = random.Host(0);
        long[] rows = new long[count];
        for (int i = 0; i < count; i++)
            rows[i] = data.Starts[host.NextInt(data.Starts.Count)];
        return tensor(rows);
    }
}
