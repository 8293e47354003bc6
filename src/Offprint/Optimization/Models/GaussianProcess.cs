using System.ComponentModel.DataAnnotations;
using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Models;

/// <summary>k(x, x′) = s² exp(−|x − x′|²/(2ℓ²)) with noise on the diagonal.</summary>
/// <param name="LengthScale">ℓ.</param>
/// <param name="Variance">s².</param>
/// <param name="Noise">The variance of the observations' noise; 0 takes them as exact.</param>
public sealed record RbfKernel(
    [property: Range(1e-12, 1e12)] double LengthScale, [property: Range(1e-12, 1e12)] double Variance,
    [property: Range(0, 1e12)] double Noise);

/// <summary>
/// A Gaussian process of mean zero, fitted exactly: a = (K + noise)⁻¹ y by Cholesky's factorization in double precision.
/// </summary>
/// <remarks>
/// The posterior's mean μ(x) = Σ a_i k(x, x_i) has the closed gradient ∇μ = (Σ a_i k(x, x_i) x_i − μ x)/ℓ²: two products of matrices for
/// many points, no autograd. Where the matrix is not positive definite to rounding, as with repeated designs and no noise, a jitter of
/// 10⁻¹⁰ s² and more is added to its diagonal; <see cref="Jitter"/> says how much.
/// </remarks>
public sealed class GaussianProcess : IDescribable, IDisposable
{
    private const int Attempts = 7;

    private readonly Products _double, _single;
    private readonly Tensor _factor; // [N, N]
    private readonly Tensor _weights; // a, [N, 1]

    /// <summary>Fits.</summary>
    /// <param name="designs">x, [N, d].</param>
    /// <param name="scores">y, [N], best standardized.</param>
    /// <param name="kernel">The kernel.</param>
    /// <exception cref="ArgumentException">Lengths differ, a parameter is out of range, or no jitter makes the matrix positive
    /// definite.</exception>
    public GaussianProcess(SampleMatrix designs, ReadOnlySpan<double> scores, RbfKernel kernel)
    {
        if (designs.Rows != scores.Length || designs.Rows == 0)
            throw new ArgumentException($"{designs.Rows} designs and {scores.Length} scores.", nameof(scores));
        if (!(kernel.LengthScale > 0 && kernel.Variance > 0 && kernel.Noise >= 0))
            throw new ArgumentException($"{kernel}: length and variance are positive, noise is not negative.", nameof(kernel));
        LibTorch.EnsureLoaded();
        Kernel = kernel;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Tensor points = Points(designs), exponents = Exponents(points);
        using (Tensor gram = Left(points).matmul(exponents).exp_())
        {
            gram.diagonal().add_(kernel.Noise);
            (_factor, Jitter) = Factor(gram);
        }
        _weights = cholesky_solve(tensor(scores.ToArray()).view(-1, 1), _factor);
        _double = new(exponents, cat([_weights * points, _weights], 1));
        _single = new(exponents.to_type(ScalarType.Float32), _double.Sums.to_type(ScalarType.Float32));
        foreach (Tensor kept in Kept)
            kept.DetachFromDisposeScope();
    }

    private Tensor[] Kept => [_double.Exponents, _double.Sums, _single.Exponents, _single.Sums, _weights, _factor];

    /// <summary>The kernel.</summary>
    public RbfKernel Kernel { get; }

    /// <summary>N.</summary>
    public int Count => (int)_factor.shape[0];

    /// <summary>What was added to the diagonal so that it could be factorized; 0 as a rule.</summary>
    public double Jitter { get; }

