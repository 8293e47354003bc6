using System.ComponentModel.DataAnnotations;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Models;
using static TorchSharp.torch;

namespace Offprint.Optimization.Translation;

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

    /// <summary>The best visible designs from which starts are drawn. Default 1,024.</summary>
    [Range(1, 1_000_000)]
    public int StartPool { get; init; } = 1024;

    /// <summary>Steps in each direction. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int Steps { get; init; } = 100;

    /// <summary>How much better the good end must be. Default 0.001.</summary>
    public double LeastGain { get; init; } = 0.001;
}

/// <summary>Pairs of designs, standardized, and their values under the function that paired them.</summary>
/// <param name="Poor">x_T, float64 [n, d].</param>
/// <param name="Good">x₀, float64 [n, d].</param>
/// <param name="PoorValues">[n].</param>
/// <param name="GoodValues">[n].</param>
public sealed record TranslationPairs(Tensor Poor, Tensor Good, Tensor PoorValues, Tensor GoodValues) : IDisposable
{
    /// <summary>n.</summary>
    public int Count => (int)Poor.shape[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor part in (ReadOnlySpan<Tensor>)[Poor, Good, PoorValues, GoodValues])
            part.Dispose();
    }
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
    public static TranslationPairs Draw(DesignDataset data, SyntheticPairOptions options, Seed seed)
    {
        RandomStream random = seed.Stream();
        RbfKernel kernel = new(options.LengthScale + random.NextUniform(-options.Jitter, options.Jitter),
            options.Variance + random.NextUniform(-options.Jitter, options.Jitter), options.Noise);
        SampleMatrix designs = data.DesignScale.Apply(data.Designs);
        int[] fitted = Some(Enumerable.Range(0, data.Count), options.FittedDesigns, random);
        int[] starts = Some(data.Best(Math.Min(options.StartPool, data.Count)), options.Starts, random);
        double mean = data.ScoreScale.Mean[0], deviation = data.ScoreScale.Deviation[0];
        using var process = new GaussianProcess(
            Rows(designs, fitted), (double[])[.. fitted.Select(i => (data.Scores[i] - mean) / deviation)], kernel);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Tensor ends = Ends(process, GaussianProcess.Points(Rows(designs, starts)), options);
        Tensor values = process.Mean(ends);
        long count = starts.Length;
        Tensor gains = values.narrow(0, count, count) - values.narrow(0, 0, count);
        Tensor kept = gains.gt(options.LeastGain).nonzero().squeeze(1), good = kept + count;
        return new(ends.index_select(0, kept).MoveToOuterDisposeScope(), ends.index_select(0, good).MoveToOuterDisposeScope(),
            values.index_select(0, kept).MoveToOuterDisposeScope(), values.index_select(0, good).MoveToOuterDisposeScope());
    }

    /// <summary>Descends with the first half of a batch and ascends with the second.</summary>
    private static Tensor Ends(GaussianProcess process, Tensor starts, SyntheticPairOptions options)
    {
        Tensor points = cat([starts, starts], 0), rates = ones([points.shape[0], 1], ScalarType.Float64).mul_(options.StepSize);
        rates.narrow(0, 0, starts.shape[0]).neg_();
        for (int step = 0; step < options.Steps; step++)
        {
            using var scope = NewDisposeScope();
            (_, Tensor gradient) = process.MeanAndGradient(points);
            points.add_(gradient.mul_(rates));
        }
        return points;
    }

    private static int[] Some(IEnumerable<int> all, int count, RandomStream random)
    {
        int[] shuffled = [.. all];
        random.Shuffle<int>(shuffled);
        return shuffled[..Math.Min(count, shuffled.Length)];
    }

    private static SampleMatrix Rows(SampleMatrix sample, int[] rows)
    {
        float[] values = new float[rows.Length * sample.Columns];
        for (int i = 0; i < rows.Length; i++)
            sample.Row(rows[i]).CopyTo(values.AsSpan(i * sample.Columns));
        return new(rows.Length, sample.Columns, values);
    }
}
