namespace Offprint.Tensors;

/// <summary>A parameter of a network: its name and the shape that one member of the population has.</summary>
/// <param name="Name">A name, unique in its network, such as <c>hidden.0.weight</c>.</param>
/// <param name="Shape">The shape without the population's axis.</param>
public sealed record ParameterSpec(string Name, long[] Shape)
{
    /// <summary>How many numbers one member has.</summary>
    public long Size => Shape.Aggregate(1L, (product, side) => product * side);
}
