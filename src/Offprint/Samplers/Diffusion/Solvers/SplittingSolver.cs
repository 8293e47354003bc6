using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// LTSP: Lie–Trotter splitting of a guided equation into guidance and main part (Wizadwongsa and Suwajanakorn 2023). With
/// δ = σ̄_{n+1} − σ̄_n, and g and e the directions that two multistep methods make of the guidance and of the main prediction,
/// \[ y = x_n + \alpha_n\,\delta\, g(x_n), \qquad x_{n+1} = \frac{\alpha_{n+1}}{\alpha_n}\, y + \alpha_{n+1}\,\delta\, e(y) . \]
/// </summary>
/// <remarks>Each step evaluates the guidance part once and the main part once: two evaluations. Classifier-free guidance itself costs two
/// network calls, so a step of it costs three. The order is 1, whatever the methods.</remarks>
public sealed class SplittingSolver : IDiffusionSolver
{
    private readonly MultistepMethod _main;
    private readonly MultistepMethod _guidance;

    /// <summary>Makes a solver.</summary>
    /// <param name="main">The method of the main part; the paper's is PLMS4.</param>
    /// <param name="guidance">The method of the guidance part; the paper's are DDIM and GHVB 0.8.</param>
    /// <exception cref="ArgumentException">An option asks for the data form, or for a start other than low orders.</exception>
    public SplittingSolver(LinearMultistepOptions main, LinearMultistepOptions guidance)
    {
        foreach (LinearMultistepOptions options in new[] { main, guidance })
        {
            if (options.Form != OdeForm.Noise || options.StartUp != StartUp.LowOrder)
                throw new ArgumentException("A splitting solver works in the noise form and starts with low orders.");
        }
        (_main, _guidance) = (main.Method, guidance.Method);
        Name = $"LTSP [{_main.Name}, {(_guidance.Name == "DDIM" ? "PLMS1" : _guidance.Name)}]";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The model is not an <see cref="IGuidedPredictor"/>.</exception>
    public SampleResult Sample(
        INoisePredictor model, Tensor start, TimeGrid grid, SampleOptions? options = null, CancellationToken ct = default)
    {
        if (model is not IGuidedPredictor guided)
            throw new ArgumentException($"{Name} splits a guided model; {model.GetType().Name} has no guidance part.", nameof(model));
        using var run = new SamplingRun(Name, model, start, grid, options, ct);
        var guidance = new MultistepRecurrence<Tensor>(_guidance, run);
        var main = new MultistepRecurrence<Tensor>(_main, run);
        NoiseSchedule schedule = run.Schedule;
        for (int n = 0; n < grid.Steps; n++)
        {
            double t = grid.Times[n], next = grid.Times[n + 1];
            run.BeginStep();
            if (n < run.HistorySteps)
                throw new ArgumentException($"{Name} takes no exact history.", nameof(options));
            double alpha = schedule.Alpha(t), alphaNext = schedule.Alpha(next), step = schedule.SigmaBar(next) - schedule.SigmaBar(t);
            Tensor moved = run.X.add(guidance.Advance(run.Evaluate(guided.Guidance, run.X, t)), alpha * step);
            Tensor direction = main.Advance(run.Evaluate(guided.Main.Predict, moved, t));
            run.EndStep((moved * (alphaNext / alpha)).add_(direction, alphaNext * step));
        }
        return run.Finish();
    }

    /// <inheritdoc/>
    public Card Describe() => new(Name)
    {
        Subtitle = "Splitting sampler for guided models",
        Facts = [new("Main part", _main.Name), new("Guidance part", _guidance.Name), new("Evaluations a step", 2)],
    };
}
