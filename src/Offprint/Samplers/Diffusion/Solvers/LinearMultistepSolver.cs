using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// DDIM, PLMS (Adams–Bashforth), HB, GHVB and Nesterov samplers ("Diffusion Sampling with Momentum for Mitigating Divergence Artifacts",
/// sections 3 and 4). With x̄ = x/α, σ̄ = σ/α, δ = σ̄_{n+1} − σ̄_n and the direction d_n of <see cref="MultistepMethod"/>,
/// \[ x_{n+1} = \frac{\alpha_{n+1}}{\alpha_n}\, x_n + \alpha_{n+1}\,\delta\, d_n , \]
/// for GHVB \( v_n = (1-\beta) v_{n-1} + \beta \varepsilon_n,\; d_n = \sum_j w_j v_{n+1-j} \), and for HB
/// \( v_n = (1-\beta) v_{n-1} + \beta \sum_j w_j \varepsilon_{n+1-j},\; d_n = v_n \).
/// </summary>
/// <remarks>Coefficients are those of constant steps whatever the grid, as in the paper and its code.</remarks>
public sealed class LinearMultistepSolver : IDiffusionSolver
{
    private readonly MultistepMethod _method;

    /// <summary>Makes a solver.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">Order or β is out of range, or the kind does not take them.</exception>
    public LinearMultistepSolver(LinearMultistepOptions options)
    {
        Options = options;
        _method = options.Method;
        Name = _method.Name + (options.Form == OdeForm.Data ? " (data)" : "") + options.StartUp switch
        {
            StartUp.RungeKutta when _method.HistoryLength > 0 => " (RK start)",
            StartUp.ExactHistory when _method.HistoryLength > 0 => " (exact start)",
            _ => "",
        };
    }

    /// <summary>The options.</summary>
    public LinearMultistepOptions Options { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The start is from exact history and the options have too little of it.</exception>
    public SampleResult Sample(
        INoisePredictor model, Tensor start, TimeGrid grid, SampleOptions? options = null, CancellationToken ct = default)
    {
        using var run = new SamplingRun(Name, model, start, grid, options, ct);
        var variables = new OdeVariables(Options.Form, run.Schedule);
        var recurrence = new MultistepRecurrence<Tensor>(_method, run);
        int history = HistorySteps(run);
        var slopes = new List<Tensor>();
        Tensor? previous = null; // the state one step before, for the last known direction
        for (int n = 0; n < grid.Steps; n++)
        {
            double t = grid.Times[n], next = grid.Times[n + 1];
            run.BeginStep();
            if (n < history)
            {
                slopes.Add(KeepSlope(run, variables, t));
                if (previous is not null)
                    run.Release(previous);
                previous = run.X.detach(); // a second handle: the run lets go of its own at the end of the step
                run.Keep(previous);
                run.EndStep(Options.StartUp == StartUp.RungeKutta ? RungeKuttaStep(run, variables, slopes[^1], t, next)
                    : run.ExactState(next));
                continue;
            }
            if (n == history && history > 0)
                Prime(run, variables, recurrence, slopes, previous!, grid.Times[n - 1], t);
            Tensor slope = variables.Slope(run.X, run.Evaluate(run.X, t), t);
            run.EndStep(Advance(run, variables, recurrence.Advance(slope), t, next));
        }
        return run.Finish();
    }

    /// <inheritdoc/>
    public Card Describe() => new(Name)
    {
        Subtitle = "Linear multistep diffusion sampler",
        Facts =
        [
            new("Kind", _method.Kind.ToString()),
            new("Order r", _method.Order),
            new("Damping β", _method.Beta),
            new("Form", Options.Form.ToString()),
            new("Start", Options.StartUp.ToString()),
            new("Stable on the real axis from", StabilityRegion.Of(_method).RealAxisLimit()),
        ],
    };

    private int HistorySteps(SamplingRun run)
    {
        int needed = Math.Min(_method.HistoryLength, run.Grid.Steps);
        if (Options.StartUp == StartUp.LowOrder)
            return 0;
        if (Options.StartUp == StartUp.RungeKutta)
            return needed;
        if (run.HistorySteps < needed)
            throw new ArgumentException(
                $"{Name} starts from exact history: set {nameof(SampleOptions)}.{nameof(SampleOptions.History)} with at least " +
                $"{_method.HistoryLength} steps.");
        return run.HistorySteps;
    }

    private static Tensor KeepSlope(SamplingRun run, OdeVariables variables, double t)
    {
        Tensor slope = variables.Slope(run.X, run.Evaluate(run.X, t), t);
        run.Keep(slope);
        return slope;
    }

    private static Tensor Advance(SamplingRun run, OdeVariables variables, Tensor direction, double t, double next)
    {
        double scale = variables.Scale(next), step = variables.Variable(next) - variables.Variable(t);
        return (run.X * (scale / variables.Scale(t))).add_(direction, scale * step);
    }

    private static void Prime(
        SamplingRun run, OdeVariables variables, MultistepRecurrence<Tensor> recurrence, List<Tensor> slopes, Tensor previous,
        double before, double t)
    {
        double step = variables.Variable(t) - variables.Variable(before);
        Tensor direction = run.Combine([1 / (variables.Scale(t) * step), -1 / (variables.Scale(before) * step)], [run.X, previous]);
        recurrence.Prime(slopes, direction);
    }

    /// <summary>One step of the classical method in the form's own variable; its first stage is already there.</summary>
    private static Tensor RungeKuttaStep(SamplingRun run, OdeVariables variables, Tensor first, double t, double next)
    {
        double low = variables.Variable(t), step = variables.Variable(next) - low, middle = variables.Time(low + step / 2);
        double scale = variables.Scale(t), half = variables.Scale(middle), full = variables.Scale(next);
        Tensor Stage(Tensor slope, double factor, double time, double h)
        {
            Tensor point = (run.X * (factor / scale)).add_(slope, factor * h);
            return variables.Slope(point, run.Evaluate(point, time), time);
        }
        Tensor second = Stage(first, half, middle, step / 2), third = Stage(second, half, middle, step / 2),
            last = Stage(third, full, next, step);
        double sixth = full * step / 6;
        return run.Combine([full / scale, sixth, 2 * sixth, 2 * sixth, sixth], [run.X, first, second, third, last]);
    }
}
