using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Environments.Tabular.Tetris;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>
/// Least-squares value iteration on the 640 features of small Tetris: all stages share the rows and Λ, each stage has weights of its own,
/// f_h = min(φᵀ w_h + c √(φᵀ Λ⁻¹ φ), 0). Λ falls apart into 80 blocks of 8 × 8.
/// </summary>
internal sealed class TetrisCritic
{
    private const int D = TetrisFeatures.BoardFeatures, Square = D * D;
    private readonly SmallTetris _game;
    private readonly TetrisFeatures _features;
    private readonly TetrisMethod _method;
    private readonly int _horizon;
    private readonly double[] _gram = new double[SmallTetris.Blocks * Square], _inverse = new double[SmallTetris.Blocks * Square];
    private readonly double[] _weights, _sums = new double[SmallTetris.Blocks * D], _scores = new double[SmallTetris.Blocks];
    private readonly double[] _bonus, _values;
    private readonly bool[] _isVisited;
    private readonly List<int> _visited = [];
    private readonly List<(int Block, int Board)> _keys = [];
    private readonly Dictionary<(int, int), int> _keyIndex = [];
    private readonly List<(int Key, int Loss, int Next)> _rows = [];
    private Matrix<double>?[]? _bases;
    private double[] _targets = [];
    private bool _bonusIsComplete;

    public TetrisCritic(SmallTetris game, TetrisMethod method, int horizon)
    {
        if (!(method.Ridge > 0))
            throw new ArgumentException($"A ridge of {method.Ridge}; it must be positive: blocks without data have no estimate without it.");
        (_game, _features, _method, _horizon) = (game, new(game), method, horizon);
        _weights = new double[horizon * SmallTetris.Blocks * D];
        (_bonus, _isVisited) = (new double[game.Boards.Length * SmallTetris.Blocks], new bool[game.Boards.Length]);
        _values = new double[game.Boards.Length * SmallTetris.Pieces];
    }

    /// <summary>log det Λ of the rows so far, less that of the ridge alone.</summary>
    public double LogDeterminant { get; private set; }

    public int Updates { get; private set; }

    /// <summary>Takes in a step.</summary>
    public void Observe(int board, int block, int next, int loss, int nextPiece)
    {
        var key = (block, _method.NextBoardFeatures ? next : board);
        if (!_keyIndex.TryGetValue(key, out int index))
        {
            _keyIndex.Add(key, index = _keys.Count);
            _keys.Add(key);
        }
        _rows.Add((index, loss, next * SmallTetris.Pieces + nextPiece));
        if (!_isVisited[next])
        {
            _isVisited[next] = true;
            _visited.Add(next);
        }
        ReadOnlySpan<double> g = _features.Of(key.Item2);
        Span<double> gram = _gram.AsSpan(block * Square, Square);
        for (int i = 0; i < D; i++)
        {
            for (int j = 0; j < D; j++)
                gram[i * D + j] += g[i] * g[j];
        }
    }

    /// <summary>Keeps the strongest directions of the rows so far. The features' Gram matrix is of blocks, and so are its eigenvectors.</summary>
    public void Project(int count)
    {
        var all = from block in Enumerable.Range(0, SmallTetris.Blocks)
                  let evd = GramOf(block).Evd(Symmetricity.Symmetric)
                  from i in Enumerable.Range(0, D)
                  select (Block: block, Value: evd.EigenValues[i].Real, Vector: evd.EigenVectors.Column(i));
        var kept = all.OrderByDescending(e => e.Value).ThenBy(e => e.Block).Take(count).ToLookup(e => e.Block, e => e.Vector);
        _bases = [.. Enumerable.Range(0, SmallTetris.Blocks)
            .Select(b => kept[b].Any() ? Matrix<double>.Build.DenseOfColumnVectors(kept[b]) : null)];
    }

    /// <summary>Inverts Λ and sums its log determinant.</summary>
    public void Factor()
    {
        LogDeterminant = 0;
        for (int block = 0; block < SmallTetris.Blocks; block++)
        {
            Span<double> inverse = _inverse.AsSpan(block * Square, Square);
            inverse.Clear();
            if (_bases is not null && _bases[block] is null)
                continue;
            Matrix<double> gram = GramOf(block);
            Matrix<double>? basis = _bases?[block];
            if (basis is not null)
                gram = basis.TransposeThisAndMultiply(gram * basis);
            var factor = (gram + _method.Ridge * Matrix<double>.Build.DenseIdentity(gram.RowCount)).Cholesky();
            LogDeterminant += factor.DeterminantLn - gram.RowCount * Math.Log(_method.Ridge);
            Matrix<double> inverted = factor.Solve(Matrix<double>.Build.DenseIdentity(gram.RowCount));
            if (basis is not null)
                inverted = basis * inverted.TransposeAndMultiply(basis);
            inverted.ToRowMajorArray().CopyTo(inverse);
        }
    }

