using Offprint.Agents.Learners;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Agents.Online;

/// <summary>What becomes of the optimizers' moments where adapted networks become meta networks.</summary>
public enum InnerOptimizer
{
    /// <summary>They are kept: Adam goes on as if nothing had happened.</summary>
    Persistent,

    /// <summary>Every iteration begins with moments of zero, so that its first step is of the learning rate's size.</summary>
    ResetEachIteration,
}

/// <summary>
/// Options of <see cref="Moorl"/>. The publication's listing names neither K nor ε, and its full text was not at hand: these defaults are
/// our choices.
/// </summary>
[Kind("moorl")]
public sealed record MoorlOptions : AgentOptions
{
    /// <summary>The soft actor-critic that takes the inner steps. Default: that of Haarnoja et al. 2018.</summary>
    public SoftActorCriticOptions Inner { get; init; } = new();

    /// <summary>K, the inner steps of an iteration. Our choice: 5.</summary>
    public int InnerSteps { get; init; } = 5;

    /// <summary>ε (η_meta), how far the meta networks follow the adapted ones, in [0, 1]. Our choice: 0.5; 1 is alternation.</summary>
    public double MetaRate { get; init; } = 0.5;

    /// <summary>Whether the actor is interpolated; otherwise it keeps its inner steps. Default: yes.</summary>
    public bool MetaActor { get; init; } = true;

    /// <summary>Whether the critics are interpolated; otherwise they keep their inner steps. Default: yes.</summary>
    public bool MetaCritics { get; init; } = true;

    /// <summary>What becomes of moments. Our choice: they are kept.</summary>
    public InnerOptimizer Optimizer { get; init; } = InnerOptimizer.Persistent;

    /// <inheritdoc/>
    public override Moorl Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);

    /// <summary>As for the inner soft actor-critic; the publication's treatment is not known.</summary>
    /// <returns>The recipe.</returns>
    public override ViewRecipe PublishedView() => Inner.PublishedView();
}
