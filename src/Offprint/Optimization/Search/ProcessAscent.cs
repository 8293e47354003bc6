using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Models;
using static TorchSharp.torch;

namespace Offprint.Optimization.Search;

/// <summary>
/// Gradient ascent on the posterior mean of one Gaussian process, from the best visible designs: ROOT without its bridge (Dao et al. 2025,
/// "GA on GP").
/// </summary>
/// <param name="Kernel">The process, of standardized designs and scores.</param>
/// <param name="StepSize">Of a step, standardized.</param>
public sealed record ProcessAscent(RbfKernel Kernel, [property: Range(0.0, 1e3)] double StepSize) : IOfflineSearch
{
    /// <summary>For numbers: ℓ = s² = 1, steps of 0.001.</summary>
    public static ProcessAscent Continuous { get; } = new(new(1, 1, 0.01), 0.001);

    /// <summary>For words: ℓ = s² = 6.25, steps of 0.05.</summary>
    public static ProcessAscent Words { get; } = new(new(6.25, 6.25, 0.01), 0.05);

    /// <summary>Steps. Default 100.</summary>
    [Range(0, 1_000_000)]
    public int Steps { get; init; } = 100;

    /// <summary>Designs that the process is fitted to, drawn from the visible ones; all if there are fewer. Default 2,000.</summary>
    [Range(2, 1_000_000)]
    public int FittedDesigns { get; init; } = 2000;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => "GA on GP";

    /// <inheritdoc/>
    public SampleMatrix Propose(DesignDataset data, WordLogits? words, int count, Seed seed) => Ascend(data, count, seed).Designs;

    /// <summary>Ascends.</summary>
    /// <param name="data">What is visible.</param>
    /// <param name="count">How many designs.</param>
    /// <param name="seed">Decides the fitted designs.</param>
    /// <returns>The designs, and the process's mean there, on the scale of the scores.</returns>
    public (SampleMatrix Designs, double[] Predicted) Ascend(DesignDataset data, int count, Seed seed)
    {
        using GaussianProcess process = Fit(data, seed);
        using var guard = no_grad();
        using Tensor points = GaussianProcess.Points(data.DesignScale.Apply(data.Designs.Select(data.Best(count))));
        for (int step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            points.add_(process.MeanAndGradient(points).Gradient.mul_(StepSize));
        }
        using Tensor single = points.to_type(ScalarType.Float32);
        SampleMatrix ends = data.DesignScale.Invert(new(count, data.Dimension, single.data<float>().ToArray()));
        return (ends, Predict(process, data, ends));
    }

    /// <summary>The process of a seed.</summary>
    /// <param name="data">What is visible.</param>
    /// <param name="seed">Decides the fitted designs.</param>
    /// <returns>The process, which the caller disposes of.</returns>
    public GaussianProcess Fit(DesignDataset data, Seed seed)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        seed.Derive("fitted").Stream().Shuffle<int>(rows);
        rows = rows[..Math.Min(FittedDesigns, rows.Length)];
        Standardizer scale = data.ScoreScale;
        return new(data.DesignScale.Apply(data.Designs.Select(rows)),
            (double[])[.. rows.Select(i => (data.Scores[i] - scale.Mean[0]) / scale.Deviation[0])], Kernel);
    }

    /// <summary>What a process expects of designs.</summary>
    /// <param name="process">The process.</param>
    /// <param name="data">What it was fitted to.</param>
    /// <param name="designs">[n, d], on the scale of the data.</param>
    /// <returns>On the scale of the scores, [n].</returns>
    public static double[] Predict(GaussianProcess process, DesignDataset data, SampleMatrix designs)
    {
        using Tensor points = GaussianProcess.Points(data.DesignScale.Apply(designs)), mean = process.Mean(points);
        return Array.ConvertAll(mean.data<double>().ToArray(), y => y * data.ScoreScale.Deviation[0] + data.ScoreScale.Mean[0]);
    }
}
