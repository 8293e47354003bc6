using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Offline;

/// <summary>How members of a <see cref="BehaviorEnsemble"/> are kept apart: the distance D_i of a row, which grows.</summary>
public enum DiversityForm
{
    /// <summary>
    /// min(KL(π_i ‖ π_j) / |A|, cap) with j the member that explains the logged action best: who does not explain a row best moves away
    /// from who does.
    /// </summary>
    Divergence,

    /// <summary>
    /// log π_i − max_{j≠i} log π_j at logged actions, as the released code does by default: the gradient is a multiple of cloning's.
    /// </summary>
    AsReleased,

    /// <summary>±log π_i at logged actions: toward those that a member explains better than all others, away from the rest.</summary>
    Signed,
}

/// <summary>The term that keeps members apart.</summary>
/// <param name="Form">Its form.</param>
/// <param name="Weight">α. Default 0.1 (Lei et al. 2024).</param>
/// <param name="Cap">
/// The largest divergence of a row and coordinate of action that counts, our choice: without one the term has no bound. Default 10.
/// </param>
public sealed record BehaviorDiversity(DiversityForm Form, double Weight = 0.1, double Cap = 10);

/// <summary>Options of <see cref="BehaviorEnsemble"/>; defaults of Lei et al. 2024.</summary>
[Kind("behavior-ensemble")]
public sealed record BehaviorEnsembleOptions : AgentOptions
{
    /// <summary>n, policies of each seed. Default 4.</summary>
    public int Count { get; init; } = 4;

    /// <summary>What keeps them apart; <see langword="null"/> for nothing. Default: the divergence with α = 0.1.</summary>
    public BehaviorDiversity? Diversity { get; init; } = new(DiversityForm.Divergence);

    /// <summary>
    /// The policies. Default: three layers of 256, normal around a squashed mean, log σ from −5 to 0 along a tanh, orthogonal weights of
    /// gain 1 (code).
    /// </summary>
    public GaussianPolicyOptions Policy { get; init; } = new()
    {
        Hidden = [256, 256, 256], Law = ActionLaw.SquashedMean, MinLogDeviation = -5, MaxLogDeviation = 0, TanhDeviation = true,
        Orthogonal = new OrthogonalGains(1, 1),
    };

    /// <summary>The optimizer. Default: Adam, 10⁻⁴ (code).</summary>
    public AdamOptions Adam { get; init; } = new(1e-4);

    /// <inheritdoc/>
    public override BehaviorEnsemble Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);

    /// <summary>As in the authors' code: standardized states.</summary>
    /// <returns>The recipe.</returns>
    public override ViewRecipe PublishedView() => new(TimeLimitRule.Drop) { Observations = new(VarianceDivisor.Count, 1e-3) };
}
