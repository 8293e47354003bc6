using System.ComponentModel.DataAnnotations;
using Offprint.Files;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>Options of <see cref="MomentumSolver"/>.</summary>
/// <param name="Inner">The solver whose slopes are averaged.</param>
/// <param name="Beta">The damping β in (0, 1]; 1 is the inner solver.</param>
[Kind("momentum")]
public sealed record MomentumOptions(ExponentialOptions Inner, [property: Range(0.0, 1.0, MinimumIsExclusive = true)] double Beta)
    : SolverOptions
{
    /// <inheritdoc/>
    public override MomentumSolver Create() => new(Inner.Create(), Beta);
}
