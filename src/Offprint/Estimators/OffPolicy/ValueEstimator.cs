using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy;

/// <summary>Estimates Q^π in a linear class from data of another policy.</summary>
public abstract record ValueEstimator
{
    /// <summary>Fits the weights.</summary>
    /// <param name="data">The data.</param>
    /// <param name="features">The class.</param>
    /// <param name="task">π and γ.</param>
    /// <param name="seed">For methods that draw.</param>
    /// <returns>θ̂, with what the method says about it.</returns>
    /// <exception cref="ArgumentException">Shapes differ, or an option is out of range.</exception>
    /// <exception cref="SingularSystemException">The normal equations have no unique solution.</exception>
    public abstract LinearValueFit Fit(TransitionSample data, LinearClass features, EvaluationTask task, Seed seed = default);

    /// <summary>A name for readers.</summary>
    /// <returns>For example "LSTD".</returns>
    public abstract string Title();

    /// <summary>Solves A x = b, or says what is singular.</summary>
    private protected static Vector<double> Solve(Matrix<double> a, Vector<double> b, string what)
    {
        var qr = a.QR();
        double least = double.PositiveInfinity, greatest = 0;
        for (int i = 0; i < a.RowCount; i++)
        {
            least = Math.Min(least, Math.Abs(qr.R[i, i]));
            greatest = Math.Max(greatest, Math.Abs(qr.R[i, i]));
        }
        return least > 1e-13 * greatest ? qr.Solve(b) : throw new SingularSystemException(
            $"{what} is singular ({a.RowCount} features, diagonal of its QR factor from {least:G3} to {greatest:G3}): the data do not " +
            "identify the weights. Remove dependent features, use data that cover their pairs, or give a positive ridge.");
    }
}

/// <summary>A linear system of an estimator has no unique solution.</summary>
/// <param name="message">Which, and what to do.</param>
public sealed class SingularSystemException(string message) : InvalidOperationException(message);

/// <summary>Fitted weights.</summary>
/// <param name="Weights">θ̂, [d].</param>
/// <param name="Converged">Whether an iteration came to rest; true for direct methods.</param>
/// <param name="Sweeps">Iterations used; 0 for direct methods.</param>
public sealed record LinearValueFit(double[] Weights, bool Converged = true, int Sweeps = 0)
{
    private readonly Lazy<double> _condition = new(double.NaN);

    /// <summary>The condition number of the method's matrix; NaN where it has none. Computed when first asked for.</summary>
    public double Condition => _condition.Value;

    internal Matrix<double> System
    {
        init => _condition = new(() => value.ConditionNumber());
    }
}
