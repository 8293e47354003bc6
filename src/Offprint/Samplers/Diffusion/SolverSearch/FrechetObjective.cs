using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>
/// The Fréchet distance between features of a schedule's samples and a reference law. The same starts serve all schedules: with fresh ones
/// the ranking would be noisier. The tensors belong to the caller and must outlive the objective.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="start">x at the first time, [B, …].</param>
/// <param name="features">The features [B, d] of samples [B, …].</param>
/// <param name="reference">The law of real features.</param>
/// <param name="rows">Samples an evaluation takes at most, see <see cref="ScheduleBatch"/>.</param>
public sealed class FrechetObjective(
    INoisePredictor model, Tensor start, Func<Tensor, Tensor> features, GaussianFit reference, int rows = 4096) : IScheduleObjective
{
    private readonly ScheduleBatch _batch = new(model, rows);

    /// <inheritdoc/>
    public string Name => $"Fréchet distance of {start.size(0)} samples";

    /// <inheritdoc/>
    public NoiseSchedule Noise => model.Schedule;

    /// <inheritdoc/>
    public IReadOnlyList<double> Evaluate(IReadOnlyList<SolverSchedule> schedules, CancellationToken ct = default)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Tensor ends = _batch.Sample(schedules, start, ct: ct);
        return [.. schedules.Select((_, m) => SampleDistances.Frechet(GaussianFit.Of(features(ends.select(0, m)).ToSampleMatrix()),
            reference))];
    }
}
