using System.ComponentModel.DataAnnotations;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Models;
using static TorchSharp.torch;

namespace Offprint.Optimization.Translation;

/// <summary>Where ascent and descent start.</summary>
public enum StartRule
{
    /// <summary>At the visible designs with the greatest scores.</summary>
    Best,

    /// <summary>Anywhere among them all.</summary>
    Random,

    /// <summary>At those with the least scores.</summary>
    Worst,
}

/// <summary>How poor and good designs are paired.</summary>
/// <param name="LengthScale">ℓ₀, around which each function draws its own.</param>
/// <param name="Variance">s₀², likewise.</param>
/// <param name="StepSize">Of ascent and descent.</param>
public sealed record SyntheticPairOptions(
    [property: Range(0.3, 1e6)] double LengthScale, [property: Range(0.3, 1e6)] double Variance,
    [property: Range(0.0, 1e3)] double StepSize)
{
    /// <summary>For numbers: ℓ₀ = s₀² = 1, steps of 0.001.</summary>
    public static SyntheticPairOptions Continuous { get; } = new(1, 1, 0.001);

    /// <summary>For words: ℓ₀ = s₀² = 6.25, steps of 0.05.</summary>
    public static SyntheticPairOptions Words { get; } = new(6.25, 6.25, 0.05);

    /// <summary>Half the width of both draws. Default 0.25.</summary>
    [Range(0.0, 0.29)]
    public double Jitter { get; init; } = 0.25;

    /// <summary>The noise of the scores. Default 0.01.</summary>
    [Range(0.0, 1e3)]
    public double Noise { get; init; } = 0.01;

    /// <summary>Designs that a process is fitted to, drawn from the visible ones; all if there are fewer. Default 2,000.</summary>
    [Range(2, 1_000_000)]
    public int FittedDesigns { get; init; } = 2000;

    /// <summary>Starts: a draw from the best visible designs. Default 256.</summary>
    [Range(1, 1_000_000)]
    public int Starts { get; init; } = 256;

    /// <summary>The visible designs from which starts are drawn. Default 1,024.</summary>
    [Range(1, 1_000_000)]
    public int StartPool { get; init; } = 1024;

    /// <summary>Which visible designs those are. Default: the best.</summary>
    public StartRule StartRule { get; init; } = StartRule.Best;

    /// <summary>Steps in each direction. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int Steps { get; init; } = 100;

    /// <summary>How much better the good end must be. Default 0.001.</summary>
    public double LeastGain { get; init; } = 0.001;
}

/// <summary>
/// Manufactures pairs of poor and good designs: the posterior mean of a Gaussian process with hyperparameters of its own is a function that
/// agrees with the data, and from the same visible designs gradient descent and ascent on it lead to both ends (Dao et al. 2025).
/// </summary>
public static class SyntheticPairs
{
    /// <summary>The pairs of one function.</summary>
    /// <param name="data">What is visible; hidden designs never enter.</param>
    /// <param name="options">How.</param>
    /// <param name="seed">Decides the function, the fitted designs and the starts.</param>
    /// <returns>The pairs that gain enough; possibly none.</returns>
    /// <exception cref="ArgumentException">The process cannot be fitted.</exception>
    public static TranslationPairs Draw(DesignDataset data, SyntheticPairOptions options, Seed seed) =>
        Draw(data, options, seed, [options.Steps])[0];

    /// <summary>The pairs of one function after several numbers of steps, of one ascent and descent.</summary>
    /// <param name="data">What is visible.</param>
    /// <param name="options">How; of its steps the greatest of the following count.</param>
    /// <param name="seed">Decides the function, the fitted designs and the starts.</param>
    /// <param name="steps">Numbers of steps, increasing.</param>
    /// <returns>What <see cref="Draw(DesignDataset, SyntheticPairOptions, Seed)"/> gives for each of them.</returns>
    public static IReadOnlyList<TranslationPairs> Draw(
        DesignDataset data, SyntheticPairOptions options, Seed seed, IReadOnlyList<int> steps)
    {
        RandomStream random = seed.Stream();
        RbfKernel kernel = new(options.LengthScale + random.NextUniform(-options.Jitter, options.Jitter),
            options.Variance + random.NextUniform(-options.Jitter, options.Jitter), options.Noise);
        SampleMatrix designs = data.DesignScale.Apply(data.Designs);
        int[] fitted = Some(Enumerable.Range(0, data.Count), options.FittedDesigns, random);
        int[] starts = Some(Pool(data, options), options.Starts, random);
        double mean = data.ScoreScale.Mean[0], deviation = data.ScoreScale.Deviation[0];
        using var process = new GaussianProcess(
            designs.Select(fitted), (double[])[.. fitted.Select(i => (data.Scores[i] - mean) / deviation)], kernel);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return Walk(process, GaussianProcess.Points(designs.Select(starts)).to_type(ScalarType.Float32), options, steps);
    }

    private static IEnumerable<int> Pool(DesignDataset data, SyntheticPairOptions options)
    {
        int count = Math.Min(options.StartPool, data.Count);
        return options.StartRule switch
        {
            StartRule.Best => data.Best(count),
            StartRule.Worst => data.Best(data.Count).TakeLast(count),
            _ => Enumerable.Range(0, data.Count),
        };
    }

    /// <summary>Descends with the first half of a batch and ascends with the second, in single precision.</summary>
    private static List<TranslationPairs> Walk(
        GaussianProcess process, Tensor starts, SyntheticPairOptions options, IReadOnlyList<int> steps)
    {
        List<TranslationPairs> pairs = [];
        Tensor points = cat([starts, starts], 0), rates = ones([points.shape[0], 1]).mul_(options.StepSize);
        rates.narrow(0, 0, starts.shape[0]).neg_();
        for (int step = 1; step <= steps[^1]; step++)
        {
            using var scope = NewDisposeScope();
            (_, Tensor gradient) = process.MeanAndGradient(points);
            points.add_(gradient.mul_(rates));
            if (steps.Contains(step))
                pairs.Add(Pairs(process, points, options.LeastGain));
        }
        return pairs;
    }

    private static TranslationPairs Pairs(GaussianProcess process, Tensor ends, double leastGain)
    {
        long count = ends.shape[0] / 2;
        Tensor values = process.Mean(ends.to_type(ScalarType.Float64));
        Tensor gains = values.narrow(0, count, count) - values.narrow(0, 0, count);
        Tensor kept = gains.gt(leastGain).nonzero().squeeze(1), good = kept + count, single = values.to_type(ScalarType.Float32);
        TranslationPairs pairs = new(ends.index_select(0, kept), ends.index_select(0, good), single.index_select(0, kept),
            single.index_select(0, good), kept);
        foreach (Tensor part in pairs.Parts)
            part.DetachFromDisposeScope();
        return pairs;
    }

    private static int[] Some(IEnumerable<int> all, int count, RandomStream random)
    {
        int[] shuffled = [.. all];
        random.Shuffle<int>(shuffled);
        return shuffled[..Math.Min(count, shuffled.Length)];
    }
}
