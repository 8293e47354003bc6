using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>The nonlinearity between layers.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>x times its logistic function.</summary>
    Silu,

    /// <summary>x times the normal distribution function.</summary>
    Gelu,

    /// <summary>max(x, 0.3 x), with the slope of Keras' layer.</summary>
    LeakyRelu,
}

/// <summary>Gains of an orthogonal initialization (Saxe et al. 2014), under which biases begin at zero.</summary>
/// <param name="Hidden">The gain of hidden layers: √2 for ReLU, and for tanh, too, in the common PPO implementations.</param>
/// <param name="Output">The gain of the last layer.</param>
public sealed record OrthogonalGains(double Hidden, double Output);

/// <summary>Options of <see cref="Mlp"/>.</summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="Hidden">The widths of the hidden layers.</param>
/// <param name="Activation">The nonlinearity after each hidden layer. Default: ReLU.</param>
/// <param name="LayerNorm">Whether each hidden layer is normalized before its nonlinearity. Default: no.</param>
/// <param name="FreeOutputs">Trained numbers that depend on no input, such as a state-independent log deviation. Default: none.</param>
/// <param name="Orthogonal">Draws orthogonal weights; <see langword="null"/> (the default) draws them as PyTorch's linear layers
/// do.</param>
public sealed record MlpOptions(
    int Inputs, int Outputs, IReadOnlyList<int> Hidden, Activation Activation = Activation.Relu, bool LayerNorm = false,
    int FreeOutputs = 0,
    OrthogonalGains? Orthogonal = null);

/// <summary>A multilayer perceptron of a population: seeds, ensemble members, or both.</summary>
public sealed class Mlp : INetwork, IDisposable
{
    private const string FreeName = "free";
    private const string Anchor = "layer0.weight";
    private readonly PopulationLinear[] _layers;
    private readonly PopulationLayerNorm[] _norms;
    private readonly MlpPasses _passes;

    /// <summary>Makes a population, each member initialized from its own seed, so that P does not change a member's start.</summary>
    /// <param name="options">Sizes and activation.</param>
    /// <param name="seeds">One seed a member.</param>
    public Mlp(MlpOptions options, IReadOnlyList<Seed> seeds)
        : this(options, seeds.Count, trainable: true)
    {
        for (int member = 0; member < seeds.Count; member++)
        {
            var random = seeds[member].Derive("initialization").Stream();
            foreach (var layer in _layers)
            {
                if (options.Orthogonal is { } gains)
                    layer.InitializeOrthogonal(Parameters, member, random, layer == _layers[^1] ? gains.Output : gains.Hidden);
                else
                    layer.Initialize(Parameters, member, random);
            }
        }
        foreach (var norm in _norms)
            norm.Initialize(Parameters);
    }

    private Mlp(MlpOptions options, int population, bool trainable)
    {
        Options = options;
        int[] widths = [options.Inputs, .. options.Hidden, options.Outputs];
        _layers = [.. Enumerable.Range(0, widths.Length - 1).Select(i => new PopulationLinear($"layer{i}", widths[i], widths[i + 1]))];
        _norms = options.LayerNorm ? [.. options.Hidden.Select((width, i) => new PopulationLayerNorm($"norm{i}", width))] : [];
        ParameterSpec[] free = options.FreeOutputs > 0 ? [new ParameterSpec(FreeName, [1, options.FreeOutputs])] : [];
        Parameters = new ParameterBuffer(
            population, [.. _layers.SelectMany(l => l.Specs), .. _norms.SelectMany(n => n.Specs), .. free], trainable);
        foreach (var layer in _layers)
            layer.Bind(Parameters);
        foreach (var norm in _norms)
            norm.Bind(Parameters);
        _passes = new MlpPasses(options, Parameters);
    }

    /// <summary>Sizes and activation.</summary>
    public MlpOptions Options { get; }

    /// <inheritdoc/>
    public int Population => Parameters.Population;

    /// <inheritdoc/>
    public ParameterBuffer Parameters { get; }

    /// <summary>The trained numbers that depend on no input, <c>[P, 1, FreeOutputs]</c>; they begin at zero.</summary>
    /// <exception cref="KeyNotFoundException">The network has none.</exception>
    public Tensor Free => Parameters[FreeName];