    /// <summary>μ(x).</summary>
    /// <param name="points">float64 or float32, [n, d]; it decides the precision.</param>
    /// <returns>[n].</returns>
    public Tensor Mean(Tensor points)
    {
        using var scope = NewDisposeScope();
        Products of = Of(points);
        return Covariances(points, of).matmul(of.Sums.narrow(1, points.shape[1], 1)).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>μ(x) and its gradient.</summary>
    /// <param name="points">float64 or float32, [n, d]; it decides the precision.</param>
    /// <returns>[n] and [n, d].</returns>
    public (Tensor Mean, Tensor Gradient) MeanAndGradient(Tensor points)
    {
        using var scope = NewDisposeScope();
        Products of = Of(points);
        long d = points.shape[1];
        Tensor sums = Covariances(points, of).matmul(of.Sums), mean = sums.narrow(1, d, 1);
        Tensor gradient = (sums.narrow(1, 0, d) - mean * points).div_(Kernel.LengthScale * Kernel.LengthScale);
        return (mean.squeeze(1).MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    /// <summary>The posterior's variance of the function, without noise.</summary>
    /// <param name="points">float64, [n, d].</param>
    /// <returns>[n], not negative.</returns>
    public Tensor Variance(Tensor points)
    {
        using var scope = NewDisposeScope();
        Tensor covariances = Covariances(points, _double).t();
        Tensor explained = (covariances * cholesky_solve(covariances, _factor)).sum([0]);
        return explained.neg_().add_(Kernel.Variance).clamp_min_(0).MoveToOuterDisposeScope();
    }

    /// <summary>The joint posterior of the function at some points, without noise, with gradients to them.</summary>
    /// <param name="points">float64, [n, d].</param>
    /// <returns>The mean [n] and the covariance [n, n].</returns>
    public (Tensor Mean, Tensor Covariance) Posterior(Tensor points)
    {
        using var scope = NewDisposeScope();
        Tensor covariances = Left(points).matmul(_double.Exponents).exp();
        Tensor mean = covariances.matmul(_weights).squeeze(1), prior = Left(points).matmul(Exponents(points)).exp();
        Tensor half = linalg.solve_triangular(_factor, covariances.t(), upper: false);
        return (mean.MoveToOuterDisposeScope(), (prior - half.t().matmul(half)).MoveToOuterDisposeScope());
    }

    /// <summary>ln p(y), by which kernels compare.</summary>
    /// <param name="scores">y, [N], as fitted.</param>
    /// <returns>The logarithm of the marginal likelihood.</returns>
    public double LogLikelihood(ReadOnlySpan<double> scores)
    {
        using var scope = NewDisposeScope();
        Tensor fit = tensor(scores.ToArray()).dot(_weights.squeeze(1)), determinant = _factor.diagonal().log().sum();
        return -0.5 * fit.item<double>() - determinant.item<double>() - 0.5 * Count * Math.Log(2 * Math.PI);
    }

    /// <summary>Designs as tensors that the process takes.</summary>
    /// <param name="designs">[n, d].</param>
    /// <returns>float64 [n, d].</returns>
    public static Tensor Points(SampleMatrix designs) =>
        tensor(designs.Values, [designs.Rows, designs.Columns]).to_type(ScalarType.Float64);

    /// <summary>k(x, X), [n, N]: the exponent of all pairs is one product of matrices.</summary>
    private static Tensor Covariances(Tensor points, Products of) => Left(points).matmul(of.Exponents).exp_();

    private Products Of(Tensor points) => points.dtype == ScalarType.Float32 ? _single : _double;

    /// <summary>(x, |x|², 1), [n, d + 2].</summary>
    private static Tensor Left(Tensor points) =>
        cat([points, points.Squared().sum(1, keepdim: true), ones([points.shape[0], 1], points.dtype)], 1);

    /// <summary>What stands right of <see cref="Left"/> so that ln k = ln s² − |x − X|²/(2ℓ²), [d + 2, N].</summary>
    private Tensor Exponents(Tensor designs)
    {
        double inverse = 1 / (Kernel.LengthScale * Kernel.LengthScale);
        Tensor squares = designs.Squared().sum(1, keepdim: true);
        Tensor constant = squares.mul(-0.5 * inverse).add_(Math.Log(Kernel.Variance));
        return cat([designs * inverse, full_like(squares, -0.5 * inverse), constant], 1).t().contiguous();
    }

    private (Tensor Factor, double Jitter) Factor(Tensor gram)
    {
        double jitter = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (Tensor factor, Tensor info) = linalg.cholesky_ex(gram);
            if (info.item<int>() == 0)
                return (factor, jitter);
            double next = Kernel.Variance * Math.Pow(10, attempt - 10);
            gram.diagonal().add_(next - jitter);
            jitter = next;
        }
        throw new ArgumentException(
            $"The matrix of {gram.shape[0]} designs is not positive definite, even with {jitter:E0} on its diagonal: give the kernel " +
            "noise, or drop repeated designs.");
    }

    /// <inheritdoc/>
    public Card Describe() => new("Gaussian process")
    {
        Facts =
        [
            new("Designs", Count), new("Length scale", Kernel.LengthScale), new("Variance", Kernel.Variance), new("Noise", Kernel.Noise),
            new("Jitter", Jitter),
        ],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor kept in Kept)
            kept.Dispose();
    }

    /// <summary>What predictions multiply with, in one precision.</summary>
    /// <param name="Exponents">[d + 2, N].</param>
    /// <param name="Sums">a_i x_i and a_i, [N, d + 1].</param>
    private readonly record struct Products(Tensor Exponents, Tensor Sums);
}
