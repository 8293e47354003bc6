using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>Single steps from the exact state.</summary>
/// <param name="Steps">Steps of the grid, even in λ.</param>
/// <param name="Paths">Paths a seed.</param>
/// <param name="Strategies">The strategies: what a step decides; the times are the grid's.</param>
public sealed record LocalErrorSettings(int Steps, int Paths, IReadOnlyList<StepDecision> Strategies) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Steps, "steps");
}

/// <summary>One-step errors of every strategy at every step.</summary>
/// <param name="Times">The times that steps go to.</param>
/// <param name="Errors">
/// Root mean square distances of a step's result from the exact state, over paths and seeds: a row a strategy of the
/// settings, a column a step; NaN where
/// there are too few evaluations for its order.
/// </param>
public sealed record LocalErrorResult(IReadOnlyList<double> Times, IReadOnlyList<IReadOnlyList<double>> Errors);

/// <summary>Which strategy is best at which time: the observation that makes a schedule better than a solver.</summary>
public sealed class LocalErrors : Experiment<LocalErrorSettings, LocalErrorResult>
{
    private static readonly StepDecision[] s_strategies =
    [
        new(0, Prediction.Data, 1, []),
        Of(Prediction.Data, 2),
        Of(Prediction.Data, 2, Relaxation.Bh1),
        Of(Prediction.Data, 2, Relaxation.Bh2),
        Of(Prediction.Data, 3),
        Of(Prediction.Data, 4),
        Of(Prediction.Data, 2) with { Expansion = Expansion.Taylor },
        Of(Prediction.Noise, 2),
        Of(Prediction.Noise, 2, Relaxation.Bh2),
        Of(Prediction.Noise, 3),
        Of(Prediction.Noise, 2) with { Expansion = Expansion.Taylor },
        Of(Prediction.Noise, 3) with { Expansion = Expansion.Taylor },
        Of(Prediction.Noise, 2) with { Expansion = Expansion.EvenTaylor },
    ];

    /// <inheritdoc/>
    public override string Name => "local-errors";

    /// <inheritdoc/>
    public override string Title => "One-step errors of strategies along time";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LocalErrorSettings>> Cells(Profile profile) =>
    [
        Cell.Of(new LocalErrorSettings(10, profile == Profile.Smoke ? 100 : 1000, s_strategies),
            profile == Profile.Smoke ? [1] : [1, 2, 3, 4, 5]),
    ];

    /// <inheritdoc/>
    public override LocalErrorResult Run(Cell<LocalErrorSettings> cell, RunContext context)
    {
        int steps = cell.Settings.Steps;
        var strategies = cell.Settings.Strategies;
        var grid = TimeGrid.UniformLambda(PlaneProblem.Noise, steps);
        double[,] squares = new double[strategies.Count, steps];
        for (int seed = 0; seed < context.Seeds.Count; seed++)
        {
            context.Report(seed, context.Seeds.Count);
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            using var problem = new PlaneProblem(context.Seeds[seed], cell.Settings.Paths, 1);
            var exact = new ProbabilityFlow(new ProbabilityFlowOptions { SubSteps = 30 })
                .Sample(problem.Model, problem.TrainStart, grid, new SampleOptions { KeepTrajectory = true }).Trajectory!;
            for (int i = 0; i < steps; i++)
            {
                for (int s = 0; s < strategies.Count; s++)
                    squares[s, i] += Square(problem, grid, exact, i, strategies[s]) / context.Seeds.Count;
            }
        }
        return new LocalErrorResult([.. grid.Times.Skip(1)],
            [.. Enumerable.Range(0, strategies.Count).Select(s =>
                (IReadOnlyList<double>)[.. Enumerable.Range(0, steps).Select(i => Math.Sqrt(squares[s, i]))])]);
    }

    private static StepDecision Of(Prediction form, int order, Relaxation? relaxation = null)
    {
        int[] points = [.. Enumerable.Range(2, order - 1).Select(j => -j)];
        return new(0, form, order, [.. Enumerable.Range(1, order - 1)
            .Select(k => new DerivativeEstimate(points, k == 1 ? relaxation : null))]);
    }

    /// <summary>The mean squared error of one step after exact states: a schedule whose first i steps are replaced by them.</summary>
    private static double Square(PlaneProblem problem, TimeGrid grid, IReadOnlyList<Tensor> exact, int i, StepDecision decision)
    {
        if (decision.Order > i + 1)
            return double.NaN;
        using var scope = NewDisposeScope();
        var plain = SolverSchedules.Ddim(new TimeGrid([.. grid.Times.Take(i + 2)])).Steps;
        var schedule = new SolverSchedule(grid.Start, [.. plain.Take(i), decision with { Time = grid.Times[i + 1] }]);
        var history = new ExactHistory(i, t => exact[grid.Times.ToList().IndexOf(t)]);
        var end = new ExponentialSolver(schedule).Sample(problem.Model, problem.TrainStart, new SampleOptions { History = history }).X;
        return (end - exact[i + 1]).Squared().mean().item<double>();
    }
}
