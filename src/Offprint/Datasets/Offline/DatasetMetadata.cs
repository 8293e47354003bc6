using Offprint.Files;

namespace Offprint.Datasets.Offline;

/// <summary>
/// What a file says of a whole data set, such as D4RL's <c>metadata/</c> group: the behavior's algorithm, its policy's weights.
/// </summary>
/// <param name="Texts">Texts by path, without the prefix <c>metadata/</c>.</param>
/// <param name="Arrays">Arrays by path, without the prefix.</param>
public sealed record DatasetMetadata(IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, NumericArray> Arrays)
{
    /// <summary>Nothing.</summary>
    public static DatasetMetadata Empty { get; } = new(new Dictionary<string, string>(), new Dictionary<string, NumericArray>());
}
