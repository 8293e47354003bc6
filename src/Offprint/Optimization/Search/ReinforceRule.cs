using System.ComponentModel.DataAnnotations;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Optimization.Surrogates;
using Offprint.Statistics;
using Offprint.Tensors;

namespace Offprint.Optimization.Search;

/// <summary>
/// REINFORCE (Williams 1992) on the ensemble's mean: a law of designs, normal or, for words, a letter at each place, climbs
/// E[A(x) log p(x)] with the standardized value as advantage A.
/// </summary>
[Kind("reinforce")]
public sealed record ReinforceRule : SearchRule
{
    /// <summary>Steps. Default 200.</summary>
    [Range(0, 100_000)]
    public int Iterations { get; init; } = 200;

    /// <summary>Designs a step. Default 2048.</summary>
    [Range(2, 1_000_000)]
    public int Samples { get; init; } = 2048;

    /// <summary>Adam's rate. Default 0.01.</summary>
    [Range(1e-12, 1e3)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The first deviation of a normal law, on the standardized scale. Default 0.1.</summary>
    [Range(1e-12, 1e3)]
    public double Deviation { get; init; } = 0.1;

    /// <summary>Visible designs at which the law starts. Default 128.</summary>
    [Range(1, 1_000_000)]
    public int Starts { get; init; } = 128;

    /// <inheritdoc/>
    protected override string Name => "REINFORCE";

    /// <inheritdoc/>
    public override SampleMatrix Search(MlpSurrogate surrogate, SearchProblem problem, int count, Seed seed) =>
        Search(points => Values(surrogate, points, problem.Dimension, Aggregation.Mean), problem, count, seed);

    /// <summary>Searches any function.</summary>
    /// <param name="values">The function: points row by row to one value each.</param>
    /// <param name="problem">Where the law starts.</param>
    /// <param name="count">How many points to draw at the end.</param>
    /// <param name="seed">Decides all draws.</param>
    /// <returns>[count, d].</returns>
    public SampleMatrix Search(Func<float[], double[]> values, SearchProblem problem, int count, Seed seed)
    {
        using SearchSampler law = SearchSampler.Of(problem, Starts, Deviation);
        Adam adam = new(law.Parameters, new(LearningRate));
        RandomStream random = seed.Derive("law").Stream();
        double[] gradient = new double[law.Parameters.Count];
        for (int i = 0; i < Iterations; i++)
        {
            double[] advantages = values(law.Draw(Samples, random));
            double mean = Moments.Mean(advantages), deviation = Math.Sqrt(Moments.Variance(advantages));
            if (deviation > 0)
            {
                for (int k = 0; k < advantages.Length; k++)
                    advantages[k] = (advantages[k] - mean) / (deviation * Samples);
                Array.Clear(gradient);
                law.AddGradient(advantages, gradient);
                for (int k = 0; k < gradient.Length; k++)
                    law.Parameters.GradientSpan[k] = -(float)gradient[k];
                adam.Step();
            }
        }
        return new(count, problem.Dimension, law.Draw(count, random));
    }
}
