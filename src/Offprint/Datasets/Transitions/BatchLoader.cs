using System.Runtime.InteropServices;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Datasets.Transitions;

/// <summary>
/// Draws minibatches: rows from a sampler, values from a source, into tensors that are made once and written over. A step allocates
/// nothing.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    private readonly ITransitionSource _source;
    private readonly ITransitionSampler _sampler;
    private readonly int[] _rows;
    private readonly int _size;

    /// <summary>Makes the tensors.</summary>
    /// <param name="source">Where rows are copied from.</param>
    /// <param name="sampler">Which rows are drawn.</param>
    /// <param name="batchSize">B.</param>
    /// <param name="population">P, or 1 for a batch that all seeds share.</param>
    public BatchLoader(ITransitionSource source, ITransitionSampler sampler, int batchSize, int population = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(population);
        LibTorch.EnsureLoaded();
        (_source, _sampler, _size, Population) = (source, sampler, batchSize, population);
        _rows = new int[population * batchSize];
        BatchLayout layout = source.Layout;
        Batch = new(
            Make(layout.Observation), Make(layout.Action), Make(1), Make(layout.Observation), Make(1),
            layout.ReturnToGo ? Make(1) : null, null, layout.NextActions ? Make(layout.Action) : null, layout.Online ? Make(1) : null,
            layout.Extra.Width > 0 ? Make(layout.Extra.Width) : null, layout.Time > 0 ? Make(1) : null)
        { Columns = layout.Extra };

        Tensor Make(int width) =>
            zeros(layout.Time > 0 ? [population, batchSize, layout.Time, width] : [population, batchSize, width]).DetachFromDisposeScope();
    }

    /// <summary>P.</summary>
    public int Population { get; }

    /// <summary>The batch that <see cref="Next"/> fills; the loader owns it.</summary>
    public Batch Batch { get; }

    /// <summary>The rows of the last batch, [P, B], seed by seed: rows of the source.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Draws the next batch.</summary>
    /// <param name="random">One stream a seed.</param>
    /// <returns><see cref="Batch"/>, whose former content is gone; do not dispose of it.</returns>
    /// <exception cref="ArgumentException">The random numbers are of another population.</exception>
    public Batch Next(PopulationRandom random)
    {
        if (random.Population != Population)
            throw new ArgumentException($"The loader draws for {Population} seeds, the random numbers are of {random.Population}.",
                nameof(random));
        _sampler.Fill(_rows, random);
        BatchSpans all = Spans();
        for (int p = 0; p < Population; p++)
            _source.Gather(p, _rows.AsSpan(p * _size, _size), all.Slice(_source.Layout, p * _size, _size));
        return Batch;
    }

    /// <inheritdoc/>
    public void Dispose() => Batch.Dispose();

    private BatchSpans Spans() => new()
    {
        Observations = Memory(Batch.Observations),
        Actions = Memory(Batch.Actions),
        Rewards = Memory(Batch.Rewards),
        Next = Memory(Batch.Next),
        Continue = Memory(Batch.Continue),
        ReturnToGo = Memory(Batch.ReturnToGo),
        NextActions = Memory(Batch.NextActions),
        Online = Memory(Batch.Online),
        Extra = Memory(Batch.Extra),
        Mask = Memory(Batch.Mask),
    };

    private static Span<float> Memory(Tensor? tensor) => tensor is null ? [] : MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
