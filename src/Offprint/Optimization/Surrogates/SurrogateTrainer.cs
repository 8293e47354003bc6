using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Surrogates;

/// <summary>Trains an ensemble of surrogates: each member has its start, its order of rows and its resample, all of them one pass.</summary>
public sealed class SurrogateTrainer
{
    private readonly SurrogateTrainingOptions _options;
    private readonly MlpSurrogate _surrogate;
    private readonly Adam _adam;
    private readonly SurrogateGradientNorm? _norm;
    private readonly Conservatism? _conservatism;
    private readonly int[] _train, _validation;
    private readonly int[][] _orders;
    private readonly RandomStream[] _shuffles;
    private readonly float[][]? _counts; // of each member, of each row of the data
    private readonly SearchProblem _problem;

    private SurrogateTrainer(SearchProblem problem, SurrogateTrainingOptions options, int members, Seed seed)
    {
        options.Check(problem.Data.Count);
        (_problem, _options) = (problem, options);
        int[] rows = [.. Enumerable.Range(0, problem.Data.Count)];
        seed.Derive("split").Stream().Shuffle<int>(rows);
        (_validation, _train) = (rows[..options.Validation], rows[options.Validation..]);
        Seed[] seeds = [.. Enumerable.Range(0, members).Select(m => seed.Derive((ulong)m))];
        _surrogate = new(problem.Dimension, options.Network, seeds);
        _adam = new(_surrogate.Network.Parameters, options.Adam);
        _norm = options.GradientNorm is { } norm ? new(_surrogate.Network.Parameters, norm) : null;
        _conservatism = options.Conservatism is { } conservatism ? new(_surrogate, conservatism) : null;
        _orders = [.. seeds.Select(_ => (int[])_train.Clone())];
        _shuffles = [.. seeds.Select(s => s.Derive("order").Stream())];
        _counts = options.Bootstrap ? [.. seeds.Select(Resample)] : null;
    }

    /// <summary>Trains.</summary>
    /// <param name="problem">Designs and scores on their scales.</param>
    /// <param name="options">How.</param>
    /// <param name="members">P. A member starts and sees rows as it would alone; how many others there are changes roundings only.</param>
    /// <param name="seed">Decides starts, orders, resamples and the rows to validate.</param>
    /// <param name="logEvery">Steps between two moments of the log; changes no bit of the result.</param>
    /// <param name="progress">Called after each epoch with the epochs done and the surrogate as it is.</param>
    /// <returns>The surrogate as it is after the last step; the caller disposes of it.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or there are too few rows.</exception>
    public static SurrogateFit Fit(SearchProblem problem, SurrogateTrainingOptions options, int members, Seed seed, int logEvery = 100,
        Action<int, MlpSurrogate>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(members);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(logEvery);
        LibTorch.EnsureLoaded();
        return new SurrogateTrainer(problem, options, members, seed).Run(logEvery, progress);
    }

    private SurrogateFit Run(int logEvery, Action<int, MlpSurrogate>? progress)
    {
        using var scope = NewDisposeScope();
        Tensor inputs = tensor(_problem.Inputs.Values, [_problem.Data.Count, _problem.Dimension]);
        Tensor outputs = tensor(_problem.Outputs, [_problem.Data.Count, 1]);
        List<SurrogateMoment> moments = [];
        int batches = _train.Length / _options.BatchSize, step = 0;
        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            for (int m = 0; m < _orders.Length; m++)
                _shuffles[m].Shuffle<int>(_orders[m]);
            for (int batch = 0; batch < batches; batch++, step++)
            {
                if (Step(inputs, outputs, batch, step % logEvery == 0) is { } moment)
                    moments.Add(moment with { Step = step });
            }
            progress?.Invoke(epoch, _surrogate);
        }
        double[] weights = _conservatism?.Weights ?? [];
        _conservatism?.Dispose();
        return new(_surrogate, moments, _train, _validation, step, weights);
    }

    private SurrogateMoment? Step(Tensor inputs, Tensor outputs, int batch, bool logs)
    {
        using var scope = NewDisposeScope();
        int size = _options.BatchSize, members = _orders.Length;
        long[] picked = new long[members * size];
        for (int m = 0; m < members; m++)
        {
            for (int i = 0; i < size; i++)
                picked[m * size + i] = _orders[m][batch * size + i];
        }
        Tensor rows = tensor(picked), x = inputs.index_select(0, rows).view(members, size, -1);
        Tensor y = outputs.index_select(0, rows).view(members, size, 1);
        double[] norms = logs
            ? SurrogateGradientNorm.NormsOf(_surrogate.Network.Parameters, () => _surrogate.MeanOutput(x)) : [];
        _norm?.ReplaceGradients(() => _surrogate.MeanOutput(x));
        Tensor loss = _surrogate.Loss(x, y, Weights(picked, size));
        if (_conservatism is not null)
            loss = loss + _conservatism.Term(x);
        loss.sum().backward();
        _adam.Step();
        return logs
            ? new(0, [.. loss.detach().to(ScalarType.Float64).data<double>()], norms, _norm?.Multipliers.ToArray() ?? new double[members],
                _conservatism?.Overestimation ?? [])
            : null;
    }

    private Tensor? Weights(long[] picked, int size)
    {
        if (_counts is null)
            return null;
        float[] weights = new float[picked.Length];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = _counts[i / size][picked[i]];
        return tensor(weights, [_counts.Length, size, 1]);
    }

    /// <summary>How often a resample of the training rows with replacement has each row.</summary>
    private float[] Resample(Seed seed)
    {
        RandomStream random = seed.Derive("resample").Stream();
        float[] counts = new float[_problem.Data.Count];
        for (int i = 0; i < _train.Length; i++)
            counts[_train[random.NextInt(_train.Length)]]++;
        return counts;
    }
}
