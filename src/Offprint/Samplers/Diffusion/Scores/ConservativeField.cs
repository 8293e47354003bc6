using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Scores;

/// <summary>
/// A field that is a gradient by construction, ∇φ(x, t): its Jacobian is symmetric and its line integrals depend on the ends only.
/// </summary>
/// <remarks>The potential must be twice differentiable: with ReLU its second derivatives are zero almost everywhere. Factors that depend on
/// time keep the field a gradient, factors that depend on x do not.</remarks>
/// <param name="potential">φ: x [B, D] and t to [B] or [B, 1], each row for itself.</param>
public sealed class ConservativeField(Func<Tensor, double, Tensor> potential) : IDifferentiableField
{
    /// <summary>The paper's form: ∇|ψ|² of a vector-valued function.</summary>
    /// <param name="psi">ψ: x [B, D] and t to [B, K].</param>
    /// <param name="scale">A factor of the potential that may depend on time; <see langword="null"/> for 1.</param>
    /// <returns>The field scale(t) ∇|ψ(x, t)|².</returns>
    public static ConservativeField SquaredNorm(Func<Tensor, double, Tensor> psi, Func<double, double>? scale = null) =>
        new((x, t) => psi(x, t).Squared().sum(-1) * (scale?.Invoke(t) ?? 1));

    /// <inheritdoc/>
    public Tensor Evaluate(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return Derivatives.Gradient(rows => potential(rows, t), x).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Jacobian(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return Derivatives.Jacobian(rows => Derivatives.Gradient(inner => potential(inner, t), rows, createGraph: true), x)
            .Jacobian.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Divergence(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return Derivatives.Trace(Jacobian(x, t)).MoveToOuterDisposeScope();
    }
}
