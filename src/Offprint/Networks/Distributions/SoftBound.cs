using static TorchSharp.torch;

namespace Offprint.Networks.Distributions;

/// <summary>Numbers held softly between trained bounds, as log-variances of probabilistic networks (Chua et al. 2018, PETS).</summary>
public static class SoftBound
{
    /// <summary>ℓ + softplus(s − ℓ) of s = u − softplus(u − v): gradients reach number and bounds.</summary>
    /// <param name="raw">v.</param>
    /// <param name="low">ℓ.</param>
    /// <param name="high">u.</param>
    /// <returns>In the shape of v.</returns>
    public static Tensor Of(Tensor raw, Tensor low, Tensor high)
    {
        Tensor below = high - nn.functional.softplus(high - raw);
        return low + nn.functional.softplus(below - low);
    }
}
