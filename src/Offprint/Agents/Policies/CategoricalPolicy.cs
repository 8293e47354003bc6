using Offprint.Cards;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Policies;

/// <summary>A policy over K actions whose network gives the logits of their probabilities.</summary>
public sealed class CategoricalPolicy : IStochasticPolicy, IDisposable, IDescribable
{
    /// <summary>Makes the networks.</summary>
    /// <param name="spec">The environment's spaces; actions are discrete.</param>
    /// <param name="hidden">The widths of hidden layers.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="activation">The nonlinearity.</param>
    /// <param name="layerNorm">Whether hidden layers are normalized.</param>
    /// <param name="orthogonal">Orthogonal weights; <see langword="null"/> draws them as PyTorch's linear layers do.</param>
    /// <exception cref="ArgumentException">Actions are not discrete.</exception>
    public CategoricalPolicy(
        EnvironmentSpec spec, IReadOnlyList<int> hidden, IReadOnlyList<Seed> seeds, Activation activation = Activation.Relu,
        bool layerNorm = false,
        OrthogonalGains? orthogonal = null)
    {
        if (spec.Action is not DiscreteSpace discrete)
            throw new ArgumentException($"The policy chooses among a finite number of actions, not in {spec.Action}.", nameof(spec));
        Network = new Mlp(
            new(spec.Observation.Size, discrete.Count, hidden, activation, layerNorm, Orthogonal: orthogonal),
            [.. seeds.Select(seed => seed.Derive("actor"))]);
    }

    /// <summary>The network of logits.</summary>
    public Mlp Network { get; }

    /// <inheritdoc/>
    public IActionDistribution Distribution(Tensor observations) => new Categorical(Network.Forward(observations));

    /// <inheritdoc/>
    public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
    {
        using var guard = no_grad();
        IActionDistribution law = Distribution(observations);
        return mode == ActMode.Explore ? law.Sample(random) : law.Mode;
    }

    /// <inheritdoc/>
    public Card Describe() => Network.Describe() with
    {
        Title = "CategoricalPolicy",
        Subtitle = "Policy",
        Facts = [new("Action", "a draw from softmax(logits)"), .. Network.Describe().Facts],
    };

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
