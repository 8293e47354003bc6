using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy;

/// <summary>
/// Fitted Q-evaluation: sweeps of least squares on r + γ φ(s', π)ᵀθ, from θ = 0. Its fixed point is LSTD's; whether it gets there is a
/// matter
/// of the spectral radius of (ΦᵀMΦ)⁻¹γΦᵀMPΦ, which is something else than completeness.
/// </summary>
[Kind("fqe")]
public sealed record FittedEvaluation : ValueEstimator
{
    private const double Diverged = 1e8, AtRest = 1e-10;

    /// <summary>The greatest number of sweeps.</summary>
    public int Sweeps { get; init; } = 200;

    /// <inheritdoc/>
    public override LinearValueFit Fit(TransitionSample data, LinearClass features, EvaluationTask task, Seed seed = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Sweeps);
        var systems = new LinearSystems(data, features, task);
        var gram = systems.Gram;
        var start = Solve(gram, systems.Target, "The Gram matrix of FQE");
        var iteration = gram.QR().Solve(systems.Next);
        var weights = start.Clone();
        for (int sweep = 1; sweep < Sweeps; sweep++)
        {
            var next = start + iteration * weights;
            double change = (next - weights).AbsoluteMaximum(), size = next.AbsoluteMaximum();
            weights = next;
            if (change < AtRest || size > Diverged)
                return new([.. weights], size <= Diverged, sweep + 1) { System = gram };
        }
        return new([.. weights], Converged: false, Sweeps) { System = gram };
    }

    /// <inheritdoc/>
    public override string Title() => $"FQE, {Sweeps} sweeps";
}
