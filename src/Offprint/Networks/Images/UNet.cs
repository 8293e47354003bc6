using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Offprint.Networks.Images;

/// <summary>Options of <see cref="UNet"/>.</summary>
public sealed record UNetOptions
{
    /// <summary>Height and width of the images; divisible by <see cref="Patch"/> · 2^(levels − 1).</summary>
    public int ImageSize { get; init; } = 28;

    /// <summary>Channels of the images.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Side of the pixel blocks that are folded into channels before the first convolution. 1 folds none.</summary>
    public int Patch { get; init; } = 2;

    /// <summary>Feature channels of each resolution, finest first.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [32, 64];

    /// <summary>Features of the time and class embedding.</summary>
    public int EmbeddingWidth { get; init; } = 128;

    /// <summary>Classes of a conditional model; 0 for none. Label <c>Classes</c> means "no class".</summary>
    public int Classes { get; init; }

    /// <summary>Groups of the normalization.</summary>
    public int Groups { get; init; } = 8;

    /// <summary>The multiplier of t before its embedding: t in [0, 1] becomes the 0 … 1000 of discrete-time models.</summary>
    public double TimeScale { get; init; } = 1000;
}

/// <summary>
/// A class-conditional U-Net for small images (Ho, Jain and Abbeel 2020; Nichol and Dhariwal 2021): residual blocks with scale and shift
/// by the embedding of time and class, one a resolution on the way down and one on the way up.
/// </summary>
public sealed class UNet : nn.Module<Tensor, Tensor, Tensor?, Tensor>, IParameterized, IDescribable
{
    private readonly TimeEmbedding _time;
    private readonly Linear _embed;
    private readonly Embedding? _labels;
    private readonly Conv2d _first;
    private readonly ModuleList<ResidualBlock> _down = new();
    private readonly ModuleList<Conv2d> _shrink = new();
    private readonly ResidualBlock _middle;
    private readonly ModuleList<ResidualBlock> _up = new();
    private readonly ModuleList<Conv2d> _grow = new();
    private readonly GroupNorm _lastNorm;
    private readonly Conv2d _last;

    /// <summary>Makes a network with parameters drawn from a seed; its last layer starts at zero.</summary>
    /// <param name="options">Its sizes.</param>
    /// <param name="seed">Where its parameters are drawn from.</param>
    /// <exception cref="ArgumentException">The image size does not divide.</exception>
    public UNet(UNetOptions options, Seed seed)
        : base(nameof(UNet))
    {
        int divisor = options.Patch << (options.Widths.Count - 1);
        if (options.ImageSize % divisor != 0)
            throw new ArgumentException($"The image size {options.ImageSize} is not divisible by {divisor}.", nameof(options));
        LibTorch.EnsureLoaded();
        Options = options;
        int embedding = options.EmbeddingWidth, pixels = options.Channels * options.Patch * options.Patch;
        var widths = options.Widths;
        _time = new TimeEmbedding(embedding);
        _embed = nn.Linear(embedding, embedding);
        _labels = options.Classes > 0 ? nn.Embedding(options.Classes + 1, embedding) : null;
        _first = Convolution(pixels, widths[0]);
        for (int level = 0; level < widths.Count; level++)
        {
            _down.Add(new ResidualBlock(widths[level], widths[level], embedding, options.Groups));
            _up.Add(new ResidualBlock(2 * widths[level], widths[level], embedding, options.Groups));
            if (level + 1 == widths.Count)
                break;
            _shrink.Add(nn.Conv2d(widths[level], widths[level + 1], 3, stride: 2, padding: 1));
            _grow.Add(nn.Conv2d(widths[level + 1], 4 * widths[level], 1));
        }
        _middle = new ResidualBlock(widths[^1], widths[^1], embedding, options.Groups);
        _lastNorm = nn.GroupNorm(options.Groups, widths[0]);
        _last = Convolution(widths[0], pixels);
        RegisterComponents();
        NetworkInitializer.Initialize(this, seed);
        NetworkInitializer.Zero(_last);
        Parameters = ParameterBuffer.Adopt(this);
    }

    /// <summary>Its sizes.</summary>
    public UNetOptions Options { get; }

    /// <inheritdoc/>
    public int Population => 1;

    /// <inheritdoc/>
    public ParameterBuffer Parameters { get; }

    /// <summary>Evaluates the network.</summary>
    /// <param name="x">Noisy images, <c>[B, C, H, W]</c>.</param>
    /// <param name="t">Times in [0, 1], <c>[B]</c>.</param>
    /// <param name="labels">Classes, int64 <c>[B]</c>, <c>Options.Classes</c> for "no class"; <see langword="null"/> without
    /// classes.</param>
    /// <returns>The prediction, <c>[B, C, H, W]</c>.</returns>
    public override Tensor forward(Tensor x, Tensor t, Tensor? labels)
    {
        using var scope = NewDisposeScope();
        var embedding = _embed.forward(_time.Forward(t * Options.TimeScale));
        if (_labels is not null)
            embedding = embedding + _labels.forward(labels ?? throw new ArgumentNullException(nameof(labels),
                "The network is class-conditional."));
        embedding = nn.functional.silu(embedding);

        var h = _first.forward(nn.functional.pixel_unshuffle(x, Options.Patch));
        var skips = new Stack<Tensor>();
        for (int level = 0; level < _down.Count; level++)
        {
            h = _down[level].forward(h, embedding);
            skips.Push(h);
            if (level < _shrink.Count)
                h = _shrink[level].forward(h);
        }
        h = _middle.forward(h, embedding);
        for (int level = _up.Count - 1; level >= 0; level--)
        {
            h = _up[level].forward(cat([h, skips.Pop()], 1), embedding);
            if (level > 0)
                h = nn.functional.pixel_shuffle(_grow[level - 1].forward(h), 2);
        }
        h = _last.forward(nn.functional.silu(_lastNorm.forward(h)));
        return nn.functional.pixel_shuffle(h, Options.Patch).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Card Describe() => new("U-Net")
    {
        Subtitle = $"{Options.ImageSize}×{Options.ImageSize}×{Options.Channels}" +
            (Options.Classes > 0 ? $", {Options.Classes} classes" : ""),
        Facts =
        [
            new Fact("Widths", string.Join(", ", Options.Widths)),
            new Fact("Pixels folded", $"{Options.Patch}×{Options.Patch}"),
            new Fact("Parameters", Parameters.Count),
        ],
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Parameters.Dispose();
        base.Dispose(disposing);
    }

    private static Conv2d Convolution(int inputs, int outputs) => nn.Conv2d(inputs, outputs, 3, padding: 1);
}
