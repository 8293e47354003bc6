using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Optimization.Designs;

namespace Offprint.Optimization.Morphologies;

/// <summary>
/// Design an ant that walks: 60 numbers, measured by MuJoCo. Visible are the bodies of a collection up to its 40th percentile.
/// </summary>
/// <remarks>
/// Design-Bench moves its ants by a trained policy whose weights are not at hand; here they move by one open-loop gait that was tuned for
/// the default body. Scores are therefore not those of Design-Bench; bodies, physics, reward and collection are.
/// </remarks>
public sealed class AntMorphology : IDesignTask
{
    private readonly AntGait _gait;
    private readonly int _workers;

    /// <summary>Splits measured bodies.</summary>
    /// <param name="all">All of them.</param>
    /// <param name="gait">How they moved.</param>
    /// <param name="visible">The share that may be seen: rows up to that quantile of scores. Default 0.4 (Trabucco et al. 2022).</param>
    /// <param name="workers">Rollouts side by side. Default 1.</param>
    public AntMorphology(DesignDataset all, AntGait gait, double visible = 0.4, int workers = 1)
    {
        if (all.Dimension != AntDesigns.Dimension)
            throw new ArgumentException($"An ant has {AntDesigns.Dimension} numbers, these designs have {all.Dimension}.", nameof(all));
        (_gait, _workers, Rows, Range) = (gait, workers, all.Count, (all.Scores.Min(), all.Scores.Max()));
        Visible = all.UpTo(visible);
    }

    /// <inheritdoc/>
    public string Label => "Ant morphology";

    /// <summary>Measured bodies, hidden ones included.</summary>
    public int Rows { get; }

    /// <inheritdoc/>
    public DesignDataset Visible { get; }

    /// <inheritdoc/>
    public WordLogits? Words => null;

    /// <inheritdoc/>
    public (double Least, double Greatest) Range { get; }

    /// <summary>The task of a collection.</summary>
    /// <param name="collection">The collection; the default one, which ships, if null.</param>
    /// <param name="artifacts">Where collections are kept; the user's cache, after what ships, if null.</param>
    /// <param name="workers">Rollouts side by side. Default 1.</param>
    /// <returns>The task.</returns>
    public static AntMorphology Of(AntCollection? collection = null, Artifacts? artifacts = null, int workers = 1)
    {
        collection ??= new();
        return new(collection.Get(artifacts, workers), collection.Gait, workers: workers);
    }

    /// <inheritdoc/>
    /// <exception cref="Environments.MuJoCo.MujocoException">MuJoCo is missing.</exception>
    public double[] Measure(SampleMatrix designs) =>
        Workers.Compute(designs.Rows, _workers, i => AntRollout.Score(AntDesigns.Row(designs, i), _gait));
}
