namespace Offprint.Fuzzing;

/// <summary>A file format under test.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Samples">Whole files, made or read when asked for.</param>
/// <param name="Read">Reads a file and gives everything that it means, as a text that is equal only for equal content.</param>
public sealed record FuzzedFormat(string Name, Func<IReadOnlyList<byte[]>> Samples, Func<string, string> Read)
{
    /// <summary>
    /// Whether the format protects all of its content by checksums, so that damaged files either read the same or are refused.
    /// </summary>
    public bool IsProtected { get; init; }

    /// <summary>
    /// Takes a whole and a damaged file and gives the whole one with only those changes that its checksums may not tell by their nature, in
    /// any reader; <see langword="null"/> if there are no such changes. What reads like that file is no fault.
    /// </summary>
    public Func<byte[], byte[], byte[]>? Undetectable { get; init; }

    /// <summary>What one byte of the file can become in memory; 1032 where it is compressed.</summary>
    public int Expansion { get; init; } = 1;
}
