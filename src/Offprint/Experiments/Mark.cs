namespace Offprint.Experiments;

/// <summary>The state of a computation on its way: another run that comes by with the same hash has computed the same so far.</summary>
/// <param name="Name">Where on its way.</param>
/// <param name="Hash">SHA-256 of the numbers' bytes: equal only for the same bits.</param>
/// <param name="Size">The root mean square of the numbers, to be compared where bits cannot be: with other instructions.</param>
/// <param name="Seconds">How long it took from the cell's start.</param>
public sealed record Mark(string Name, string Hash, double Size, double Seconds);

/// <summary>The first marks of a cell, for later runs to compare theirs with; they may be younger than its result.</summary>
/// <param name="Commit">The commit that computed them.</param>
/// <param name="Instructions">With which instructions.</param>
/// <param name="Reached">The marks in order.</param>
public sealed record MarkRecord(string Commit, InstructionSets Instructions, IReadOnlyList<Mark> Reached);

/// <summary>Stops a cell that has come as far as was asked for.</summary>
internal sealed class MarksReachedException() : OperationCanceledException("The cell has come as far as it was to go.");
