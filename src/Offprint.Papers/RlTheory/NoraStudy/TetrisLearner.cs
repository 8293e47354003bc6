using System.Numerics.Tensors;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Environments.Tabular.Tetris;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>A learner of small Tetris: the critic, and mirror ascent or the greedy policy over the twenty actions.</summary>
internal sealed class TetrisLearner
{
    private readonly SmallTetris _game;
    private readonly TetrisMethod _method;
    private readonly TetrisCritic _critic;
    private readonly RandomStream _random;
    private readonly int _horizon;
    private readonly double[] _scores = new double[SmallTetris.Blocks], _weights = new double[SmallTetris.Actions];
    private readonly double[]? _logits; // what earlier critics left, where the actor is never reset
    private double _lastLogDeterminant;
    private int _steps;

    public TetrisLearner(SmallTetris game, TetrisMethod method, int horizon, Seed seed, int offlineEpisodes)
    {
        (_game, _method, _horizon) = (game, method, horizon);
        _critic = new(game, method, horizon);
        _random = seed.Derive("agent").Stream();
        if (!method.ResetsActor)
            _logits = new double[horizon * game.Boards.Length * SmallTetris.Blocks];
        RandomStream data = seed.Derive("offline").Stream();
        for (int i = 0; i < offlineEpisodes; i++)
            Roll(data, (_, _, piece) => game.Block(piece, data.NextInt(SmallTetris.Actions)));
        if (method.Projection is { } kept)
        {
            if (offlineEpisodes == 0)
                throw new ArgumentException("A projection on directions of the offline data needs offline data; there are none.");
            _critic.Project(kept);
        }
        Begin();
    }

    public int Updates => _critic.Updates;

    public double LogDeterminant => _critic.LogDeterminant();

    /// <summary>The exact value of the policy of the next episode.</summary>
    public double Value()
    {
        _critic.CompleteBonus();
        return TetrisValues.Of(_game, _horizon, Logits, greedy: _method.LearningRate is null);
    }

    /// <summary>Plays an episode and learns from it.</summary>
    /// <param name="environment">The stream of pieces.</param>
    /// <param name="seen">Receives each board with the block that falls on it.</param>
    public void Play(RandomStream environment, Action<int, int>? seen = null)
    {
        Roll(environment, (h, board, piece) =>
        {
            int block = Choose(h, board, piece);
            seen?.Invoke(board, block);
            return block;
        });
        _steps++;
        Begin();
    }

    /// <summary>Before an episode: the test of the critic.</summary>
    private void Begin()
    {
        bool update = _critic.Updates == 0 || _method.Switching switch
        {
            SwitchRule.EveryEpisode => true,
            SwitchRule.Growth => _critic.LogDeterminant() > _lastLogDeterminant + _method.LogGrowth,
            _ => false,
        };
        if (!update)
            return;
        if (_logits is not null && _critic.Updates > 0)
            KeepLogits();
        _critic.Update();
        _lastLogDeterminant = _critic.LogDeterminant();
        _steps = 0;
    }

    private void Roll(RandomStream environment, Func<int, int, int, int> choose)
    {
        int board = 0, piece = environment.NextInt(SmallTetris.Pieces);
        for (int h = 0; h < _horizon; h++)
        {
            int block = choose(h, board, piece);
            var (next, loss) = _game.Step(board, block);
            piece = environment.NextInt(SmallTetris.Pieces);
            _critic.Observe(board, block, next, loss, piece);
            board = next;
        }
    }

    private int Choose(int h, int board, int piece)
    {
        ReadOnlySpan<TetrisMove> moves = _game.MovesOf(piece);
        Logits(h, board, _scores);
        double greatest = double.NegativeInfinity;
        foreach (TetrisMove move in moves)
            greatest = Math.Max(greatest, _scores[move.Block]);
        double sum = 0;
        for (int i = 0; i < moves.Length; i++)
        {
            double score = _scores[moves[i].Block];
            sum += _weights[i] = moves[i].Count
                * (_method.LearningRate is null ? (score >= greatest ? 1 : 0) : Math.Exp(score - greatest));
        }
        for (int i = 0; i < moves.Length; i++)
            _weights[i] /= sum;
        return moves[_random.NextCategorical(_weights.AsSpan(0, moves.Length))].Block;
    }

    /// <summary>The actor's logits, or for a greedy one the critic's values.</summary>
    private void Logits(int h, int board, Span<double> logits)
    {
        _critic.Score(h, board, logits);
        if (_method.LearningRate is not { } rate)
            return;
        TensorPrimitives.Multiply(logits, rate * _steps, logits);
        if (_logits is not null)
            TensorPrimitives.Add(logits, Kept(h, board), logits);
    }

    private void KeepLogits()
    {
        _critic.CompleteBonus();
        for (int h = 0; h < _horizon; h++)
        {
            for (int board = 0; board < _game.Boards.Length; board++)
            {
                Logits(h, board, _scores);
                _scores.CopyTo(Kept(h, board));
            }
        }
    }

    private Span<double> Kept(int h, int board) =>
        _logits.AsSpan((h * _game.Boards.Length + board) * SmallTetris.Blocks, SmallTetris.Blocks);
}
