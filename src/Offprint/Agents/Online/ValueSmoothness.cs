using Offprint.Agents.Critics;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>Options of <see cref="ValueSmoothness"/>; defaults of RO2O for locomotion (code).</summary>
[Kind("value-smoothness")]
public sealed record ValueSmoothnessOptions : CriticTermOptions
{
    /// <summary>η₁. Default 10⁻⁴.</summary>
    public double Weight { get; init; } = 1e-4;

    /// <summary>ε_Q, the radius of the perturbations in units of the observations that the agent sees. Default 0.01.</summary>
    public double Radius { get; init; } = 0.01;

    /// <summary>n, the perturbations of each state. Default 20.</summary>
    public int Samples { get; init; } = 20;

    /// <summary>τ, the weight of values that fall; those that rise count 1 − τ. Default 0.2.</summary>
    public double Asymmetry { get; init; } = 0.2;

    /// <inheritdoc/>
    public override ValueSmoothness Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(this);
}

/// <summary>
/// Asks logged actions to be worth the same in nearby states, and punishes the worst of some neighbors (Wen et al. 2024, RO2O): what rises
/// beside a logged state counts more than what falls.
/// </summary>
/// <remarks>
/// $$\eta_1\,\mathbb{E}_s \max_k \frac1N \sum_i \big[(1-\tau)\max(D_{ik},0)^2 + \tau\min(D_{ik},0)^2\big],\qquad
/// D_{ik} = Q_i(s+\delta_k, a) - Q_i(s, a).$$
/// The gradient reaches both values of the difference.
/// </remarks>
/// <param name="options">Its options.</param>
public sealed class ValueSmoothness(ValueSmoothnessOptions options) : ICriticTerm
{
    /// <inheritdoc/>
    public string Name => "value smoothness";

    /// <inheritdoc/>
    public (Tensor Loss, Tensor? MultiplierLoss) Evaluate(CriticContext context)
    {
        Tensor nearby = StatePerturbation.UniformBox(context.Batch.Observations, options.Radius, options.Samples, context.Random);
        Tensor actions = context.Batch.Actions.repeat_interleave(options.Samples, 1);
        Tensor values = context.Critics.Values(nearby, actions), here = context.Values;
        Tensor differences = values.view(here.shape[0], here.shape[1], here.shape[2], options.Samples) - here;
        return (Penalty(differences, options.Asymmetry) * options.Weight, null);
    }

    /// <summary>The worst neighbor's penalty: the maximum is taken for each state, after the mean over critics.</summary>
    /// <param name="differences">D, [N, P, B, n].</param>
    /// <param name="asymmetry">τ.</param>
    /// <returns>[P], the mean over states.</returns>
    internal static Tensor Penalty(Tensor differences, double asymmetry)
    {
        Tensor weights;
        using (no_grad())
            weights = differences.gt(0).to_type(differences.dtype).mul_(1 - 2 * asymmetry).add_(asymmetry);
        return (differences.Squared() * weights).mean([0]).amax([2]).mean([1]);
    }
}
