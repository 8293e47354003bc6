using Offprint.Experiments;
using Offprint.Papers.GaugeFreedom;
using Offprint.Papers.Ghvb;

namespace Offprint.Papers;

/// <summary>The papers that are reproduced.</summary>
public static class Papers
{
    /// <summary>"Diffusion Sampling with Momentum for Mitigating Divergence Artifacts".</summary>
    public static GhvbPaper Ghvb { get; } = new();

    /// <summary>"On gauge freedom, conservativity and intrinsic dimensionality estimation in diffusion models".</summary>
    public static GaugeFreedomPaper GaugeFreedom { get; } = new();

    /// <summary>All papers, by slug.</summary>
    public static IReadOnlyList<Paper> All { get; } = [GaugeFreedom, Ghvb];

    /// <summary>A paper by its slug.</summary>
    /// <param name="slug">The slug.</param>
    /// <returns>The paper.</returns>
    /// <exception cref="ArgumentException">There is no such paper; the message lists those there are.</exception>
    public static Paper Find(string slug) => All.FirstOrDefault(p => p.Slug == slug)
        ?? throw new ArgumentException($"There is no paper '{slug}'. There is: {string.Join(", ", All.Select(p => p.Slug))}.", nameof(slug));
}
