using System.Numerics.Tensors;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Estimators.ControlVariates;

/// <summary>A function of many points at a time.</summary>
/// <param name="points">[D, N].</param>
/// <param name="values">[outputs, N], to be filled.</param>
public delegate void VectorFunction(PointMatrix points, PointMatrix values);

/// <summary>
/// Several expectations I_j = E_{f_j}[φ_j(X)], to be estimated together: J functions under one law, one under J laws, or J under J.
/// </summary>
public sealed class ExpectationProblem
{
    /// <summary>States a problem.</summary>
    /// <param name="densities">f, one for all functions or one each.</param>
    /// <param name="outputs">How many functions φ evaluates; one for all densities or one each.</param>
    /// <param name="function">φ: its evaluations are what a budget counts.</param>
    /// <param name="weights">w, the weight of each expectation's variance in the criterion, positive; <see langword="null"/> for
    /// ones.</param>
    /// <exception cref="ArgumentException">The numbers do not fit each other, dimensions differ, or a weight is not positive.</exception>
    public ExpectationProblem(IReadOnlyList<IDensity> densities, int outputs, VectorFunction function,
        IReadOnlyList<double>? weights = null)
    {
        if (densities.Count == 0 || outputs < 1 || (densities.Count > 1 && outputs > 1 && densities.Count != outputs))
            throw new ArgumentException($"{outputs} functions and {densities.Count} densities: one for all, or as many of each.",
                nameof(densities));
        if (densities.Any(f => f.Dimension != densities[0].Dimension))
            throw new ArgumentException($"Densities of {string.Join(", ", densities.Select(f => f.Dimension).Distinct())} dimensions.",
                nameof(densities));
        (Densities, Outputs, Function, Count) = (densities, outputs, function, Math.Max(densities.Count, outputs));
        Weights = weights ?? [.. Enumerable.Repeat(1.0, Count)];
        if (Weights.Count != Count || Weights.Any(w => !(w > 0 && double.IsFinite(w))))
            throw new ArgumentException($"{Count} expectations need {Count} positive weights, not [{string.Join(", ", Weights)}].",
                nameof(weights));
    }

    /// <summary>f: one, or one an expectation.</summary>
    public IReadOnlyList<IDensity> Densities { get; }

    /// <summary>How many values <see cref="Function"/> gives: one, or one an expectation.</summary>
    public int Outputs { get; }

    /// <summary>φ.</summary>
    public VectorFunction Function { get; }

    /// <summary>J, the number of expectations.</summary>
    public int Count { get; }

    /// <summary>D, the dimension of points.</summary>
    public int Dimension => Densities[0].Dimension;

    /// <summary>w, [J].</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>Where no sampling density is known yet: f itself, or the equal mixture of all f.</summary>
    public IDensity Pooled => Densities.Count == 1 ? Densities[0] : MixtureDensity.Equal(Densities);

    /// <summary>Σ w_j v_j: the criterion, from variances.</summary>
    /// <param name="variances">[J].</param>
    /// <returns>The weighted sum.</returns>
    public double Criterion(IReadOnlyList<double> variances) => variances.Zip(Weights, (v, w) => v * w).Sum();

    /// <summary>log f at points.</summary>
    internal void LogDensities(PointMatrix points, PointMatrix logs)
    {
        for (int j = 0; j < Densities.Count; j++)
            Densities[j].LogDensity(points, logs[j]);
    }

    /// <summary>The terms φ_j f_j / q for each expectation, where log q is given.</summary>
    /// <param name="values">φ, [outputs, N].</param>
    /// <param name="logs">log f, [densities, N].</param>
    /// <param name="logProposal">log q, [N].</param>
    /// <param name="terms">[J, N], filled.</param>
    internal void Terms(PointMatrix values, PointMatrix logs, ReadOnlySpan<double> logProposal, PointMatrix terms)
    {
        for (int j = 0; j < Count; j++)
        {
            Span<double> row = terms[j], value = values[Outputs == 1 ? 0 : j];
            if (Densities.Count > 1 || j == 0)
            {
                TensorPrimitives.Subtract(logs[j], logProposal, row);
                SpanMath.Exp(row);
            }
            if (Densities.Count > 1)
                TensorPrimitives.Multiply(row, value, row);
            else if (j > 0)
                TensorPrimitives.Multiply(terms[0], value, row); // the first row still holds the weights that all share
        }
        if (Densities.Count == 1)
            TensorPrimitives.Multiply(terms[0], values[0], terms[0]);
        for (int j = 0; j < Count; j++)
        {
            if (!double.IsFinite(TensorPrimitives.Sum<double>(terms[j])))
                Repair(terms[j], values[Outputs == 1 ? 0 : j], logs[Densities.Count == 1 ? 0 : j], j);
        }
    }

    /// <summary>Where the density vanishes the function's value does not count, whatever it is; elsewhere it must be finite.</summary>
    private static void Repair(Span<double> row, ReadOnlySpan<double> values, ReadOnlySpan<double> logs, int j)
    {
        for (int n = 0; n < row.Length; n++)
        {
            if (double.IsFinite(row[n]))
                continue;
            if (!double.IsNegativeInfinity(logs[n]))
            {
                throw new InvalidOperationException(
                    $"Expectation {j} has the term {row[n]} at point {n}: the function is {values[n]} there, the log-density {logs[n]}. " +
                    "The function must be finite wherever its density is positive.");
            }
            row[n] = 0;
        }
    }
}
