using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>How well common solvers follow a field on grids even in t, at equal evaluations.</summary>
internal static class SolverStudy
{
    public static List<SolverErrors> Errors(
        IReadOnlyList<FlowSolver> solvers, INoisePredictor model, Tensor start, IReadOnlyList<int> evaluations,
        ProbabilityFlow reference, CancellationToken ct)
    {
        using var scope = NewDisposeScope();
        var schedule = model.Schedule;
        var exact = reference.Solve(model, start, schedule.T, schedule.TEnd, ct);
        return [.. solvers.Select(solver =>
            new SolverErrors(solver, [.. evaluations.Select(count => Error(solver, model, start, exact, count))]))];
    }

    private static double Error(FlowSolver solver, INoisePredictor model, Tensor start, Tensor exact, int evaluations)
    {
        using var scope = NewDisposeScope();
        double error;
        try
        {
            error = (solver.Ends(model, start, evaluations) - exact).Squared().sum(1).mean().sqrt().ToDouble();
        }
        catch (NonFinitePredictionException)
        {
            return MixtureGauge.Ceiling;
        }
        return error < MixtureGauge.Ceiling ? error : MixtureGauge.Ceiling;
    }
}
