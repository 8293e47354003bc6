using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>Decisions in words.</summary>
internal static class StrategyText
{
    /// <summary>A multistep strategy of one step: form, order, relaxation, expansion.</summary>
    public static string Of(StepDecision strategy)
    {
        if (strategy is { Order: 1, Form: Prediction.Data })
            return "DDIM";
        string relaxation = strategy.Derivatives.FirstOrDefault()?.Relaxation?.Kind switch
        {
            null or RelaxationKind.None => "",
            RelaxationKind.Bh1 => ", B₁",
            RelaxationKind.Bh2 => ", B₂",
            var other => $", {other}",
        };
        string expansion = strategy.Expansion switch
        {
            Expansion.Taylor => ", Taylor",
            Expansion.EvenTaylor => ", even Taylor",
            _ => "",
        };
        return $"{(strategy.Form == Prediction.Data ? "data" : "noise")}, order {strategy.Order}{relaxation}{expansion}";
    }

    /// <summary>How the schedule of a published solver decides.</summary>
    public static string Of(ExponentialOptions solver) => solver switch
    {
        DdimOptions ddim => $"{(ddim.Form == Prediction.Data ? "data" : "noise")} form, order 1",
        DpmSolverOptions => "noise form, orders 1, 2, starts −1, −2, B₂",
        DpmSolverPlusPlusOptions => "data form, orders 1, 2, 2, …, B₂",
        UniPcOptions => "data form, orders 1, 2, 3, …, B₂ at order 2, pseudo corrector",
        DeisOptions => "noise form, orders 1, 2, 2, …, Taylor in σ/α",
        PndmOptions => "noise form, orders 1, 2, 3, 4, …, Taylor, even points",
        _ => solver.Label,
    };
}
