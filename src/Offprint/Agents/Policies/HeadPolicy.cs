using Offprint.Cards;
using Offprint.Environments;
using Offprint.Networks.Distributions;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Policies;

/// <summary>A head over a base that somebody else trains and owns.</summary>
public sealed class HeadPolicy : IStochasticPolicy, IDescribable
{
    private readonly Func<Tensor, Tensor> _base;
    private readonly BoxSpace? _box;

    /// <summary>Puts a head on a base.</summary>
    /// <param name="label">The policy's name in tables.</param>
    /// <param name="scores">The base: [P|1, n, obs] to [P, n, A] values of actions, or [P, n, act] best actions.</param>
    /// <param name="head">The head.</param>
    /// <param name="action">The environment's actions.</param>
    /// <exception cref="ArgumentException">The head is not for such actions.</exception>
    public HeadPolicy(string label, Func<Tensor, Tensor> scores, PolicyHead head, Space action)
    {
        if (head.IsDiscrete != action is DiscreteSpace)
            throw new ArgumentException($"'{head}' takes {(head.IsDiscrete ? "a finite number of actions" : "a box")}, not {action}.",
                nameof(head));
        (Label, _base, Head, _box) = (label, scores, head, action as BoxSpace);
    }

    /// <summary>The policy's name.</summary>
    public string Label { get; }

    /// <summary>The head.</summary>
    public PolicyHead Head { get; }

    /// <inheritdoc/>
    public IActionDistribution Distribution(Tensor observations) => Head.Law(_base(observations));

    /// <inheritdoc/>
    public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
    {
        using var guard = no_grad();
        IActionDistribution law = Distribution(observations);
        Tensor action = mode == ActMode.Explore ? law.Sample(random) : law.Mode;
        if (_box is null)
            return action;
        using var bounds = new ActionBounds(_box);
        return bounds.Clip(action);
    }

    /// <inheritdoc/>
    public Card Describe() => new(Label) { Subtitle = "Policy", Facts = [new("Head", Head.Label)] };
}
