using System.ComponentModel.DataAnnotations;
using Offprint.Numerics;
using Offprint.Optimization.Search;

namespace Offprint.Optimization.Morphologies;

/// <summary>
/// Finds a gait for the default body by CMA-ES over 25 free numbers: amplitudes are their tanh, the frequency runs from 0.02 to 0.2.
/// </summary>
public sealed record AntGaitTuning
{
    private const double SlowestCycle = 0.02, FastestCycle = 0.2;

    /// <summary>Generations. Default 60.</summary>
    [Range(1, 100_000)]
    public int Generations { get; init; } = 60;

    /// <summary>Gaits of a generation. Default 16.</summary>
    [Range(2, 10_000)]
    public int Population { get; init; } = 16;

    /// <summary>σ at the start. Default 0.5.</summary>
    [Range(1e-6, 1e3)]
    public double Deviation { get; init; } = 0.5;

    /// <summary>Decides the draws. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Tunes.</summary>
    /// <param name="workers">Rollouts side by side; the result does not depend on it.</param>
    /// <returns>The best gait met, and its score.</returns>
    public (AntGait Gait, double Score) Run(int workers)
    {
        Seed seed = new Seed(Seed).Derive("ant gait");
        double[] start = new double[2 * AntBody.Motors + 1];
        RandomStream random = seed.Derive("start").Stream();
        for (int j = 0; j < AntBody.Motors; j++)
            start[AntBody.Motors + j] = random.NextUniform(0, 2 * Math.PI);
        var search = new CmaEvolutionStrategy(start, Deviation, seed.Derive("search"), Population);
        (AntGait Gait, double Score) best = (AntGait.Rest, double.NegativeInfinity);
        for (int generation = 0; generation < Generations; generation++)
        {
            double[][] points = search.Ask();
            AntGait[] gaits = Array.ConvertAll(points, Gait);
            double[] costs = Workers.Compute(gaits.Length, workers, i => -AntRollout.Score(AntDesigns.Default, gaits[i]));
            search.Tell(points, costs);
            int least = Array.IndexOf(costs, costs.Min());
            if (-costs[least] > best.Score)
                best = (gaits[least], -costs[least]);
        }
        return best;
    }

    private static AntGait Gait(double[] point) => new(
        SlowestCycle + (FastestCycle - SlowestCycle) / (1 + Math.Exp(-point[^1])),
        [.. point.Take(AntBody.Motors).Select(Math.Tanh)],
        [.. point.Skip(AntBody.Motors).Take(AntBody.Motors).Select(phase => phase - 2 * Math.PI * Math.Floor(phase / (2 * Math.PI)))]);
}
