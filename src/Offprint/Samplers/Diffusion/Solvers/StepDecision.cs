using Offprint.Samplers.Diffusion.NoisePrediction;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>How one derivative of the model's output with respect to λ is estimated.</summary>
/// <param name="ActivePoints">Evaluations, as offsets into the history (−1 the newest), that are compared with the one at the start point;
/// at least k of them for derivative k. More raise the accuracy.</param>
/// <param name="Relaxation">The factor of the estimate; <see langword="null"/> for none. Only the first derivative may have one.</param>
public sealed record DerivativeEstimate(IReadOnlyList<int> ActivePoints, Relaxation? Relaxation = null)
{
    /// <inheritdoc/>
    public bool Equals(DerivativeEstimate? other) =>
        other is not null && ActivePoints.SequenceEqual(other.ActivePoints) && Equals(Relaxation, other.Relaxation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ActivePoints.Count, ActivePoints.Count > 0 ? ActivePoints[0] : 0, Relaxation);
}

/// <summary>Which polynomial a step integrates.</summary>
public enum Expansion
{
    /// <summary>The exponential integrator: the model's output is a polynomial in λ, whose integral against e^{±λ} is exact.</summary>
    Exponential,

    /// <summary>
    /// Plain Taylor: a polynomial in the equation's own variable, σ̄ = σ/α in the noise form and 1/σ̄ in the data form (DEIS' ρAB).
    /// </summary>
    Taylor,

    /// <summary>
    /// Taylor with the points taken as evenly spaced, whatever the grid: the constant coefficients of Adams and Bashforth (PNDM).
    /// </summary>
    EvenTaylor,
}

/// <summary>What happens to a state after the model has been evaluated there.</summary>
public enum CorrectorKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// The step is redone with one order more and the new evaluation; that evaluation is kept although the state moves (UniC).
    /// </summary>
    Pseudo,

    /// <summary>The same, and the model is evaluated again at the corrected state: one evaluation more.</summary>
    Implicit,
}

/// <summary>The corrector of a step: from the step's start, order one higher, the step's active points and the new one.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Relaxation">The factor of its first derivative; <see langword="null"/> for none.</param>
public sealed record Corrector(CorrectorKind Kind, Relaxation? Relaxation = null)
{
    /// <summary>No corrector.</summary>
    public static Corrector None { get; } = new(CorrectorKind.None);

    /// <summary>UniC without relaxation.</summary>
    public static Corrector Pseudo { get; } = new(CorrectorKind.Pseudo);

    /// <summary>UniC with a second evaluation.</summary>
    public static Corrector Implicit { get; } = new(CorrectorKind.Implicit);
}

/// <summary>The decisions of one step of an exponential solver (USF, "A Unified Sampling Framework", section 3).</summary>
/// <param name="Time">The time the step goes to.</param>
/// <param name="Form">Whether ε or x̂₀ is expanded: <see cref="Prediction.Noise"/> or <see cref="Prediction.Data"/>.</param>
/// <param name="Order">p, 1 to 4: the Taylor expansion has p terms.</param>
/// <param name="Derivatives">p − 1 estimates, of the first derivative, the second, …</param>
/// <param name="StartPoint">The earlier state the step starts from, as an offset into the history: −1, the newest, in multistep
/// methods.</param>
/// <param name="Corrector">The corrector; <see langword="null"/> for none.</param>
/// <param name="Expansion">Which polynomial is integrated; at order 1 all are the same.</param>
public sealed record StepDecision(
    double Time,
    Prediction Form,
    int Order,
    IReadOnlyList<DerivativeEstimate> Derivatives,
    int StartPoint = -1,
    Corrector? Corrector = null,
    Expansion Expansion = Expansion.Exponential)
{
    /// <inheritdoc/>
    public bool Equals(StepDecision? other) =>
        other is not null && Time.Equals(other.Time) && Form == other.Form && Order == other.Order && StartPoint == other.StartPoint
        && Expansion == other.Expansion && Equals(Corrector, other.Corrector) && Derivatives.SequenceEqual(other.Derivatives);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Time, Form, Order, StartPoint, Expansion, Corrector, Derivatives.Count);

    /// <summary>The offset furthest back that the step or its corrector needs, −1 or less.</summary>
    internal int Reach => Math.Min(StartPoint, Derivatives.SelectMany(d => d.ActivePoints).DefaultIfEmpty(-1).Min());

    internal CorrectorKind CorrectorKind => Corrector?.Kind ?? CorrectorKind.None;
}
