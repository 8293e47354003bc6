using Offprint.Agents.Critics;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>Options of <see cref="EnsemblePessimism"/>; defaults of RO2O for locomotion (code).</summary>
[Kind("ensemble-pessimism")]
public sealed record EnsemblePessimismOptions : CriticTermOptions
{
    /// <summary>η₂. Default 0.1.</summary>
    public double Weight { get; init; } = 0.1;

    /// <summary>ε_ood, the radius of the perturbations in units of the observations that the agent sees. Default 0.01.</summary>
    public double Radius { get; init; } = 0.01;

    /// <summary>n, the perturbations of each state. Default 20.</summary>
    public int Samples { get; init; } = 20;

    /// <summary>α_u of the first update: deviations of the ensemble by which values are lowered. Default 1.</summary>
    public double Pessimism { get; init; } = 1;

    /// <summary>By how much α_u falls with each update. Default 5·10⁻⁷, for 2.5·10⁶ updates.</summary>
    public double Decay { get; init; } = 5e-7;

    /// <summary>Below what α_u does not fall. Default 0.1.</summary>
    public double Floor { get; init; } = 0.1;

    /// <summary>α_u after some updates.</summary>
    /// <param name="updates">How many there were; 0 before the first.</param>
    /// <returns>α_u.</returns>
    public double After(long updates) => Math.Max(Pessimism - Decay * updates, Floor);

    /// <inheritdoc/>
    public override EnsemblePessimism Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(this);
}

/// <summary>
/// Lowers the values of the policy's own actions near logged states in proportion to the ensemble's disagreement (Wen et al. 2024, RO2O;
/// after Bai et al. 2022, PBRL).
/// </summary>
/// <remarks>
/// $$\eta_2\,\mathbb{E}\,\frac1N\sum_i\big(Q_i(\hat s,\hat a) - \mathrm{sg}[Q_i(\hat s,\hat a) - \alpha_u\,\mathrm{std}_j
/// Q_j(\hat s,\hat a)]\big)^2,\qquad \hat s = s+\delta_k,\ \hat a\sim\pi(\hat s),$$
/// with the deviation of N − 1. Its value is η₂ α_u² E std², its gradient the same for all members: each falls by the spread. Actions carry
/// no gradient. α_u is a function of the update's number, so that a resumed training has the same.
/// </remarks>
/// <param name="options">Its options.</param>
public sealed class EnsemblePessimism(EnsemblePessimismOptions options) : ICriticTerm
{
    /// <inheritdoc/>
    public string Name => "OOD pessimism";

    /// <inheritdoc/>
    public (Tensor Loss, Tensor? MultiplierLoss) Evaluate(CriticContext context)
    {
        Tensor nearby, actions;
        using (no_grad())
        {
            nearby = StatePerturbation.UniformBox(context.Batch.Observations, options.Radius, options.Samples, context.Random);
            actions = context.Policy.Distribution(nearby).Sample(context.Random);
        }
        Tensor values = context.Critics.Values(nearby, actions); // [N, P, B n, 1]
        return (Penalty(values, options.After(context.Update - 1)) * options.Weight, null);
    }

    /// <summary>The squared distance from values that are lowered by the spread.</summary>
    /// <param name="values">Q, [N, P, rows, 1], N at least 2.</param>
    /// <param name="pessimism">α_u.</param>
    /// <returns>[P], the mean over critics and rows.</returns>
    internal static Tensor Penalty(Tensor values, double pessimism)
    {
        Tensor target;
        using (no_grad())
            target = values - values.std([0], unbiased: true, keepdim: true) * pessimism;
        return (values - target).Squared().mean([0, 2, 3]);
    }
}
