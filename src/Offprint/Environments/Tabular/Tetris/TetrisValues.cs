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
    public static double[][] Optimal(SmallTetris game, int horizon)
    {
        double[] greatest = new double[SmallTetris.Patterns];
        return Backward(game, horizon, (board, next) =>
        {
            for (int pattern = 1; pattern < greatest.Length; pattern++)
            {
                greatest[pattern] = double.NegativeInfinity;
                for (int position = 0; position < SmallTetris.Positions && game.IsUsed(pattern); position++)
                    greatest[pattern] = Math.Max(greatest[pattern], Worth(game, board, SmallTetris.Patterns * position + pattern, next));
            }
            ReadOnlySpan<int> turned = game.TurnedPatterns;
            double sum = 0;
            for (int i = 0; i < turned.Length; i += 4)
            {
                sum += Math.Max(Math.Max(greatest[turned[i]], greatest[turned[i + 1]]),
                    Math.Max(greatest[turned[i + 2]], greatest[turned[i + 3]]));
            }
            return sum;
        });
    }

    /// <summary>The values of the uniform policy over the twenty actions.</summary>
    /// <param name="game">The game.</param>
    /// <param name="horizon">H, at least 1.</param>
    /// <returns>V_h, [H][boards].</returns>
    public static double[][] Uniform(SmallTetris game, int horizon) => Backward(game, horizon, (board, next) =>
    {
        double sum = 0;
        foreach (TetrisMove[] moves in game.MoveLists)
        {
            foreach (TetrisMove move in moves)
                sum += move.Count * Worth(game, board, move.Block, next);
        }
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
        var mean = new PolicyMean(game, greedy);
        for (int h = horizon - 1; h >= 0; h--)
        {
            for (int board = 0; board < value.Length; board++)
            {
                score(h, board, mean.Scores);
                value[board] = mean.Over(board, next);
            }
            (value, next) = (next, value);
        }
        return next[0];
    }

    /// <summary>
    /// The mean over pieces and actions on one board. An action is a position and a turn, and the positions of a turned pattern are the
    /// same for all pieces that can become it: they are summed once, relative to their greatest score, and joined by piece.
    /// </summary>
    private sealed class PolicyMean(SmallTetris game, bool greedy)
    {
        private const int Positions = SmallTetris.Positions, Patterns = SmallTetris.Patterns;
        private readonly double[] _shifted = new double[Patterns * Positions];
        private readonly double[] _greatest = new double[Patterns], _weights = new double[Patterns], _values = new double[Patterns];
        private readonly double[] _turns = new double[4 * SmallTetris.Pieces];

        public double[] Scores { get; } = new double[SmallTetris.Blocks];

        public double Over(int board, double[] next)
        {
            SumPositions(board, next);
            ReadOnlySpan<int> turned = game.TurnedPatterns;
            for (int i = 0; i < turned.Length; i += 4)
            {
                double greatest = Math.Max(Math.Max(_greatest[turned[i]], _greatest[turned[i + 1]]),
                    Math.Max(_greatest[turned[i + 2]], _greatest[turned[i + 3]]));
                for (int turn = i; turn < i + 4; turn++)
                    _turns[turn] = _greatest[turned[turn]] - greatest;
            }
            Weigh(_turns);
            double sum = 0;
            for (int i = 0; i < turned.Length; i += 4)
            {
                double weight = 0, value = 0;
                for (int turn = i; turn < i + 4; turn++)
                {
                    weight += _turns[turn] * _weights[turned[turn]];
                    value += _turns[turn] * _values[turned[turn]];
                }
                sum += value / weight;
            }
            return sum / SmallTetris.Pieces;
        }

        private void SumPositions(int board, double[] next)
        {
            for (int pattern = 1; pattern < Patterns; pattern++)
            {
                double greatest = double.NegativeInfinity;
                for (int position = 0; position < Positions; position++)
                    greatest = Math.Max(greatest, Scores[Patterns * position + pattern]);
                _greatest[pattern] = greatest;
                for (int position = 0; position < Positions; position++)
                    _shifted[Positions * pattern + position] = Scores[Patterns * position + pattern] - greatest;
            }
            Weigh(_shifted);
            for (int pattern = 1; pattern < Patterns; pattern++)
            {
                double weight = 0, value = 0;
                for (int position = 0; position < Positions; position++)
                {
                    double share = _shifted[Positions * pattern + position];
                    weight += share;
                    if (share > 0 && game.IsUsed(pattern))
                        value += share * Worth(game, board, Patterns * position + pattern, next);
                }
                (_weights[pattern], _values[pattern]) = (weight, value);
            }
        }

        /// <summary>Differences to the greatest become weights.</summary>
        private void Weigh(Span<double> differences)
        {
            if (!greedy)
            {
                SpanMath.Exp(differences);
                return;
            }
            foreach (ref double difference in differences)
                difference = difference >= 0 ? 1 : 0;
        }
    }

    private static double Worth(SmallTetris game, int board, int block, double[] next)
    {
        var (board2, loss) = game.Step(board, block);
        return next[board2] - loss;
    }

    /// <summary>Values of all boards, from the last stage on; the function gives the sum over pieces.</summary>
    private static double[][] Backward(SmallTetris game, int horizon, Func<int, double[], double> sumOverPieces)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        double[][] values = new double[horizon][];
        double[] next = new double[game.Boards.Length];
        for (int h = horizon - 1; h >= 0; h--)
        {
            double[] value = new double[game.Boards.Length];
            for (int board = 0; board < value.Length; board++)
                value[board] = sumOverPieces(board, next) / SmallTetris.Pieces;
            values[h] = next = value;
        }
        return values;
    }
}
