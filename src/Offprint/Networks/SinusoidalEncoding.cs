using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>
/// A number as sines and cosines of falling frequency (Vaswani et al. 2017): sin(x n^{−2i/d}), cos(x n^{−2i/d}), in turn.
/// </summary>
public static class SinusoidalEncoding
{
    // One a form that a program asks for: making them took as long as using them.
    private static readonly ConcurrentDictionary<(int Width, double Slowest), Tensor> s_rates = new();

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
        Tensor angles = x * s_rates.GetOrAdd((width, slowest), static key => Rates(key.Width, key.Slowest));
        return stack([angles.sin(), angles.cos()], -1).flatten(-2);
    }

    private static Tensor Rates(int width, double slowest)
    {
        float[] rates = [.. Enumerable.Range(0, width / 2).Select(i => (float)Math.Pow(slowest, -2.0 * i / width))];
        return tensor(rates).DetachFromDisposeScope();
    }
}
