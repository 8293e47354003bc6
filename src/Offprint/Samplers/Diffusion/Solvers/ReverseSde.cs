using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// The reverse-time stochastic equation dx = (f x − g² s) dt + g dW̄ with the prediction held constant over a step, everything else
/// integrated exactly (DDPM's ancestral step; SDE-DPM-Solver-1 of Lu et al. 2022b). With h = λ_t − λ_s
/// \[ x_t = \frac{\alpha_t}{\alpha_s} x_s - 2\sigma_t (e^h - 1)\,\varepsilon + \sigma_t \sqrt{e^{2h} - 1}\; z . \]
/// </summary>
/// <param name="seed">Where the noise is drawn from; the same seed gives the same noise in every call.</param>
public sealed class ReverseSde(Seed seed) : IDiffusionSolver
{
    /// <inheritdoc/>
    public string Name => "Reverse SDE";

    /// <inheritdoc/>
    public SampleResult Sample(
        INoisePredictor model, Tensor start, TimeGrid grid, SampleOptions? options = null, CancellationToken ct = default)
    {
        using var random = new TensorRandom(seed.Derive("reverse SDE"));
        using var run = new SamplingRun(Name, model, start, grid, options, ct);
        for (int n = 0; n < grid.Steps; n++)
        {
            run.BeginStep();
            run.EndStep(n < run.HistorySteps ? run.ExactState(grid.Times[n + 1]) : Step(run, random, grid.Times[n], grid.Times[n + 1]));
        }
        return run.Finish();
    }

    /// <inheritdoc/>
    public Card Describe() => new(Name) { Subtitle = "First-order solver of the reverse-time stochastic equation" };

    private static Tensor Step(SamplingRun run, TensorRandom random, double t, double next)
    {
        var schedule = run.Schedule;
        double h = schedule.Lambda(next) - schedule.Lambda(t), sigma = schedule.Sigma(next);
        Tensor mean = (run.X * (schedule.Alpha(next) / schedule.Alpha(t)))
            .add_(run.Evaluate(run.X, t), -2 * sigma * AccurateMath.ExpMinusOne(h));
        return mean.add_(random.Normal(run.X.shape, run.X.dtype), sigma * Math.Sqrt(AccurateMath.ExpMinusOne(2 * h)));
    }
}
