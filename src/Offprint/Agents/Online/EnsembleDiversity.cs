using Offprint.Agents.Critics;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>Options of <see cref="EnsembleDiversity"/>, which makes EDAC of SAC-N.</summary>
/// <param name="Weight">η. Default 1 (An et al. 2021: 0, 1 or 5 by task).</param>
[Kind("ensemble-diversity")]
public sealed record EnsembleDiversityOptions(double Weight = 1) : CriticTermOptions
{
    /// <inheritdoc/>
    public override EnsembleDiversity Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(this);
}

/// <summary>Asks the critics' gradients by the logged action to point apart (An et al. 2021, EDAC).</summary>
/// <remarks>
/// $$\frac{\eta}{N-1}\,\mathbb{E}\sum_{i\ne j}\langle g_i, g_j\rangle,\qquad g_i = \nabla_a Q_i(s,a)\,/\,|\nabla_a Q_i(s,a)|.$$
/// </remarks>
/// <param name="options">Its options.</param>
public sealed class EnsembleDiversity(EnsembleDiversityOptions options) : ICriticTerm
{
    private const double Tiny = 1e-20; // a gradient of zero has no direction, and then no derivative either

    /// <inheritdoc/>
    public string Name => "gradient similarity";

    /// <inheritdoc/>
    public (Tensor Loss, Tensor? MultiplierLoss) Evaluate(CriticContext context)
    {
        CriticEnsemble critics = context.Critics;
        int count = critics.Count;
        Tensor observations = critics.Encoder?.Forward(context.Batch.Observations) ?? context.Batch.Observations;
        Tensor rows = cat([observations.expand(critics.Population, -1, -1), context.Batch.Actions.expand(critics.Population, -1, -1)], 2);
        Tensor gradients = Derivatives.Gradient(critics.Network.Forward, rows.repeat(count, 1, 1), createGraph: true);
        long size = context.Batch.Actions.shape[2];
        gradients = gradients.narrow(2, rows.shape[2] - size, size).view(count, critics.Population, -1, size);
        Tensor directions = gradients / (gradients.Squared().sum(-1, keepdim: true) + Tiny).sqrt();
        // Σ_{i≠j} ⟨g_i, g_j⟩ = |Σ g_i|² − Σ |g_i|²
        Tensor pairs = directions.sum([0]).Squared().sum(-1) - directions.Squared().sum([0, 3]);
        return (pairs.mean([1]) * (options.Weight / (count - 1)), null);
    }
}
