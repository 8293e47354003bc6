using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>Weights of advantage-weighted regression: min(exp(β A), cap), or a softmax over the batch.</summary>
public static class AdvantageWeights
{
    /// <summary>The weights for one β.</summary>
    /// <param name="advantages">A, [P, B, 1].</param>
    /// <param name="beta">β ≥ 0; 0 weighs all rows alike.</param>
    /// <param name="cap">The largest weight.</param>
    /// <returns>[P, B, 1], of the current dispose scope, without gradients.</returns>
    public static Tensor Of(Tensor advantages, double beta, double cap = 100)
    {
        using var guard = no_grad();
        return (advantages * beta).clamp_max_(Math.Log(cap)).exp_(); // bounded before exp, which would overflow
    }

    /// <summary>The weights for a β of each row.</summary>
    /// <param name="advantages">A, [P, B, 1].</param>
    /// <param name="beta">β, [P|1, B, 1].</param>
    /// <param name="cap">The largest weight.</param>
    /// <returns>[P, B, 1], of the current dispose scope, without gradients.</returns>
    public static Tensor Of(Tensor advantages, Tensor beta, double cap = 100)
    {
        using var guard = no_grad();
        return (advantages * beta).clamp_max_(Math.Log(cap)).exp_();
    }

    /// <summary>Weights of mean 1 over the batch: B · softmax(β A).</summary>
    /// <param name="advantages">A, [P, B, 1].</param>
    /// <param name="beta">β ≥ 0; 0 weighs all rows alike.</param>
    /// <returns>[P, B, 1], of the current dispose scope, without gradients.</returns>
    public static Tensor Normalized(Tensor advantages, double beta)
    {
        using var guard = no_grad();
        return (advantages * beta).softmax(1) * advantages.shape[1];
    }
}
