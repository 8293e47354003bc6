using Offprint.Cards;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>Options of <see cref="ConditionalVae"/>; defaults of the action models of BCQ and A2PR (code).</summary>
public sealed record ConditionalVaeOptions
{
    /// <summary>The widths of hidden layers of encoder and decoder. Default 750, 750.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [750, 750];

    /// <summary>The dimension of the latent code; <see langword="null"/>, the default, is twice that of what is modeled.</summary>
    public int? Latent { get; init; }

    /// <summary>The least log σ of the posterior. Default −4.</summary>
    public double MinLogDeviation { get; init; } = -4;

    /// <summary>The largest log σ of the posterior. Default 15.</summary>
    public double MaxLogDeviation { get; init; } = 15;

    /// <summary>The weight of the divergence against the squared error. Default ½.</summary>
    public double DivergenceWeight { get; init; } = 0.5;

    /// <summary>Whether the divergence is summed over latent coordinates, as the evidence bound has it. Default: their mean.</summary>
    public bool SumLatents { get; init; }

    /// <summary>The bound of latent codes drawn from the prior. Default ½.</summary>
    public double PriorClip { get; init; } = 0.5;
}

/// <summary>A variational autoencoder of x given a condition s (Sohn, Lee and Yan 2015), for a population.</summary>
/// <remarks>
/// $$L = \mathbb{E}\,w\,|\hat x - x|^2 / d + \kappa\,\mathrm{KL}\big(N(\mu, \sigma^2) \,\|\, N(0, 1)\big),\qquad
/// \hat x = D(s, \mu + \sigma \epsilon),\quad (\mu, \log\sigma) = E(s, x),$$
/// with w a weight of each row that does not touch the divergence: without it the posterior of rows of weight 0 would leave the prior.
/// </remarks>
public sealed class ConditionalVae : IDisposable, IDescribable
{
    private readonly ActionBounds? _bounds;

    /// <summary>Makes the networks.</summary>
    /// <param name="condition">The dimension of the condition s.</param>
    /// <param name="size">d, the dimension of what is modeled.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <param name="bounds">
    /// Squashes reconstructions, for actions; <see langword="null"/> leaves them free. The caller disposes of it.
    /// </param>
    /// <exception cref="ArgumentException">A size is not positive, the bounds have another one, or those of log σ are reversed.</exception>
    public ConditionalVae(int condition, int size, IReadOnlyList<Seed> seeds, ConditionalVaeOptions? options = null,
        ActionBounds? bounds = null)
    {
        Options = options ?? new ConditionalVaeOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(condition);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (bounds is not null && bounds.Size != size)
            throw new ArgumentException($"The bounds are of {bounds.Size} coordinates, what is modeled has {size}.", nameof(bounds));
        if (!(Options.MinLogDeviation < Options.MaxLogDeviation))
            throw new ArgumentException($"log σ cannot lie in [{Options.MinLogDeviation}, {Options.MaxLogDeviation}].", nameof(options));
        (Condition, Size, Latent, _bounds) = (condition, size, Options.Latent ?? 2 * size, bounds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Latent, nameof(options));
        // Two heads on the same features are one layer twice as wide.
        Encoder = new Mlp(new(condition + size, 2 * Latent, Options.Hidden), [.. seeds.Select(seed => seed.Derive("encoder"))]);
        Decoder = new Mlp(new(condition + Latent, size, Options.Hidden), [.. seeds.Select(seed => seed.Derive("decoder"))]);
    }

    /// <summary>The options.</summary>
    public ConditionalVaeOptions Options { get; }

    /// <summary>The dimension of the condition.</summary>
    public int Condition { get; }

    /// <summary>d, the dimension of what is modeled.</summary>
    public int Size { get; }

    /// <summary>The dimension of the latent code.</summary>
    public int Latent { get; }

    /// <summary>P.</summary>
    public int Population => Encoder.Population;

    /// <summary>(s, x) ↦ (μ, log σ).</summary>
    public Mlp Encoder { get; }

    /// <summary>(s, z) ↦ x, before squashing.</summary>
    public Mlp Decoder { get; }

    /// <summary>The law of the code given x.</summary>
    /// <param name="condition">s, [P|1, B, condition].</param>
    /// <param name="x">[P|1, B, d].</param>
    /// <param name="frozen">Whether gradients reach the inputs only.</param>
    /// <returns>μ and log σ, [P, B, latent].</returns>
    public (Tensor Mean, Tensor LogDeviation) Encode(Tensor condition, Tensor x, bool frozen = false)
    {
        Tensor output = Pass(Encoder, condition, x, frozen);
        return (output.narrow(2, 0, Latent), output.narrow(2, Latent, Latent).clamp(Options.MinLogDeviation, Options.MaxLogDeviation));
    }

