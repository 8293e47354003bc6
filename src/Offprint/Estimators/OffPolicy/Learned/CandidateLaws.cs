using Offprint.Agents.Policies;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Networks.Distributions;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Estimators.OffPolicy.Learned;

/// <summary>
/// What P policies do in the states of a log, asked once: learned estimators then draw minibatches of it, so that ten policies cost one
/// population of networks and no pass through their own.
/// </summary>
public sealed class CandidateLaws : IDisposable
{
    private readonly Tensor? _probabilities, _greedy; // [P, M, A]; their greatest as one-hot rows
    private readonly Tensor? _means, _deviations; // [P, M, act], [P, 1, act]
    private readonly Tensor _logged;

    /// <summary>Asks the policies.</summary>
    /// <param name="policies">P policies of one member, whose laws are categorical or normal with one deviation for all states.</param>
    /// <param name="data">The log.</param>
    /// <exception cref="ArgumentException">There is no policy, or a law is of another kind.</exception>
    public CandidateLaws(IReadOnlyList<IStochasticPolicy> policies, LoggedTransitions data)
    {
        if (policies.Count == 0)
            throw new ArgumentException("There is no policy to evaluate.", nameof(policies));
        Count = policies.Count;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Tensor sampled = data.Sampled();
        IActionDistribution[] laws = [.. policies.Select(policy => policy.Distribution(data.RawStates))];
        _logged = cat([.. laws.Select(law => law.LogProb(sampled).view(1, -1))], 0).MoveToOuterDisposeScope();
        if (data.IsDiscrete)
        {
            Tensor log = cat([.. laws.Select(law => Known<Categorical>(law).LogProbabilities)], 0);
            _probabilities = log.exp().MoveToOuterDisposeScope();
            _greedy = EpsilonGreedyHead.Best(log).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
        }
        else
        {
            DiagonalGaussian[] normal = [.. laws.Select(Known<DiagonalGaussian>)];
            if (Array.Find(normal, law => law.LogDeviation.shape[1] != 1) is not null)
            {
                throw new ArgumentException("A deviation depends on the state; learned estimators take one for all states.",
                    nameof(policies));
            }
            _means = cat([.. normal.Select(law => law.Mean)], 0).MoveToOuterDisposeScope();
            _deviations = cat([.. normal.Select(law => law.LogDeviation.exp())], 0).MoveToOuterDisposeScope();
        }
        foreach (Tensor? kept in (ReadOnlySpan<Tensor?>)[_logged, _probabilities, _greedy, _means, _deviations])
            kept?.DetachFromDisposeScope();
    }

    /// <summary>P.</summary>
    public int Count { get; }

    /// <summary>π(a_t|s_t) of the logged samples, in the order of <see cref="LoggedSteps"/>.</summary>
    /// <param name="policy">Which policy.</param>
    /// <param name="steps">The steps.</param>
    /// <returns>[T·N].</returns>
    public double[] Probabilities(int policy, LoggedSteps steps)
    {
        double[] column = Logged(policy);
        return steps.Arrange(column, 1);
    }

    /// <summary>π(a|s) of the logged samples, row by row.</summary>
    /// <param name="policy">Which policy.</param>
    /// <returns>[M].</returns>
    public double[] Logged(int policy)
    {
        using var scope = NewDisposeScope();
        Tensor wide = _logged[policy].to_type(ScalarType.Float64).exp().contiguous();
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(wide.bytes).ToArray();
    }

    /// <summary>π(·|s) of rows.</summary>
    /// <param name="rows">int64 [B].</param>
    /// <param name="greedy">Whether all mass lies on the likeliest action.</param>
    /// <returns>[P, B, A].</returns>
    internal Tensor Weights(Tensor rows, bool greedy = false) => (greedy ? _greedy! : _probabilities!).index_select(1, rows);

    /// <summary>Actions of rows, moved into the bounds as the environment does, and scaled to [−1, 1].</summary>
    /// <param name="rows">int64 [B].</param>
    /// <param name="bounds">The bounds.</param>
    /// <param name="random">Of one member; <see langword="null"/> for the likeliest actions.</param>
    /// <returns>[P, B, act].</returns>
    internal Tensor Draw(Tensor rows, ActionBounds bounds, PopulationRandom? random)
    {
        Tensor actions = _means!.index_select(1, rows);
        if (random is not null)
            actions = actions.addcmul(_deviations!, random.Normal(Count * rows.shape[0], actions.shape[2]).view_as(actions), 1);
        return bounds.Unit(bounds.Clip(actions));
    }

    private static TLaw Known<TLaw>(IActionDistribution law)
        where TLaw : class, IActionDistribution
        => law as TLaw ?? throw new ArgumentException($"Learned estimators take a {typeof(TLaw).Name} here, not a {law.GetType().Name}.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor? kept in (ReadOnlySpan<Tensor?>)[_logged, _probabilities, _greedy, _means, _deviations])
            kept?.Dispose();
    }
}
