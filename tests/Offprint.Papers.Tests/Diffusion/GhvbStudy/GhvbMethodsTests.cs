using Offprint.Numerics;
using Offprint.Papers.Diffusion.GhvbStudy;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Papers.Tests.Diffusion.GhvbStudy;

public class GhvbMethodsTests
{
    [Theory]
    [InlineData("DDIM", MultistepKind.AdamsBashforth, 1, 1.0)]
    [InlineData("PLMS4", MultistepKind.AdamsBashforth, 4, 1.0)]
    [InlineData("PLMS4 HB 0.9", MultistepKind.HeavyBall, 4, 0.9)]
    [InlineData("PLMS2 NT 0.5", MultistepKind.Nesterov, 2, 0.5)]
    [InlineData("PLMS2 MIX 0.5", MultistepKind.NaiveInterpolation, 2, 0.5)]
    [InlineData("GHVB 3.8", MultistepKind.GeneralizedHeavyBall, 4, 0.8)]
    [InlineData("GHVB 0.7", MultistepKind.GeneralizedHeavyBall, 1, 0.7)]
    [InlineData("GHVB 3", MultistepKind.AdamsBashforth, 3, 1.0)]
    public void A_multistep_name_is_a_kind_an_order_and_a_damping(string name, MultistepKind kind, int order, double beta)
    {
        var method = GhvbMethods.Multistep(name)!;
        Assert.Equal((kind, order), (method.Kind, method.Order));
        Assert.Equal(beta, method.Beta, 1e-12);
        Assert.IsType<LinearMultistepSolver>(GhvbMethods.Solver(name));
    }

    [Theory]
    [InlineData("DPM-Solver++", typeof(ExponentialSolver))]
    [InlineData("UniPC-3", typeof(ExponentialSolver))]
    [InlineData("DPM-Solver++ HB 0.8", typeof(MomentumSolver))]
    [InlineData("UniPC-3 HB 0.9", typeof(MomentumSolver))]
    [InlineData("LTSP PLMS4, GHVB 0.8", typeof(SplittingSolver))]
    [InlineData("LTSP PLMS4, DDIM", typeof(SplittingSolver))]
    public void Other_families_are_solvers_but_no_multistep_rules(string name, Type type)
    {
        var solver = GhvbMethods.Solver(name);
        Assert.IsType(type, solver);
        Assert.Null(GhvbMethods.Multistep(name));
        if (solver is MomentumSolver momentum)
            Assert.Equal(double.Parse(name[^3..], CultureInfo.InvariantCulture), momentum.Beta);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Euler")]
    [InlineData("PLMS")]
    [InlineData("PLMS4 HB")]
    [InlineData("PLMS4 HB x")]
    [InlineData("PLMS4 XX 0.8")]
    [InlineData("GHVB")]
    [InlineData("GHVB two")]
    [InlineData("UniPC-3 NT 0.9")]
    [InlineData("UniPC-2")]
    [InlineData("LTSP PLMS4")]
    public void A_name_of_no_form_is_named_with_the_known_forms(string name)
    {
        string message = Assert.Throws<ArgumentException>(() => GhvbMethods.Solver(name)).Message;
        Assert.Contains($"'{name}'", message);
        Assert.Contains("GHVB 3.8", message);
    }

    [Theory]
    [InlineData("PLMS0")]
    [InlineData("PLMS9")]
    [InlineData("PLMS4 HB 1.5")]
    [InlineData("GHVB 7.5")]
    [InlineData("GHVB 0")]
    [InlineData("LTSP PLMS4, GHVB 9.5")]
    public void Orders_and_dampings_out_of_range_are_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => GhvbMethods.Solver(name));
}
