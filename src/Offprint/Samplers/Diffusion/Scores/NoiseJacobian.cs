using Offprint.Samplers.Diffusion.NoisePrediction;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Scores;

/// <summary>The local stiffness of a sampler's equation dx̄/dσ̄ = ε: what a stability region is asked about.</summary>
public static class NoiseJacobian
{
    /// <summary>
    /// The eigenvalues of ∂ε/∂x̄ = α ∂ε/∂x, in rising order. Times the step δ = σ̄_{n+1} − σ̄_n &lt; 0 they are the z of the stability
    /// region. The Jacobian is taken as symmetric, as it is for exact scores and for guidance between them.
    /// </summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="x">Samples [B, D].</param>
    /// <param name="t">Their time.</param>
    /// <returns>[B, D].</returns>
    public static Tensor Eigenvalues(IDifferentiablePredictor predictor, Tensor x, double t)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return linalg.eigvalsh(predictor.Jacobian(x, t)).mul_(predictor.Schedule.Alpha(t)).MoveToOuterDisposeScope();
    }
}
