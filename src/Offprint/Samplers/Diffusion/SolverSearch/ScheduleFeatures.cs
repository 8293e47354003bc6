using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>A schedule as a sequence of numbers, one row a step: times as λ, decisions as indicators.</summary>
/// <param name="noise">The noise levels.</param>
internal sealed class ScheduleFeatures(NoiseSchedule noise)
{
    private const int Starts = 3, MaxPoints = 3, MaxOrder = 4;
    private static readonly int s_expansions = Enum.GetValues<Expansion>().Length;
    private static readonly int s_relaxations = Enum.GetValues<RelaxationKind>().Length;
    private static readonly int s_correctors = Enum.GetValues<CorrectorKind>().Length;

    /// <summary>Numbers a step.</summary>
    public static int Count { get; } = 4 + 1 + s_expansions + MaxOrder + Starts + MaxPoints + s_relaxations + 1 + s_correctors;

    /// <summary>The features of schedules of equal steps.</summary>
    /// <returns>[schedules, steps, Count], float32.</returns>
    public Tensor Of(IReadOnlyList<SolverSchedule> schedules)
    {
        int steps = schedules[0].Steps.Count;
        float[] values = new float[schedules.Count * steps * Count];
        for (int m = 0; m < schedules.Count; m++)
        {
            for (int i = 0; i < steps; i++)
                Fill(schedules[m], i, values.AsSpan((m * steps + i) * Count, Count));
        }
        return tensor(values, [schedules.Count, steps, Count]);
    }

    private void Fill(SolverSchedule schedule, int i, Span<float> row)
    {
        StepDecision step = schedule.Steps[i];
        double from = noise.Lambda(schedule.Grid.Times[i]), to = noise.Lambda(step.Time);
        row[0] = (float)(from / 5);
        row[1] = (float)(to / 5);
        row[2] = (float)(to - from);
        row[3] = (float)step.Time;
        row[4] = step.Form == Prediction.Data ? 1 : 0;
        int at = 5;
        Mark(row, ref at, s_expansions, (int)step.Expansion);
        Mark(row, ref at, MaxOrder, step.Order - 1);
        Mark(row, ref at, Starts, -step.StartPoint - 1);
        DerivativeEstimate? first = step.Derivatives.Count > 0 ? step.Derivatives[0] : null;
        Mark(row, ref at, MaxPoints, first is null ? -1 : first.ActivePoints.Count - 1);
        Mark(row, ref at, s_relaxations, first is null ? -1 : (int)(first.Relaxation?.Kind ?? RelaxationKind.None));
        row[at++] = (float)(first?.Relaxation is { Kind: RelaxationKind.Linear } linear ? linear.Coefficient : 0);
        Mark(row, ref at, s_correctors, (int)(step.Corrector?.Kind ?? CorrectorKind.None));
    }

    private static void Mark(Span<float> row, ref int at, int width, int index)
    {
        if (index >= 0)
            row[at + Math.Min(index, width - 1)] = 1;
        at += width;
    }
}
