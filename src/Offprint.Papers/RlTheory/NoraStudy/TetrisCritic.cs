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
    private const int D = TetrisFeatures.BoardFeatures, Square = D * D, Patterns = 16;
    private readonly int[] _turned;
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
            throw new ArgumentException(
                $"A ridge of {method.Ridge}; it must be positive: blocks without data have no estimate without it.", nameof(method));
        (_features, _method, _horizon) = (new(game), method, horizon);
        _turned = [.. from piece in Enumerable.Range(0, SmallTetris.Pieces) from turns in Enumerable.Range(0, 4)
                      select game.Block(piece, turns)]; // at position 0 a block is its pattern
        _weights = new double[horizon * SmallTetris.Blocks * D];
        (_bonus, _isVisited) = (new double[game.Boards.Length * SmallTetris.Blocks], new bool[game.Boards.Length]);
        _values = new double[game.Boards.Length * SmallTetris.Pieces];
    }

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

    /// <summary>
    /// Keeps the strongest directions of the rows so far. The features' Gram matrix is of blocks, and so are its eigenvectors.
    /// </summary>
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

    /// <summary>log det Λ of the rows so far, less that of the ridge alone.</summary>
    public double LogDeterminant()
    {
        Span<double> factor = stackalloc double[Square];
        double sum = 0;
        for (int block = 0; block < SmallTetris.Blocks; block++)
        {
            if (_bases is null)
                _gram.AsSpan(block * Square, Square).CopyTo(factor);
            else if (_bases[block] is { } basis)
                basis.TransposeThisAndMultiply(GramOf(block) * basis).ToRowMajorArray().CopyTo(factor);
            else
                continue;
            sum += LogDeterminantOf(factor, _bases?[block]?.ColumnCount ?? D);
        }
        return sum;
    }

    /// <summary>Fits all stages, backwards. Until the next fit weights and bonuses stay what they are.</summary>
    public void Update()
    {
        Invert();
        _bonusIsComplete = false;
        foreach (int board in _visited)
            FillBonus(board);
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

    /// <summary>max over actions for each piece: first over the positions of a pattern, then over the turns of a piece.</summary>
    private void FillGreatest(Span<double> values)
    {
        Span<double> greatest = stackalloc double[Patterns];
        _scores.AsSpan(0, Patterns).CopyTo(greatest);
        for (int block = Patterns; block < SmallTetris.Blocks; block++)
            greatest[block % Patterns] = Math.Max(greatest[block % Patterns], _scores[block]);
        for (int piece = 0; piece < values.Length; piece++)
        {
            values[piece] = Math.Max(Math.Max(greatest[_turned[4 * piece]], greatest[_turned[4 * piece + 1]]),
                Math.Max(greatest[_turned[4 * piece + 2]], greatest[_turned[4 * piece + 3]]));
        }
    }

    /// <summary>Λ_b⁻¹ of all blocks, or its image in the directions that are kept.</summary>
    private void Invert()
    {
        Array.Clear(_inverse);
        for (int block = 0; block < SmallTetris.Blocks; block++)
        {
            if (_bases is not null && _bases[block] is null)
                continue;
            Matrix<double> gram = GramOf(block);
            Matrix<double>? basis = _bases?[block];
            if (basis is not null)
                gram = basis.TransposeThisAndMultiply(gram * basis);
            var identity = Matrix<double>.Build.DenseIdentity(gram.RowCount);
            Matrix<double> inverted = (gram + _method.Ridge * identity).Cholesky().Solve(identity);
            if (basis is not null)
                inverted = basis * inverted.TransposeAndMultiply(basis);
            inverted.ToRowMajorArray().CopyTo(_inverse, block * Square);
        }
    }

    /// <summary>log det(I + G/λ) by Cholesky's factorization, in place.</summary>
    private double LogDeterminantOf(Span<double> gram, int size)
    {
        double sum = 0;
        for (int i = 0; i < size; i++)
            gram[i * size + i] += _method.Ridge;
        for (int j = 0; j < size; j++)
        {
            double pivot = gram[j * size + j];
            for (int k = 0; k < j; k++)
                pivot -= gram[j * size + k] * gram[j * size + k];
            sum += Math.Log(pivot / _method.Ridge);
            double root = Math.Sqrt(pivot);
            for (int i = j + 1; i < size; i++)
            {
                double entry = gram[i * size + j];
                for (int k = 0; k < j; k++)
                    entry -= gram[i * size + k] * gram[j * size + k];
                gram[i * size + j] = entry / root;
            }
        }
        return sum;
    }

    private Matrix<double> GramOf(int block) =>
        Matrix<double>.Build.DenseOfRowMajor(D, D, _gram.AsSpan(block * Square, Square).ToArray());

    /// <summary>The product of two vectors of eight.</summary>
    private static double Dot(ref double a, ref double b) => Vector256.Sum(
        Vector256.LoadUnsafe(ref a) * Vector256.LoadUnsafe(ref b) + Vector256.LoadUnsafe(ref a, 4) * Vector256.LoadUnsafe(ref b, 4));
}
