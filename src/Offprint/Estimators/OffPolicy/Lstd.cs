using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy;

/// <summary>
/// Least squares temporal differences (Bradtke and Barto 1996): the fixed point of the projected Bellman operator,
/// $$\hat A\theta=\hat b,\qquad \hat A=\tfrac1n\sum\phi(s,a)\,(\phi(s,a)-\gamma\phi(s',\pi))^\top,\quad \hat b=\tfrac1n\sum\phi(s,a)\,r .$$
/// It is the minimax estimator of Antos, Szepesvári and Munos (2008) for a linear class, where the objective reaches 0.
/// </summary>
[Kind("lstd")]
public sealed record Lstd : ValueEstimator
{
    /// <summary>λ, added to the diagonal of Â, times 1/n; <see langword="null"/> (the default) adds nothing.</summary>
    public double? Ridge { get; init; }

    /// <inheritdoc/>
    public override LinearValueFit Fit(TransitionSample data, LinearClass features, EvaluationTask task, Seed seed = default)
    {
        if (Ridge is { } given && !(given > 0 && double.IsFinite(given)))
            throw new ArgumentException($"A ridge of {given}; it must be positive, or left out for none.", nameof(Ridge));
        var systems = new LinearSystems(data, features, task);
        var a = systems.Gram - systems.Next;
        for (int j = 0; Ridge is { } ridge && j < a.RowCount; j++)
            a[j, j] += ridge / data.Rows;
        return new([.. Solve(a, systems.Target, "LSTD's matrix")]) { System = a };
    }

    /// <inheritdoc/>
    public override string Title() => Ridge is { } ridge ? $"LSTD, ridge {ridge}/n" : "LSTD";
}
