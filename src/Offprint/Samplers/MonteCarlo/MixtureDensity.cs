using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Samplers.MonteCarlo;

/// <summary>A mixture Σ_k w_k q_k of densities.</summary>
public sealed class MixtureDensity : IDensity
{
    private const int Block = 256;
    private readonly double[] _weights;

    /// <summary>Joins components.</summary>
    /// <param name="components">q, at least one, of one dimension.</param>
    /// <param name="weights">w, one a component, not negative, with a positive sum; they are normalized.</param>
    /// <exception cref="ArgumentException">Numbers or dimensions disagree, a weight is negative or NaN, or all vanish.</exception>
    public MixtureDensity(IReadOnlyList<IDensity> components, IReadOnlyList<double> weights)
    {
        if (components.Count == 0 || components.Count != weights.Count)
            throw new ArgumentException($"{components.Count} components and {weights.Count} weights.", nameof(weights));
        if (components.Any(c => c.Dimension != components[0].Dimension))
            throw new ArgumentException($"Components of {string.Join(", ", components.Select(c => c.Dimension).Distinct())} dimensions.",
                nameof(components));
        double sum = weights.Sum();
        if (weights.Any(w => !(w >= 0)) || !(sum > 0 && double.IsFinite(sum)))
            throw new ArgumentException($"Weights [{string.Join(", ", weights)}]: none may be negative, and one must be positive.",
                nameof(weights));
        _weights = [.. weights.Select(w => w / sum)];
        Components = components;
    }

    /// <summary>q.</summary>
    public IReadOnlyList<IDensity> Components { get; }

    /// <summary>w, with sum one.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <inheritdoc/>
    public int Dimension => Components[0].Dimension;

    /// <inheritdoc/>
    public Vector<double> Mean => Components.Zip(_weights, (q, w) => w * q.Mean).Aggregate((a, b) => a + b);

    /// <inheritdoc/>
    public Matrix<double> Covariance
    {
        get
        {
            var mean = Mean;
            return Components.Zip(_weights, (q, w) => w * (q.Covariance + (q.Mean - mean).OuterProduct(q.Mean - mean)))
                .Aggregate((a, b) => a + b);
        }
    }

    /// <summary>The mixture of equal weights.</summary>
    /// <param name="components">The components.</param>
    /// <returns>The mixture.</returns>
    public static MixtureDensity Equal(IReadOnlyList<IDensity> components) => new(components, [.. components.Select(_ => 1.0)]);

    /// <summary>Draws independent points; those of one component stand together, which no mean over points can tell.</summary>
    /// <param name="random">The randomness.</param>
    /// <param name="points">[D, N], filled.</param>
    public void Sample(RandomStream random, PointMatrix points)
    {
        int[] counts = new int[_weights.Length];
        for (int n = 0; n < points.Count; n++)
            counts[random.NextCategorical(_weights)]++;
        for (int k = 0, first = 0; k < counts.Length; first += counts[k], k++)
        {
            if (counts[k] > 0)
                Components[k].Sample(random, points.Slice(first, counts[k]));
        }
    }

    /// <inheritdoc/>
    public void LogDensity(PointMatrix points, Span<double> logDensity)
    {
        var logs = new PointMatrix(_weights.Length, Math.Min(Block, points.Count));
        for (int first = 0; first < points.Count; first += Block)
        {
            int count = Math.Min(Block, points.Count - first);
            PointMatrix part = points.Slice(first, count), own = logs.Slice(0, count);
            for (int k = 0; k < _weights.Length; k++)
            {
                if (_weights[k] > 0)
                    Components[k].LogDensity(part, own[k]);
            }
            LogSumExp.Rows(own, _weights, logDensity.Slice(first, count));
        }
    }

    /// <summary>The logarithms of every component's density and of the mixture's.</summary>
    /// <param name="points">[D, N].</param>
    /// <param name="components">[K, N], filled, also for components of weight zero.</param>
    /// <param name="mixture">[N], filled.</param>
    public void LogDensities(PointMatrix points, PointMatrix components, Span<double> mixture)
    {
        for (int k = 0; k < _weights.Length; k++)
            Components[k].LogDensity(points, components[k]);
        LogSumExp.Rows(components, _weights, mixture);
    }
}
