using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>
/// η₃ E_s max_k J(π(s), π(s + δ_k)): asks the policy to act alike in nearby states, by the symmetric divergence of the normal laws before
/// squashing, and punishes the worst of some neighbors (Wen et al. 2024, RO2O). Gradients reach both laws. Defaults: RO2O for locomotion
/// (code).
/// </summary>
[Kind("policy-smoothness")]
public sealed record PolicySmoothnessOptions : ActorTermOptions
{
    /// <summary>η₃. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>ε_P, the radius of the perturbations in units of the observations that the agent sees. Default 0.01.</summary>
    public double Radius { get; init; } = 0.01;

    /// <summary>n, the perturbations of each state. Default 20.</summary>
    public int Samples { get; init; } = 20;

    /// <inheritdoc/>
    public override IActorTerm Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new Term(this);

    private sealed class Term(PolicySmoothnessOptions options) : IActorTerm
    {
        public string Name => "policy smoothness";

        public Tensor Evaluate(ActorContext context)
        {
            var here = (TanhGaussian)context.Law;
            Tensor nearby = StatePerturbation.UniformBox(context.Batch.Observations, options.Radius, options.Samples, context.Random);
            var there = (TanhGaussian)context.Policy.Distribution(nearby);
            Tensor divergence = here.Repeat(options.Samples).Jeffreys(there); // [P, B n, 1]
            return divergence.view(divergence.shape[0], -1, options.Samples).amax([2]).mean([1]) * options.Weight;
        }
    }
}
