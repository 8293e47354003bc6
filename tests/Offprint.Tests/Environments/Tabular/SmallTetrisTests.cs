using Offprint.Environments.Tabular.Tetris;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Tabular;

public sealed class SmallTetrisTests
{
    private static readonly SmallTetris s_game = SmallTetris.Standard;

    [Fact]
    public void There_are_2780_boards()
    {
        Assert.Equal(2780, s_game.Boards.Length);
        Assert.Equal(0, s_game.Boards[0]);
        Assert.Equal(0, s_game.IndexOf(0));
        Assert.Contains("cannot be reached", Assert.Throws<ArgumentOutOfRangeException>(() => s_game.IndexOf(4095)).Message);
    }

    [Fact]
    public void Best_values_are_the_sheets()
    {
        double Best(int horizon) => TetrisValues.Optimal(s_game, horizon)[0][0];
        Assert.Equal(0, Best(1), 1e-12);
        Assert.Equal(0, Best(2), 1e-12);
        Assert.Equal(-0.1197764379, Best(10), 1e-9);
        Assert.Equal(-0.5501886476, Best(40), 1e-9);
        double[][] values = TetrisValues.Optimal(s_game, 600);
        Assert.Equal(-0.0143343531, values[0][0] - values[1][0], 1e-9); // the long-run gain
    }

    /// <summary>A roll-out of 20,000 episodes; the bound of 4.5 standard errors fails with a probability below 10⁻⁵.</summary>
    [Fact]
    public void Uniform_values_are_the_mean_of_rollouts()
    {
        double exact = TetrisValues.Uniform(s_game, 40)[0][0];
        Assert.Equal(-33.66, exact, 0.005);
        RandomStream random = new Seed(1).Stream();
        const int episodes = 20_000;
        double sum = 0, squares = 0;
        for (int i = 0; i < episodes; i++)
        {
            int board = 0, lost = 0;
            for (int h = 0; h < 40; h++)
            {
                (board, int loss) = SmallTetris.Drop(board, s_game.Block(random.NextInt(12), random.NextInt(20)));
                lost += loss;
            }
            sum -= lost;
            squares += lost * lost;
        }
        double mean = sum / episodes, error = Math.Sqrt((squares / episodes - mean * mean) / episodes);
        Assert.InRange(Math.Abs(mean - exact), 0, 4.5 * error);
    }

    /// <summary>The general evaluation meets both special ones.</summary>
    [Fact]
    public void Softmax_and_greedy_values_have_the_known_limits()
    {
        double[][] best = TetrisValues.Optimal(s_game, 12);
        void BestScores(int h, int board, Span<double> scores)
        {
            foreach (int block in s_game.Moves.SelectMany(m => m).Select(m => m.Block).Distinct())
            {
                var (next, loss) = s_game.Step(board, block);
                scores[block] = (h + 1 < 12 ? best[h + 1][next] : 0) - loss;
            }
        }
        Assert.Equal(best[0][0], TetrisValues.Of(s_game, 12, BestScores, greedy: true), 1e-12);
        Assert.Equal(TetrisValues.Uniform(s_game, 12)[0][0], TetrisValues.Of(s_game, 12, (_, _, scores) => scores.Fill(7), greedy: false),
            1e-12);
        // A constant added to the logits of a state changes nothing, even a large one.
        TetrisScore Shifted(double scale, double shift) => (h, board, scores) =>
        {
            BestScores(h, board, scores);
            foreach (ref double score in scores)
                score = scale * score + shift;
        };
        Assert.Equal(TetrisValues.Of(s_game, 12, Shifted(3, 0), false), TetrisValues.Of(s_game, 12, Shifted(3, 1e4), false), 1e-9);
    }

    [Theory]
    [InlineData(0b000000_000000, 3, 0, 0b000000_000011, 0)] // two cells fall to the ground
    [InlineData(0b000000_001111, 64 + 3, 0, 0, 0)] // the row is full and goes
    [InlineData(0b000000_000001, 3, 0, 0b000011_000001, 0)] // lands on a cell
    [InlineData(0b000001_000000, 2, 0, 0, 1)] // see below: no sliding under an overhang
    public void Pieces_fall_by_the_rules(int board, int block, int _, int expected, int loss)
    {
        var (next, lost) = SmallTetris.Drop(board, block);
        if (loss == 1)
        {
            // A single cell in column 1 beside an overhang over column 0: nothing is in its way, so it falls to the ground.
            Assert.Equal((0b000001_000010, 0), (next, lost));
            return;
        }
        Assert.Equal((expected, loss), (next, lost));
    }

    [Fact]
    public void A_row_that_does_not_fit_is_given_up()
    {
        // Both rows hold the leftmost column; a square on it needs two more rows, so two are lost.
        Assert.Equal((0b000011_000011, 2), SmallTetris.Drop(0b000001_000001, 15));
        // A flat piece under an overhang cannot slide: it stays above, and one row is lost.
        Assert.Equal((0b000011_000001, 1), SmallTetris.Drop(0b000001_000000, 3));
    }

    [Fact]
    public void Equal_moves_are_counted_together()
    {
        Assert.All(s_game.Moves, moves => Assert.Equal(20, moves.Sum(m => m.Count)));
        int square = Enumerable.Range(0, 12).Single(p => SmallTetris.Pattern(p) == 15);
        Assert.Equal(5, s_game.Moves[square].Count);
        Assert.All(s_game.Moves[square], m => Assert.Equal(4, m.Count));
    }

    [Fact]
    public void Features_describe_the_board()
    {
        var features = new TetrisFeatures(s_game);
        Assert.All(features.Of(0).ToArray(), f => Assert.Equal(0, f));
        // The piece of an L over an overhang: heights from bit 5 to bit 0 are 0, 0, 0, 0, 2, 1 with a hole below the 2.
        int board = s_game.IndexOf(0b000010_000001);
        Assert.Equal([2, 1, 0, 0, 0, 0, 2, -1], features.Of(board).ToArray());
    }
}
