using Offprint.Numerics;

namespace Offprint.Experiments;

/// <summary>What a cell's computation may use beside its settings.</summary>
/// <param name="seeds">The cell's seeds.</param>
/// <param name="artifacts">What cells share.</param>
/// <param name="report">Receives the share that is done, and a detail.</param>
/// <param name="cancellation">Asks the computation to stop.</param>
public sealed class RunContext(IReadOnlyList<int> seeds, Artifacts artifacts, Action<double, string?>? report, CancellationToken cancellation)
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
        report?.Invoke(total > 0 ? Math.Clamp(done / total, 0, 1) : 0, detail);
    }
}
