using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>A solver of the flow on grids even in t, with all of its options.</summary>
public abstract record FlowSolver : ILabeled
{
    /// <summary>The name in tables.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>The name in tables.</summary>
    protected abstract string Name { get; }

    /// <summary>End points of paths, after as many evaluations of the model.</summary>
    internal abstract Tensor Ends(INoisePredictor model, Tensor start, int evaluations);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;
}

/// <summary>A classical rule for dx/dt.</summary>
public enum ClassicalRule
{
    /// <summary>Euler's method, order 1.</summary>
    Euler,

    /// <summary>Heun's method, order 2.</summary>
    Heun,

    /// <summary>The classical Runge–Kutta method, order 4.</summary>
    RK4,
}

/// <summary>A classical rule on dx/dt = f x + g² ε/(2σ).</summary>
/// <param name="Rule">The rule.</param>
[Kind("classical")]
public sealed record ClassicalFlowSolver(ClassicalRule Rule) : FlowSolver
{
    /// <inheritdoc/>
    protected override string Name => Rule.ToString();

    internal override Tensor Ends(INoisePredictor model, Tensor start, int evaluations)
    {
        var (integrate, stages) = Rule switch
        {
            ClassicalRule.Euler => ((Func<OdeField, double[], IReadOnlyList<double>, OdeSolution>)OdeIntegrator.Euler, 1),
            ClassicalRule.Heun => (OdeIntegrator.Heun, 2),
            _ => (OdeIntegrator.Rk4, 4),
        };
        var grid = TimeGrid.UniformTime(model.Schedule, Math.Max(1, evaluations / stages));
        double[] ends = integrate((t, y, derivative) => Velocity(model, t, y, start.shape).CopyTo(derivative),
            [.. start.reshape(-1).data<double>()], grid.Times).Y;
        return tensor(ends, start.shape);
    }

    private static double[] Velocity(INoisePredictor model, double t, ReadOnlySpan<double> y, long[] shape)
    {
        using var scope = NewDisposeScope();
        var x = tensor(y.ToArray(), shape);
        var slope = x * model.Schedule.Drift(t) + model.Predict(x, t) *
            (model.Schedule.SquaredDiffusion(t) / (2 * model.Schedule.Sigma(t)));
        return [.. slope.reshape(-1).data<double>()];
    }
}

/// <summary>A diffusion sampler, which integrates the transformed equation.</summary>
/// <param name="Solver">The sampler.</param>
[Kind("diffusion")]
public sealed record DiffusionFlowSolver(SolverOptions Solver) : FlowSolver
{
    /// <inheritdoc/>
    protected override string Name => Solver.Label;

    internal override Tensor Ends(INoisePredictor model, Tensor start, int evaluations) =>
        Solver.Create().Sample(model, start, TimeGrid.UniformTime(model.Schedule, Math.Max(1, evaluations))).X;
}
