using Offprint.Cards;

namespace Offprint.Environments.Tabular;

/// <summary>A map of a grid world: free cells, numbered row by row from the top left, and walls.</summary>
public sealed class GridMap
{
    private readonly string[] _rows;
    private readonly List<(int Row, int Column)> _cells = [];
    private readonly Dictionary<(int, int), int> _states = [];

    /// <summary>Reads a map.</summary>
    /// <param name="rows">Equally long rows; <c>#</c> is a wall, every other character a free cell (<c>S</c> start, <c>G</c> goal).</param>
    /// <exception cref="ArgumentException">Rows differ in length, or no cell is free.</exception>
    public GridMap(params string[] rows)
    {
        _rows = rows;
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row].Length != rows[0].Length)
                throw new ArgumentException($"Row {row} of the map has {rows[row].Length} cells, row 0 has {rows[0].Length}.",
                    nameof(rows));
            for (int column = 0; column < rows[row].Length; column++)
            {
                if (rows[row][column] == '#')
                    continue;
                _states[(row, column)] = _cells.Count;
                _cells.Add((row, column));
            }
        }
        if (_cells.Count == 0)
            throw new ArgumentException("The map has no free cell.", nameof(rows));
    }

    /// <summary>The four-room map of 7 × 7 with 40 free cells.</summary>
    public static GridMap FourRooms { get; } =
        new("...#...", "...#...", ".......", "#.###.#", "...#...", ".......", "...#...");

    /// <summary>Rows.</summary>
    public int Height => _rows.Length;

    /// <summary>Columns.</summary>
    public int Width => _rows[0].Length;

    /// <summary>The number of free cells.</summary>
    public int States => _cells.Count;

    /// <summary>The cells that are walls, row by row.</summary>
    public IEnumerable<(int Row, int Column)> Walls => from row in Enumerable.Range(0, Height)
                                                       from column in Enumerable.Range(0, Width)
                                                       where StateAt(row, column) < 0
                                                       select (row, column);

    /// <summary>A map without walls.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The map.</returns>
    public static GridMap Open(int height, int width) => new([.. Enumerable.Repeat(new string('.', width), height)]);

    /// <summary>The state of a cell.</summary>
    /// <param name="row">Its row, from the top.</param>
    /// <param name="column">Its column.</param>
    /// <returns>The state, or −1 for a wall or a cell outside.</returns>
    public int StateAt(int row, int column) => _states.GetValueOrDefault((row, column), -1);

    /// <summary>The cell of a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Its row and column.</returns>
    public (int Row, int Column) CellOf(int state) => _cells[state];

    /// <summary>The states marked with a character, such as <c>S</c> or <c>G</c>.</summary>
    /// <param name="mark">The character.</param>
    /// <returns>The states in order.</returns>
    public int[] Marked(char mark) => [.. Enumerable.Range(0, States).Where(s => _rows[_cells[s].Row][_cells[s].Column] == mark)];

    /// <summary>Draws one number a state on the map; walls stay empty.</summary>
    /// <param name="title">The figure's title.</param>
    /// <param name="values">[S].</param>
    /// <param name="valueLabel">What the colors mean.</param>
    /// <returns>A heat map.</returns>
    public HeatMap Draw(string title, ReadOnlySpan<double> values, string valueLabel = "")
    {
        if (values.Length != States)
            throw new ArgumentException($"There are {values.Length} values for {States} cells.", nameof(values));
        double[] numbers = values.ToArray();
        double At(int row, int column) => StateAt(row, column) is >= 0 and var s ? numbers[s] : double.NaN;
        return new(title, [.. Enumerable.Range(0, Height).Select(r => r.ToString(CultureInfo.InvariantCulture))],
            [.. Enumerable.Range(0, Width).Select(c => c.ToString(CultureInfo.InvariantCulture))],
            [.. Enumerable.Range(0, Height).Select(r => (IReadOnlyList<double>)[.. Enumerable.Range(0, Width).Select(c => At(r, c))])])
        {
            ValueLabel = valueLabel,
            X = new("column"), Y = new("row"),
        };
    }
}
