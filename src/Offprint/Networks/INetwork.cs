using Offprint.Cards;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>Something with parameters that an optimizer trains.</summary>
public interface IParameterized
{
    /// <summary>P, the number of members.</summary>
    int Population { get; }

    /// <summary>The parameters of all members.</summary>
    ParameterBuffer Parameters { get; }
}

/// <summary>A network of one input.</summary>
public interface INetwork : IParameterized, IDescribable
{
    /// <summary>Evaluates all members.</summary>
    /// <param name="x">Inputs, <c>[P, B, in]</c>, or <c>[1, B, in]</c> for the same inputs to all members.</param>
    /// <returns>Outputs, <c>[P, B, out]</c>.</returns>
    Tensor Forward(Tensor x);
}
