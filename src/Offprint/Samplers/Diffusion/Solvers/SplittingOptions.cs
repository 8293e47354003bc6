using Offprint.Files;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>Options of <see cref="SplittingSolver"/>.</summary>
/// <param name="Main">The method of the main part; the paper's is PLMS4.</param>
/// <param name="Guidance">The method of the guidance part; the paper's are DDIM and GHVB 0.8.</param>
[Kind("splitting")]
public sealed record SplittingOptions(LinearMultistepOptions Main, LinearMultistepOptions Guidance) : SolverOptions
{
    /// <inheritdoc/>
    public override SplittingSolver Create() => new(Main, Guidance);
}
