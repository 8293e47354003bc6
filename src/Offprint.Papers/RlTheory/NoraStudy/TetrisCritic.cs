using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Environments.Tabular.Tetris;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>
/// Least-squares value iteration on the 640 features of small Tetris: all stages share the rows and Λ, each stage has weights of its own,
/// f_h = min(φᵀ w_h + c √(φᵀ Λ⁻¹ φ), 0). Λ falls apart into 80 blocks of 8 × 8.
/// </summary>
/// <remarks>
/// Weights and Λ⁻¹ lie feature by feature, the blocks side by side, so that a board's scores are fused multiply-adds of whole vectors. Rows
/// are kept as counts: a board and a block have one next board, and only the next piece is drawn.
/// </remarks>
internal sealed class TetrisCritic
{
    private const int D = TetrisFeatures.BoardFeatures, Square = D * D, Patterns = 16, Blocks = SmallTetris.Blocks;
    private const int Pieces = SmallTetris.Pieces;
    private readonly TetrisFeatures _features;
    private readonly TetrisMethod _method;
    private readonly int _horizon;
    private readonly double[] _gram = new double[Blocks * Square], _inverse = new double[Square * Blocks];
    private readonly double[] _weights, _sums = new double[Blocks * D], _scores = new double[Blocks];
    private readonly double[] _bonus, _values;
    private readonly bool[] _isVisited;
    private readonly List<int> _visited = [];
    private readonly int[] _turned;
    private readonly Dictionary<(int, int), int> _keyIndex = [];
    private readonly List<Key> _keys = [];
    private readonly List<double> _counts = []; // how often each next piece followed, [key][Pieces]
    private Matrix<double>?[]? _bases;
    private bool _bonusIsComplete;

    public TetrisCritic(SmallTetris game, TetrisMethod method, int horizon)
    {
        if (!(method.Ridge > 0))
            throw new ArgumentException(
                $"A ridge of {method.Ridge}; it must be positive: blocks without data have no estimate without it.", nameof(method));
        (_features, _method, _horizon) = (new(game), method, horizon);
        _turned = [.. from piece in Enumerable.Range(0, Pieces) from turns in Enumerable.Range(0, 4)
                      select game.Block(piece, turns)]; // at position 0 a block is its pattern
        _weights = new double[horizon * D * Blocks];
        (_bonus, _isVisited) = (new double[game.Boards.Length * Blocks], new bool[game.Boards.Length]);
        _values = new double[game.Boards.Length * Pieces];
    }

    public int Updates { get; private set; }

    /// <summary>Takes in a step.</summary>
    public void Observe(int board, int block, int next, int loss, int nextPiece)
    {
        var key = (block, _method.NextBoardFeatures ? next : board);
        if (!_keyIndex.TryGetValue(key, out int index))
        {
            _keyIndex.Add(key, index = _keys.Count);
            _keys.Add(new(block, key.Item2, next));
            _counts.AddRange(new double[Pieces]);
        }
        CollectionsMarshal.AsSpan(_keys)[index].Losses += loss;
        _counts[index * Pieces + nextPiece]++;
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
        var all = from block in Enumerable.Range(0, Blocks)
                  let evd = GramOf(block).Evd(Symmetricity.Symmetric)
                  from i in Enumerable.Range(0, D)
                  select (Block: block, Value: evd.EigenValues[i].Real, Vector: evd.EigenVectors.Column(i));
        var kept = all.OrderByDescending(e => e.Value).ThenBy(e => e.Block).Take(count).ToLookup(e => e.Block, e => e.Vector);
        _bases = [.. Enumerable.Range(0, Blocks)
            .Select(b => kept[b].Any() ? Matrix<double>.Build.DenseOfColumnVectors(kept[b]) : null)];
    }

