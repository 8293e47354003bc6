using Offprint.Experiments;
using Offprint.Papers.Ghvb;
using Offprint.Papers.Gosprl;
using Offprint.Papers.InformationStatisticalMechanics;

namespace Offprint.Papers;

/// <summary>The papers that are reproduced.</summary>
public static class Papers
{
    /// <summary>"Diffusion Sampling with Momentum for Mitigating Divergence Artifacts".</summary>
    public static GhvbPaper Ghvb { get; } = new();

    /// <summary>"A Provably Efficient Sample Collection Strategy for Reinforcement Learning".</summary>
    public static GosprlPaper Gosprl { get; } = new();

    /// <summary>"Information Theory and Statistical Mechanics Revisited".</summary>
    public static InformationStatisticalMechanicsPaper InformationStatisticalMechanics { get; } = new();

    /// <summary>All papers, by slug.</summary>
    public static IReadOnlyList<Paper> All { get; } = [Ghvb, Gosprl, InformationStatisticalMechanics];

    /// <summary>A paper by its slug.</summary>
    /// <param name="slug">The slug.</param>
    /// <returns>The paper.</returns>
    /// <exception cref="ArgumentException">There is no such paper; the message lists those there are.</exception>
    public static Paper Find(string slug) => All.FirstOrDefault(p => p.Slug == slug)
        ?? throw new ArgumentException($"There is no paper '{slug}'. There is: {string.Join(", ", All.Select(p => p.Slug))}.", nameof(slug));
}
