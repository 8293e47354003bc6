using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Offprint.Networks.Images;

/// <summary>Options of <see cref="ConvClassifier"/>.</summary>
/// <param name="ImageSize">Height and width of the images, divisible by 4.</param>
/// <param name="Channels">Channels of the images.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="Features">The width of the layer before the last: the feature space of Fréchet distances. Default 64.</param>
public sealed record ConvClassifierOptions(int ImageSize = 28, int Channels = 1, int Classes = 10, int Features = 64);

/// <summary>A small convolutional classifier; the layer before its last is the feature space in which samples are compared.</summary>
public sealed class ConvClassifier : nn.Module<Tensor, Tensor>, IParameterized, IDescribable
{
    private readonly Conv2d _convolution1;
    private readonly Conv2d _convolution2;
    private readonly Linear _features;
    private readonly Linear _logits;

    /// <summary>Makes a classifier with parameters drawn from a seed.</summary>
    /// <param name="options">Its sizes.</param>
    /// <param name="seed">Where its parameters are drawn from.</param>
    public ConvClassifier(ConvClassifierOptions options, Seed seed)
        : base(nameof(ConvClassifier))
    {
        LibTorch.EnsureLoaded();
        Options = options;
        _convolution1 = nn.Conv2d(options.Channels, 16, 3, padding: 1);
        _convolution2 = nn.Conv2d(16, 32, 3, padding: 1);
        _features = nn.Linear(32L * (options.ImageSize / 4) * (options.ImageSize / 4), options.Features);
        _logits = nn.Linear(options.Features, options.Classes);
        RegisterComponents();
        NetworkInitializer.Initialize(this, seed);
        Parameters = ParameterBuffer.Adopt(this);
    }

    /// <summary>Its sizes.</summary>
    public ConvClassifierOptions Options { get; }

    /// <inheritdoc/>
    public int Population => 1;

    /// <inheritdoc/>
    public ParameterBuffer Parameters { get; }

    /// <summary>The features of images.</summary>
    /// <param name="x">Images, <c>[B, C, H, W]</c>.</param>
    /// <returns>Features, <c>[B, Features]</c>.</returns>
    public Tensor FeaturesOf(Tensor x)
    {
        using var scope = NewDisposeScope();
        var h = nn.functional.max_pool2d(nn.functional.relu(_convolution1.forward(x)), 2);
        h = nn.functional.max_pool2d(nn.functional.relu(_convolution2.forward(h)), 2);
        return nn.functional.relu(_features.forward(h.flatten(1))).MoveToOuterDisposeScope();
    }

    /// <summary>The logits of images.</summary>
    /// <param name="x">Images, <c>[B, C, H, W]</c>.</param>
    /// <returns>Logits, <c>[B, Classes]</c>.</returns>
    public override Tensor forward(Tensor x)
    {
        using var features = FeaturesOf(x);
        return _logits.forward(features);
    }

    /// <inheritdoc/>
    public Card Describe() => new("Convolutional classifier")
    {
        Subtitle = $"{Options.ImageSize}×{Options.ImageSize}×{Options.Channels}, {Options.Classes} classes",
        Facts = [new Fact("Features", Options.Features), new Fact("Parameters", Parameters.Count)],
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Parameters.Dispose();
        base.Dispose(disposing);
    }
}
