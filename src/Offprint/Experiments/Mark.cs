namespace Offprint.Experiments;

/// <summary>The state of a computation on its way: another run that comes by with the same hash has computed the same so far.</summary>
/// <param name="Name">Where on its way.</param>
/// <param name="Hash">SHA-256 of the numbers' bytes: equal only for the same bits.</param>
/// <param name="Size">The root mean square of the numbers, to be compared where bits cannot be: with other instructions.</param>
/// <param name="Seconds">How long it took from the cell's start.</param>
public sealed record Mark(string Name, string Hash, double Size, double Seconds);

/// <summary>The first marks of a cell, for later runs to compare theirs with.</summary>
/// <param name="Reached">The marks in order.</param>
public sealed record MarkRecord(IReadOnlyList<Mark> Reached)
{
    /// <summary>The run that made them; <see langword="null"/> where it is the one that computed the result.</summary>
    public Provenance? By { get; init; }
}

/// <summary>Stops a cell that has come as far as was asked for.</summary>
internal sealed class MarksReachedException() : OperationCanceledException("The cell has come as far as it was to go.");
