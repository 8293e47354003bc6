using static TorchSharp.torch;

namespace Offprint.Networks.Images;

/// <summary>Sines and cosines of a scalar at geometric frequencies (Vaswani et al. 2017; Ho et al. 2020).</summary>
/// <param name="width">The number of features, even.</param>
/// <param name="maxPeriod">The longest period over 2π. Default 10,000.</param>
public sealed class TimeEmbedding(int width, double maxPeriod = 10_000)
{
    private readonly float[] _frequencies = width > 0 && width % 2 == 0
        ? [.. Enumerable.Range(0, width / 2).Select(i => (float)Math.Exp(-Math.Log(maxPeriod) * i / (width / 2)))]
        : throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be even and positive.");

    /// <summary>Embeds a batch.</summary>
    /// <param name="t">Scalars, <c>[B]</c>.</param>
    /// <returns>Features, <c>[B, width]</c>: cosines, then sines.</returns>
    public Tensor Forward(Tensor t)
    {
        using var frequencies = tensor(_frequencies);
        using var angles = t.unsqueeze(1) * frequencies;
        return cat([angles.cos(), angles.sin()], 1);
    }
}
