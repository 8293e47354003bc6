using System.ComponentModel.DataAnnotations;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Optimization.Models;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Search;

/// <summary>
/// Bayesian optimization of the surrogate, which stands for the unknown function (Trabucco et al. 2022): a Gaussian process is fitted to
/// what the surrogate says of some designs, a batch of q designs that are expected to improve on the best climbs together, the surrogate is
/// asked, with noise, and the process is fitted again; in the end the designs of greatest value are proposed.
/// </summary>
/// <remarks>
/// qEI by Monte Carlo (Wilson et al. 2018): $$\tfrac1S\sum_s \max(0, \max_j f_s(x_j) - f^*),\quad f_s = \mu + L\xi_s.$$
/// The length scale of the process is the most likely of four multiples of √d, where its source fits one for each coordinate of a Matérn
/// kernel.
/// </remarks>
[Kind("bo-qei")]
public sealed record ExpectedImprovementRule : SearchRule
{
    private static readonly double[] s_lengthScales = [0.25, 0.5, 1, 2];

    /// <summary>The best visible designs with which it begins. Default 500.</summary>
    [Range(2, 100_000)]
    public int InitialDesigns { get; init; } = 500;

    /// <summary>Rounds. Default 10.</summary>
    [Range(0, 10_000)]
    public int Rounds { get; init; } = 10;

    /// <summary>q, designs a round. Default 32.</summary>
    [Range(1, 10_000)]
    public int Batch { get; init; } = 32;

    /// <summary>S. Default 128.</summary>
    [Range(1, 100_000)]
    public int Samples { get; init; } = 128;

    /// <summary>The deviation of the noise on the surrogate's answers, standardized. Default 0.1.</summary>
    [Range(1e-6, 1e3)]
    public double Noise { get; init; } = 0.1;

    /// <summary>Batches at random of which the best climbs. Default 10.</summary>
    [Range(1, 10_000)]
    public int Restarts { get; init; } = 10;

    /// <summary>Adam's steps of a climb. Default 50, our choice.</summary>
    [Range(0, 100_000)]
    public int Steps { get; init; } = 50;

    /// <summary>Their size, standardized. Default 0.05, our choice.</summary>
    [Range(1e-12, 1e3)]
    public double StepSize { get; init; } = 0.05;

    /// <inheritdoc/>
    protected override string Name => "BO-qEI";

    /// <inheritdoc/>
    public override SampleMatrix Search(MlpSurrogate surrogate, SearchProblem problem, int count, Seed seed)
    {
        int d = problem.Dimension;
        SampleMatrix start = problem.Starts(Math.Min(InitialDesigns, problem.Data.Count));
        List<float> points = [.. start.Values];
        RandomStream random = seed.Derive("designs").Stream();
        List<double> values = [.. Asked(surrogate, start.Values, d, random)];
        (float[] low, float[] high) = Box(problem.Inputs);
        for (int round = 0; round < Rounds; round++)
        {
            using GaussianProcess process = Fit(new(values.Count, d, [.. points]), [.. values], d);
            float[] batch = Climb(process, values.Max(), low, high, random, seed.Derive((ulong)round));
            points.AddRange(batch);
            values.AddRange(Asked(surrogate, batch, d, random));
        }
        int[] best = [.. Enumerable.Range(0, values.Count).OrderByDescending(i => values[i]).Take(count)];
        if (best.Length < count)
            throw new ArgumentException($"{best.Length} designs were looked at, fewer than the {count} to propose.", nameof(count));
        return new SampleMatrix(values.Count, d, [.. points]).Select(best);
    }

    /// <summary>The least and the greatest of each coordinate.</summary>
    private static (float[] Low, float[] High) Box(SampleMatrix inputs)
    {
        float[] low = inputs.Row(0).ToArray(), high = inputs.Row(0).ToArray();
        for (int i = 1; i < inputs.Rows; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.Min(low, inputs.Row(i), low);
            System.Numerics.Tensors.TensorPrimitives.Max(high, inputs.Row(i), high);
        }
        return (low, high);
    }

    private double[] Asked(MlpSurrogate surrogate, float[] points, int dimension, RandomStream random) =>
        Array.ConvertAll(Values(surrogate, points, dimension, Aggregation.Mean), value => value + Noise * random.NextNormal());

    private GaussianProcess Fit(SampleMatrix points, double[] values, int dimension)
    {
        GaussianProcess? likely = null;
        foreach (double scale in s_lengthScales)
        {
            GaussianProcess process = new(points, values, new(scale * Math.Sqrt(dimension), 1, Noise * Noise));
            if (likely is not null && likely.LogLikelihood(values) >= process.LogLikelihood(values))
            {
                process.Dispose();
                continue;
            }
            likely?.Dispose();
            likely = process;
        }
        return likely!;
    }

    /// <summary>A batch that climbs from the best of some random ones, always with the same normal numbers, within the box.</summary>
    private float[] Climb(GaussianProcess process, double best, float[] low, float[] high, RandomStream random, Seed seed)
    {
        using var scope = NewDisposeScope();
        using TensorRandom normal = new(seed.Derive("samples"));
        Tensor draws = normal.Normal([Samples, Batch], ScalarType.Float64);
        float[][] starts = [.. Enumerable.Range(0, Restarts).Select(_ => Uniform(low, high, random))];
        using ParameterBuffer points = new(1, [new("x", [Batch, low.Length])]);
        double Value(float[] batch)
        {
            using var guard = no_grad();
            batch.CopyTo(points.ValueSpan);
            return Improvement(process, points["x"].squeeze(0), draws, best).item<double>();
        }
        starts.MaxBy(Value)!.CopyTo(points.ValueSpan);
        Adam adam = new(points, new(StepSize));
        for (int i = 0; i < Steps; i++)
        {
            using var enabled = enable_grad();
            using var inner = NewDisposeScope();
            Improvement(process, points["x"].squeeze(0), draws, best).neg().backward();
            adam.Step();
            Clamp(points.ValueSpan, low, high);
        }
        return points.ValueSpan.ToArray();
    }

    /// <summary>qEI of a batch, with gradients to it.</summary>
    /// <param name="process">The posterior.</param>
    /// <param name="points">float32 [q, d].</param>
    /// <param name="draws">ξ, float64 [S, q].</param>
    /// <param name="best">f*.</param>
    internal static Tensor Improvement(GaussianProcess process, Tensor points, Tensor draws, double best)
    {
        (Tensor mean, Tensor covariance) = process.Posterior(points.to_type(ScalarType.Float64));
        Tensor jitter = eye(covariance.shape[0], dtype: ScalarType.Float64) * (1e-6 * process.Kernel.Variance);
        Tensor values = mean + draws.matmul(linalg.cholesky(covariance + jitter).t());
        return (values.amax([1]) - best).clamp_min(0).mean();
    }

    private float[] Uniform(float[] low, float[] high, RandomStream random)
    {
        float[] batch = new float[Batch * low.Length];
        for (int i = 0; i < batch.Length; i++)
            batch[i] = (float)random.NextUniform(low[i % low.Length], high[i % low.Length]);
        return batch;
    }

    private static void Clamp(Span<float> points, float[] low, float[] high)
    {
        for (int i = 0; i < points.Length; i++)
            points[i] = Math.Clamp(points[i], low[i % low.Length], high[i % low.Length]);
    }
}
