using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>How well common solvers follow a field on grids even in t, at equal evaluations.</summary>
internal static class SolverStudy
{
    /// <summary>The solvers' names: the classical ones integrate dx/dt, the others the transformed equation.</summary>
    public static IReadOnlyList<string> Solvers { get; } = ["Euler", "Heun", "RK4", "DDIM", "DPM-Solver++"];

    public static List<SolverErrors> Errors(
        INoisePredictor model, Tensor start, IReadOnlyList<int> evaluations, ProbabilityFlow reference, CancellationToken ct)
    {
        using var scope = NewDisposeScope();
        var schedule = model.Schedule;
        var exact = reference.Solve(model, start, schedule.T, schedule.TEnd, ct);
        return [.. Solvers.Select(solver =>
            new SolverErrors(solver, [.. evaluations.Select(count => Error(solver, model, start, exact, count))]))];
    }

    private static double Error(string solver, INoisePredictor model, Tensor start, Tensor exact, int evaluations)
    {
        using var scope = NewDisposeScope();
        double error;
        try
        {
            error = (Ends(solver, model, start, evaluations) - exact).Squared().sum(1).mean().sqrt().ToDouble();
        }
        catch (NonFinitePredictionException)
        {
            return MixtureGauge.Ceiling;
        }
        return error < MixtureGauge.Ceiling ? error : MixtureGauge.Ceiling;
    }

    private static Tensor Ends(string solver, INoisePredictor model, Tensor start, int evaluations)
    {
        var schedule = model.Schedule;
        var (integrate, stages) = solver switch
        {
            "Euler" => ((Func<OdeField, double[], IReadOnlyList<double>, OdeSolution>)OdeIntegrator.Euler, 1),
            "Heun" => (OdeIntegrator.Heun, 2),
            "RK4" => (OdeIntegrator.Rk4, 4),
            _ => (null, 1),
        };
        var grid = TimeGrid.UniformTime(schedule, Math.Max(1, evaluations / stages));
        if (integrate is null)
            return (solver == "DDIM" ? (IDiffusionSolver)new LinearMultistepSolver(new(1)) : ExponentialSolver.DpmSolverPlusPlus()).Sample(model, start, grid).X;
        double[] ends = integrate((t, y, derivative) => Velocity(model, t, y, start.shape).CopyTo(derivative),
            [.. start.reshape(-1).data<double>()], grid.Times).Y;
        return tensor(ends, start.shape);
    }

    /// <summary>dx/dt = f x + g² ε/(2σ).</summary>
    private static double[] Velocity(INoisePredictor model, double t, ReadOnlySpan<double> y, long[] shape)
    {
        using var scope = NewDisposeScope();
        var x = tensor(y.ToArray(), shape);
        var slope = x * model.Schedule.Drift(t) + model.Predict(x, t) *
            (model.Schedule.SquaredDiffusion(t) / (2 * model.Schedule.Sigma(t)));
        return [.. slope.reshape(-1).data<double>()];
    }
}
