using System.Runtime.InteropServices;
using Offprint.Agents.Learners;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>Which members still learn in an update, and the means of their losses over the minibatches that they learned from.</summary>
internal sealed class UpdateProgress(int population, Metrics metrics)
{
    private static readonly string[] s_means = ["actor loss", "value loss", "entropy", "clipped share"];

    private readonly double[,] _sums = new double[s_means.Length, population];
    private readonly int[] _minibatches = new int[population];

    /// <summary>[P].</summary>
    public bool[] Active { get; } = [.. Enumerable.Repeat(true, population)];

    public bool AnyActive => Active.AsSpan().Contains(true);

    /// <summary>Takes the numbers of a minibatch, [5, P], the divergence as the last; a member past the limit ends its update.</summary>
    public void Add(Tensor numbers, double? limit)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(numbers.bytes);
        Span<float> divergence = metrics.Values("KL");
        for (int p = 0; p < population; p++)
        {
            if (!Active[p])
                continue;
            divergence[p] = values[s_means.Length * population + p];
            Active[p] = !(divergence[p] > limit);
            if (!Active[p])
                continue;
            _minibatches[p]++;
            for (int i = 0; i < s_means.Length; i++)
                _sums[i, p] += values[i * population + p];
        }
    }

    /// <summary>Writes the metrics: means over minibatches, their number, and the last divergence (<c>KL</c>).</summary>
    public void Report()
    {
        Span<float> steps = metrics.Values("minibatches");
        for (int p = 0; p < population; p++)
        {
            steps[p] = _minibatches[p];
            for (int i = 0; i < s_means.Length; i++)
                metrics.Values(s_means[i])[p] = (float)(_sums[i, p] / _minibatches[p]);
        }
    }
}
