using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy;

/// <summary>
/// Bellman residual minimization with one sample (Baird 1995): least squares of r on φ − γφ(s', π). The next state stands on both sides, so
/// its variance biases the weights unless transitions are deterministic.
/// </summary>
[Kind("brm")]
public sealed record BellmanResidual : ValueEstimator
{
    /// <inheritdoc/>
    public override LinearValueFit Fit(TransitionSample data, LinearClass features, EvaluationTask task, Seed seed = default)
    {
        var systems = new LinearSystems(data, features, task, residuals: true);
        var a = systems.Residual;
        return new([.. Solve(a, systems.ResidualTarget, "The matrix of the Bellman residual")]) { System = a };
    }

    /// <inheritdoc/>
    public override string Title() => "BRM";
}
