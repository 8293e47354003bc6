using Offprint.Cards;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks.Images;

/// <summary>Options of <see cref="PixelEncoder"/>; defaults of Yarats et al. 2022 (DrQ-v2, code).</summary>
[Kind("pixels")]
public sealed record PixelEncoderOptions : EncoderOptions
{
    /// <summary>Options with the learning rate of DrQ-v2: Adam, 10⁻⁴.</summary>
    public PixelEncoderOptions() => Adam = new(1e-4);

    /// <summary>C, the channels of an observation: those of stacked frames together. Default 9: three frames of three.</summary>
    public int Channels { get; init; } = 9;

    /// <summary>Channels of each convolution. Default 32.</summary>
    public int Filters { get; init; } = 32;

    /// <summary>Numbers of z. Default 50.</summary>
    public int Size { get; init; } = 50;

    /// <summary>The greatest random shift while an agent learns, in pixels; 0 leaves images as they are. Default 4.</summary>
    public int Shift { get; init; } = 4;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The observation is no square image of so many channels, or too small.</exception>
    public override PixelEncoder Create(Space observation, IReadOnlyList<Seed> seeds) => new(this, observation.Size, seeds);
}

/// <summary>
/// Turns images into z: four convolutions of 3 × 3, the first with stride 2, each followed by ReLU; then a linear layer, layer
/// normalization and tanh (Yarats et al. 2021, 2022).
/// </summary>
/// <remarks>
/// $$z = \tanh\big(\mathrm{LN}(W\, \mathrm{relu}(K_4 * \dots \mathrm{relu}(K_1 * x)) + b)\big).$$
/// Convolutions begin orthogonal with gain √2, the linear layer with gain 1, biases at zero (code). DrQ-v2 has a linear layer for the actor
/// and one for the critics; here they share it, and the critics' loss alone trains all of it. Members are computed one after another: what
/// one computes does not depend on how many there are.
/// </remarks>
public sealed class PixelEncoder : IEncoder, IDisposable
{
    private const int Kernel = 3, Convolutions = 4, FirstStride = 2;

    private readonly PixelEncoderOptions _options;
    private readonly int _image; // height and width

    /// <summary>Makes a population.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="observation">Numbers of an observation, C · S · S: an image [C, S, S] row after row, in [−½, ½].</param>
    /// <param name="seeds">One a member.</param>
    /// <exception cref="ArgumentException">The observation is no square image of so many channels, or too small.</exception>
    public PixelEncoder(PixelEncoderOptions options, int observation, IReadOnlyList<Seed> seeds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Channels, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Filters, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Size, nameof(options));
        _options = options;
        _image = (int)Math.Round(Math.Sqrt((double)observation / options.Channels));
        int left = (_image - Kernel) / FirstStride + 1 - (Convolutions - 1) * (Kernel - 1);
        if (options.Channels * _image * _image != observation || left < 1)
        {
            throw new ArgumentException($"An observation of {observation} numbers is no image of {options.Channels} channels that is " +
                "square and at least 15 pixels wide.", nameof(observation));
        }
        if (options.Shift < 0 || options.Shift >= _image)
            throw new ArgumentOutOfRangeException(nameof(options), options.Shift, $"A shift lies in [0, {_image - 1}].");
        var linear = new PopulationLinear("trunk", options.Filters * left * left, options.Size);
        var norm = new PopulationLayerNorm("norm", options.Size);
        Parameters = new ParameterBuffer(seeds.Count,
            [.. Enumerable.Range(0, Convolutions).SelectMany(Specs), .. linear.Specs, .. norm.Specs]);
        for (int member = 0; member < seeds.Count; member++)
        {
            RandomStream random = seeds[member].Derive("encoder").Stream();
            for (int layer = 0; layer < Convolutions; layer++)
                Initialize(Parameters[$"conv{layer}.weight"], member, random);
            linear.InitializeOrthogonal(Parameters, member, random, 1);
        }
        norm.Initialize(Parameters);
    }

    /// <inheritdoc/>
    public int Size => _options.Size;

    /// <inheritdoc/>
    public int Population => Parameters.Population;

    /// <inheritdoc/>
    public ParameterBuffer Parameters { get; }

    /// <inheritdoc/>
    /// <param name="x">Images, [P|1, B, C · S · S].</param>
    /// <returns>z, [P, B, size], in (−1, 1).</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public Tensor Forward(Tensor x)
    {
        long width = (long)_options.Channels * _image * _image;
        if (x.shape is not [var members, _, var numbers] || numbers != width || (members != 1 && members != Population))
        {
            throw new ArgumentException($"The encoder takes [{Population}, B, {width}] or [1, B, {width}], not " +
                $"[{string.Join(", ", x.shape)}].", nameof(x));
        }
        using var scope = NewDisposeScope();
        // One unbinding for all members: its backward pass joins their gradients once.
        Dictionary<string, Tensor[]> own = Parameters.Specs.ToDictionary(spec => spec.Name, spec => Parameters[spec.Name].unbind());
        Tensor[] codes = [.. Enumerable.Range(0, Population).Select(p => Member(x[members == 1 ? 0 : p], name => own[name][p]))];
        return stack(codes).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Augment(Tensor observations, PopulationRandom random) =>
        _options.Shift == 0 ? observations : RandomShift.Apply(observations, _options.Channels, _image, _options.Shift, random);

    /// <inheritdoc/>
    public Card Describe() => new("Encoder of pixels")
    {
        Subtitle = "Network",
        Facts =
        [
            new("Members", Population), new("Image", $"{_options.Channels} × {_image} × {_image}"),
            new("Convolutions", $"{Convolutions} of {_options.Filters} channels"), new("z", Size, "numbers"),
            new("Random shift", _options.Shift, "pixels"), new("Parameters of a member", Parameters.Count / Population),
        ],
    };

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    private Tensor Member(Tensor x, Func<string, Tensor> own)
    {
        Tensor h = x.reshape(-1, _options.Channels, _image, _image);
        for (int layer = 0; layer < Convolutions; layer++)
        {
            long stride = layer == 0 ? FirstStride : 1;
            h = nn.functional.conv2d(h, own($"conv{layer}.weight"), own($"conv{layer}.bias"), [stride, stride]).relu();
        }
        h = h.flatten(1).matmul(own("trunk.weight")) + own("trunk.bias");
        return nn.functional.layer_norm(h, [Size], own("norm.gain").view(Size), own("norm.bias").view(Size)).tanh();
    }

    private IEnumerable<ParameterSpec> Specs(int layer) =>
    [
        new($"conv{layer}.weight", [_options.Filters, layer == 0 ? _options.Channels : _options.Filters, Kernel, Kernel]),
        new($"conv{layer}.bias", [_options.Filters]),
    ];

    /// <summary>An orthogonal matrix [out, in · 3 · 3] times √2, rows or columns orthonormal, whichever has room.</summary>
    private static void Initialize(Tensor weight, int member, RandomStream random)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        int outputs = (int)weight.shape[1], inputs = (int)(weight.shape[2] * Kernel * Kernel);
        double[][] vectors = PopulationLinear.OrthonormalVectors(Math.Min(outputs, inputs), Math.Max(outputs, inputs), random);
        float[] values = new float[outputs * inputs];
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
                values[o * inputs + i] = (float)(Math.Sqrt(2) * (outputs <= inputs ? vectors[o][i] : vectors[i][o]));
        }
        Tensor own = weight[member];
        own.copy_(tensor(values, own.shape));
    }
}
