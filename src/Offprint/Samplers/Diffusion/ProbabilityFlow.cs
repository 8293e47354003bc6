using Offprint.Cards;
using Offprint.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion;

/// <summary>Options of <see cref="ProbabilityFlow"/>.</summary>
public sealed record ProbabilityFlowOptions
{
    /// <summary>Steps of the classical Runge–Kutta method, of equal length in λ, in each interval of the grid. Default 200.</summary>
    public int SubSteps { get; init; } = 200;

    /// <summary>If set, steps adapt (Dormand–Prince) to this error a step, relative to 1 + |x̄|, worst element of the batch.</summary>
    public double? Tolerance { get; init; }
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
    private const int MaxSteps = 100_000;
    private readonly ProbabilityFlowOptions _options = Check(options ?? new());

    /// <inheritdoc/>
    public string Name => _options.Tolerance is { } tolerance ? $"Runge–Kutta 5(4), tolerance {tolerance:G2}" : $"Runge–Kutta 4, {_options.SubSteps} steps";

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

    private Tensor Interval(SamplingRun run, double t, double next)
    {
        double low = run.Schedule.Lambda(t), high = run.Schedule.Lambda(next);
        Tensor scaled = run.X / run.Schedule.Alpha(t);
        scaled = _options.Tolerance is { } tolerance ? Adaptive(run, scaled, low, high, tolerance) : Fixed(run, scaled, low, high);
        return scaled * run.Schedule.Alpha(next);
    }

    private Tensor Fixed(SamplingRun run, Tensor y, double low, double high)
    {
        double h = (high - low) / _options.SubSteps;
        for (int i = 0; i < _options.SubSteps; i++)
        {
            using var scope = NewDisposeScope();
            double lambda = low + i * h;
            Tensor k1 = Field(run, y, lambda), k2 = Field(run, y.add(k1, h / 2), lambda + h / 2);
            Tensor k3 = Field(run, y.add(k2, h / 2), lambda + h / 2), k4 = Field(run, y.add(k3, h), lambda + h);
            Tensor next = run.Combine([1, h / 6, h / 3, h / 3, h / 6], [y, k1, k2, k3, k4]);
            y.Dispose();
            y = next.MoveToOuterDisposeScope();
        }
        return y;
    }

    private static Tensor Adaptive(SamplingRun run, Tensor y, double low, double high, double tolerance)
    {
        double lambda = low, h = (high - low) / 20;
        for (int attempt = 0; lambda < high; attempt++)
        {
            if (attempt == MaxSteps || lambda + h == lambda)
                throw new ArithmeticException($"The probability flow stalls at λ = {lambda:G6} (step {h:G3}).");
            using var scope = NewDisposeScope();
            bool last = lambda + h >= high;
            if (last)
                h = high - lambda;
            var stages = new Tensor[7];
            Tensor point = y;
            for (int s = 0; s < 7; s++)
            {
                if (s > 0)
                    point = run.Combine([1, .. DormandPrince.A[s].Select(a => a * h)], [y, .. stages[..s]]);
                stages[s] = Field(run, point, lambda + DormandPrince.C[s] * h);
            }
            double error = run.Combine(DormandPrince.E, stages).abs_().div_(point.abs().add_(1)).max().ToDouble() * h / tolerance;
            if (error <= 1)
            {
                y.Dispose();
                y = point.MoveToOuterDisposeScope();
                lambda = last ? high : lambda + h;
            }
            h *= DormandPrince.Growth(error);
        }
        return y;
    }

    private static Tensor Field(SamplingRun run, Tensor scaled, double lambda)
    {
        double t = run.Schedule.TimeOfLambda(lambda);
        return run.Evaluate(scaled * run.Schedule.Alpha(t), t).mul(-Math.Exp(-lambda));
    }

    private static ProbabilityFlowOptions Check(ProbabilityFlowOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.SubSteps);
        if (options.Tolerance is { } tolerance)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        return options;
    }
}
