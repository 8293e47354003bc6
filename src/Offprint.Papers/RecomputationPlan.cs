using Offprint.Experiments;

namespace Offprint.Papers;

/// <summary>Stored results that are to be computed again because the code has moved on since.</summary>
public static class RecomputationPlan
{
    /// <summary>What is waiting. An entry goes when its new results are committed.</summary>
    public static IReadOnlyList<PendingRecomputation> Pending { get; } =
    [
        .. ((string[])["selection", "training"]).Select(name => new PendingRecomputation("a2pr", name, Reason)),
        .. ((string[])["mixed", "regular", "backbones", "temperatures", "stochastic"]).Select(name => new PendingRecomputation("trajectory-weighting", name, Reason)),
    ];

    private const string Reason = "Results of trials hold lengths of episodes and metrics of each seed; the stored ones, taken over from an older form, do not.";
}
