using Offprint.Cards;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>Turns observations into the inputs of policies and critics: z = φ(s).</summary>
public interface IEncoder : INetwork
{
    /// <summary>Numbers of z.</summary>
    int Size { get; }

    /// <summary>
    /// What a batch shows instead of its observations while an agent learns: the same, changed at random in a way that leaves the best
    /// action as it is. Acting sees observations as they are.
    /// </summary>
    /// <param name="observations">[P|1, B, obs].</param>
    /// <param name="random">One stream a member.</param>
    /// <returns>
    /// [P, B, obs], each member's own; by default the observations themselves, for which nothing is drawn.
    /// </returns>
    Tensor Augment(Tensor observations, PopulationRandom random) => observations;
}

/// <summary>An encoder as a value: part of its agent's options.</summary>
public abstract record EncoderOptions
{
    /// <summary>The encoder's optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions Adam { get; init; } = new(3e-4);

    /// <summary>Makes the encoder of a population.</summary>
    /// <param name="observation">The space of observations.</param>
    /// <param name="seeds">One a member.</param>
    /// <returns>The encoder.</returns>
    public abstract IEncoder Create(Space observation, IReadOnlyList<Seed> seeds);
}

/// <summary>
/// An encoder for observations that are vectors; z is bounded by tanh, so that critics see one scale whatever the encoder learns.
/// </summary>
[Kind("mlp")]
public sealed record MlpEncoderOptions : EncoderOptions
{
    /// <summary>Numbers of z. Default 50 (Yarats et al. 2021 for pixels).</summary>
    public int Size { get; init; } = 50;

    /// <summary>The widths of hidden layers. Default 256.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256];

    /// <summary>Whether hidden layers are normalized. Default: no.</summary>
    public bool LayerNorm { get; init; }

    /// <inheritdoc/>
    public override IEncoder Create(Space observation, IReadOnlyList<Seed> seeds) => new MlpEncoder(
        new Mlp(new(observation.Size, Size, Hidden, LayerNorm: LayerNorm), [.. seeds.Select(seed => seed.Derive("encoder"))]), Size);

    private sealed class MlpEncoder(Mlp network, int size) : IEncoder
    {
        public int Size => size;

        public int Population => network.Population;

        public ParameterBuffer Parameters => network.Parameters;

        public Tensor Forward(Tensor x) => network.Forward(x).tanh();

        public Card Describe() => network.Describe();
    }
}

/// <summary>Uses of encoders.</summary>
public static class Encoders
{
    /// <summary>z without gradients: what actors and targets see.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="observations">s, [P|1, B, obs].</param>
    /// <returns>[P, B, z], of the current dispose scope.</returns>
    public static Tensor Constant(this IEncoder encoder, Tensor observations)
    {
        using var guard = no_grad();
        return encoder.Forward(observations);
    }
}
