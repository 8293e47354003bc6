using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>The objective of proximal policy optimization (Schulman et al. 2017, equation 7).</summary>
public static class ClippedSurrogate
{
    private const double AdvantageEpsilon = 1e-8; // CleanRL and Stable-Baselines3

    /// <summary>min(ρ A, clip(ρ, 1 − ε, 1 + ε) A), row by row.</summary>
    /// <param name="ratio">ρ, [P, B, 1].</param>
    /// <param name="advantages">A, [P, B, 1].</param>
    /// <param name="clip">ε.</param>
    /// <returns>[P, B, 1], to be maximized.</returns>
    public static Tensor Of(Tensor ratio, Tensor advantages, double clip) =>
        (ratio * advantages).minimum(ratio.clamp(1 - clip, 1 + clip) * advantages);

    /// <summary>Advantages with mean 0 and deviation 1 (by N − 1) within each member's rows.</summary>
    /// <param name="advantages">[P, B, 1], B at least 2.</param>
    /// <returns>[P, B, 1].</returns>
    public static Tensor Standardized(Tensor advantages)
    {
        Tensor centered = advantages - advantages.mean([1, 2], keepdim: true);
        return centered / (advantages.std([1, 2], unbiased: true, keepdim: true) + AdvantageEpsilon);
    }
}
