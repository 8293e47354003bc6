using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Files;
using Offprint.Networks.Distributions;
using static TorchSharp.torch;

namespace Offprint.Agents.Policies;

/// <summary>How a stochastic policy is made of what a base says: values of actions, or the best action itself.</summary>
public abstract record PolicyHead : ILabeled
{
    /// <summary>The head in a few characters.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>What <see cref="Label"/> says; stored nowhere.</summary>
    protected abstract string Name { get; }

    /// <summary>Whether the base gives values of a finite number of actions; otherwise it gives the best action of a box.</summary>
    [JsonIgnore]
    public bool IsDiscrete => Discrete;

    /// <summary>What <see cref="IsDiscrete"/> says; stored nowhere.</summary>
    protected abstract bool Discrete { get; }

    /// <summary>The law of actions.</summary>
    /// <param name="scores">What the base says, [P, n, A] values, or [P, n, act] best actions.</param>
    /// <returns>The law.</returns>
    public abstract IActionDistribution Law(Tensor scores);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;
}

/// <summary>π(a|s) = (1 − ε) 1{a = argmax Q} + ε/|A|.</summary>
/// <param name="Epsilon">ε in [0, 1]; 0 is greedy.</param>
[Kind("epsilon-greedy")]
public sealed record EpsilonGreedyHead([property: Range(0.0, 1.0)] double Epsilon) : PolicyHead
{
    private const double Never = -1e4; // e^−10000 is 0, and 0 · −10000 is no NaN

    /// <inheritdoc/>
    protected override string Name => $"ε {Epsilon}";

    /// <inheritdoc/>
    protected override bool Discrete => true;

    /// <inheritdoc/>
    public override IActionDistribution Law(Tensor scores)
    {
        double rest = Epsilon / scores.shape[2], best = 1 - Epsilon + rest;
        Tensor logits = full_like(scores, rest > 0 ? Math.Log(rest) : Never, requires_grad: false);
        return new Categorical(logits.masked_fill_(Best(scores), Math.Log(best)));
    }

    /// <summary>Which action is the best, the first of several, as a mask.</summary>
    /// <param name="scores">[P, n, A].</param>
    /// <returns>Bool, [P, n, A].</returns>
    internal static Tensor Best(Tensor scores) => arange(scores.shape[2]).eq(scores.argmax(2, keepdim: true));
}

/// <summary>π(a|s) ∝ exp(Q(s, a)/τ).</summary>
/// <param name="Temperature">τ, positive.</param>
[Kind("softmax")]
public sealed record SoftmaxHead([property: Range(1e-9, 1e9)] double Temperature) : PolicyHead
{
    /// <inheritdoc/>
    protected override string Name => $"τ {Temperature}";

    /// <inheritdoc/>
    protected override bool Discrete => true;

    /// <inheritdoc/>
    public override IActionDistribution Law(Tensor scores) => new Categorical(scores / Temperature);
}

/// <summary>Normal around the base's action, with one deviation in all coordinates and states.</summary>
/// <param name="Deviation">σ, in units of the action.</param>
[Kind("gaussian")]
public sealed record GaussianHead([property: Range(1e-9, 1e9)] double Deviation) : PolicyHead
{
    /// <inheritdoc/>
    protected override string Name => $"σ {Deviation}";

    /// <inheritdoc/>
    protected override bool Discrete => false;

    /// <inheritdoc/>
    public override IActionDistribution Law(Tensor scores) =>
        new DiagonalGaussian(scores, full([1, 1, scores.shape[2]], Math.Log(Deviation), dtype: scores.dtype));
}
