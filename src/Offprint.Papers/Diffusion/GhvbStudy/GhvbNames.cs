using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>What the paper's tables call a method: for legends, and to find its row among the reported numbers.</summary>
public static class GhvbNames
{
    /// <summary>The paper's name of a method; the solver's own where the paper has none.</summary>
    /// <param name="method">The method.</param>
    /// <returns><c>PLMS4 HB 0.9</c>, <c>GHVB 3.8</c>, <c>DPM-Solver++ HB 0.8</c>, <c>LTSP PLMS4, GHVB 0.8</c> and the like.</returns>
    public static string PaperName(this SolverOptions method) => method switch
    {
        LinearMultistepOptions { Kind: MultistepKind.NaiveInterpolation } mixture =>
            string.Create(CultureInfo.InvariantCulture, $"PLMS{mixture.Order} MIX {mixture.Beta}"),
        LinearMultistepOptions multistep => multistep.Method.Name,
        DpmSolverPlusPlusOptions { Order: 2, LowerOrderFinal: false } => "DPM-Solver++",
        MomentumOptions momentum => string.Create(CultureInfo.InvariantCulture, $"{momentum.Inner.PaperName()} HB {momentum.Beta}"),
        SplittingOptions splitting => $"LTSP {splitting.Main.PaperName()}, {splitting.Guidance.PaperName()}",
        _ => method.Label,
    };
}
