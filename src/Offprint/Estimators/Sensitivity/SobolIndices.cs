using System.Numerics.Tensors;
using Offprint.Estimators.ControlVariates;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Estimators.Sensitivity;

/// <summary>A model of several inputs, many points at a time.</summary>
/// <param name="inputs">[D, N].</param>
/// <param name="outputs">[N], to be filled.</param>
public delegate void ScalarModel(PointMatrix inputs, Span<double> outputs);

/// <summary>
/// First-order Sobol' indices \(S_i = \mathrm{Var}(E[Y|X_i]) / \mathrm{Var}(Y)\) of a model with independent inputs, all from one sample by
/// pick-freeze.
/// </summary>
/// <remarks>
/// The input is doubled to independent copies (U, V). With Y = y(U) and Y_i = y(U_i, V_{−i}), Cov(Y, Y_i) = Var(E[Y|X_i]), so that the D +
/// 2
/// expectations E[Y Y_1], …, E[Y Y_D], E[Y], E[Y²] give all indices. A point costs D + 1 evaluations of the model.
/// </remarks>
public static class SobolIndices
{
    /// <summary>
    /// States the D + 2 expectations in standard normal space: x_i = F_i⁻¹(Φ(u_i)), and the density is N(0, I) in 2 D dimensions.
    /// </summary>
    /// <param name="model">y.</param>
    /// <param name="inputs">The inputs' laws, [D].</param>
    /// <param name="shift">Added to the model. Indices do not change; adaptive sampling needs y + shift ≥ 0.</param>
    /// <param name="weights">The criterion's weights, [D + 2]; <see langword="null"/> for ones, as in the paper.</param>
    /// <returns>The problem: plain Monte Carlo on it is the classical pick-freeze estimator.</returns>
    public static ExpectationProblem PickFreeze(ScalarModel model, IReadOnlyList<Marginal> inputs, double shift = 0,
        IReadOnlyList<double>? weights = null)
    {
        int d = inputs.Count;
        return new ExpectationProblem([GaussianDensity.Standard(2 * d)], d + 2, Evaluate, weights);

        void Evaluate(PointMatrix points, PointMatrix values)
        {
            var physical = new PointMatrix(2 * d, points.Count);
            for (int i = 0; i < 2 * d; i++)
                inputs[i % d].FromStandard(points[i], physical[i]);
            PointMatrix frozen = physical.Coordinates(0, d), mixed = physical.Coordinates(d, d);
            Span<double> y = values[d];
            Shifted(frozen, y);
            double[] kept = new double[points.Count];
            for (int i = 0; i < d; i++)
            {
                mixed[i].CopyTo(kept);
                frozen[i].CopyTo(mixed[i]);
                Shifted(mixed, values[i]);
                TensorPrimitives.Multiply(values[i], y, values[i]);
                kept.CopyTo(mixed[i]);
            }
            TensorPrimitives.Multiply(y, y, values[d + 1]);
        }

        void Shifted(PointMatrix at, Span<double> outputs)
        {
            model(at, outputs);
            if (shift != 0)
                TensorPrimitives.Add(outputs, shift, outputs);
        }
    }

    /// <summary>S_i = (E[Y Y_i] − E[Y]²) / (E[Y²] − E[Y]²).</summary>
    /// <param name="expectations">[D + 2]: E[Y Y_1], …, E[Y Y_D], E[Y], E[Y²].</param>
    /// <returns>The indices, [D].</returns>
    /// <exception cref="ArgumentException">There are fewer than three expectations, or they leave no variance.</exception>
    public static double[] FirstOrder(ReadOnlySpan<double> expectations)
    {
        if (expectations.Length < 3)
            throw new ArgumentException($"{expectations.Length} expectations: D of products, the mean and the mean square are needed.",
                nameof(expectations));
        double mean = expectations[^2], variance = expectations[^1] - mean * mean;
        if (!(variance > 0))
            throw new ArgumentException(
                $"The expectations leave a variance of {variance}: the model is constant, or the sample too small for its mean {mean}.",
                nameof(expectations));
        double[] indices = new double[expectations.Length - 2];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = (expectations[i] - mean * mean) / variance;
        return indices;
    }
}
