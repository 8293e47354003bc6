using Offprint.Cards;
using Offprint.Files;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>Options of <see cref="ProbabilityFlow"/>.</summary>
[Kind("probability-flow")]
public sealed record ProbabilityFlowOptions : SolverOptions
{
    /// <summary>Steps of the classical Runge–Kutta method, of equal length in λ, in each interval of the grid. Default 200.</summary>
    public int SubSteps { get; init; } = 200;

    /// <summary>If set, steps adapt (Dormand–Prince) to this error a step, relative to 1 + |x̄|, worst element of the batch.</summary>
    public double? Tolerance { get; init; }

    /// <summary>
    /// If set, <see cref="ProbabilityFlow.Linearize"/> stops a path where a coordinate leaves ±this: learned fields may drive single paths
    /// to
    /// infinity, which should not end the others. Default: none, a path that escapes fails the whole batch.
    /// </summary>
    public double? EscapeRadius { get; init; }

    /// <inheritdoc/>
    public override ProbabilityFlow Create() => new(this);
}

/// <summary>
/// A reference solution of the probability-flow equation, by Runge–Kutta methods in λ for x̄ = x/α:
/// \[ \frac{d\bar x}{d\lambda} = -\bar\sigma\,\varepsilon(\alpha\bar x, t(\lambda)), \qquad \bar\sigma = e^{-\lambda}. \]
/// </summary>
/// <remarks>In λ the equation is mildly stiff at most (its rate is below 1 without guidance, of the guidance scale's size with it), so
/// explicit steps serve. Start from float64 samples for reference endpoints.</remarks>
/// <param name="options">The options; <see langword="null"/> for the defaults.</param>
public sealed class ProbabilityFlow(ProbabilityFlowOptions? options = null) : IDiffusionSolver
{
    private readonly ProbabilityFlowOptions _options = Check(options ?? new());

    /// <inheritdoc/>
    public string Name => _options.Tolerance is { } tolerance ? $"Runge–Kutta 5(4), tolerance {tolerance:G2}"
        : $"Runge–Kutta 4, {_options.SubSteps} steps";

    /// <summary>Integrates between two times in one go.</summary>
    /// <param name="model">The predictor.</param>
    /// <param name="start">x at <paramref name="from"/>, [B, …].</param>
    /// <param name="from">The first time.</param>
    /// <param name="to">The last time, below the first.</param>
    /// <param name="ct">Stops between evaluations.</param>
    /// <returns>x at the last time; the caller's dispose scope owns it.</returns>
    public Tensor Solve(INoisePredictor model, Tensor start, double from, double to, CancellationToken ct = default) =>
        Sample(model, start, new([from, to]), null, ct).X;

    /// <inheritdoc/>
    public SampleResult Sample(
        INoisePredictor model, Tensor start, TimeGrid grid, SampleOptions? options = null, CancellationToken ct = default)
    {
        using var run = new SamplingRun(Name, model, start, grid, options, ct);
        for (int n = 0; n < grid.Steps; n++)
        {
            run.BeginStep();
            run.EndStep(n < run.HistorySteps ? run.ExactState(grid.Times[n + 1]) : Interval(run, grid.Times[n], grid.Times[n + 1]));
        }
        return run.Finish();
    }

    /// <inheritdoc/>
    public Card Describe() => new(Name) { Subtitle = "Reference solver of the probability-flow equation" };

    /// <summary>
    /// The flow with its Jacobian Y_t = ∂x_t/∂x_T, which solves dY/dt = (∂f̃/∂x) Y from Y_T = I: its singular values say how noise of each
    /// direction ends up in the data.
    /// </summary>
    /// <param name="model">The predictor.</param>
    /// <param name="start">x at the grid's first time, [B, D].</param>
    /// <param name="grid">The times at which the flow is kept; each interval is integrated by the options' steps.</param>
    /// <param name="ct">Stops between intervals.</param>
    /// <returns>States, Jacobians and volumes at all times of the grid, float64; the caller's dispose scope owns them.</returns>
    /// <exception cref="NonFinitePredictionException">The flow is not finite; the message names interval and time.</exception>
    public FlowJacobian Linearize(IDifferentiablePredictor model, Tensor start, TimeGrid grid, CancellationToken ct = default)
    {
        using var flow = new LinearizedFlow(Name, _options, model);
        return flow.Along(start, grid, ct);
    }

    /// <summary>
    /// The model's log-density by the change of variables of the field that is integrated: log p_T(x_T) + log |det ∂x_T/∂x|.
    /// </summary>
    /// <param name="model">The predictor.</param>
    /// <param name="x">Points [B, D].</param>
    /// <param name="t">Their time.</param>
    /// <param name="prior">log p_T: [B, D] to [B]; <see langword="null"/> for the standard normal law, which needs a schedule that
    /// preserves variance.</param>
    /// <param name="ct">Stops between evaluations.</param>
    /// <returns>[B], float64; the caller's dispose scope owns it.</returns>
    public Tensor LogDensity(IDifferentiablePredictor model, Tensor x, double t, Func<Tensor, Tensor>? prior = null,
        CancellationToken ct = default)
    {
        using var flow = new LinearizedFlow(Name, _options, model);
        return flow.LogDensity(x, t, prior, ct);
    }

    private Tensor Interval(SamplingRun run, double t, double next)
    {
        var schedule = run.Schedule;
        Tensor scaled = LambdaIntegrator.Integrate(_options, (y, lambda) =>
        {
            double time = schedule.TimeOfLambda(lambda);
            return run.Evaluate(y * schedule.Alpha(time), time).mul(-Math.Exp(-lambda));
        }, run.X / schedule.Alpha(t), schedule.Lambda(t), schedule.Lambda(next));
        return scaled * schedule.Alpha(next);
    }

    private static ProbabilityFlowOptions Check(ProbabilityFlowOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.SubSteps);
        if (options.Tolerance is { } tolerance)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        if (options.EscapeRadius is { } radius)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(radius);
        return options;
    }
}
