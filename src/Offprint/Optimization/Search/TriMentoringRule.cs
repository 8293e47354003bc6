using System.ComponentModel.DataAnnotations;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Optimization.Surrogates;

namespace Offprint.Optimization.Search;

/// <summary>
/// Parallel mentoring (Chen et al. 2023): around each design the members of an ensemble vote which of two neighbors is better, learn from
/// the majority's labels, and their mean is climbed.
/// </summary>
/// <remarks>
/// Every design has an ensemble of its own, which begins as the trained one. The loss of a pair with label l is softplus(Δ) − lΔ with Δ the
/// difference of both values. Labels are softened one step down the squared error that a member would have on visible designs had it
/// learned from them.
/// </remarks>
[Kind("tri-mentoring")]
public sealed record TriMentoringRule : SearchRule
{
    private const int Together = 16; // designs at once: their networks stay in the processor's cache

    /// <summary>Steps. Default 200; for words 100.</summary>
    [Range(0, 100_000)]
    public int Steps { get; init; } = 200;

    /// <summary>The size of Adam's steps of a design, standardized. Default 10⁻³; for words 0.1.</summary>
    [Range(1e-12, 1e3)]
    public double StepSize { get; init; } = 1e-3;

    /// <summary>K, neighbors of a design. Default 10.</summary>
    [Range(1, 1000)]
    public int Neighbors { get; init; } = 10;

    /// <summary>The deviation of neighbors from their design, standardized. Default 0.1, our choice.</summary>
    [Range(1e-12, 1e3)]
    public double NeighborDeviation { get; init; } = 0.1;

    /// <summary>How far labels move down the gradient that softens them. Default 0.1.</summary>
    [Range(0.0, 1e6)]
    public double LabelRate { get; init; } = 0.1;

    /// <summary>The step of gradient descent by which members learn from labels. Default 10⁻³.</summary>
    [Range(0.0, 1e3)]
    public double TuningRate { get; init; } = 1e-3;

    /// <summary>Visible designs on which softened labels are judged, drawn anew at each step. Default 32, our choice.</summary>
    [Range(1, 100_000)]
    public int JudgedDesigns { get; init; } = 32;

    /// <inheritdoc/>
    protected override string Name => "Tri-mentoring";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The ensemble has an even number of members, so that a vote may be tied.</exception>
    public override SampleMatrix Search(MlpSurrogate surrogate, SearchProblem problem, int count, Seed seed)
    {
        if (surrogate.Population % 2 == 0)
            throw new ArgumentException($"A vote of {surrogate.Population} members may be tied: train an odd number.", nameof(surrogate));
        SampleMatrix starts = problem.Starts(count);
        float[] found = new float[count * problem.Dimension];
        for (int first = 0; first < count; first += Together)
        {
            int[] rows = [.. Enumerable.Range(first, Math.Min(Together, count - first))];
            using MentoredDesigns designs = new(this, surrogate, problem, starts.Select(rows), seed.Derive((ulong)first));
            designs.Climb().CopyTo(found.AsSpan(first * problem.Dimension));
        }
        return new(count, problem.Dimension, found);
    }
}
