using Offprint.Cards;

namespace Offprint.Environments.Tabular.Tetris;

/// <summary>
/// Tetris on two rows of six columns with pieces of two by two, after the simulator of hybrid-RL papers by authors of NORA: boards move
/// deterministically, pieces are drawn independently, so every policy has exact values on the 2,780 boards that can be reached.
/// </summary>
/// <remarks>
/// A board is 12 bits: bits 0–5 the bottom row, 6–11 the top row. A piece is a bottom row uniform in {1, 2, 3} and a top row uniform in
/// {0, 1, 2, 3}. An action is a position 0–4 and a number of quarter turns 0–3; position and turned piece together are a <em>block</em>
/// (80 of them), and equal blocks are the same move. The reward of a step is minus the rows that had to be given up.
/// </remarks>
public sealed class SmallTetris : IDescribable
{
    /// <summary>Columns of the board.</summary>
    public const int Columns = 6;

    /// <summary>Rows of the board.</summary>
    public const int Rows = 2;

    /// <summary>Pieces, equally likely.</summary>
    public const int Pieces = 12;

    /// <summary>Actions: five positions, four turns each; action = 4 position + turns.</summary>
    public const int Actions = 20;

    /// <summary>Blocks: 16 position + turned piece.</summary>
    public const int Blocks = 80;

    private const int FullRow = (1 << Columns) - 1;
    private readonly int[] _boards, _index = new int[1 << (Rows * Columns)], _next;
    private readonly byte[] _losses;
    private readonly int[] _blocks = new int[Pieces * Actions];

    private SmallTetris()
    {
        for (int piece = 0; piece < Pieces; piece++)
        {
            for (int action = 0; action < Actions; action++)
                _blocks[piece * Actions + action] = 16 * (action / 4) + Turn(Pattern(piece), action % 4);
        }
        MoveLists = [.. Enumerable.Range(0, Pieces).Select(MovesOf)];
        int[] used = [.. _blocks.Distinct().Order()];
        Array.Fill(_index, -1);
        List<int> boards = [0];
        _index[0] = 0;
        for (int i = 0; i < boards.Count; i++)
        {
            foreach (int block in used)
            {
                int next = Drop(boards[i], block).Board;
                if (_index[next] >= 0)
                    continue;
                _index[next] = boards.Count;
                boards.Add(next);
            }
        }
        _boards = [.. boards];
        (_next, _losses) = (new int[_boards.Length * Blocks], new byte[_boards.Length * Blocks]);
        Array.Fill(_next, -1);
        for (int i = 0; i < _boards.Length; i++)
        {
            foreach (int block in used)
            {
                var (board, loss) = Drop(_boards[i], block);
                (_next[i * Blocks + block], _losses[i * Blocks + block]) = (_index[board], (byte)loss);
            }
        }
    }

    /// <summary>The game; its tables are made once.</summary>
    public static SmallTetris Standard { get; } = new();

    /// <summary>The boards that can be reached from the empty one, which is the first.</summary>
    public ReadOnlySpan<int> Boards => _boards;

    /// <summary>The different moves of each piece: blocks with the number of actions that make them.</summary>
    public IReadOnlyList<IReadOnlyList<TetrisMove>> Moves => MoveLists;

    internal TetrisMove[][] MoveLists { get; }

    /// <summary>The 2 × 2 pattern of a piece: bits 0–1 its bottom row, 2–3 its top row.</summary>
    /// <param name="piece">0 … 11.</param>
    /// <returns>Four bits.</returns>
    public static int Pattern(int piece) => 1 + piece % 3 + 4 * (piece / 3);

    /// <summary>The block that an action makes of a piece.</summary>
    /// <param name="piece">0 … 11.</param>
    /// <param name="action">0 … 19.</param>
    /// <returns>16 position + turned piece.</returns>
    public int Block(int piece, int action) => _blocks[piece * Actions + action];

    /// <summary>The index of a board in <see cref="Boards"/>.</summary>
    /// <param name="board">12 bits.</param>
    /// <returns>The index.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It cannot be reached.</exception>
    public int IndexOf(int board) => (uint)board < (uint)_index.Length && _index[board] >= 0
        ? _index[board]
        : throw new ArgumentOutOfRangeException(nameof(board), board, "The board cannot be reached from the empty one.");

    /// <summary>Where a block leads.</summary>
    /// <param name="index">The board's index.</param>
    /// <param name="block">A block that some piece and action make.</param>
    /// <returns>The next board's index and the rows lost.</returns>
    public (int Next, int Loss) Step(int index, int block) => (_next[index * Blocks + block], _losses[index * Blocks + block]);

