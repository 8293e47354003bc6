using Offprint.Papers.Diffusion.GhvbStudy;
using Offprint.Samplers.Diffusion.Solvers;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Papers.Tests.Diffusion.GhvbStudy;

public class GhvbNamesTests
{
    public static TheoryData<SolverOptions, string> Named => new()
    {
        { Ddim, "DDIM" },
        { Plms(4), "PLMS4" },
        { HeavyBall(4, 0.9), "PLMS4 HB 0.9" },
        { Nesterov(2, 0.5), "PLMS2 NT 0.5" },
        { Mixture(2, 0.5), "PLMS2 MIX 0.5" },
        { Ghvb(3.8), "GHVB 3.8" },
        { Ghvb(0.7), "GHVB 0.7" },
        { Ghvb(3.8) with { StartUp = Offprint.Numerics.StartUp.ExactHistory }, "GHVB 3.8" },
        { new DpmSolverPlusPlusOptions(), "DPM-Solver++" },
        { new DpmSolverPlusPlusOptions(3), "DPM-Solver++(3M)" },
        { new MomentumOptions(new DpmSolverPlusPlusOptions(), 0.8), "DPM-Solver++ HB 0.8" },
        { new UniPcOptions(), "UniPC-3" },
        { new MomentumOptions(new UniPcOptions(), 0.9), "UniPC-3 HB 0.9" },
        { new SplittingOptions(Plms(4), Ghvb(0.8)), "LTSP PLMS4, GHVB 0.8" },
        { new SplittingOptions(Plms(4), Ddim), "LTSP PLMS4, DDIM" },
    };

    [Theory]
    [MemberData(nameof(Named), DisableDiscoveryEnumeration = true)]
    public void A_method_is_called_what_the_papers_tables_call_it(SolverOptions method, string name) =>
        Assert.Equal(name, method.PaperName());
}
