using Offprint.Numerics;
using Offprint.Optimization.Surrogates;
using static TorchSharp.torch;

namespace Offprint.Optimization.Search;

/// <summary>Visible designs in shuffled batches, with their scores and how much each counts.</summary>
internal sealed class WeightedBatches
{
    private readonly Tensor _inputs, _outputs, _weights;
    private readonly long[] _order;
    private readonly RandomStream _random;
    private readonly int _size;
    private int _next;

    /// <summary>Prepares the batches; its tensors belong to the current dispose scope.</summary>
    /// <param name="problem">Designs and scores.</param>
    /// <param name="size">B; fewer where there are fewer designs.</param>
    /// <param name="random">Shuffles.</param>
    public WeightedBatches(SearchProblem problem, int size, RandomStream random)
    {
        int rows = problem.Data.Count;
        (_size, _random, _order) = (Math.Min(size, rows), random, [.. Enumerable.Range(0, rows).Select(i => (long)i)]);
        _inputs = SearchProblem.ToTensor(problem.Inputs);
        _outputs = tensor(problem.Outputs, [1, rows, 1]);
        _weights = tensor(ScoreWeights.Of(problem.Outputs), [1, rows, 1]);
        _next = rows;
    }

    /// <summary>Batches that an epoch has; a remainder is left out.</summary>
    public int PerEpoch => _order.Length / _size;

    /// <summary>The next batch; each epoch has an order of its own.</summary>
    /// <returns>x [1, B, d], y and w [1, B, 1].</returns>
    public (Tensor Inputs, Tensor Outputs, Tensor Weights) Next()
    {
        if (_next + _size > _order.Length)
        {
            _random.Shuffle<long>(_order);
            _next = 0;
        }
        Tensor rows = tensor(_order.AsSpan(_next, _size).ToArray());
        _next += _size;
        return (_inputs.index_select(1, rows), _outputs.index_select(1, rows), _weights.index_select(1, rows));
    }
}
