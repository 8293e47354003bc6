namespace Offprint.Fuzzing;

/// <summary>What became of the mutated files of a format.</summary>
/// <param name="Format">The format.</param>
/// <param name="Mutations">Files that were read.</param>
/// <param name="Refused">Those that ended in the documented exception, naming the file.</param>
/// <param name="Same">Those that were read as what the whole file says.</param>
/// <param name="Collisions">Those that were read as something else because the checksum itself cannot tell.</param>
/// <param name="Different">Those that were read as something else, where the format has no checksum.</param>
/// <param name="LargestAllocation">Bytes that reading one of them allocated in all.</param>
/// <param name="Faults">What broke the rules, each with its number.</param>
public sealed record FuzzReport(string Format, int Mutations, int Refused, int Same, int Collisions, int Different,
    long LargestAllocation, IReadOnlyList<string> Faults)
{
    /// <summary>Whether no rule was broken.</summary>
    public bool IsClean => Faults.Count == 0;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Format}: {Mutations} mutations, {Refused} refused, {Same} the same, {Different} different (no checksum), " +
        $"{Collisions} that the checksum cannot tell, at most {LargestAllocation / 1e6:F1} MB, " +
        $"{Faults.Count} faults{string.Concat(Faults.Take(20).Select(fault => "\n  " + fault))}";
}