    /// <summary>Lets a block fall.</summary>
    /// <param name="board">12 bits.</param>
    /// <param name="block">16 position + turned piece.</param>
    /// <returns>The board afterwards and the rows lost, 0 to 2.</returns>
    public static (int Board, int Loss) Drop(int board, int block)
    {
        int pattern = block & 15, position = block >> 4;
        int piece = (pattern & 3) << position | (pattern >> 2) << (position + Columns);
        int row = 0;
        // No sliding under overhangs: a row counts as taken also when the piece one row higher would overlap.
        while ((board & Up(row)) != 0 || (board & Up(row + 1)) != 0)
            row++;
        int merged = board | Up(row);
        if ((merged >> Columns & FullRow) == FullRow)
            merged = (merged & FullRow) | merged >> (2 * Columns) << Columns;
        if ((merged & FullRow) == FullRow)
            merged >>= Columns;
        int loss = 0;
        for (; merged >> (Rows * Columns) != 0; loss++)
            merged >>= Columns;
        return (merged, loss);

        int Up(int rows) => piece << (rows * Columns);
    }

    /// <summary>The heights of a board's columns, 0 to 2.</summary>
    /// <param name="board">12 bits.</param>
    /// <param name="column">0 … 5, the column of that bit.</param>
    /// <returns>The height.</returns>
    public static int Height(int board, int column) =>
        (board >> (column + Columns) & 1) != 0 ? 2 : board >> column & 1;

    /// <inheritdoc/>
    public Card Describe() => new("Small Tetris")
    {
        Subtitle = "2 × 6 board, pieces of 2 × 2",
        Facts =
        [
            new("boards", _boards.Length), new("pieces", Pieces), new("actions", Actions),
            new("different moves a piece", string.Join(", ", Moves.Select(m => m.Count))),
            new("best value of 40 steps", TetrisValues.Optimal(this, 40)[0][0]),
        ],
    };

    /// <summary>A board as a picture.</summary>
    /// <param name="board">12 bits.</param>
    /// <param name="falling">The block that falls, shown above the board; <see langword="null"/> for none.</param>
    /// <param name="cell">The edge of a cell in pixels.</param>
    /// <returns>A colored picture of five rows.</returns>
    public static GridImage Draw(int board, int? falling = null, int cell = 16)
    {
        const int shown = 5;
        int width = Columns * cell + 1, height = shown * cell + 1;
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int row = shown - 1 - Math.Min(y / cell, shown - 1), column = Columns - 1 - Math.Min(x / cell, Columns - 1);
                bool line = x % cell == 0 || y % cell == 0;
                (byte R, byte G, byte B) color = line ? ((byte)225, (byte)225, (byte)225) : Color(row, column);
                int i = 3 * (y * width + x);
                (pixels[i], pixels[i + 1], pixels[i + 2]) = color;
            }
        }
        return new(width, height, pixels);

        (byte R, byte G, byte B) Color(int row, int column)
        {
            if (row < Rows)
                return (board >> (row * Columns + column) & 1) != 0 ? ((byte)0, (byte)114, (byte)178) : ((byte)240, (byte)240, (byte)240);
            int inPiece = falling is { } block && row >= shown - 2 && column - (block >> 4) is 0 or 1
                ? falling.Value >> (2 * (row - shown + 2) + column - (falling.Value >> 4)) & 1 : 0;
            return inPiece != 0 ? ((byte)213, (byte)94, (byte)0) : ((byte)255, (byte)255, (byte)255);
        }
    }

    /// <summary>One quarter turn: bottom 0 → bottom 1 → top 1 → top 0 → bottom 0; an empty bottom row is left out at the end.</summary>
    private static int Turn(int pattern, int turns)
    {
        for (int i = 0; i < turns; i++)
            pattern = (pattern & 1) << 1 | (pattern & 2) << 2 | (pattern & 8) >> 1 | (pattern & 4) >> 2;
        return (pattern & 3) == 0 ? pattern >> 2 : pattern;
    }

    private TetrisMove[] MovesOf(int piece) =>
        [.. Enumerable.Range(0, Actions).GroupBy(a => Block(piece, a)).Select(g => new TetrisMove(g.Key, g.Count()))];
}

/// <summary>A move of a piece.</summary>
/// <param name="Block">The block.</param>
/// <param name="Count">How many of the twenty actions make it.</param>
public readonly record struct TetrisMove(int Block, int Count);
