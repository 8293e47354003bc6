namespace Offprint.Experiments;

/// <summary>
/// Stored results of an experiment that code has moved on from, and that are to be computed again: no failure, but no proof either.
/// </summary>
/// <param name="Paper">The paper's slug.</param>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Reason">What has changed, in a sentence.</param>
public sealed record PendingRecomputation(string Paper, string Experiment, string Reason);
