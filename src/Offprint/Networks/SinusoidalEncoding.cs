using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>
/// A number as sines and cosines of falling frequency (Vaswani et al. 2017): sin(x n^{−2i/d}), cos(x n^{−2i/d}), in turn.
/// </summary>
public static class SinusoidalEncoding
{
    /// <summary>Encodes numbers.</summary>
    /// <param name="x">[…, 1].</param>
    /// <param name="width">d, even.</param>
    /// <param name="slowest">n. Default 10,000.</param>
    /// <returns>[…, d]; gradients reach x.</returns>
    /// <exception cref="ArgumentException">The width is odd or not positive.</exception>
    public static Tensor Encode(Tensor x, int width, double slowest = 10_000)
    {
        if (width <= 0 || width % 2 != 0)
            throw new ArgumentException($"A width of {width} does not split into sines and cosines.", nameof(width));
        float[] rates = [.. Enumerable.Range(0, width / 2).Select(i => (float)Math.Pow(slowest, -2.0 * i / width))];
        Tensor angles = x * tensor(rates);
        return stack([angles.sin(), angles.cos()], -1).flatten(-2);
    }
}
