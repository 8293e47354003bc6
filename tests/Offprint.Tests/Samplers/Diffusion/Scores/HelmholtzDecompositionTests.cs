using Offprint.Samplers.Diffusion.Scores;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Scores;

public sealed class HelmholtzDecompositionTests : IDisposable
{
    private const double Turn = 0.7;
    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static Tensor StandardNormal(Tensor x) => x.square().sum(1) / -2;

    private static Tensor Quarter(Tensor x) => cat([-x.narrow(1, 1, 1), x.narrow(1, 0, 1)], 1);

    /// <summary>p = N(0, I), s = −x + c J x: φ = −|x|²/2, r = c J x, E|r|² = 2c², E|∇φ|² = 2.</summary>
    [Fact]
    public void A_turning_Gaussian_score_is_split_as_by_hand()
    {
        var parts = HelmholtzDecomposition.Of(x => Turn * Quarter(x) - x, StandardNormal, -6, 6, new HelmholtzOptions { Cells = 64 });
        Assert.Equal(2 * Turn * Turn, parts.SquaredRemainder, 0.002);
        Assert.Equal(2, parts.SquaredGradient, 0.002);
        Assert.InRange(parts.GradientError(x => -x), 0, 1e-5); // the quadratic potential is exact on the grid, up to the masked boundary
        Assert.Equal(2 * Turn * Turn, parts.FieldError(x => -x), 0.002);
        Tensor points = Normal(1, 100, 2) / 2; // the staircase of the mask is felt far out, where there is no mass
        Assert.InRange(Distance(parts.Remainder(points), Turn * Quarter(points)), 0, 1e-3);
        Assert.InRange(parts.Iterations, 10, 1000);
        double bowl = parts.Potential[32 * 64 + 32] - parts.Potential[32 * 64 + 40]; // cells at (0.09, 0.09) and (1.59, 0.09)
        Assert.Equal((1.59375 * 1.59375 - 0.09375 * 0.09375) / 2, bowl, 1e-3);
    }

    [Fact]
    public void The_parts_are_orthogonal_to_the_solvers_tolerance()
    {
        var parts = HelmholtzDecomposition.Of(x => (x * 1.3).sin() + Quarter(x).square(), StandardNormal, -6, 6,
            new HelmholtzOptions { Cells = 48 });
        Assert.Equal(parts.SquaredField, parts.SquaredGradient + parts.SquaredRemainder, parts.SquaredField * 1e-8);
        Assert.True(parts.SquaredRemainder > 0.01);
    }

    [Fact]
    public void The_gradient_part_converges_with_second_order()
    {
        // φ = sin x₁ cos x₂ with a gauge field of the normal law: the gradient must come back.
        static Tensor Gradient(Tensor x) =>
            cat([x.narrow(1, 0, 1).cos() * x.narrow(1, 1, 1).cos(), -x.narrow(1, 0, 1).sin() * x.narrow(1, 1, 1).sin()], 1);
        double[] errors = [.. new[] { 24, 48, 96 }.Select(cells =>
            Math.Sqrt(HelmholtzDecomposition.Of(x => Gradient(x) + Quarter(x), StandardNormal, -6, 6,
            new HelmholtzOptions { Cells = cells, Mask = 1e-7 }).GradientError(Gradient)))];
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 1.7, 2.5);
        Assert.InRange(Math.Log2(errors[1] / errors[2]), 1.7, 2.5);
    }

    [Fact]
    public void Far_points_and_masked_places_have_no_remainder()
    {
        var parts = HelmholtzDecomposition.Of(Quarter, x => x.square().sum(1) * -50, -3, 3, new HelmholtzOptions { Cells = 60 });
        Assert.Equal(0, parts.Remainder(tensor(new[,] { { 2.0, 2.0 }, { 10, 0 }, { double.NaN, 0 } })).abs().max().ToDouble());
        Assert.True(parts.SquaredRemainder > 0);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var field = Assert.Throws<ArithmeticException>(() => HelmholtzDecomposition.Of(x => x * double.NaN, StandardNormal, -1, 1,
            new HelmholtzOptions { Cells = 8 }));
        Assert.Contains("The field is NaN at face 0", field.Message, StringComparison.Ordinal);
        var density = Assert.Throws<ArithmeticException>(() =>
            HelmholtzDecomposition.Of(x => x, x => x.sum(1) / 0 * 0, -1, 1, new HelmholtzOptions { Cells = 8 }));
        Assert.Contains("log-density", density.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => HelmholtzDecomposition.Of(x => x, StandardNormal, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => HelmholtzDecomposition.Of(x =>
            x, StandardNormal, -1, 1, new HelmholtzOptions { Cells = 2 }));
    }
}
