using System.ComponentModel.DataAnnotations;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Optimization.Surrogates;

namespace Offprint.Optimization.Search;

/// <summary>
/// An evolution strategy with an adapted covariance from each of the best visible designs, on the ensemble's mean; of each run its best
/// points are proposed.
/// </summary>
[Kind("cma-es")]
public sealed record CmaRule : SearchRule
{
    /// <summary>Runs; they must divide the number of points that is asked for. Default 128.</summary>
    [Range(1, 100_000)]
    public int Starts { get; init; } = 128;

    /// <summary>Generations a run. Default 100.</summary>
    [Range(1, 100_000)]
    public int Generations { get; init; } = 100;

    /// <summary>σ. Default 0.5.</summary>
    [Range(1e-12, 1e3)]
    public double Deviation { get; init; } = 0.5;

    /// <inheritdoc/>
    protected override string Name => "CMA-ES";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The runs do not divide the points, or a run has fewer different points than it is to
    /// propose.</exception>
    public override SampleMatrix Search(MlpSurrogate surrogate, SearchProblem problem, int count, Seed seed)
    {
        if (count % Starts != 0)
            throw new ArgumentException($"{Starts} runs cannot propose {count} points in equal parts.", nameof(count));
        SampleMatrix starts = problem.Starts(Starts);
        CmaEvolutionStrategy[] runs = [.. Enumerable.Range(0, Starts).Select(i => new CmaEvolutionStrategy(
            Array.ConvertAll(starts.Row(i).ToArray(), v => (double)v), Deviation, seed.Derive((ulong)i)))];
        var found = runs.Select(_ => new List<(double Value, float[] Point)>()).ToArray();
        int population = runs[0].Population;
        for (int g = 0; g < Generations; g++)
        {
            double[][][] asked = Array.ConvertAll(runs, r => r.Ask());
            float[] rows = [.. asked.SelectMany(points => points.SelectMany(p => p.Select(v => (float)v)))];
            double[] values = Values(surrogate, rows, problem.Dimension, Aggregation.Mean); // all runs' generations at once
            for (int i = 0; i < Starts; i++)
            {
                double[] own = values[(i * population)..((i + 1) * population)];
                runs[i].Tell(asked[i], Array.ConvertAll(own, v => -v));
                found[i].AddRange(own.Zip(asked[i], (v, p) => (v, Array.ConvertAll(p, c => (float)c))));
                found[i] = [.. found[i].OrderByDescending(f => f.Value).Take(count / Starts)];
            }
        }
        return new(count, problem.Dimension, [.. found.SelectMany(f => f.SelectMany(best => best.Point))]);
    }
}
