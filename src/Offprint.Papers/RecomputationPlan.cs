using Offprint.Experiments;

namespace Offprint.Papers;

/// <summary>Stored results that are to be computed again because the code has moved on since.</summary>
public static class RecomputationPlan
{
    /// <summary>What is waiting. An entry goes when its new results are committed.</summary>
    public static IReadOnlyList<PendingRecomputation> Pending { get; } = [];
}
