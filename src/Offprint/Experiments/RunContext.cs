using System.Numerics;
using System.Runtime.InteropServices;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Experiments;

/// <summary>What a cell's computation may use beside its settings.</summary>
/// <param name="seeds">The cell's seeds.</param>
/// <param name="artifacts">What cells share.</param>
/// <param name="report">Receives the share that is done, and a detail.</param>
/// <param name="cancellation">Asks the computation to stop.</param>
public sealed class RunContext(IReadOnlyList<int> seeds, Artifacts artifacts, Action<double, string?>? report,
    CancellationToken cancellation)
{
    /// <summary>The cell's seeds, one for each replicate.</summary>
    public IReadOnlyList<Seed> Seeds { get; } = [.. seeds.Select(s => new Seed((ulong)s))];

    /// <summary>What cells share: trained networks, generated data.</summary>
    public Artifacts Artifacts { get; } = artifacts;

    /// <summary>Asks the computation to stop: check it at least once a second.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Reports progress and throws if the computation should stop.</summary>
    /// <param name="done">Work done, in any unit.</param>
    /// <param name="total">Work in all, in the same unit.</param>
    /// <param name="detail">What is being done.</param>
    /// <exception cref="OperationCanceledException">The run was canceled.</exception>
    public void Report(double done, double total, string? detail = null)
    {
        Cancellation.ThrowIfCancellationRequested();
        Marks?.CheckTime();
        report?.Invoke(total > 0 ? Math.Clamp(done / total, 0, 1) : 0, detail);
    }

    /// <summary>
    /// Reports a preparation that others may share, such as a log or a pretraining: its share stands in words, as the cell's own work is
    /// still to come.
    /// </summary>
    /// <param name="share">The share of it that is done.</param>
    /// <param name="what">What is being prepared.</param>
    /// <exception cref="OperationCanceledException">The run was canceled.</exception>
    public void ReportPreparation(double share, string what) =>
        Report(0, 1, string.Create(CultureInfo.InvariantCulture, $"{what}, {share:P0}"));

    /// <summary>Whether <see cref="Mark{T}"/> still takes marks: where a state is costly to gather, ask first.</summary>
    public bool IsMarking => Marks?.IsOpen == true;

    /// <summary>Collects marks; <see langword="null"/> for a computation whose result is not stored.</summary>
    internal MarkLog? Marks { get; init; }

    /// <summary>
    /// Writes down the state that the computation has come to. The first marks of a cell are stored with its result, so that a verification
    /// need not go all the way: call it at fixed places, the first within seconds, always from the cell's own thread, and with numbers that
    /// depend on all that was done so far.
    /// </summary>
    /// <typeparam name="T">The numbers' type.</typeparam>
    /// <param name="name">Where the computation is.</param>
    /// <param name="state">Parameters, samples, partial results.</param>
    /// <exception cref="OperationCanceledException">A verification has seen enough.</exception>
    public void Mark<T>(string name, ReadOnlySpan<T> state)
        where T : unmanaged, INumberBase<T>
        => Marks?.Add(name, state);

    /// <summary>Writes down a state that is a tensor of float32 or float64.</summary>
    /// <param name="name">Where the computation is.</param>
    /// <param name="state">Any shape.</param>
    /// <exception cref="OperationCanceledException">A verification has seen enough.</exception>
    public void Mark(string name, Tensor state)
    {
        if (!IsMarking)
            return;
        using var scope = NewDisposeScope();
        Mark(name, MemoryMarshal.Cast<byte, double>(state.detach().to(ScalarType.Float64).contiguous().bytes));
    }
}
