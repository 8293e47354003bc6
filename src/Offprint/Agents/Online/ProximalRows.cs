using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>
/// Rows of an update of <see cref="ProximalPolicy"/>, [P, N, …]; densities, advantages, returns and values are [P, N, 1].
/// </summary>
internal sealed record ProximalRows(Tensor Observations, Tensor Actions, Tensor LogDensity, Tensor Advantages, Tensor Returns,
    Tensor Values)
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
