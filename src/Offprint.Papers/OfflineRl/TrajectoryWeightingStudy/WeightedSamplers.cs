using Offprint.Datasets.Weighting;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>The compared samplers, by the names that figures and tables give them.</summary>
public static class WeightedSamplers
{
    /// <summary>All rows alike.</summary>
    public const string Uniform = "uniform";

    /// <summary>The best tenth of the trajectories, all of their rows alike.</summary>
    public const string TopTenth = "top 10 %";

    /// <summary>Weights exponential in the return.</summary>
    public const string Return = "RW";

    /// <summary>Weights exponential in the advantage over the expected return from the start.</summary>
    public const string Advantage = "AW";

    /// <summary>The names of the four samplers of the main comparison.</summary>
    public static IReadOnlyList<string> All { get; } = [Uniform, TopTenth, Return, Advantage];

    /// <summary>Uniform sampling and advantage weighting.</summary>
    public static IReadOnlyList<string> Pair { get; } = [Uniform, Advantage];

    /// <summary>The rule of a sampler. Uniform sampling draws as the weighted ones do, so that all take the same random numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="temperature">α, where it has one.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">There is no sampler of that name.</exception>
    public static SamplingRule Rule(string name, double temperature = 0.1) => name switch
    {
        Uniform => new TrajectorySampling(TrajectoryScore.Return, double.PositiveInfinity),
        TopTenth => new TopTrajectories(0.1),
        Return => new TrajectorySampling(TrajectoryScore.Return, temperature),
        Advantage => new TrajectorySampling(TrajectoryScore.Advantage, temperature),
        _ => throw new ArgumentException($"There is no sampler '{name}'. There is: {string.Join(", ", All)}."),
    };

    /// <summary>The result of one sampler of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="name">The sampler's name.</param>
    /// <returns>The result.</returns>
    /// <exception cref="MissingResultsException">The comparison has no such sampler.</exception>
    internal static MethodResult Of(this CellResult<Trial, TrialResult> cell, string name)
    {
        int place = cell.Settings.Methods.ToList().FindIndex(method => method.Label == name);
        return place >= 0 ? cell.Result.Methods[place] : throw new MissingResultsException($"This profile leaves out the sampler {name}.");
    }

    /// <summary>AW less uniform sampling, seed by seed.</summary>
    internal static PairedDifference Gain(this CellResult<Trial, TrialResult> cell) =>
        PairedDifference.Of(cell.Of(Advantage).FinalScores(), cell.Of(Uniform).FinalScores());
}
