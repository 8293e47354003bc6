using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Search;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Translation;

/// <summary>
/// ROOT (Dao et al. 2025): makes pairs of poor and good designs of synthetic functions, learns a bridge from the poor to the good ones, and
/// translates the best visible designs to a value beyond all of them.
/// </summary>
public sealed record BridgeSearch : IOfflineSearch
{
    /// <summary>How pairs are made.</summary>
    public required SyntheticPairOptions Pairs { get; init; }

    /// <summary>n_f, functions of an epoch. Default 8.</summary>
    [Range(1, 10_000)]
    public int Functions { get; init; } = 8;

    /// <summary>E, epochs, each with functions of its own. Default 100.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 100;

    /// <summary>How the network is trained.</summary>
    public BridgeTrainingOptions Training { get; init; } = new();

    /// <summary>How designs are translated.</summary>
    public TranslationOptions Translation { get; init; } = new();

    /// <summary>In which order the network is told both values. Default: as in training; the official sampler swaps them.</summary>
    public ConditionOrder Order { get; init; } = ConditionOrder.AsTrained;

    /// <summary>
    /// y_max, the score to aim at; the best visible one if <see langword="null"/>. The paper takes the best hidden one: a number that a
    /// search cannot know, so it is to be given on purpose.
    /// </summary>
    public double? TargetScore { get; init; }

    /// <summary>α: the part of the target, standardized, that the network is told. Default 0.8.</summary>
    [Range(0.0, 100.0)]
    public double TargetShare { get; init; } = 0.8;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => "ROOT";

    /// <inheritdoc/>
    public SampleMatrix Propose(DesignDataset data, WordLogits? words, int count, Seed seed)
    {
        using BridgeNetwork network = Train(epoch => Draw(data, epoch, seed), data.Dimension, seed);
        return Translate(network, data, count, seed);
    }

    /// <summary>The pairs of an epoch, function by function.</summary>
    /// <param name="data">What is visible.</param>
    /// <param name="epoch">Which epoch.</param>
    /// <param name="seed">The search's seed.</param>
    /// <param name="cancellation">Stops after the function at hand.</param>
    /// <returns>The caller disposes of them.</returns>
    public IReadOnlyList<TranslationPairs> Draw(DesignDataset data, int epoch, Seed seed, CancellationToken cancellation = default) =>
        Draw(data, epoch, seed, [Pairs.Steps], cancellation)[0];

    /// <summary>The pairs of an epoch after several numbers of steps.</summary>
    /// <param name="data">What is visible.</param>
    /// <param name="epoch">Which epoch.</param>
    /// <param name="seed">The search's seed.</param>
    /// <param name="steps">Numbers of steps, increasing.</param>
    /// <param name="cancellation">Stops after the function at hand.</param>
    /// <returns>[steps][functions]; the caller disposes of them.</returns>
    public IReadOnlyList<IReadOnlyList<TranslationPairs>> Draw(
        DesignDataset data, int epoch, Seed seed, IReadOnlyList<int> steps, CancellationToken cancellation = default)
    {
        Seed own = seed.Derive("functions").Derive((ulong)epoch);
        List<TranslationPairs>[] pairs = [.. steps.Select(_ => new List<TranslationPairs>())];
        for (int f = 0; f < Functions; f++)
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<TranslationPairs> drawn = SyntheticPairs.Draw(data, Pairs, own.Derive((ulong)f), steps);
            for (int i = 0; i < pairs.Length; i++)
                pairs[i].Add(drawn[i]);
        }
        return pairs;
    }

    /// <summary>Trains a network.</summary>
    /// <param name="epochs">The pairs of an epoch, which are disposed of after it.</param>
    /// <param name="dimension">d.</param>
    /// <param name="seed">The search's seed.</param>
    /// <param name="report">Called after each epoch with its number and the training; throws to stop.</param>
    /// <param name="cancellation">Stops after the batch at hand.</param>
    /// <returns>The network, with averaged parameters; the caller disposes of it.</returns>
    /// <exception cref="InvalidOperationException">No pair gains enough.</exception>
    public BridgeNetwork Train(Func<int, IReadOnlyList<TranslationPairs>> epochs, int dimension, Seed seed,
        Action<int, BridgeTraining>? report = null, CancellationToken cancellation = default)
    {
        BridgeNetwork network = new(dimension, Training.Hidden, seed.Derive("network"));
        try
        {
            using BridgeTraining training = new(network, new(new()), Training, seed.Derive("training"));
            for (int epoch = 0; epoch < Epochs; epoch++)
            {
                IReadOnlyList<TranslationPairs> pairs = epochs(epoch);
                training.Learn(pairs, cancellation);
                foreach (TranslationPairs part in pairs)
                    part.Dispose();
                report?.Invoke(epoch, training);
            }
            training.Finish();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Translates the best visible designs.</summary>
    /// <param name="network">A trained network.</param>
    /// <param name="data">What is visible.</param>
    /// <param name="count">How many designs.</param>
    /// <param name="seed">The search's seed.</param>
    /// <returns>[count, d], on the scale of the data; nothing is clipped.</returns>
    public SampleMatrix Translate(BridgeNetwork network, DesignDataset data, int count, Seed seed)
    {
        int[] best = data.Best(count);
        Standardizer scale = data.ScoreScale;
        double Standard(double score) => (score - scale.Mean[0]) / scale.Deviation[0];
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        SampleMatrix starts = data.DesignScale.Apply(data.Designs.Select(best));
        Tensor poor = tensor(starts.Values, [count, data.Dimension]);
        Tensor values = tensor(Array.ConvertAll(best, i => (float)Standard(data.Scores[i])));
        using ConditionedBridge model = network.Conditioned(
            values, TargetShare * Standard(TargetScore ?? data.Scores.Max()), Order);
        using TensorRandom random = new(seed.Derive("translation"));
        Tensor good = new BrownianBridge(new()).Translate(model, poor, Translation, random);
        return data.DesignScale.Invert(new(count, data.Dimension, good.data<float>().ToArray()));
    }
}
