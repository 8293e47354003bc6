using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>
/// The root mean square distance of a schedule's endpoints from known ones, such as those of the exact flow: an error without sampling
/// noise. The tensors belong to the caller and must outlive the objective.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="start">x at the first time, [B, …].</param>
/// <param name="reference">The endpoints, shaped like the start. All schedules must end at their time.</param>
/// <param name="rows">Samples an evaluation takes at most, see <see cref="ScheduleBatch"/>.</param>
public sealed class EndpointObjective(INoisePredictor model, Tensor start, Tensor reference, int rows = 8192) : IScheduleObjective
{
    private readonly ScheduleBatch _batch = new(model, rows);

    /// <inheritdoc/>
    public string Name => $"RMSE of {start.size(0)} endpoints";

    /// <inheritdoc/>
    public NoiseSchedule Noise => model.Schedule;

    /// <inheritdoc/>
    public IReadOnlyList<double> Evaluate(IReadOnlyList<SolverSchedule> schedules, CancellationToken ct = default)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Tensor ends = _batch.Sample(schedules, start, ct: ct);
        return ends.sub_(reference).Squared().flatten(1).mean([1], type: ScalarType.Float64).sqrt_().data<double>().ToArray();
    }
}
