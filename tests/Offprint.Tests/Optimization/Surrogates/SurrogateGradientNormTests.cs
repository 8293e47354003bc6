using Offprint.Numerics;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Optimization.Surrogates;

public sealed class SurrogateGradientNormTests : IDisposable
{
    private static readonly GradientNormOptions s_fixed = new(0.2, 0.2, 0, 0.5, 0);
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>A linear surrogate's h has no curvature: nothing to regularize, whatever λ; ‖∇h‖² = |mean x|² + 1.</summary>
    [Fact]
    public void A_linear_surrogate_is_left_alone()
    {
        using MlpSurrogate surrogate = new(3, new([], Loss: SurrogateLoss.SquaredError), [new(1)]);
        Tensor x = tensor([1f, 2, 0, 3, 0, -2], [1, 2, 3]); // mean (2, 1, −1)
        var parameters = surrogate.Network.Parameters;
        float[] before = parameters.ValueSpan.ToArray();
        SurrogateGradientNorm norm = new(parameters, s_fixed);
        norm.ReplaceGradients(() => surrogate.MeanOutput(x));
        Assert.Equal(Math.Sqrt(4 + 1 + 1 + 1), norm.Norms[0], 1e-6);
        Assert.All(parameters.GradientSpan.ToArray(), g => Assert.Equal(0, g));
        Assert.Equal(before, parameters.ValueSpan.ToArray()); // to the last bit
    }

