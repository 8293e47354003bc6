using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>
/// A mixture of isotropic Gaussians, Σ_k w_k N(μ_k, s_k² I), whose diffused score is a closed form; a kernel density is the special case
/// of equal weights and widths. It owns copies of its tensors; dispose it when done.
/// </summary>
public sealed class GaussianMixture : IDescribable, IDisposable
{
    /// <summary>Makes a mixture.</summary>
    /// <param name="weights">[K], positive; they are normalized.</param>
    /// <param name="means">[K, D], float32 or float64: the type in which densities and samples are computed.</param>
    /// <param name="std">[K], or a single value for all; zero makes point masses.</param>
    /// <param name="labels">[K] int64: each component's class.</param>
    /// <exception cref="ArgumentException">Shapes do not agree, a weight is not positive, or a width is negative.</exception>
    public GaussianMixture(Tensor weights, Tensor means, Tensor std, Tensor? labels = null)
    {
        if (means.dim() != 2 || means.size(0) == 0)
            throw new ArgumentException($"Means are [K, D] with K ≥ 1, not [{string.Join(", ", means.shape)}].", nameof(means));
        long components = means.size(0);
        if (weights.numel() != components || (std.numel() != components && std.numel() != 1)
            || (labels is not null && labels.numel() != components))
            throw new ArgumentException(
                $"{components} means, {weights.numel()} weights, {std.numel()} widths and {labels?.numel() ?? components} labels do not " +
                "agree.");
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (!(weights.min().ToDouble() > 0) || !(std.min().ToDouble() >= 0))
            throw new ArgumentException("Weights must be positive and widths not negative.");
        Means = means.detach().clone().contiguous().DetachFromDisposeScope();
        Std = std.detach().to(means.dtype).reshape(-1).expand(components).contiguous().clone().DetachFromDisposeScope();
        LogWeights = weights.detach().to(means.dtype).reshape(-1).log().log_softmax(0).DetachFromDisposeScope();
        Labels = labels?.detach().to(ScalarType.Int64).reshape(-1).clone().DetachFromDisposeScope();
        EqualStd = Std.eq(Std[0]).all().ToBoolean() ? Std[0].ToDouble() : null;
    }

    /// <summary>The components' means [K, D]. Owned by the mixture.</summary>
    public Tensor Means { get; }

    /// <summary>The components' standard deviations [K]. Owned by the mixture.</summary>
    public Tensor Std { get; }

    /// <summary>The logarithms of the weights [K], normalized. Owned by the mixture.</summary>
    public Tensor LogWeights { get; }

    /// <summary>The components' classes [K], or <see langword="null"/>. Owned by the mixture.</summary>
    public Tensor? Labels { get; }

    /// <summary>K.</summary>
    public long Components => Means.size(0);

    /// <summary>D.</summary>
    public long Dimension => Means.size(1);

    /// <summary>The common width of all components, if there is one: the fast path.</summary>
    internal double? EqualStd { get; }

    /// <summary>The kernel density of points with a Gaussian kernel.</summary>
    /// <param name="points">[N, D].</param>
    /// <param name="bandwidth">The kernel's standard deviation.</param>
    /// <param name="labels">[N]: each point's class.</param>
    /// <returns>The mixture.</returns>
    public static GaussianMixture KernelDensity(Tensor points, double bandwidth, Tensor? labels = null)
    {
        using var scope = NewDisposeScope();
        return new(ones(points.size(0), dtype: points.dtype), points, tensor(bandwidth, dtype: points.dtype), labels);
    }

    /// <summary>The components of one class, weights normalized.</summary>
    /// <param name="label">The class.</param>
    /// <returns>A new mixture, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The mixture has no labels, or none of that class.</exception>
    public GaussianMixture Class(long label)
    {
        if (Labels is null)
            throw new ArgumentException("This mixture has no labels.", nameof(label));
        using var scope = NewDisposeScope();
        Tensor rows = Labels.eq(label).nonzero().reshape(-1);
        if (rows.numel() == 0)
            throw new ArgumentException($"No component has the label {label}.", nameof(label));
        return new(LogWeights.index_select(0, rows).exp(), Means.index_select(0, rows), Std.index_select(0, rows),
            Labels.index_select(0, rows));
    }

    /// <summary>The exact predictor of the whole mixture.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <returns>The predictor; it uses this mixture, which must outlive it.</returns>
    public MixturePredictor Predictor(NoiseSchedule schedule) => new(this, schedule);

    /// <summary>The exact predictor of the class-conditional mixture, one class a row.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="labels">[B] int64: the class of each row of the samples it will be asked about.</param>
    /// <returns>The predictor, which keeps a mask [B, K]; it uses this mixture, which must outlive it.</returns>
    /// <exception cref="ArgumentException">The mixture has no labels, or none of a class asked for.</exception>
    public MixturePredictor Predictor(NoiseSchedule schedule, Tensor labels) => new(this, schedule, labels);

    /// <summary>log p(x) of the data, without noise.</summary>
    /// <param name="x">[B, D].</param>
    /// <returns>[B].</returns>
    public Tensor LogDensity(Tensor x) => MixtureKernel.LogDensity(this, x, 1, 0, null);

    /// <summary>Draws data.</summary>
    /// <param name="count">n.</param>
    /// <param name="random">The source of randomness; the same stream gives the same samples on every machine.</param>
    /// <returns>The samples [n, D] and the component [n] each came from.</returns>
    public (Tensor X, Tensor Components) Sample(int count, RandomStream random)
    {
        using var scope = NewDisposeScope();
        double[] probabilities = LogWeights.to(ScalarType.Float64).exp().data<double>().ToArray();
        long[] chosen = new long[count];
        for (int i = 0; i < count; i++)
            chosen[i] = random.NextCategorical(probabilities);
        double[] noise = new double[count * (int)Dimension];
        random.FillNormal(noise);
        Tensor rows = tensor(chosen);
        Tensor x = tensor(noise, [count, Dimension], dtype: Means.dtype).mul_(Std.index_select(0, rows).unsqueeze(1)).add_(
            Means.index_select(0, rows));
        return (x.MoveToOuterDisposeScope(), rows.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public Card Describe() => new("Gaussian mixture")
    {
        Facts =
        [
            new("Components", (int)Components),
            new("Dimension", (int)Dimension),
            new("Standard deviation", EqualStd is { } std ? std : $"{Std.min().ToDouble():G3} to {Std.max().ToDouble():G3}"),
            new("Classes", Labels is null ? "none" : Labels.data<long>().Distinct().Count().ToString(CultureInfo.InvariantCulture)),
        ],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Means.Dispose();
        Std.Dispose();
        LogWeights.Dispose();
        Labels?.Dispose();
    }
}
