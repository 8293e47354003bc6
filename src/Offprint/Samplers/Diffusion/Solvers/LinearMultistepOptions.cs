using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>Options of <see cref="LinearMultistepSolver"/>.</summary>
/// <param name="Order">r, 1 to 5.</param>
/// <param name="Beta">The damping β in (0, 1]; default 1, no momentum.</param>
/// <param name="Kind">How evaluations and momentum combine; default Adams–Bashforth, which asks for β = 1.</param>
/// <param name="StartUp">How the first steps are made; default the official low orders.</param>
/// <param name="Form">The variables; default the noise form, that of the paper's PLMS and GHVB.</param>
[Kind("linear-multistep")]
public sealed record LinearMultistepOptions(
    [property: Range(1, MultistepCoefficients.MaxOrder)] int Order,
    [property: Range(0.0, 1.0, MinimumIsExclusive = true)] double Beta = 1,
    [property: JsonPropertyName("rule")] MultistepKind Kind = MultistepKind.AdamsBashforth,
    StartUp StartUp = StartUp.LowOrder,
    OdeForm Form = OdeForm.Noise) : SolverOptions
{
    /// <summary>DDIM: the rule of order 1.</summary>
    public static LinearMultistepOptions Ddim { get; } = new(1);

    /// <summary>The method these options describe.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Order or β is out of range, or the kind does not take them.</exception>
    [JsonIgnore]
    public MultistepMethod Method => new(Kind, Order, Beta);

    /// <summary>PLMS: Adams–Bashforth.</summary>
    /// <param name="order">r, 1 to 5.</param>
    /// <returns>The options.</returns>
    public static LinearMultistepOptions Plms(int order) => new(order);

    /// <summary>Heavy ball (HB): momentum on the direction of PLMS.</summary>
    /// <param name="order">r, 1 to 5.</param>
    /// <param name="beta">The damping β in (0, 1).</param>
    /// <returns>The options.</returns>
    public static LinearMultistepOptions HeavyBall(int order, double beta) => new(order, beta, MultistepKind.HeavyBall);

    /// <summary>Nesterov's momentum (NT).</summary>
    /// <param name="order">r, 1 to 5.</param>
    /// <param name="beta">The damping β in (0, 1).</param>
    /// <returns>The options.</returns>
    public static LinearMultistepOptions Nesterov(int order, double beta) => new(order, beta, MultistepKind.Nesterov);

    /// <summary>The naive mixture of orders r − 1 and r.</summary>
    /// <param name="order">r, 2 to 5.</param>
    /// <param name="beta">The share β in (0, 1) of order r.</param>
    /// <returns>The options.</returns>
    public static LinearMultistepOptions Mixture(int order, double beta) => new(order, beta, MultistepKind.NaiveInterpolation);

    /// <summary>GHVB with a momentum number a = (r − 1) + β, for example 3.8; an integer gives PLMS.</summary>
    /// <param name="number">a, in (0, 5].</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static LinearMultistepOptions Ghvb(double number) => FromMomentumNumber(number);

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

    /// <inheritdoc/>
    public override LinearMultistepSolver Create() => new(this);
}
