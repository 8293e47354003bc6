using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>What a search minimizes: how bad the samples of a schedule are.</summary>
public interface IScheduleObjective
{
    /// <summary>What is measured, for tables and archives.</summary>
    string Name { get; }

    /// <summary>The noise levels of the model.</summary>
    NoiseSchedule Noise { get; }

    /// <summary>Scores schedules in one batch.</summary>
    /// <param name="schedules">Schedules of equal evaluations.</param>
    /// <param name="ct">Stops between evaluations.</param>
    /// <returns>One score a schedule; lower is better.</returns>
    IReadOnlyList<double> Evaluate(IReadOnlyList<SolverSchedule> schedules, CancellationToken ct = default);
}