    /// <summary>h = wᵀAw/2: the finite difference is exact, λρ A Aw/|Aw| for every radius.</summary>
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.05)]
    [InlineData(2)]
    public void A_quadratic_is_differentiated_exactly(double radius)
    {
        using ParameterBuffer parameters = new(1, [new("w", [2])]);
        (parameters.ValueSpan[0], parameters.ValueSpan[1]) = (1, -2);
        Tensor a = tensor([2f, 1, 1, 3], [2, 2]);
        SurrogateGradientNorm norm = new(parameters, s_fixed with { Radius = radius });
        norm.ReplaceGradients(() => (parameters["w"].matmul(a) * parameters["w"]).sum([1]) * 0.5);
        // Aw = (0, −5), A Aw/5 = (−1, −3), times λρ = 0.1.
        Assert.Equal(5, norm.Norms[0], 1e-6);
        Assert.Equal(-0.1, parameters.GradientSpan[0], 1e-6 / radius);
        Assert.Equal(-0.3, parameters.GradientSpan[1], 1e-6 / radius);
    }

    /// <summary>
    /// h = v tanh(u x + c) + b: the gradient in closed form, whose last entry is one; and the finite difference of ∇‖∇h‖ has order one.
    /// </summary>
    [Fact]
    public void The_finite_differences_error_halves_with_its_radius()
    {
        double[] w = [0.7, -0.3, 1.4, 0.2], x = [0.5, -1.2, 2.0]; // u, c, v, b
        double[] Gradient(double[] at)
        {
            double[] t = [.. x.Select(z => Math.Tanh(at[0] * z + at[1]))], s = [.. t.Select(z => 1 - z * z)];
            return [at[2] * s.Zip(x, (p, q) => p * q).Average(), at[2] * s.Average(), t.Average(), 1];
        }
        double Norm(double[] at) => Math.Sqrt(Gradient(at).Sum(g => g * g));
        double[] exact = [.. Enumerable.Range(0, 4).Select(k =>
        {
            double[] up = [.. w], down = [.. w];
            (up[k], down[k]) = (w[k] + 1e-5, w[k] - 1e-5);
            return (Norm(up) - Norm(down)) / 2e-5;
        })];
        using ParameterBuffer parameters = new(1, [new("w", [4])]);
        for (int k = 0; k < 4; k++)
            parameters.ValueSpan[k] = (float)w[k];
        Tensor points = tensor(Array.ConvertAll(x, z => (float)z));
        Tensor H()
        {
            Tensor p = parameters["w"].squeeze(0);
            return ((p[0] * points + p[1]).tanh() * p[2] + p[3]).mean([0], keepdim: true);
        }
        double Error(double radius)
        {
            SurrogateGradientNorm norm = new(parameters, new(1, radius, 0, 1, 0));
            norm.ReplaceGradients(H);
            Assert.Equal(Norm(w), norm.Norms[0], 1e-6);
            Assert.Equal(0, parameters.GradientSpan[3]); // the last entry of ∇h is a constant
            return Math.Sqrt(exact.Select((g, k) => Math.Pow(g - parameters.GradientSpan[k], 2)).Sum());
        }
        double[] errors = [Error(0.2), Error(0.1), Error(0.05)];
        Assert.InRange(errors[0] / errors[1], 1.8, 2.3);
        Assert.InRange(errors[1] / errors[2], 1.8, 2.3);
    }

    /// <summary>‖∇h‖ = 1 for a lone bias: λ falls by η (ε − ρ) a step, crosses zero at the 21st, and stays there if it may not cross.</summary>
    [Theory]
    [InlineData(MultiplierRule.Unclamped)]
    [InlineData(MultiplierRule.NonNegative)]
    public void Multipliers_move_by_what_the_constraint_is_violated(MultiplierRule rule)
    {
        using ParameterBuffer parameters = new(1, [new("b", [1])]);
        SurrogateGradientNorm norm = new(parameters, GradientNormOptions.Ignite with { Rule = rule });
        for (int k = 1; k <= 40; k++)
        {
            norm.ReplaceGradients(() => parameters["b"].sum([1]));
            double expected = 1e-3 + k * 1e-3 * (0.05 - 0.1);
            Assert.Equal(rule == MultiplierRule.Unclamped ? expected : Math.Max(0, expected), norm.Multipliers[0], 1e-12);
            if (rule == MultiplierRule.Unclamped)
                Assert.Equal(k >= 21, norm.Multipliers[0] < -1e-12);
        }
    }

    /// <summary>Each member has its norm and multiplier, wherever it stands.</summary>
    [Fact]
    public void Permuted_members_have_permuted_multipliers_and_gradients()
    {
        Seed[] seeds = [new(1), new(2), new(3)];
        int[] order = [2, 0, 1];
        using MlpSurrogate one = new(4, new([6]), seeds), other = new(4, new([6]), [.. order.Select(i => seeds[i])]);
        using TensorRandom random = new(new(5));
        Tensor x = random.Normal([1, 10, 4]);
        SurrogateGradientNorm a = Step(one), b = Step(other);
        Assert.Equal(order.Select(i => a.Multipliers[i]), b.Multipliers);
        Assert.Equal(3, a.Multipliers.Distinct().Count());
        for (int parameter = 0; parameter < one.Network.Parameters.Specs.Count; parameter++)
        {
            for (int m = 0; m < 3; m++)
                Assert.Equal(Part(one, parameter, order[m]), Part(other, parameter, m));
        }
        // Neither the deviation's output nor its bounds are touched by h.
        Assert.All(one.Network.Parameters.GradientSpan[^6..].ToArray(), g => Assert.Equal(0, g));

        SurrogateGradientNorm Step(MlpSurrogate surrogate)
        {
            SurrogateGradientNorm norm = new(surrogate.Network.Parameters, GradientNormOptions.Ignite);
            norm.ReplaceGradients(() => surrogate.MeanOutput(x));
            return norm;
        }

        static float[] Part(MlpSurrogate surrogate, int parameter, int member)
        {
            (int start, int length) = surrogate.Network.Parameters.Place(parameter, member);
            return surrogate.Network.Parameters.GradientSpan.Slice(start, length).ToArray();
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using ParameterBuffer parameters = new(1, [new("b", [1])]);
        foreach (GradientNormOptions wrong in (GradientNormOptions[])[s_fixed with { Rho = 0 }, s_fixed with { Radius = -1 },
            s_fixed with { Epsilon = double.NaN }, s_fixed with { MultiplierRate = -1 }])
            Assert.Throws<ArgumentException>(() => new SurrogateGradientNorm(parameters, wrong));
    }
}
