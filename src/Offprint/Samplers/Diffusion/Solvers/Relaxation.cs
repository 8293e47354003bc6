using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// A factor 1 + O(h) on the estimate of the first derivative. In those named after a solver z = h in the noise form and z = −h in the
/// data form; the sign matters: with +h in the data form DPM-Solver++(2M) is wrong by O(h) and nothing looks broken.
/// </summary>
public enum RelaxationKind
{
    /// <summary>1.</summary>
    None,

    /// <summary>(z²/2)/(e^z − 1 − z): UniPC's B₁(h) = h.</summary>
    Bh1,

    /// <summary>(z/2)(e^z − 1)/(e^z − 1 − z): UniPC's B₂(h) = e^h − 1, and DPM-Solver's second order.</summary>
    Bh2,

    /// <summary>1 + (e^z − 1)/2.</summary>
    HalfMore,

    /// <summary>1 − (e^z − 1)/2.</summary>
    HalfLess,

    /// <summary>1 + c h, with h &gt; 0 in both forms.</summary>
    Linear,
}

/// <summary>A relaxation and, if it is linear, its coefficient.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Coefficient">c of the linear one; ignored by all others.</param>
public sealed record Relaxation(RelaxationKind Kind, double Coefficient = 0)
{
    /// <summary>No relaxation.</summary>
    public static Relaxation None { get; } = new(RelaxationKind.None);

    /// <summary>UniPC's B₁.</summary>
    public static Relaxation Bh1 { get; } = new(RelaxationKind.Bh1);

    /// <summary>UniPC's B₂.</summary>
    public static Relaxation Bh2 { get; } = new(RelaxationKind.Bh2);

    /// <summary>1 + c h.</summary>
    /// <param name="coefficient">c.</param>
    /// <returns>The relaxation.</returns>
    public static Relaxation Linear(double coefficient) => new(RelaxationKind.Linear, coefficient);

    /// <summary>The factor of a step.</summary>
    /// <param name="form">The form of the step.</param>
    /// <param name="h">λ_t − λ_s, positive.</param>
    /// <returns>The factor of the first derivative's estimate.</returns>
    public double Factor(Prediction form, double h)
    {
        double z = form == Prediction.Data ? -h : h;
        return Kind switch
        {
            // (e^z − 1 − z) = z² φ₂(z)
            RelaxationKind.Bh1 => 0.5 / PhiFunctions.Phi(2, z),
            RelaxationKind.Bh2 => 0.5 * PhiFunctions.Phi(1, z) / PhiFunctions.Phi(2, z),
            RelaxationKind.HalfMore => 1 + z * PhiFunctions.Phi(1, z) / 2,
            RelaxationKind.HalfLess => 1 - z * PhiFunctions.Phi(1, z) / 2,
            RelaxationKind.Linear => 1 + Coefficient * h,
            _ => 1,
        };
    }
}
