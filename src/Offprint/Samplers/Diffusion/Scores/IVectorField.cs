using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Scores;

/// <summary>A vector field that changes with time, such as a score.</summary>
public interface IVectorField
{
    /// <summary>The field at points.</summary>
    /// <param name="x">[B, D]; not changed.</param>
    /// <param name="t">The time.</param>
    /// <returns>[B, D].</returns>
    Tensor Evaluate(Tensor x, double t);
}

/// <summary>A vector field whose derivatives are known; <see cref="ScoreFields.Differentiable"/> makes one of any function.</summary>
public interface IDifferentiableField : IVectorField
{
    /// <summary>∂s_i/∂x_j of each row.</summary>
    /// <param name="x">[B, D].</param>
    /// <param name="t">The time.</param>
    /// <returns>[B, D, D].</returns>
    Tensor Jacobian(Tensor x, double t);

    /// <summary>div s = Σ_i ∂s_i/∂x_i of each row.</summary>
    /// <param name="x">[B, D].</param>
    /// <param name="t">The time.</param>
    /// <returns>[B].</returns>
    Tensor Divergence(Tensor x, double t);
}
