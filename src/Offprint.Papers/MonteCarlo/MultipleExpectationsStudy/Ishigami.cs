using Offprint.Estimators.ControlVariates;
using Offprint.Estimators.Sensitivity;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>Case (d), not in the paper: y = sin x₁ + a sin² x₂ + b x₃⁴ sin x₁ on U(−π, π)³, which changes its sign.</summary>
public static class Ishigami
{
    private const double A = 7, B = 0.1;

    /// <summary>Above −min y = 1 + bπ⁴ ≈ 10.74: makes the function positive, as adaptive sampling asks. Our choice.</summary>
    public const double Shift = 11;

    /// <summary>The first-order indices, in closed form.</summary>
    public static IReadOnlyList<double> Exact
    {
        get
        {
            double fourth = B * Math.Pow(Math.PI, 4), variance = A * A / 8 + fourth / 5 + fourth * fourth / 18 + 0.5;
            return [0.5 * Math.Pow(1 + fourth / 5, 2) / variance, A * A / 8 / variance, 0];
        }
    }

    /// <summary>The five expectations behind the indices.</summary>
    /// <returns>The problem, in standard normal space.</returns>
    public static ExpectationProblem Problem() =>
        SobolIndices.PickFreeze(Evaluate, [.. Enumerable.Repeat(Marginal.Uniform(-Math.PI, Math.PI), 3)], Shift);

    /// <summary>y.</summary>
    /// <param name="inputs">[3, N].</param>
    /// <param name="outputs">[N], filled.</param>
    public static void Evaluate(PointMatrix inputs, Span<double> outputs)
    {
        ReadOnlySpan<double> x1 = inputs[0], x2 = inputs[1], x3 = inputs[2];
        for (int n = 0; n < outputs.Length; n++)
        {
            double sin = Math.Sin(x2[n]), square = x3[n] * x3[n];
            outputs[n] = Math.Sin(x1[n]) * (1 + B * square * square) + A * sin * sin;
        }
    }
}
