using Offprint.Numerics;

namespace Offprint.Environments.Tabular.Tetris;

/// <summary>Fills action values or logits of a board: one number a block.</summary>
/// <param name="h">The stage.</param>
/// <param name="board">The board's index.</param>
/// <param name="values">Receives 80 numbers; those of blocks that no piece makes are not read.</param>
public delegate void TetrisScore(int h, int board, Span<double> values);

/// <summary>
/// Exact values of small Tetris by backward induction over boards and pieces: V_h(board), before the piece is seen. Equal moves of a piece
/// are taken together with their number, which changes no value.
/// </summary>
public static class TetrisValues
{
    /// <summary>The best values.</summary>
    /// <param name="game">The game.</param>
    /// <param name="horizon">H, at least 1.</param>
    /// <returns>V*_h, [H][boards]; [0][0] is the value of an episode.</returns>
    public static double[][] Optimal(SmallTetris game, int horizon) => Backward(game, horizon, (board, next, moves) =>
    {
        double best = double.NegativeInfinity;
        foreach (TetrisMove move in moves)
            best = Math.Max(best, Worth(game, board, move.Block, next));
        return best;
    });

    /// <summary>The values of the uniform policy over the twenty actions.</summary>
    /// <param name="game">The game.</param>
    /// <param name="horizon">H, at least 1.</param>
    /// <returns>V_h, [H][boards].</returns>
    public static double[][] Uniform(SmallTetris game, int horizon) => Backward(game, horizon, (board, next, moves) =>
    {
        double sum = 0;
        foreach (TetrisMove move in moves)
            sum += move.Count * Worth(game, board, move.Block, next);
        return sum / SmallTetris.Actions;
    });

    /// <summary>The value of an episode under a softmax of logits, or under the greedy policy of scores (ties shared).</summary>
    /// <param name="game">The game.</param>
    /// <param name="horizon">H, at least 1.</param>
    /// <param name="score">Logits or action values of a board.</param>
    /// <param name="greedy">Whether only the greatest scores are played.</param>
    /// <returns>V_1 of the empty board.</returns>
    public static double Of(SmallTetris game, int horizon, TetrisScore score, bool greedy)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        double[] next = new double[game.Boards.Length], value = new double[game.Boards.Length];
        double[] scores = new double[SmallTetris.Blocks], weights = new double[SmallTetris.Actions];
        for (int h = horizon - 1; h >= 0; h--)
        {
            for (int board = 0; board < value.Length; board++)
            {
                score(h, board, scores);
                double sum = 0;
                for (int piece = 0; piece < SmallTetris.Pieces; piece++)
                    sum += Mean(game, board, game.MoveLists[piece], scores, weights, next, greedy);
                value[board] = sum / SmallTetris.Pieces;
            }
            (value, next) = (next, value);
        }
        return next[0];
    }

    private static double Mean(SmallTetris game, int board, TetrisMove[] moves, double[] scores, double[] weights, double[] next, bool greedy)
    {
        double greatest = double.NegativeInfinity, total = 0, sum = 0;
        foreach (TetrisMove move in moves)
            greatest = Math.Max(greatest, scores[move.Block]);
        Span<double> used = weights.AsSpan(0, moves.Length);
        for (int i = 0; i < moves.Length; i++)
            used[i] = greedy ? (scores[moves[i].Block] >= greatest ? 1 : 0) : scores[moves[i].Block] - greatest;
        if (!greedy)
            SpanMath.Exp(used);
        for (int i = 0; i < moves.Length; i++)
        {
            double weight = used[i] * moves[i].Count;
            total += weight;
            if (weight > 0)
                sum += weight * Worth(game, board, moves[i].Block, next);
        }
        return sum / total;
    }

    private static double Worth(SmallTetris game, int board, int block, double[] next)
    {
        var (board2, loss) = game.Step(board, block);
        return next[board2] - loss;
    }

    private static double[][] Backward(SmallTetris game, int horizon, Func<int, double[], TetrisMove[], double> valueOf)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        double[][] values = new double[horizon][];
        double[] next = new double[game.Boards.Length];
        for (int h = horizon - 1; h >= 0; h--)
        {
            double[] value = new double[game.Boards.Length];
            for (int board = 0; board < value.Length; board++)
            {
                foreach (TetrisMove[] moves in game.MoveLists)
                    value[board] += valueOf(board, next, moves);
                value[board] /= SmallTetris.Pieces;
            }
            values[h] = next = value;
        }
        return values;
    }
}
