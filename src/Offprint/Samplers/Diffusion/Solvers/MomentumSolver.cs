using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// Heavy-ball momentum on a multistep exponential solver, such as DPM-Solver++(2M) or UniPC. A step of the inner solver in the data form is
/// \( x_t = \frac{\sigma_t}{\sigma_s} x_s - \alpha_t (e^{-h} - 1) D \); D is replaced by its moving average,
/// \[ v \leftarrow (1-\beta)\, v + \beta\, D, \qquad x_t = \frac{\sigma_t}{\sigma_s} x_s - \alpha_t (e^{-h} - 1)\, v . \]
/// The first step has no momentum and leaves v alone; the second sets v = D. The order is 1 for β &lt; 1.
/// </summary>
/// <remarks>
/// Where a step has a corrector, the corrector's slope is averaged and the predictor's is not: that is what the authors' released code
/// does with UniPC. It divides the increment by σ_t and not by the step as well; we average slopes in both cases, since averages of
/// increments of unequal steps are biased.
/// </remarks>
public sealed class MomentumSolver : IDiffusionSolver
{
    private readonly ExponentialSolver _inner;

    /// <summary>Makes a solver.</summary>
    /// <param name="inner">The solver whose slopes are averaged.</param>
    /// <param name="beta">The damping β in (0, 1]; 1 is the inner solver.</param>
    /// <exception cref="ArgumentOutOfRangeException">β is outside (0, 1].</exception>
    public MomentumSolver(ExponentialSolver inner, double beta)
    {
        MultistepCoefficients.CheckBeta(beta);
        (_inner, Beta) = (inner, beta);
        Name = $"{inner.Name} HB {beta.ToString("0.###", CultureInfo.InvariantCulture)}";
    }

    /// <summary>β.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The inner schedule mixes forms or has steps that start from earlier states.</exception>
    public SampleResult Sample(
        INoisePredictor model, Tensor start, TimeGrid grid, SampleOptions? options = null, CancellationToken ct = default)
    {
        SolverSchedule schedule = _inner.ScheduleFor(grid, model.Schedule);
        if (schedule.Steps.Any(step => step.StartPoint != -1 || step.Form != schedule.Steps[0].Form))
            throw new ArgumentException($"Momentum needs a multistep schedule of one form; {_inner.Name} has another.");
        using var run = new SamplingRun(Name, model, start, schedule.Grid, options, ct);
        return new ExponentialRun(run, schedule, Beta).Sample();
    }

    /// <inheritdoc/>
    public Card Describe() => _inner.Describe() with { Title = Name, Subtitle = "Exponential diffusion sampler with heavy-ball momentum" };
}
