using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>A gate, policy by policy: the first policy of all seeds, then the second.</summary>
/// <param name="Step">Steps of improvement so far.</param>
/// <param name="Scores">What the gate gave; empty where its word was not wanted.</param>
/// <param name="Lengths">Mean steps of the model's roll-outs; empty likewise.</param>
/// <param name="Accepted">Whether the policy took its predecessor's place.</param>
/// <param name="TrueScores">Normalized scores in the environment, which the gate does not see.</param>
public sealed record GateRow(int Step, IReadOnlyList<double> Scores, IReadOnlyList<double> Lengths, IReadOnlyList<bool> Accepted,
    IReadOnlyList<double> TrueScores);

/// <summary>What the offline phase came to; scores are normalized.</summary>
/// <param name="Cloned">The mean score of the cloned policies, one a seed.</param>
/// <param name="Improved">The mean score of the improved policies, one a seed.</param>
/// <param name="Chosen">Which policy goes online, one a seed.</param>
/// <param name="Handed">Its score, one a seed.</param>
/// <param name="ModelErrors">Held-out errors of the elites, as shares of variance, one a seed.</param>
/// <param name="Gates">The gates.</param>
public sealed record OfflineOutcome([property: PerSeed] IReadOnlyList<double> Cloned, [property: PerSeed] IReadOnlyList<double> Improved,
    [property: PerSeed] IReadOnlyList<int> Chosen, [property: PerSeed] IReadOnlyList<double> Handed,
    [property: PerSeed] IReadOnlyList<double> ModelErrors, IReadOnlyList<GateRow> Gates);

/// <summary>Steps of the environment, all seeds together, by what they were for.</summary>
/// <param name="Training">Learned from.</param>
/// <param name="Gates">Spent by gates that ask the environment.</param>
/// <param name="Evaluation">Only looked at.</param>
public sealed record StepBudget(long Training, long Gates, long Evaluation);

/// <summary>An evaluation online.</summary>
/// <param name="Steps">Steps of a seed so far.</param>
/// <param name="Scores">Normalized scores, one a seed.</param>
public sealed record OnlineScores(int Steps, [property: PerSeed] IReadOnlyList<double> Scores);

/// <summary>A training's course.</summary>
/// <param name="DataScore">The mean score of the log's episodes.</param>
/// <param name="Offline">The offline phase.</param>
/// <param name="Online">The online phase's evaluations, the first before it; empty for none.</param>
/// <param name="Budget">Steps of the environment.</param>
public sealed record ImprovementResult(double DataScore, OfflineOutcome? Offline, IReadOnlyList<OnlineScores> Online, StepBudget Budget);
