using Offprint.Cards;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// The family of exponential integrators (USF): with h = λ_t − λ_s, φ₀ = e^z, φ_{k+1}(z) = (φ_k(z) − 1/k!)/z, each step is
/// \[ x_t = \frac{\sigma_t}{\sigma_s} x_s + \alpha_t \sum_{k=0}^{p-1} h^{k+1} \varphi_{k+1}(-h)\, D_k \quad\text{(data)},\qquad
///    x_t = \frac{\alpha_t}{\alpha_s} x_s - \sigma_t \sum_{k=0}^{p-1} h^{k+1} \varphi_{k+1}(h)\, D_k \quad\text{(noise)}, \]
/// with D_k the estimated λ-derivatives of x̂₀ or ε. DDIM, DPM-Solver, DPM-Solver++, UniPC, DEIS and searched schedules are points of it.
/// </summary>
public sealed class ExponentialSolver : IDiffusionSolver
{
    private readonly Func<TimeGrid, NoiseSchedule, SolverSchedule> _recipe;

    /// <summary>Makes a solver of one schedule, which carries its own times.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="name">The name in tables.</param>
    public ExponentialSolver(SolverSchedule schedule, string name = "Schedule")
    {
        Schedule = schedule;
        Name = name;
        _recipe = (grid, _) => grid.Equals(schedule.Grid)
            ? schedule
            : throw new ArgumentException(
                $"{name} has times of its own ({schedule.Grid.Steps} steps from {schedule.StartTime:G6}); pass its Schedule.Grid or " +
                $"none.", nameof(grid));
    }

    /// <summary>Makes a solver that finds its schedule for each grid.</summary>
    /// <param name="name">The name in tables.</param>
    /// <param name="recipe">The schedule of a grid and noise schedule.</param>
    public ExponentialSolver(string name, Func<TimeGrid, NoiseSchedule, SolverSchedule> recipe) => (Name, _recipe) = (name, recipe);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The fixed schedule, or <see langword="null"/> where it follows from the grid.</summary>
    public SolverSchedule? Schedule { get; }

    /// <summary>DDIM.</summary>
    /// <param name="form">Noise or data: the same map but for rounding.</param>
    /// <returns>The solver.</returns>
    public static ExponentialSolver Ddim(Prediction form = Prediction.Data) => new DdimOptions(form).Create();

    /// <inheritdoc cref="SolverSchedules.DpmSolverPlusPlus"/>
    /// <returns>The solver.</returns>
    public static ExponentialSolver DpmSolverPlusPlus(int order = 2, bool lowerOrderFinal = false) =>
        new DpmSolverPlusPlusOptions(order, lowerOrderFinal).Create();

    /// <inheritdoc cref="SolverSchedules.UniPc"/>
    /// <returns>The solver.</returns>
    public static ExponentialSolver UniPc(int order = 3, UniPcVariant variant = UniPcVariant.Bh2, bool lowerOrderFinal = false) =>
        new UniPcOptions(order, variant, lowerOrderFinal).Create();

    /// <inheritdoc cref="SolverSchedules.Deis"/>
    /// <returns>The solver.</returns>
    public static ExponentialSolver Deis(int order = 3, bool lowerOrderFinal = false) =>
        new DeisOptions(order, LowerOrderFinal: lowerOrderFinal).Create();

    /// <summary>
    /// Singlestep DPM-Solver or DPM-Solver++. The grid it is given are the blocks' boundaries; the trajectory has the inner times too.
    /// </summary>
    /// <param name="order">1 to 3: evaluations a block.</param>
    /// <param name="form">Noise for DPM-Solver, data for DPM-Solver++.</param>
    /// <returns>The solver.</returns>
    public static ExponentialSolver DpmSolver(int order = 2, Prediction form = Prediction.Noise) =>
        new DpmSolverOptions(order, form).Create();

    /// <summary>The schedule this solver follows on a grid.</summary>
    /// <param name="grid">The times.</param>
    /// <param name="noise">The noise schedule.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentException">The solver has a schedule of its own and the grid is another.</exception>
    public SolverSchedule ScheduleFor(TimeGrid grid, NoiseSchedule noise) => _recipe(grid, noise);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The solver has a schedule of its own and the grid is another.</exception>
    public SampleResult Sample(
        INoisePredictor model, Tensor start, TimeGrid grid, SampleOptions? options = null, CancellationToken ct = default)
    {
        SolverSchedule schedule = ScheduleFor(grid, model.Schedule);
        using var run = new SamplingRun(Name, model, start, schedule.Grid, options, ct);
        return new ExponentialRun(run, schedule).Sample();
    }

    /// <summary>Samples along the solver's own schedule.</summary>
    /// <inheritdoc cref="IDiffusionSolver.Sample"/>
    /// <exception cref="InvalidOperationException">The solver has no schedule of its own.</exception>
    public SampleResult Sample(INoisePredictor model, Tensor start, SampleOptions? options = null, CancellationToken ct = default) =>
        Sample(model, start, Schedule?.Grid ?? throw new InvalidOperationException($"{Name} has no times of its own: pass a grid."),
            options, ct);

    /// <inheritdoc/>
    public Card Describe()
    {
        var card = new Card(Name) { Subtitle = "Exponential diffusion sampler" };
        return Schedule is null ? card : Schedule.Describe() with { Title = Name, Subtitle = card.Subtitle };
    }
}
