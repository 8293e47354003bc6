using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Estimators.ControlVariates;
using Offprint.Estimators.Sensitivity;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>The mean inputs of the beam and the correlations of its three lengths.</summary>
/// <param name="ForceX">F_X, horizontal force [N].</param>
/// <param name="ForceY">F_Y, vertical force [N].</param>
/// <param name="Modulus">E, Young's modulus [GPa].</param>
/// <param name="Width">w [m].</param>
/// <param name="Thickness">t [m].</param>
/// <param name="Length">L [m].</param>
/// <param name="WidthThickness">ρ of w and t.</param>
/// <param name="WidthLength">ρ of w and L.</param>
/// <param name="ThicknessLength">ρ of t and L.</param>
public sealed record BeamLaw(
    double ForceX, double ForceY, double Modulus, double Width, double Thickness, double Length,
    double WidthThickness = 0, double WidthLength = 0, double ThicknessLength = 0)
{
    /// <summary>The law of case (b).</summary>
    public static BeamLaw Nominal { get; } = new(556.8, 453.6, 200, 0.062, 0.0987, 4.29);

    /// <summary>
    /// The inputs' own laws: forces and modulus log-normal with coefficients of variation 0.08, 0.08 and 0.06, lengths normal with 0.1.
    /// </summary>
    public IReadOnlyList<Marginal> Marginals =>
    [
        Marginal.LogNormal(ForceX, 0.08), Marginal.LogNormal(ForceY, 0.08), Marginal.LogNormal(Modulus, 0.06),
        Marginal.Normal(Width, 0.1 * Width), Marginal.Normal(Thickness, 0.1 * Thickness), Marginal.Normal(Length, 0.1 * Length),
    ];

    /// <summary>The joint law: a Gaussian copula.</summary>
    public GaussianCopulaDensity Density
    {
        get
        {
            var correlation = Matrix<double>.Build.DenseIdentity(6);
            correlation[3, 4] = correlation[4, 3] = WidthThickness;
            correlation[3, 5] = correlation[5, 3] = WidthLength;
            correlation[4, 5] = correlation[5, 4] = ThicknessLength;
            return new GaussianCopulaDensity(Marginals, correlation);
        }
    }
}

/// <summary>
/// Cases (b) and (c): the deflection of a cantilever's tip, D = 4L³/(E w t) · √((F_X/w²)² + (F_Y/t²)²) [m], with E in GPa · 10⁹.
/// </summary>
public static class CantileverBeam
{
    private const int Block = 256;

    /// <summary>The inputs' names, in order.</summary>
    public static IReadOnlyList<string> Inputs { get; } = ["F_X", "F_Y", "E", "w", "t", "L"];

    /// <summary>
    /// The deflection. A length at or below zero, ten standard deviations off, counts by its magnitude, so that an importance sampler that
    /// proposes it gets a finite number of a density next to nothing.
    /// </summary>
    /// <param name="inputs">[6, N].</param>
    /// <param name="deflection">[N], filled.</param>
    public static void Deflection(PointMatrix inputs, Span<double> deflection)
    {
        Span<double> first = stackalloc double[Block], second = stackalloc double[Block];
        for (int start = 0; start < inputs.Count; start += Block)
        {
            int count = Math.Min(Block, inputs.Count - start);
            var part = inputs.Slice(start, count);
            Span<double> x = first[..count], y = second[..count], result = deflection.Slice(start, count);
            Stress(part[0], part[3], x);
            Stress(part[1], part[4], y);
            TensorPrimitives.Add(x, y, x);
            TensorPrimitives.Sqrt(x, x);
            TensorPrimitives.Multiply(part[5], part[5], y);
            TensorPrimitives.Multiply(y, part[5], y);
            TensorPrimitives.Multiply(x, y, x);
            TensorPrimitives.Multiply(part[3], part[4], y);
            TensorPrimitives.Multiply(y, part[2], y);
            TensorPrimitives.Divide(x, y, result);
            TensorPrimitives.Multiply(result, 4e-9, result);
            TensorPrimitives.Abs(result, result);
        }
    }

    /// <summary>Case (b): the eight expectations behind the six first-order Sobol' indices.</summary>
    /// <returns>The problem, in standard normal space.</returns>
    public static ExpectationProblem SobolProblem() => SobolIndices.PickFreeze(Deflection, BeamLaw.Nominal.Marginals);

    /// <summary>Case (c): the mean deflection under many laws.</summary>
    /// <param name="laws">The laws.</param>
    /// <returns>The problem, in physical space.</returns>
    public static ExpectationProblem LawProblem(IReadOnlyList<BeamLaw> laws) =>
        new([.. laws.Select(law => law.Density)], 1, (points, values) => Deflection(points, values[0]));

    /// <summary>Laws whose means and correlations are drawn by Latin hypercube from the paper's ranges.</summary>
    /// <param name="count">J.</param>
    /// <param name="seed">The design's seed.</param>
    /// <returns>The laws.</returns>
    public static IReadOnlyList<BeamLaw> Laws(int count, Seed seed)
    {
        var design = LatinHypercube.Sample(9, count, seed.Stream());
        return [.. Enumerable.Range(0, count).Select(Law)];

        BeamLaw Law(int n) => new(
            Between(0, n, 525, 575), Between(1, n, 425, 475), Between(2, n, 175, 225), Between(3, n, 0.06, 0.07), Between(4, n, 0.09, 0.1),
            Between(5, n, 4, 5), Between(6, n, -0.6, 0), Between(7, n, 0, 0.5), Between(8, n, 0, 0.5));

        double Between(int parameter, int n, double low, double high) => low + (high - low) * design[parameter][n];
    }

    /// <summary>(F / a²)².</summary>
    private static void Stress(ReadOnlySpan<double> force, ReadOnlySpan<double> length, Span<double> result)
    {
        TensorPrimitives.Multiply(length, length, result);
        TensorPrimitives.Divide(force, result, result);
        TensorPrimitives.Multiply(result, result, result);
    }
}
