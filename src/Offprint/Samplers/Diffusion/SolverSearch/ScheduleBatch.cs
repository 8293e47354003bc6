using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>
/// Samples with many schedules of equal evaluations at once: their plans are matrices of one shape, so that a step of all of them is one
/// evaluation of the model and one batched product, whatever their decisions.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="rows">
/// How many samples of all schedules together one evaluation takes at most: starts beyond it are taken in turn. Default 4,096; networks on
/// a CPU are fastest with a few hundred.
/// </param>
public sealed class ScheduleBatch(INoisePredictor model, int rows = 4096)
{
    /// <summary>Samples from the same starts with each schedule.</summary>
    /// <param name="schedules">M schedules of n evaluations each.</param>
    /// <param name="start">x at the first time, [B, …], float32 or float64.</param>
    /// <param name="dataMean">The data's mean, of a single sample's shape, where a schedule starts from it.</param>
    /// <param name="ct">Stops between evaluations.</param>
    /// <returns>The ends, [M, B, …].</returns>
    /// <exception cref="ArgumentException">There is no schedule, or they differ in their number of evaluations.</exception>
    /// <exception cref="NonFinitePredictionException">The model's output is not finite; the message names step and time.</exception>
    public Tensor Sample(IReadOnlyList<SolverSchedule> schedules, Tensor start, Tensor? dataMean = null, CancellationToken ct = default)
    {
        if (schedules.Count == 0)
            throw new ArgumentException("There is no schedule.", nameof(schedules));
        int evaluations = schedules[0].Evaluations;
        if (schedules.FirstOrDefault(s => s.Evaluations != evaluations) is { } other)
            throw new ArgumentException(
                $"A batch needs schedules of equal evaluations; there are some of {evaluations} and of {other.Evaluations}.",
                nameof(schedules));
        if (dataMean is null && schedules.Any(s => s.FirstStep == FirstStep.DataMean))
            throw new ArgumentException("A schedule starts from the data's mean: pass it.", nameof(dataMean));
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        List<SchedulePlan> plans = [.. schedules.Select(s => SchedulePlan.Of(s, model.Schedule))];
        long size = Math.Max(1, rows / schedules.Count);
        var ends = new List<Tensor>();
        for (long first = 0; first < start.size(0); first += size)
            ends.Add(Run(plans, start.narrow(0, first, Math.Min(size, start.size(0) - first)), dataMean, ct));
        return cat(ends, 1).MoveToOuterDisposeScope();
    }

    private Tensor Run(List<SchedulePlan> plans, Tensor start, Tensor? dataMean, CancellationToken ct)
    {
        using var scope = NewDisposeScope();
        int groups = plans.Count, count = plans[0].Evaluations;
        long[] shape = [groups, .. start.shape];
        // Columns as in the plans: the start, the predictions as they come, the mean.
        Tensor history = zeros([groups, count + 2, start.numel()], dtype: start.dtype);
        history.select(1, 0).copy_(start.reshape(1, -1));
        if (dataMean is not null)
            history.select(1, count + 1).copy_(dataMean.unsqueeze(0).expand(start.shape).reshape(1, -1));
        Tensor coefficients = tensor(
            plans.SelectMany(plan => plan.Points.SelectMany(row => row)).ToArray(), [groups, count + 1, count + 2], dtype: start.dtype);
        for (int i = 0; i < count; i++)
        {
            ct.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            double[] times = [.. plans.Select(plan => plan.Times[i])];
            Tensor noise = model.Predict(Combine(coefficients, history, i, dataMean is null ? i + 1 : count + 2).reshape(shape),
                times).reshape(groups, -1);
            CheckFinite(noise, i, times);
            history.select(1, i + 1).copy_(noise);
        }
        return Combine(coefficients, history, count, count + 2).reshape(shape).MoveToOuterDisposeScope();
    }

    /// <summary>Row i of the plans on the first columns of the history: what is not predicted yet is zero or has weight zero.</summary>
    private static Tensor Combine(Tensor coefficients, Tensor history, int i, int columns) =>
        coefficients.narrow(1, i, 1).narrow(2, 0, columns).bmm(history.narrow(1, 0, columns));

    private static void CheckFinite(Tensor noise, int step, double[] times)
    {
        if (double.IsFinite(noise.sum().ToDouble()))
            return;
        long group = noise.isfinite().all(1).logical_not().nonzero().reshape(-1).data<long>().FirstOrDefault(-1);
        if (group >= 0)
            throw new NonFinitePredictionException(step, times[group], $"Schedule {group} of the batch");
    }
}
