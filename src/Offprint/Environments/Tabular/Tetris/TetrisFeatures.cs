namespace Offprint.Environments.Tabular.Tetris;

/// <summary>
/// The 640 features of a board and a block: eight numbers that describe the board, in the place of the block, zero elsewhere. A function
/// that is linear in them is eight weights a block, and least squares fall apart into 80 problems of eight unknowns.
/// </summary>
/// <remarks>
/// The eight: greatest height, holes (top filled over an empty bottom), wells (columns lower than both neighbors; the border is high), and
/// the five differences h_i − h_{i−1} with columns ordered from bit 5 to bit 0. The empty board's are all zero: there is no bias.
/// </remarks>
public sealed class TetrisFeatures
{
    /// <summary>Numbers that describe a board.</summary>
    public const int BoardFeatures = 8;

    private readonly double[] _values;

    /// <summary>Computes the features of all boards of a game.</summary>
    /// <param name="game">The game.</param>
    public TetrisFeatures(SmallTetris game)
    {
        _values = new double[game.Boards.Length * BoardFeatures];
        for (int i = 0; i < game.Boards.Length; i++)
            Fill(game.Boards[i], _values.AsSpan(i * BoardFeatures, BoardFeatures));
    }

    /// <summary>The eight numbers of a board, by its index.</summary>
    /// <param name="board">The index.</param>
    /// <returns>[8].</returns>
    public ReadOnlySpan<double> Of(int board) => _values.AsSpan(board * BoardFeatures, BoardFeatures);

    private static void Fill(int board, Span<double> features)
    {
        Span<int> heights = stackalloc int[SmallTetris.Columns];
        for (int i = 0; i < heights.Length; i++)
        {
            int column = heights.Length - 1 - i;
            heights[i] = SmallTetris.Height(board, column);
            features[0] = Math.Max(features[0], heights[i]);
            if (heights[i] == SmallTetris.Rows && (board >> column & 1) == 0)
                features[1]++;
        }
        for (int i = 0; i < heights.Length; i++)
        {
            bool left = i == 0 || heights[i - 1] > heights[i], right = i == heights.Length - 1 || heights[i + 1] > heights[i];
            if (left && right)
                features[2]++;
            if (i > 0)
                features[2 + i] = heights[i] - heights[i - 1];
        }
    }
}
