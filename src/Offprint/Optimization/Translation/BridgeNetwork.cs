using Offprint.Cards;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Translation;

/// <summary>In which order a model is told the values of both ends when it translates.</summary>
public enum ConditionOrder
{
    /// <summary>Good end first, as in training.</summary>
    AsTrained,

    /// <summary>Poor end first, as the official sampler does: with a negative guidance weight it moves away from "good to poor".</summary>
    Swapped,
}

/// <summary>
/// The network of a bridge: a perceptron with swish on (x_t, t, y_good, y_poor), where t is the whole number of the step, unscaled, and
/// both values are zero where they are not to count (Dao et al. 2025, code).
/// </summary>
public sealed class BridgeNetwork : IDescribable, IDisposable
{
    private const int Further = 3; // t and both values
    private const double WeightDeviation = 0.02;

    private readonly Mlp _network;

    /// <summary>Draws a network: weights are normal with deviation 0.02, biases uniform within ±1/√inputs.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="hidden">The widths of hidden layers.</param>
    /// <param name="seed">Decides the draw.</param>
    public BridgeNetwork(int dimension, IReadOnlyList<int> hidden, Seed seed)
    {
        Dimension = dimension;
        _network = new(new(dimension + Further, dimension, hidden, Activation.Silu), [seed]);
        using var guard = no_grad();
        using TensorRandom random = new(seed.Derive("weights"));
        foreach (ParameterSpec spec in Parameters.Specs.Where(s => s.Name.EndsWith("weight", StringComparison.Ordinal)))
        {
            random.FillNormal(Parameters[spec.Name]);
            Parameters[spec.Name].mul_(WeightDeviation);
        }
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>The parameters.</summary>
    public ParameterBuffer Parameters => _network.Parameters;

    /// <summary>ô with gradients to the parameters.</summary>
    /// <param name="points">x_t, float32 [n, d].</param>
    /// <param name="steps">t of each row, float32 [n, 1].</param>
    /// <param name="values">y_good and y_poor, or zeros, float32 [n, 2].</param>
    /// <returns>[n, d].</returns>
    public Tensor Offset(Tensor points, Tensor steps, Tensor values) =>
        _network.Forward(cat([points, steps, values], 1).unsqueeze(0)).squeeze(0);

    /// <summary>The network as a model of bridges from known ends to good ones.</summary>
    /// <param name="poorValues">The ends' values, standardized, float32 [n].</param>
    /// <param name="goodValue">The value that is wished for, standardized.</param>
    /// <param name="order">In which order the network is told both.</param>
    /// <returns>A model for n points; it holds memory of its own until it is disposed of.</returns>
    public ConditionedBridge Conditioned(Tensor poorValues, double goodValue, ConditionOrder order) =>
        new(this, poorValues, goodValue, order);

    /// <inheritdoc/>
    public Card Describe() => _network.Describe() with { Title = "Network of a bridge" };

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}

/// <summary>A network that is told which values lie at both ends.</summary>
public sealed class ConditionedBridge : IBridgeModel, IDisposable
{
    private readonly BridgeNetwork _network;
    private readonly Tensor _values, _none; // [n, 2]

    internal ConditionedBridge(BridgeNetwork network, Tensor poorValues, double goodValue, ConditionOrder order)
    {
        _network = network;
        using var scope = NewDisposeScope();
        Tensor good = full_like(poorValues, goodValue);
        Tensor[] ends = order == ConditionOrder.AsTrained ? [good, poorValues] : [poorValues, good];
        _values = stack(ends, 1).DetachFromDisposeScope();
        _none = zeros_like(_values).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Offset(Tensor points, int step, bool conditioned)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return _network.Offset(points, full([points.shape[0], 1], (float)step), conditioned ? _values : _none).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _none.Dispose();
    }
}
