namespace Offprint.Datasets.Layouts;

/// <summary>
/// The order in which Gymnasium flattens nested spaces, for the paths under which Minari stores their parts: keys of a dictionary
/// alphabetically at each level, places of a tuple (<c>_index_0</c>, <c>_index_1</c>, …) by number.
/// </summary>
/// <remarks>Paths as texts order otherwise: <c>robot-state</c> before <c>robot/arm</c>, <c>_index_10</c> before <c>_index_2</c>.</remarks>
internal sealed class SpaceOrder : IComparer<string>
{
    private const string Place = "_index_";

    public static SpaceOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        string[] first = x!.Split('/'), second = y!.Split('/');
        for (int i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            int order = PlaceOf(first[i]) is { } a && PlaceOf(second[i]) is { } b ? a.CompareTo(b)
                : string.CompareOrdinal(first[i], second[i]);
            if (order != 0)
                return order;
        }
        return first.Length.CompareTo(second.Length);
    }

    private static int? PlaceOf(string key) => key.StartsWith(Place, StringComparison.Ordinal)
        && int.TryParse(key.AsSpan(Place.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? place : null;
}
