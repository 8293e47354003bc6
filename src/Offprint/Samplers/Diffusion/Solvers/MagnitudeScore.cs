using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// The divergence-artifact score ("Diffusion Sampling with Momentum", section 3): z-scores by channel, the largest |z| over channels,
/// max-pooled; values below τ count as zero; the mean over the map.
/// </summary>
/// <remarks>The paper's text writes a sum; its code takes the mean, as here.</remarks>
public sealed record MagnitudeScore
{
    /// <summary>Makes a score.</summary>
    /// <param name="mean">Each channel's mean over data; for [B, D] samples a channel is a coordinate. One value serves all
    /// channels.</param>
    /// <param name="std">Each channel's standard deviation, positive.</param>
    /// <param name="pool">k: edge and stride of the max-pooling of images; the default is the code's, for 64 × 64 latents.</param>
    /// <param name="threshold">τ; the default is the paper's.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a value is out of range.</exception>
    public MagnitudeScore(IReadOnlyList<double> mean, IReadOnlyList<double> std, int pool = 4, double threshold = 3)
    {
        if (mean.Count == 0 || mean.Count != std.Count)
            throw new ArgumentException(
                $"There are {mean.Count} means and {std.Count} standard deviations; one of each a channel is needed.");
        if (std.Any(s => !(s > 0)) || pool < 1 || !(threshold >= 0))
            throw new ArgumentException("Standard deviations must be positive, the pool at least 1 and the threshold not negative.");
        (Mean, Std, Pool, Threshold) = (mean, std, pool, threshold);
    }

    /// <summary>The channels' means.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>The channels' standard deviations.</summary>
    public IReadOnlyList<double> Std { get; }

    /// <summary>k.</summary>
    public int Pool { get; }

    /// <summary>τ.</summary>
    public double Threshold { get; }

    /// <summary>The channel statistics of COCO latents of Stable Diffusion, from the paper's code.</summary>
    public static MagnitudeScore CocoLatents { get; } = new([0.1456, -0.1077, 0.0237, 0.0460], [0.9221, 1.0914, 0.7303, 0.7227]);

    /// <summary>The thresholded map of each sample.</summary>
    /// <param name="samples">[B, C, H, W], or [B, D] vectors, which are not pooled. Not finite counts as infinite.</param>
    /// <returns>[B, H/k, W/k], or [B, 1].</returns>
    /// <exception cref="ArgumentException">The samples have another rank or number of channels.</exception>
    public Tensor Map(Tensor samples)
    {
        if (samples.dim() is not (2 or 4) || (Mean.Count != 1 && samples.size(1) != Mean.Count))
            throw new ArgumentException($"The score has {Mean.Count} channels; the samples are [{string.Join(", ", samples.shape)}].",
                nameof(samples));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        long[] shape = samples.dim() == 4 ? [1, Mean.Count, 1, 1] : [1, Mean.Count];
        Tensor mean = tensor(Mean.ToArray(), shape, dtype: samples.dtype), std = tensor(Std.ToArray(), shape, dtype: samples.dtype);
        Tensor size = (samples - mean).div_(std).abs_().nan_to_num(double.PositiveInfinity, double.PositiveInfinity).amax([1],
            keepdim: true);
        if (samples.dim() == 4)
            size = nn.functional.max_pool2d(size, Pool, Pool).squeeze(1);
        return size.masked_fill_(size.lt(Threshold), 0).MoveToOuterDisposeScope();
    }

    /// <summary>The score of each sample.</summary>
    /// <inheritdoc cref="Map"/>
    /// <returns>[B] in float64.</returns>
    public double[] Scores(Tensor samples)
    {
        using var scope = NewDisposeScope();
        return [.. Map(samples).to(ScalarType.Float64).flatten(1).mean([1]).contiguous().data<double>()];
    }

    /// <summary>The mean score.</summary>
    /// <inheritdoc cref="Map"/>
    /// <returns>The mean over samples.</returns>
    public double Score(Tensor samples) => Scores(samples).Average();
}
