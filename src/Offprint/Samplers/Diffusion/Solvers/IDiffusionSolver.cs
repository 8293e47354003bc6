using Offprint.Cards;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// Solves the probability-flow equation from noise to data. Solvers hold no state between calls and may be shared by threads.
/// </summary>
public interface IDiffusionSolver : IDescribable
{
    /// <summary>The name in tables.</summary>
    string Name { get; }

    /// <summary>Samples along a grid.</summary>
    /// <param name="model">The predictor, with its schedule.</param>
    /// <param name="start">x at the grid's first time, [B, …], float32 or float64; not changed. All tensors are of its type.</param>
    /// <param name="grid">The times.</param>
    /// <param name="options">What to keep, to observe and to end with; <see langword="null"/> for the defaults.</param>
    /// <param name="ct">Stops between evaluations.</param>
    /// <returns>The samples; the caller's dispose scope owns their tensors.</returns>
    /// <exception cref="NonFinitePredictionException">The model's output is not finite; the message names step and time.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    SampleResult Sample(INoisePredictor model, Tensor start, TimeGrid grid, SampleOptions? options = null, CancellationToken ct = default);
}

/// <summary>The outcome of sampling.</summary>
/// <param name="X">The final samples [B, …].</param>
/// <param name="Evaluations">Evaluations of the model: of a guided model as a whole, or of one of its parts where a solver splits
/// it.</param>
/// <param name="Trajectory">The states at all times of the grid, the start included, if they were kept.</param>
public sealed record SampleResult(Tensor X, long Evaluations, IReadOnlyList<Tensor>? Trajectory);

/// <summary>
/// An evaluation of the model, as <see cref="SampleOptions.Observe"/> sees it. Its tensors are valid only during the call.
/// </summary>
/// <param name="Step">The step it belongs to, from 0.</param>
/// <param name="Time">The time.</param>
/// <param name="X">The point [B, …].</param>
/// <param name="Noise">ε there.</param>
public readonly record struct Evaluation(int Step, double Time, Tensor X, Tensor Noise);

/// <summary>Known states at the grid's first times, for studies of convergence orders.</summary>
/// <param name="Steps">How many steps after the start are replaced by known states; a multistep method needs its history length.</param>
/// <param name="State">The exact x at a time of the grid, shaped and typed like the start.</param>
public sealed record ExactHistory(int Steps, Func<double, Tensor> State);

/// <summary>What to keep, to observe and to end with.</summary>
public sealed record SampleOptions
{
    /// <summary>Whether the result carries the states at all times. Default no.</summary>
    public bool KeepTrajectory { get; init; }

    /// <summary>Called after each evaluation of the model. Default none.</summary>
    public Action<Evaluation>? Observe { get; init; }

    /// <summary>Whether the last state is replaced by its prediction x̂₀, at the cost of one evaluation. Default no.</summary>
    public bool DenoiseLast { get; init; }

    /// <summary>
    /// The data's mean, of a single sample's shape: what a schedule with <see cref="FirstStep.DataMean"/> predicts at pure noise. Default
    /// none.
    /// </summary>
    public Tensor? DataMean { get; init; }

    /// <summary>Exact states that replace the first steps. Default none.</summary>
    public ExactHistory? History { get; init; }
}
