using Offprint.Cards;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Policies;

/// <summary>π(s) = the network's output squashed into the bounds of the action, with normal noise while exploring.</summary>
public sealed class DeterministicPolicy : IPolicy, IDisposable, IDescribable
{
    private readonly double _noise;

    /// <summary>Makes the networks.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="hidden">The widths of hidden layers.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="explorationNoise">The noise's standard deviation while exploring, in half-widths of the action.</param>
    /// <param name="layerNorm">Whether hidden layers are normalized.</param>
    public DeterministicPolicy(
        EnvironmentSpec spec, IReadOnlyList<int> hidden, IReadOnlyList<Seed> seeds, double explorationNoise = 0.1, bool layerNorm = false)
    {
        Bounds = new ActionBounds(spec.Action);
        Network = new Mlp(new(spec.Observation.Size, Bounds.Size, hidden, LayerNorm: layerNorm),
            [.. seeds.Select(seed => seed.Derive("actor"))]);
        _noise = explorationNoise;
    }

    /// <summary>The bounds of the action.</summary>
    public ActionBounds Bounds { get; }

    /// <summary>The network before squashing.</summary>
    public Mlp Network { get; }

    /// <summary>π(s); gradients reach the parameters.</summary>
    /// <param name="observations">[P, n, obs] or [1, n, obs].</param>
    /// <returns>[P, n, act].</returns>
    public Tensor Actions(Tensor observations) => Bounds.Squash(Network.Forward(observations));

    /// <inheritdoc/>
    public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
    {
        using var guard = no_grad();
        Tensor action = Actions(observations);
        return mode == ActMode.Explore
            ? Bounds.Clip(action + random.Normal(action.shape[1], action.shape[2]) * Bounds.Half * _noise)
            : action;
    }

    /// <inheritdoc/>
    public Card Describe() => Network.Describe() with
    {
        Title = "DeterministicPolicy",
        Subtitle = "Policy",
        Facts = [new("Action", $"tanh(network), while exploring with normal noise of {_noise} half-widths"), .. Network.Describe().Facts],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Bounds.Dispose();
    }
}
