using System.ComponentModel.DataAnnotations;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Translation;

/// <summary>How a bridge's network is trained.</summary>
public sealed record BridgeTrainingOptions
{
    /// <summary>The widths of hidden layers. Default 1024, 1024, 1024.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [1024, 1024, 1024];

    /// <summary>Adam's rate at first. Default 10⁻³.</summary>
    [Range(1e-12, 1e3)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Pairs of a batch. Default 64.</summary>
    [Range(1, 1_000_000)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Batches whose gradients are summed before a step. Default 2.</summary>
    [Range(1, 1000)]
    public int BatchesPerStep { get; init; } = 2;

    /// <summary>Passes over the pairs of an epoch. Default 1.</summary>
    [Range(1, 10_000)]
    public int Passes { get; init; } = 1;

    /// <summary>The probability with which a pair's values are hidden, both together. Default 0.15.</summary>
    [Range(0.0, 1.0)]
    public double ConditionDropout { get; init; } = 0.15;

    /// <summary>The share of each function's pairs that is kept to validate. Default 0.1.</summary>
    [Range(0.0, 0.9)]
    public double Validation { get; init; } = 0.1;

    /// <summary>The decay of the averaged parameters with which translations are made. Default 0.995.</summary>
    [Range(0.0, 1.0)]
    public double AverageDecay { get; init; } = 0.995;

    /// <summary>Batches between updates of the average. Default 16.</summary>
    [Range(1, 1_000_000)]
    public int AverageEvery { get; init; } = 16;

    /// <summary>The batch up to which the average is a plain copy. Default 4,000.</summary>
    [Range(0, int.MaxValue)]
    public int AverageFrom { get; init; } = 4000;

    /// <summary>When the rate falls; it is asked at each step with the last batch's loss.</summary>
    public PlateauOptions Plateau { get; init; } = new();
}

/// <summary>
/// Trains the network of a bridge on pairs, function after function: the loss is mean |o − ô| over coordinates at a random time of each
/// pair's bridge (Dao et al. 2025).
/// </summary>
public sealed class BridgeTraining : IDisposable
{
    private readonly BridgeNetwork _network;
    private readonly BrownianBridge _bridge;
    private readonly BridgeTrainingOptions _options;
    private readonly Adam _adam;
    private readonly PlateauRate _rate;
    private readonly ParameterBuffer _average;
    private readonly TensorRandom _noise;
    private readonly RandomStream _order;
    private readonly Seed _validationSeed;
    private readonly List<TranslationPairs> _held = [];

    /// <summary>Starts a training.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="bridge">The bridges.</param>
    /// <param name="options">How.</param>
    /// <param name="seed">Decides batches, times and noise.</param>
    public BridgeTraining(BridgeNetwork network, BrownianBridge bridge, BridgeTrainingOptions options, Seed seed)
    {
        (_network, _bridge, _options) = (network, bridge, options);
        _adam = new(network.Parameters, new(options.LearningRate));
        _rate = new(options.Plateau);
        _average = network.Parameters.Snapshot();
        _noise = new(seed.Derive("noise"));
        _order = seed.Derive("order").Stream();
        _validationSeed = seed.Derive("validation");
    }

    /// <summary>Batches so far.</summary>
    public int Batches { get; private set; }

    /// <summary>The learning rate as a part of the first.</summary>
    public double RateScale => _rate.Scale;

    /// <summary>The mean loss over the batches of the last epoch that had some.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>Learns from the pairs of an epoch's functions.</summary>
    /// <param name="functions">The pairs, function by function; of each the first part is kept to validate.</param>
    /// <param name="cancellation">Stops after the batch at hand.</param>
    public void Learn(IReadOnlyList<TranslationPairs> functions, CancellationToken cancellation = default)
    {
        using TranslationPairs pairs = Split(functions);
        double sum = 0;
        int first = Batches;
        for (int pass = 0; pass < _options.Passes && pairs.Count > 0; pass++)
        {
            long[] order = [.. Enumerable.Range(0, pairs.Count)];
            _order.Shuffle<long>(order);
            using Tensor rows = tensor(order);
            using TranslationPairs shuffled = pairs.Take(rows);
            for (int start = 0; start < pairs.Count; start += _options.BatchSize)
            {
                cancellation.ThrowIfCancellationRequested();
                sum += Step(shuffled, start, Math.Min(_options.BatchSize, pairs.Count - start));
            }
        }
        if (Batches > first)
            Loss = sum / (Batches - first);
    }

    /// <summary>The loss on the pairs that were kept, with the averaged parameters and always the same times and noise.</summary>
    /// <returns>The loss; not a number if none were kept.</returns>
    public double ValidationLoss()
    {
        if (_held.Sum(p => p.Count) == 0)
            return double.NaN;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using TensorRandom noise = new(_validationSeed);
        using BridgeNetwork averaged = new(_network.Dimension, _options.Hidden, _validationSeed);
        averaged.Parameters.CopyFrom(Best);
        using TranslationPairs pairs = TranslationPairs.Concat(_held);
        return BatchLoss(averaged, pairs, 0, pairs.Count, noise, _validationSeed.Derive("times").Stream()).item<float>();
    }

    /// <summary>Leaves the network with the averaged parameters.</summary>
    /// <exception cref="InvalidOperationException">No pair has been learned from.</exception>
    public void Finish()
    {
        if (Batches == 0)
            throw new InvalidOperationException("No function gained enough on its way up from any start, so that there are no pairs to " +
                "learn from: take more or larger steps, or a smaller least gain.");
        _network.Parameters.CopyFrom(Best);
    }

    /// <summary>Before averaging begins the parameters of now stand for the average.</summary>
    private ParameterBuffer Best => Batches < _options.AverageFrom ? _network.Parameters : _average;

    /// <inheritdoc/>
    public void Dispose()
    {
        _average.Dispose();
        _noise.Dispose();
        _held.ForEach(pairs => pairs.Dispose());
    }

    private TranslationPairs Split(IReadOnlyList<TranslationPairs> functions)
    {
        List<TranslationPairs> learned = [];
        foreach (TranslationPairs pairs in functions)
        {
            int held = (int)(_options.Validation * pairs.Count);
            _held.Add(pairs.Slice(0, held));
            learned.Add(pairs.Slice(held, pairs.Count - held));
        }
        TranslationPairs all = TranslationPairs.Concat(learned);
        learned.ForEach(pairs => pairs.Dispose());
        return all;
    }

    private double Step(TranslationPairs pairs, int first, int count)
    {
        using var enabled = enable_grad();
        using var scope = NewDisposeScope();
        Tensor loss = BatchLoss(_network, pairs, first, count, _noise, _order);
        loss.backward();
        double value = loss.item<float>();
        if (!double.IsFinite(value))
            throw new ArithmeticException($"The loss of batch {Batches} is {value}: lower the learning rate.");
        Batches++;
        if (Batches % _options.BatchesPerStep == 0)
        {
            _adam.Step(_rate.Scale);
            _rate.Observe(value);
        }
        if (Batches <= _options.AverageFrom)
            _average.CopyFrom(_network.Parameters);
        else if (Batches % _options.AverageEvery == 0)
            _average.Interpolate(_network.Parameters, 1 - _options.AverageDecay);
        return value;
    }

    private Tensor BatchLoss(BridgeNetwork network, TranslationPairs pairs, int first, int count, TensorRandom noise, RandomStream random)
    {
        int[] steps = new int[count];
        float[] times = new float[count], shown = new float[count];
        for (int i = 0; i < count; i++)
        {
            times[i] = steps[i] = random.NextInt(_bridge.Schedule.Steps);
            shown[i] = random.NextDouble() < _options.ConditionDropout ? 0 : 1;
        }
        Tensor values = stack([pairs.GoodValues.narrow(0, first, count), pairs.PoorValues.narrow(0, first, count)], 1)
            * tensor(shown, [count, 1]);
        (Tensor points, Tensor offsets) = _bridge.Diffuse(pairs.Good.narrow(0, first, count), pairs.Poor.narrow(0, first, count), steps,
            noise.Normal([count, network.Dimension]));
        return (network.Offset(points, tensor(times, [count, 1]), values) - offsets).abs().mean();
    }
}
