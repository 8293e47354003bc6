using System.ComponentModel.DataAnnotations;
using Offprint.Agents.Learners;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Online;

/// <summary>Options of <see cref="DiscreteQLearning"/>; defaults of double DQN as d3rlpy has it, with one hidden layer of 100.</summary>
[Kind("discrete-q")]
public sealed record DiscreteQLearningOptions : AgentOptions
{
    /// <summary>γ. Default 0.99.</summary>
    [Range(0.0, 1.0)]
    public double Discount { get; init; } = 0.99;

    /// <summary>The widths of hidden layers. Default 100.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [100];

    /// <summary>Whether the network chooses the next action and its target values it (van Hasselt et al. 2016). Default: yes.</summary>
    public bool Double { get; init; } = true;

    /// <summary>Updates between copies to the target. Default 100.</summary>
    [Range(1, int.MaxValue)]
    public int TargetInterval { get; init; } = 100;

    /// <summary>δ of Huber's loss; <see langword="null"/> for squares. Default 1.</summary>
    public double? HuberDelta { get; init; } = 1;

    /// <summary>α of the conservative term (Kumar et al. 2020; CQL(H) for a finite number of actions). Default 0: none.</summary>
    [Range(0.0, 1e9)]
    public double Conservative { get; init; }

    /// <summary>Restricts the greedy action to what the data do (Fujimoto et al. 2019); <see langword="null"/> for none.</summary>
    public BatchConstraint? Constraint { get; init; }

    /// <summary>The share of random actions while exploring.</summary>
    public EpsilonSchedule Exploration { get; init; } = new(1, 0.01, 10_000);

    /// <summary>The optimizer. Default: Adam, 10⁻³.</summary>
    public AdamOptions Adam { get; init; } = new(1e-3);

    /// <inheritdoc/>
    public override DiscreteQLearning Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);

    /// <summary>Raw states, and D4RL's conversion of time limits.</summary>
    /// <returns>The recipe.</returns>
    public override ViewRecipe PublishedView() => new(TimeLimitRule.Drop);
}

/// <summary>
/// Discrete BCQ (Fujimoto et al. 2019): only actions whose cloned probability is at least a share of the likeliest one's are chosen.
/// </summary>
/// <param name="Flexibility">That share, in [0, 1]: 0 allows all, 1 clones. Default 0.3.</param>
/// <param name="LogitPenalty">β, the weight of squared logits in the cloning loss. Default 0.01.</param>
public sealed record BatchConstraint(
    [property: Range(0.0, 1.0)] double Flexibility = 0.3, [property: Range(0.0, 1e9)] double LogitPenalty = 0.01);

/// <summary>ε along a line over updates, constant afterwards.</summary>
/// <param name="Start">ε before the first update.</param>
/// <param name="End">ε from <paramref name="Updates"/> on.</param>
/// <param name="Updates">Updates of the line.</param>
public sealed record EpsilonSchedule(
    [property: Range(0.0, 1.0)] double Start, [property: Range(0.0, 1.0)] double End, [property: Range(1, int.MaxValue)] int Updates)
{
    /// <summary>ε.</summary>
    /// <param name="update">Updates so far.</param>
    /// <returns>In [0, 1].</returns>
    public double At(long update) => Start + (End - Start) * Math.Min(1, (double)update / Updates);
}