    /// <summary>log det Λ of the rows so far, less that of the ridge alone.</summary>
    public double LogDeterminant()
    {
        Span<double> factor = stackalloc double[Square];
        double sum = 0;
        for (int block = 0; block < Blocks; block++)
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
        Array.Clear(_values);
        for (int h = _horizon - 1; h >= 0; h--)
        {
            Regress(_weights.AsSpan(h * D * Blocks, D * Blocks));
            foreach (int board in _visited)
            {
                Fill(h, board, _scores);
                FillGreatest(_values.AsSpan(board * Pieces, Pieces));
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
        Array.Clear(_sums);
        ReadOnlySpan<double> counts = CollectionsMarshal.AsSpan(_counts);
        foreach (ref readonly Key key in CollectionsMarshal.AsSpan(_keys))
        {
            double target = Dot(counts[..Pieces], _values.AsSpan(key.Next * Pieces, Pieces)) - key.Losses;
            counts = counts[Pieces..];
            Span<double> sums = _sums.AsSpan(key.Block * D, D);
            Vector512.FusedMultiplyAdd(Vector512.Create(target), Vector512.Create(_features.Of(key.Board)), Vector512.Create<double>(sums))
                .CopyTo(sums);
        }
        for (int block = 0; block < Blocks; block++)
        {
            for (int i = 0; i < D; i++)
            {
                double sum = 0;
                for (int j = 0; j < D; j++)
                    sum += _inverse[(i * D + j) * Blocks + block] * _sums[block * D + j];
                weights[i * Blocks + block] = sum;
            }
        }
    }

    /// <summary>scores = min(bonus + Σ_j g_j w_j, 0), all blocks at once.</summary>
    private void Fill(int h, int board, Span<double> scores)
    {
        ReadOnlySpan<double> g = _features.Of(board), bonus = _bonus.AsSpan(board * Blocks, Blocks);
        ref double w = ref _weights[h * D * Blocks];
        for (int i = 0; i < Blocks; i += Vector512<double>.Count)
        {
            Vector512<double> sum = Vector512.Create(bonus[i..]);
            for (int j = 0; j < D; j++)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(g[j]), Vector512.LoadUnsafe(ref w, (nuint)(j * Blocks + i)), sum);
            Vector512.Min(sum, Vector512<double>.Zero).CopyTo(scores[i..]);
        }
    }

    /// <summary>c √(gᵀ Λ_b⁻¹ g) of all blocks. Most features of a board are zero, and so are their products.</summary>
    private void FillBonus(int board)
    {
        if (_method.Bonus == 0)
            return;
        ReadOnlySpan<double> g = _features.Of(board);
        Span<double> bonus = _bonus.AsSpan(board * Blocks, Blocks);
        bonus.Clear();
        for (int i = 0; i < D; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = (i == j ? 1 : 2) * g[i] * g[j];
                if (product != 0)
                    TensorPrimitives.MultiplyAdd(_inverse.AsSpan((i * D + j) * Blocks, Blocks), product, bonus, bonus);
            }
        }
        foreach (ref double square in bonus)
            square = _method.Bonus * Math.Sqrt(Math.Max(0, square));
    }

    /// <summary>max over actions for each piece: first over the positions of a pattern, then over the turns of a piece.</summary>
    private void FillGreatest(Span<double> values)
    {
        Span<double> greatest = stackalloc double[Patterns];
        for (int i = 0; i < Patterns; i += Vector512<double>.Count)
        {
            Vector512<double> most = Vector512.Create(_scores, i);
            for (int block = i + Patterns; block < Blocks; block += Patterns)
                most = Vector512.Max(most, Vector512.Create(_scores, block));
            most.CopyTo(greatest[i..]);
        }
        ReadOnlySpan<int> turned = _turned;
        for (int piece = 0; piece < values.Length; piece++)
        {
            values[piece] = Math.Max(Math.Max(greatest[turned[4 * piece]], greatest[turned[4 * piece + 1]]),
                Math.Max(greatest[turned[4 * piece + 2]], greatest[turned[4 * piece + 3]]));
        }
    }

    /// <summary>Λ_b⁻¹ of all blocks, or its image in the directions that are kept.</summary>
    private void Invert()
    {
        Array.Clear(_inverse);
        for (int block = 0; block < Blocks; block++)
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
            for (int i = 0; i < Square; i++)
                _inverse[i * Blocks + block] = inverted[i / D, i % D];
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

    /// <summary>The product of two vectors of twelve.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Vector256.Sum(
        Vector256.Create(a) * Vector256.Create(b) + Vector256.Create(a[4..]) * Vector256.Create(b[4..])
        + Vector256.Create(a[8..]) * Vector256.Create(b[8..]));

    /// <summary>A block on a board, the board of its features, and where it leads; all losses there, summed.</summary>
    private record struct Key(int Block, int Board, int Next)
    {
        public double Losses;
    }
}