    /// <summary>What a code stands for.</summary>
    /// <param name="condition">s, [P|1, B, condition].</param>
    /// <param name="latent">z, [P|1, B, latent].</param>
    /// <param name="frozen">Whether gradients reach the inputs only.</param>
    /// <returns>[P, B, d].</returns>
    public Tensor Decode(Tensor condition, Tensor latent, bool frozen = false)
    {
        Tensor output = Pass(Decoder, condition, latent, frozen);
        return _bounds is null ? output : _bounds.Squash(output);
    }

    /// <summary>Samples given the condition alone: the code is standard normal, clipped.</summary>
    /// <param name="condition">s, [P|1, B, condition].</param>
    /// <param name="noise">Standard normal numbers, [P|1, B, latent].</param>
    /// <param name="frozen">Whether gradients reach the inputs only.</param>
    /// <returns>[P, B, d].</returns>
    public Tensor Sample(Tensor condition, Tensor noise, bool frozen = false) =>
        Decode(condition, noise.clamp(-Options.PriorClip, Options.PriorClip), frozen);

    /// <summary>x through a noisy code and back.</summary>
    /// <param name="condition">s, [P|1, B, condition].</param>
    /// <param name="x">[P|1, B, d].</param>
    /// <param name="noise">Standard normal numbers, [P|1, B, latent].</param>
    /// <param name="frozen">Whether gradients reach the inputs only: through x, they are those of the whole map.</param>
    /// <returns>[P, B, d].</returns>
    public Tensor Reconstruct(Tensor condition, Tensor x, Tensor noise, bool frozen = false)
    {
        (Tensor mean, Tensor logDeviation) = Encode(condition, x, frozen);
        return Decode(condition, mean.addcmul(logDeviation.exp(), noise, 1), frozen);
    }

    /// <summary>Both terms of the loss, each a mean over rows.</summary>
    /// <param name="condition">s, [P|1, B, condition].</param>
    /// <param name="x">[P|1, B, d].</param>
    /// <param name="noise">Standard normal numbers, [P|1, B, latent].</param>
    /// <param name="weight">w, [P|1, B, 1]: how much the error of each row counts; <see langword="null"/> for 1.</param>
    /// <returns>Squared error and divergence of each member, [P]; the loss is their sum with
    /// <see cref="ConditionalVaeOptions.DivergenceWeight"/>.</returns>
    public (Tensor Error, Tensor Divergence) Terms(Tensor condition, Tensor x, Tensor noise, Tensor? weight = null)
    {
        (Tensor mean, Tensor logDeviation) = Encode(condition, x);
        Tensor deviation = logDeviation.exp(), error = (Decode(condition, mean.addcmul(deviation, noise, 1)) - x).Squared();
        if (weight is not null)
            error = error * weight;
        return (error.mean([1, 2]), Divergence(mean, logDeviation, deviation));
    }

    /// <inheritdoc/>
    public Card Describe() => new($"Variational autoencoder of {Size} numbers given {Condition}")
    {
        Facts =
        [
            new("Members", Population), new("Latent coordinates", Latent), new("Weight of the divergence", Options.DivergenceWeight),
            new("Divergence", Options.SumLatents ? "sum over latent coordinates" : "mean over latent coordinates"),
        ],
        Tables = [new CardTable("", ["Network", "Layers", "Parameters of a member"], [Row("encoder", Encoder), Row("decoder", Decoder)])],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
    }

    /// <summary>−½ (1 + log σ² − μ² − σ²), over latent coordinates as the options say.</summary>
    private Tensor Divergence(Tensor mean, Tensor logDeviation, Tensor deviation)
    {
        Tensor each = (mean.Squared() + deviation.Squared() - logDeviation * 2 - 1) * 0.5;
        return Options.SumLatents ? each.sum(2).mean([1]) : each.mean([1, 2]);
    }

    private static Tensor Pass(Mlp network, Tensor first, Tensor second, bool frozen)
    {
        Tensor input = first.Beside(second);
        return frozen ? network.ForwardFrozen(input) : network.Forward(input);
    }

    private static IReadOnlyList<TableCell> Row(string name, Mlp network) =>
        [name, $"{network.Options.Inputs} → {string.Join(" → ", network.Options.Hidden)} → {network.Options.Outputs}",
            network.Parameters.Count / network.Population];
}
