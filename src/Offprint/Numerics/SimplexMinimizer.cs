using System.Numerics.Tensors;

namespace Offprint.Numerics;

/// <summary>When <see cref="SimplexMinimizer"/> stops.</summary>
/// <param name="MaximumIterations">The iteration limit. Our choice: 400.</param>
/// <param name="Tolerance">The relative decrease of the objective in one step below which it stops. Our choice: 10⁻¹⁰.</param>
/// <param name="Negligible">Coordinates below this become zero for good. The paper's code bounds them by 9·10⁻¹² from below.</param>
public sealed record SimplexMinimizerOptions(int MaximumIterations = 400, double Tolerance = 1e-10, double Negligible = 1e-12);

/// <summary>A minimum on the simplex.</summary>
/// <param name="Point">α, not negative, with sum one.</param>
/// <param name="Value">F(α).</param>
/// <param name="Gap">An upper bound of F(α) − min F, relative to F(α): from convexity, max_j d_j / F − 1.</param>
/// <param name="Iterations">Steps taken.</param>
public sealed record SimplexMinimum(double[] Point, double Value, double Gap, int Iterations);

/// <summary>
/// Minimizes the convex function \(F(\alpha) = \frac1N \sum_n c_n / \sum_j \alpha_j u_{jn}\) over the probability simplex: the variance of
/// importance sampling from a mixture, as a function of the mixture's weights.
/// </summary>
/// <remarks>
/// Minorize–maximize: \(\alpha_j \leftarrow \alpha_j\sqrt{d_j} / \sum_i \alpha_i \sqrt{d_i}\) with
/// \(d_j = \frac1N\sum_n c_n u_{jn} / (\sum_i \alpha_i u_{in})^2 = -\partial F/\partial\alpha_j\). With responsibilities
/// \(\pi_j = \alpha_j u_j / \sum_i \alpha_i u_i\), Jensen gives \(1/\sum_j \alpha'_j u_j \le \sum_j \pi_j^2 / (\alpha'_j u_j)\), whose
/// minimum over the
/// simplex is this step: F never rises, no line search is needed. Since \(\sum_j \alpha_j d_j = F\), at the minimum no d_j passes F.
/// </remarks>
public static class SimplexMinimizer
{
    private const int Block = 256;

    /// <summary>Minimizes F.</summary>
    /// <param name="ratios">u, [J, N], not negative: component densities over the density of the sample.</param>
    /// <param name="costs">c, [N], not negative.</param>
    /// <param name="start">Where to begin, [J], in the simplex; a coordinate that is zero stays zero.</param>
    /// <param name="options">When to stop; the defaults if <see langword="null"/>.</param>
    /// <returns>The minimum with a bound of its error. Points where all u vanish are left out, as in the paper's code.</returns>
    /// <exception cref="ArgumentException">The shapes disagree, or the start is not in the simplex.</exception>
    public static SimplexMinimum Minimize(PointMatrix ratios, ReadOnlySpan<double> costs, IReadOnlyList<double> start,
        SimplexMinimizerOptions? options = null)
    {
        options ??= new SimplexMinimizerOptions();
        if (costs.Length != ratios.Count || start.Count != ratios.Dimension)
            throw new ArgumentException(
                $"{ratios.Count} points with {costs.Length} costs, {ratios.Dimension} components with {start.Count} weights.",
                nameof(costs));
        if (start.Any(a => !(a >= 0)) || Math.Abs(start.Sum() - 1) > 1e-9)
            throw new ArgumentException("The start is not in the simplex: weights must not be negative and must sum to one.",
                nameof(start));
        double[] alpha = [.. start], gradient = new double[alpha.Length];
        double value = Evaluate(ratios, costs, alpha, gradient, all: alpha.Length == 1);
        int iterations = 0;
        for (bool moving = value > 0 && alpha.Length > 1; moving && iterations < options.MaximumIterations; iterations++)
        {
            Step(alpha, gradient, options.Negligible);
            double next = Evaluate(ratios, costs, alpha, gradient, all: false);
            moving = value - next > options.Tolerance * value;
            value = next;
        }
        Evaluate(ratios, costs, alpha, gradient, all: true);
        return new SimplexMinimum(alpha, value, value > 0 ? Math.Max(0, gradient.Max() / value - 1) : 0, iterations);
    }

    private static void Step(double[] alpha, double[] gradient, double negligible)
    {
        double sum = 0, kept = 0;
        for (int j = 0; j < alpha.Length; j++)
            sum += alpha[j] *= Math.Sqrt(gradient[j]);
        for (int j = 0; j < alpha.Length; j++)
            kept += alpha[j] = alpha[j] < negligible * sum ? 0 : alpha[j];
        for (int j = 0; j < alpha.Length; j++)
            alpha[j] /= kept;
    }

    /// <summary>F and −∂F/∂α of the components in use, or of all: one pass, in blocks that stay in the cache.</summary>
    private static double Evaluate(PointMatrix ratios, ReadOnlySpan<double> costs, double[] alpha, double[] gradient, bool all)
    {
        Array.Clear(gradient);
        double value = 0;
        Span<double> mixture = stackalloc double[Block], share = stackalloc double[Block];
        for (int first = 0; first < costs.Length; first += Block)
        {
            int count = Math.Min(Block, costs.Length - first);
            Span<double> sum = mixture[..count], term = share[..count];
            sum.Clear();
            for (int j = 0; j < alpha.Length; j++)
            {
                if (alpha[j] > 0)
                    TensorPrimitives.MultiplyAdd(ratios[j].Slice(first, count), alpha[j], sum, sum);
            }
            sum.Replace(0, double.PositiveInfinity);
            TensorPrimitives.Divide(costs.Slice(first, count), sum, term);
            value += TensorPrimitives.Sum<double>(term);
            TensorPrimitives.Divide(term, sum, term);
            for (int j = 0; j < alpha.Length; j++)
            {
                if (all || alpha[j] > 0)
                    gradient[j] += TensorPrimitives.Dot<double>(ratios[j].Slice(first, count), term);
            }
        }
        for (int j = 0; j < gradient.Length; j++)
            gradient[j] /= costs.Length;
        return value / costs.Length;
    }
}
