using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Tensors;

public sealed class DerivativesTests : IDisposable
{
    private readonly IDisposable _scope;

    public DerivativesTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>f(x) = (x₁² x₂, sin x₂ + x₁).</summary>
    private static Tensor Curved(Tensor x)
    {
        Tensor a = x.narrow(-1, 0, 1), b = x.narrow(-1, 1, 1);
        return cat([a * a * b, b.sin() + a], -1);
    }

    private static Tensor Exact(Tensor x)
    {
        Tensor a = x.select(-1, 0), b = x.select(-1, 1);
        return stack([stack([2 * a * b, a * a], -1), stack([ones_like(a), b.cos()], -1)], -2);
    }

    [Theory]
    [InlineData(new long[] { 7, 2 })]
    [InlineData(new long[] { 3, 4, 2 })] // a population: any leading axes
    public void Jacobian_divergence_and_both_products_are_the_closed_forms(long[] shape)
    {
        Tensor x = Normal(1, shape), u = Normal(2, shape), v = Normal(3, shape), jacobian = Exact(x);
        using var guard = no_grad(); // whatever the caller's grad mode
        var (value, computed) = Derivatives.Jacobian(Curved, x);
        Assert.True(Same(value, Curved(x)));
        Assert.InRange(Distance(computed, jacobian), 0, 1e-14);
        Assert.InRange(Distance(Derivatives.Divergence(Curved, x), jacobian.diagonal(dim1: -2, dim2: -1).sum(-1)), 0, 1e-14);
        Assert.InRange(Distance(Derivatives.VectorJacobian(Curved, x, u).Product,
            jacobian.transpose(-1, -2).matmul(u.unsqueeze(-1)).squeeze(-1)), 0, 1e-13);
        Assert.InRange(Distance(Derivatives.JacobianVector(Curved, x, v), jacobian.matmul(v.unsqueeze(-1)).squeeze(-1)), 0, 1e-13);
        var skew = Derivatives.Asymmetry(Curved, x, v).Skew;
        Assert.InRange(Distance(skew, (jacobian - jacobian.transpose(-1, -2)).matmul(v.unsqueeze(-1)).squeeze(-1)), 0, 1e-13);
        Assert.False(computed.requires_grad || skew.requires_grad);
    }

    /// <summary>
    /// With f = W x the penalty Σ|(W − Wᵀ) v|² has the gradient 2 (k vᵀ − v kᵀ) by W, k = (W − Wᵀ) v. Without a graph there is none.
    /// </summary>
    [Fact]
    public void A_penalty_on_the_asymmetry_trains_the_parameters()
    {
        var weights = Normal(4, 3, 3).requires_grad_(true);
        Tensor x = Normal(5, 1, 3), v = Normal(6, 1, 3);
        Func<Tensor, Tensor> linear = rows => rows.matmul(weights.t());
        var (_, skew) = Derivatives.Asymmetry(linear, x, v, createGraph: true);
        skew.square().sum().backward();
        var k = (weights - weights.t()).detach().matmul(v[0]);
        var expected = 2 * (k.outer(v[0]) - v[0].outer(k));
        Assert.InRange(Distance(weights.grad!, expected), 0, 1e-12);
        Assert.False(Derivatives.Asymmetry(linear, x, v).Skew.requires_grad);
    }

    [Fact]
    public void The_gradient_of_a_gradient_is_the_Hessian()
    {
        Tensor x = Normal(7, 5, 2);
        Func<Tensor, Tensor> potential = rows => (rows.square().sum(-1) * rows.select(-1, 0)).unsqueeze(-1); // (a² + b²) a
        var hessian = Derivatives.Jacobian(rows => Derivatives.Gradient(potential, rows, createGraph: true), x).Jacobian;
        Tensor a = x.select(1, 0), b = x.select(1, 1);
        Assert.InRange(Distance(hessian, stack([stack([6 * a, 2 * b], -1), stack([2 * b, 2 * a], -1)], -2)), 0, 1e-13);
    }

    /// <summary>
    /// For f = A x one probe has mean tr A and variance Σ_{i≠j} (A_ij² + A_ij A_ji); 4,000 probes, five standard errors, fixed seed.
    /// </summary>
    [Fact]
    public void Hutchinsons_estimate_has_the_right_mean_and_variance()
    {
        double[,] a = { { 1, 2, 0 }, { -1, 3, 1 }, { 0.5, 0, -2 } };
        var matrix = tensor(a);
        using var random = new TensorRandom(new Seed(8));
        var estimates = Derivatives.HutchinsonDivergence(rows => rows.matmul(matrix.t()), zeros(4000, 3, dtype: ScalarType.Float64),
            random);
        double variance = 0;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                variance += i == j ? 0 : a[i, j] * a[i, j] + a[i, j] * a[j, i];
        }
        Assert.InRange(estimates.mean().ToDouble() - 2, -5 * Math.Sqrt(variance / 4000), 5 * Math.Sqrt(variance / 4000));
        Assert.InRange(estimates.var().ToDouble() / variance, 0.85, 1.15);
        Assert.Throws<ArgumentOutOfRangeException>(() => Derivatives.HutchinsonDivergence(Curved, zeros(1, 2), random, 0));
    }
}
