using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>Rows of an update of <see cref="ProximalPolicy"/>, [P, N, …]; densities, advantages, returns and values are [P, N, 1].</summary>
internal sealed record ProximalRows(Tensor Observations, Tensor Actions, Tensor LogDensity, Tensor Advantages, Tensor Returns, Tensor Values)
{
    /// <summary>N.</summary>
    public int Count => (int)Observations.shape[1];

    /// <summary>The rows in another order, [P, N, 1] of int64.</summary>
    public ProximalRows InOrder(Tensor order) => Each(column => column.gather(1, order.expand(-1, -1, column.shape[2])));

    /// <summary>Some neighbors.</summary>
    public ProximalRows Part(int start, int count) => Each(column => column.narrow(1, start, count));

    private ProximalRows Each(Func<Tensor, Tensor> map) =>
        new(map(Observations), map(Actions), map(LogDensity), map(Advantages), map(Returns), map(Values));
}

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