    /// <summary>Fits all stages, backwards; call <see cref="Factor"/> before.</summary>
    public void Update()
    {
        foreach (int board in _visited)
            FillBonus(board);
        _bonusIsComplete = false;
        if (_targets.Length < _keys.Count)
            _targets = new double[2 * _keys.Count];
        Array.Clear(_values);
        for (int h = _horizon - 1; h >= 0; h--)
        {
            Regress(_weights.AsSpan(h * SmallTetris.Blocks * D, SmallTetris.Blocks * D));
            foreach (int board in _visited)
            {
                Fill(h, board, _scores);
                FillGreatest(_values.AsSpan(board * SmallTetris.Pieces, SmallTetris.Pieces));
            }
        }
        Updates++;
    }

    /// <summary>f_h of all blocks on a board, for a rollout: the bonus of the board is computed anew.</summary>
    public void Score(int h, int board, Span<double> scores)
    {
        if (!_bonusIsComplete)
            FillBonus(board);
        Fill(h, board, scores);
    }

    /// <summary>Computes the bonus of all boards, so that <see cref="Score"/> need not.</summary>
    public void CompleteBonus()
    {
        for (int board = 0; board < _isVisited.Length && !_bonusIsComplete; board++)
            FillBonus(board);
        _bonusIsComplete = true;
    }

    /// <summary>w_b = Λ_b⁻¹ Σ g (V(s') − loss).</summary>
    private void Regress(Span<double> weights)
    {
        Span<double> targets = _targets.AsSpan(0, _keys.Count);
        targets.Clear();
        foreach (var (key, loss, next) in CollectionsMarshal.AsSpan(_rows))
            targets[key] += _values[next] - loss;
        Array.Clear(_sums);
        for (int i = 0; i < targets.Length; i++)
        {
            var (block, board) = _keys[i];
            ReadOnlySpan<double> g = _features.Of(board);
            for (int j = 0; j < D; j++)
                _sums[block * D + j] += targets[i] * g[j];
        }
        for (int block = 0; block < SmallTetris.Blocks; block++)
        {
            for (int j = 0; j < D; j++)
                weights[block * D + j] = Dot(ref _inverse[block * Square + j * D], ref _sums[block * D]);
        }
    }

    private void Fill(int h, int board, Span<double> scores)
    {
        ref double g = ref MemoryMarshal.GetReference(_features.Of(board));
        ref double w = ref _weights[h * SmallTetris.Blocks * D];
        ReadOnlySpan<double> bonus = _bonus.AsSpan(board * SmallTetris.Blocks, SmallTetris.Blocks);
        for (int block = 0; block < SmallTetris.Blocks; block++)
            scores[block] = Math.Min(Dot(ref Unsafe.Add(ref w, block * D), ref g) + bonus[block], 0);
    }

    private void FillBonus(int board)
    {
        if (_method.Bonus == 0)
            return;
        ref double g = ref MemoryMarshal.GetReference(_features.Of(board));
        for (int block = 0; block < SmallTetris.Blocks; block++)
        {
            double square = 0;
            for (int i = 0; i < D; i++)
                square += Unsafe.Add(ref g, i) * Dot(ref _inverse[block * Square + i * D], ref g);
            _bonus[board * SmallTetris.Blocks + block] = _method.Bonus * Math.Sqrt(Math.Max(0, square));
        }
    }

    private void FillGreatest(Span<double> values)
    {
        for (int piece = 0; piece < values.Length; piece++)
        {
            double best = double.NegativeInfinity;
            foreach (TetrisMove move in _game.MovesOf(piece))
                best = Math.Max(best, _scores[move.Block]);
            values[piece] = best;
        }
    }

    private Matrix<double> GramOf(int block) =>
        Matrix<double>.Build.DenseOfRowMajor(D, D, _gram.AsSpan(block * Square, Square).ToArray());

    /// <summary>The product of two vectors of eight.</summary>
    private static double Dot(ref double a, ref double b) => Vector256.Sum(
        Vector256.LoadUnsafe(ref a) * Vector256.LoadUnsafe(ref b) + Vector256.LoadUnsafe(ref a, 4) * Vector256.LoadUnsafe(ref b, 4));
}
