using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Offprint.Datasets.Offline;
using Offprint.Files;

namespace Offprint.Agents.Collection;

/// <summary>What proves that a log was recomputed to the same bits: the SHA-256 of its first rows.</summary>
public static class LogChecksum
{
    /// <summary>The rows that are compared.</summary>
    public const int Rows = 10_000;

    private const string File = "log-checksums.csv";

    /// <summary>The checksum of a log's first rows: s, a, r, s′ and ends, little-endian.</summary>
    /// <param name="data">The log.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">It has fewer rows than <see cref="Rows"/>.</exception>
    public static string Of(OfflineDataset data)
    {
        if (data.Count < Rows)
            throw new ArgumentException($"The checksum of a log is that of its first {Rows} rows; '{data.Name}' has {data.Count}.",
                nameof(data));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, data.Observations);
        Add(hash, data.Actions);
        Add(hash, data.Rewards);
        if (data.Next is { } next)
            Add(hash, next);
        hash.AppendData(MemoryMarshal.AsBytes(data.Terminals.Values[..Rows]));
        hash.AppendData(MemoryMarshal.AsBytes(data.Timeouts.Values[..Rows]));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The checksum with which a log came out where the project was made.</summary>
    /// <param name="recipe">The log.</param>
    /// <returns>It, or <see langword="null"/> where none is on record: of other trainings, and of replays that were thinned.</returns>
    public static string? Recorded(DatasetRecipe recipe) => recipe.IsPrefix ? Table.GetValueOrDefault(recipe.Name) : null;

    /// <summary>What to say of a log whose bits are others than those on record.</summary>
    /// <param name="recipe">The log.</param>
    /// <param name="data">Its rows.</param>
    /// <returns>A sentence, or <see langword="null"/> where there is nothing to say.</returns>
    internal static string? Note(DatasetRecipe recipe, OfflineDataset data) =>
        data.Count >= Rows && Recorded(recipe) is { } recorded && Of(data) != recorded
            ? "its bits are not those on record, as happens with another MuJoCo or on a processor with other mathematics: results on it " +
                "agree within their intervals, not to the last digit"
            : null;

    private static Dictionary<string, string> Table { get; } = Read();

    private static Dictionary<string, string> Read()
    {
        return ProjectFolders.TryFindData(out string? data) && Path.Combine(data, "artifacts", File) is var path
            && System.IO.File.Exists(path)
            ? System.IO.File.ReadLines(path).Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => cells[1])
            : [];
    }

    private static void Add(IncrementalHash hash, Column<float> column)
    {
        ReadOnlySpan<float> values = column.Values[..(Rows * column.Width)];
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
            return;
        }
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            hash.AppendData(bytes);
        }
    }
}
