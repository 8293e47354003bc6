using Offprint.Datasets.Offline;
using Offprint.Datasets.Weighting;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>One of the compared samplers.</summary>
/// <param name="Name">Its name: <see cref="Uniform"/>, <see cref="TopTenth"/>, <see cref="Return"/> or <see cref="Advantage"/>.</param>
/// <param name="Temperature">α, where the sampler has one.</param>
public sealed record SamplerSpec(string Name, double Temperature = 0.1)
{
    /// <summary>All rows alike.</summary>
    public const string Uniform = "uniform";

    /// <summary>The best tenth of the trajectories, all of their rows alike.</summary>
    public const string TopTenth = "top 10 %";

    /// <summary>Weights exponential in the return.</summary>
    public const string Return = "RW";

    /// <summary>Weights exponential in the advantage over the expected return from the start.</summary>
    public const string Advantage = "AW";

    /// <summary>The four samplers of the main comparison.</summary>
    public static IReadOnlyList<SamplerSpec> All { get; } = [new(Uniform), new(TopTenth), new(Return), new(Advantage)];

    /// <summary>Weighs a data set's trajectories.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">There is no sampler of that name.</exception>
    public TrajectoryWeights Weigh(OfflineDataset data) => Name switch
    {
        Uniform => TrajectoryWeighting.Compute(data, new(TrajectoryScore.Return, double.PositiveInfinity)),
        TopTenth => TrajectoryWeighting.TopFraction(data, 0.1),
        Return => TrajectoryWeighting.Compute(data, new(TrajectoryScore.Return, Temperature)),
        Advantage => TrajectoryWeighting.Compute(data, new(TrajectoryScore.Advantage, Temperature)),
        _ => throw new ArgumentException($"There is no sampler '{Name}'. There is: {string.Join(", ", All.Select(sampler => sampler.Name))}."),
    };
}
