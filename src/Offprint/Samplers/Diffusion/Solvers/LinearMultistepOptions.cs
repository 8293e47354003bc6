using Offprint.Numerics;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>Options of <see cref="LinearMultistepSolver"/>.</summary>
/// <param name="Order">r, 1 to 5.</param>
/// <param name="Beta">The damping β in (0, 1]; default 1, no momentum.</param>
/// <param name="Kind">How evaluations and momentum combine; default Adams–Bashforth, which asks for β = 1.</param>
/// <param name="StartUp">How the first steps are made; default the official low orders.</param>
/// <param name="Form">The variables; default the noise form, that of the paper's PLMS and GHVB.</param>
public sealed record LinearMultistepOptions(
    int Order,
    double Beta = 1,
    MultistepKind Kind = MultistepKind.AdamsBashforth,
    StartUp StartUp = StartUp.LowOrder,
    OdeForm Form = OdeForm.Noise)
{
    /// <summary>The method these options describe.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Order or β is out of range, or the kind does not take them.</exception>
    public MultistepMethod Method => new(Kind, Order, Beta);

    /// <summary>The options of a momentum number a = (r − 1) + β, for example 3.8.</summary>
    /// <param name="number">a, in (0, 5].</param>
    /// <param name="kind">The kind; an integer gives Adams–Bashforth whatever the kind.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range, or the kind does not take it.</exception>
    public static LinearMultistepOptions FromMomentumNumber(double number, MultistepKind kind = MultistepKind.GeneralizedHeavyBall)
    {
        var method = MultistepMethod.FromMomentumNumber(number, kind);
        return new(method.Order, method.Beta, method.Kind);
    }
}
