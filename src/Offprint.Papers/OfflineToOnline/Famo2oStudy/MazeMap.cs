using Offprint.Cards;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Draws one number a cell of the crossing maze, with rows and columns counted from 1.</summary>
internal static class MazeMap
{
    /// <summary>A map; walls and cells without a number stay empty.</summary>
    /// <param name="title">The title.</param>
    /// <param name="label">What the numbers mean.</param>
    /// <param name="value">The number of a cell by its row and column, NaN for none.</param>
    /// <returns>The map, each number in its cell.</returns>
    public static HeatMap Draw(string title, string label, Func<(int Row, int Column), double> value)
    {
        // Adding 0 turns −0 into 0.
        int height = CrossingMaze.Map.Height, width = CrossingMaze.Map.Width;
        return new(title, Labels(height), Labels(width),
            [.. Enumerable.Range(1, height).Select(row => (IReadOnlyList<double>)[.. Enumerable.Range(1, width).Select(column =>
                CrossingMaze.Map.StateAt(row - 1, column - 1) < 0 ? double.NaN : Math.Round(value((row, column)), 2) + 0.0)])])
        {
            ValueLabel = label, ShowValues = true, X = new("column"), Y = new("row"),
        };
    }

    private static string[] Labels(int count) => [.. Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
}
