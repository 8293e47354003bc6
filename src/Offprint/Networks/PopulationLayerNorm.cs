using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>
/// Layer normalization of every member (Ba, Kiros and Hinton 2016): zero mean and unit variance over features, then gain and bias.
/// </summary>
/// <param name="name">The prefix of its parameters' names.</param>
/// <param name="width">The number of features.</param>
public sealed class PopulationLayerNorm(string name, int width)
{
    private Tensor? _gain;
    private Tensor? _bias;

    /// <summary>Its parameters: gain and bias, <c>[P, 1, width]</c> each.</summary>
    public IReadOnlyList<ParameterSpec> Specs { get; } = [new(name + ".gain", [1, width]), new(name + ".bias", [1, width])];

    /// <summary>Takes its place in a buffer.</summary>
    /// <param name="parameters">A buffer that was made with <see cref="Specs"/> among others.</param>
    public void Bind(ParameterBuffer parameters) => (_gain, _bias) = (parameters[Specs[0].Name], parameters[Specs[1].Name]);

    /// <summary>Sets all gains to one; biases begin at zero.</summary>
    /// <param name="parameters">The buffer.</param>
    public void Initialize(ParameterBuffer parameters)
    {
        using var guard = no_grad();
        parameters[Specs[0].Name].fill_(1);
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Inputs, <c>[P, B, width]</c>.</param>
    /// <returns>Outputs of the same shape.</returns>
    public Tensor Forward(Tensor x) => Apply(x, Bound(_gain), Bound(_bias));

    /// <summary>Applies the layer of some members; gradients reach the inputs only.</summary>
    /// <param name="x">Inputs, <c>[members, B, width]</c>.</param>
    /// <param name="members">How many members.</param>
    /// <param name="first">The first of them. Default 0.</param>
    /// <returns>Outputs of the same shape.</returns>
    public Tensor ForwardFrozen(Tensor x, int members, int first = 0)
    {
        using var gain = PopulationLinear.Part(Bound(_gain), first, members);
        using var bias = PopulationLinear.Part(Bound(_bias), first, members);
        return Apply(x, gain, bias);
    }

    private Tensor Apply(Tensor x, Tensor gain, Tensor bias) => bias.addcmul(nn.functional.layer_norm(x, [width]), gain, 1);

    private Tensor Bound(Tensor? parameter) =>
        parameter ?? throw new InvalidOperationException($"The layer {name} is not bound to a parameter buffer.");
}