    /// <summary>A copy whose parameters take no gradients: a target network.</summary>
    /// <returns>The copy.</returns>
    public Mlp Target()
    {
        var target = new Mlp(Options, Population, trainable: false);
        target.Parameters.CopyFrom(Parameters);
        return target;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Backward passes add to the gradients of all parameters, even where only those of inputs are asked for: to differentiate by inputs
    /// alone take <see cref="ForwardFrozen"/> or <see cref="Derivatives"/>.
    /// </remarks>
    public Tensor Forward(Tensor x) => Forward(x, 1);

    /// <summary>Evaluates all members where several have the same inputs, which are not copied for them.</summary>
    /// <param name="x">Inputs, <c>[P / uses, B, in]</c> or <c>[1, B, in]</c>; members take them in turn.</param>
    /// <param name="uses">How many members an input serves.</param>
    /// <returns>Outputs, <c>[P, B, out]</c>.</returns>
    public Tensor Forward(Tensor x, int uses) => UsesKernels(x, Population, uses)
        ? MlpNode.Run(new MlpCall(_passes, Population, 0, rows => ReferenceForward(Copies(rows, uses))), x,
            Parameters.Gradients is null ? null : Parameters[Anchor])
        : ReferenceForward(Copies(x, uses));

    /// <summary>
    /// Evaluates some members with gradients to the inputs only: an actor's loss needs none of the critic's parameters, and half of a
    /// backward pass is saved.
    /// </summary>
    /// <param name="x">Inputs, <c>[members / uses, B, in]</c> or <c>[1, B, in]</c>.</param>
    /// <param name="members">How many members; <see langword="null"/> for all from the first.</param>
    /// <param name="first">The first of them. Default 0.</param>
    /// <param name="uses">How many members an input serves; they take inputs in turn. Default 1.</param>
    /// <returns>Outputs, <c>[members, B, out]</c>.</returns>
    public Tensor ForwardFrozen(Tensor x, int? members = null, int first = 0, int uses = 1)
    {
        int count = members ?? Population - first;
        return UsesKernels(x, count, uses) && first >= 0 && first + count <= Population
            ? MlpNode.Run(new MlpCall(_passes, count, first, rows => ReferenceForwardFrozen(Copies(rows, uses), count, first)), x, null)
            : ReferenceForwardFrozen(Copies(x, uses), count, first);
    }

    /// <summary>
    /// The least output of the members that share an input, with gradients to the inputs only. Each row goes backward through the member
    /// that gave its minimum (through several in equal parts if they tie), not through all of them.
    /// </summary>
    /// <param name="x">Inputs, <c>[P / uses, B, in]</c> or <c>[1, B, in]</c>; members take them in turn.</param>
    /// <param name="uses">How many members an input serves.</param>
    /// <returns><c>[P / uses, B, 1]</c>.</returns>
    /// <exception cref="InvalidOperationException">The network has more than one output.</exception>
    public Tensor LeastFrozen(Tensor x, int uses)
    {
        if (Options.Outputs != 1)
            throw new InvalidOperationException($"The least of {Options.Outputs} outputs a member is not one number a row.");
        Tensor Reference(Tensor rows) =>
            ReferenceForwardFrozen(Copies(rows, uses), Population, 0).view(uses, Population / uses, -1, 1).amin([0]);
        return UsesKernels(x, Population, uses)
            ? LeastNode.Run(new MlpLeast(_passes, uses, Reference), x.expand(Population / uses, -1, -1))
            : Reference(x);
    }

    /// <summary>
    /// Evaluates all members and adds to their parameters' gradients those of the squared errors' weighted sum. A member's results are
    /// still in the cache when its backward pass begins, and none is kept.
    /// </summary>
    /// <param name="x">Inputs without gradients, <c>[P / uses, B, in]</c> or <c>[1, B, in]</c>; members take them in turn.</param>
    /// <param name="target">What the outputs ought to be, <c>[P, B, out]</c>, or fewer that members take in turn.</param>
    /// <param name="weight">What each squared error counts.</param>
    /// <param name="uses">How many members an input serves. Default 1.</param>
    /// <returns>The outputs, <c>[P, B, out]</c>, without a graph.</returns>
    public Tensor Regress(Tensor x, Tensor target, float weight, int uses = 1)
    {
        if (UsesKernels(x, Population, uses))
            return new MlpRegression(_passes, Population).Run(x, target, weight);
        Tensor y = ReferenceForward(Copies(x, uses));
        ((y - target.repeat(Population / target.shape[0], 1, 1)).Squared() * weight).sum().backward();
        return y.detach();
    }

    /// <summary>
    /// <see cref="Forward(Tensor)"/> by libtorch's operations, which know other devices and can be differentiated more than once.
    /// </summary>
    internal Tensor ReferenceForward(Tensor x)
    {
        for (int i = 0; i < _layers.Length - 1; i++)
        {
            x = _layers[i].Forward(x);
            if (Options.LayerNorm)
                x = _norms[i].Forward(x);
            x = Apply(Options.Activation, x);
        }
        return _layers[^1].Forward(x);
    }

    /// <summary><see cref="ForwardFrozen"/> by libtorch's operations.</summary>
    internal Tensor ReferenceForwardFrozen(Tensor x, int count, int first)
    {
        for (int i = 0; i < _layers.Length - 1; i++)
        {
            x = _layers[i].ForwardFrozen(x, count, first);
            if (Options.LayerNorm)
                x = _norms[i].ForwardFrozen(x, count, first);
            x = Apply(Options.Activation, x);
        }
        return _layers[^1].ForwardFrozen(x, count, first);
    }

    /// <inheritdoc/>
    public Card Describe() => new($"Multilayer perceptron {Options.Inputs} → {string.Join(" → ", Options.Hidden)} → {Options.Outputs}")
    {
        Facts =
        [
            new Fact("Members", Population),
            new Fact("Activation", Options.LayerNorm ? $"LayerNorm, {Options.Activation}" : Options.Activation.ToString()),
            new Fact("Parameters of a member", Parameters.Count / Population),
        ],
    };

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    /// <summary>Whether the kernels take an input; libtorch takes the others, or its layers say what is wrong with them.</summary>
    private bool UsesKernels(Tensor x, int members, int uses) => !Derivatives.Recording && NetworkKernels.Width > 0
        && x.dtype == ScalarType.Float32 && x.device_type == DeviceType.CPU
        && x.shape is [var leading, _, var features] && features == Options.Inputs && (leading * uses == members || leading == 1);

    private static Tensor Copies(Tensor x, int uses) => uses == 1 || x.shape[0] == 1 ? x : x.repeat(uses, 1, 1);

    // In place: the product before it does not need its own output for its gradient.
    private static Tensor Apply(Activation activation, Tensor x) => activation switch
    {
        Activation.Relu => x.relu_(),
        Activation.Tanh => x.tanh_(),
        Activation.Silu => x.silu(),
        Activation.Gelu => x.gelu(),
        Activation.LeakyRelu => nn.functional.leaky_relu(x, LeakyRelu.Slope),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };
}
