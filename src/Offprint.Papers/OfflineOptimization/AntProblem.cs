using System.ComponentModel.DataAnnotations;
using Offprint.Files;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Morphologies;

namespace Offprint.Papers.OfflineOptimization;

/// <summary>Ant morphology on MuJoCo, moved by an open-loop gait.</summary>
/// <param name="Count">Measured bodies, of which the lower 40 % are visible.</param>
[Kind("ant-morphology")]
public sealed record AntProblem([property: Range(100, 1_000_000)] int Count = 25_009) : DesignProblem
{
    /// <inheritdoc/>
    protected override string Name => "Ant morphology";

    /// <inheritdoc/>
    public override IDesignTask Create() => AntMorphology.Of(new() { Count = Count });
}
