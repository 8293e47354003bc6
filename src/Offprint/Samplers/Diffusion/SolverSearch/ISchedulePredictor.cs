using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>Ranks schedules without evaluating them.</summary>
public interface ISchedulePredictor
{
    /// <summary>Learns from true evaluations. What was learned before is forgotten, so that a resumed search learns the same.</summary>
    /// <param name="entries">The evaluations.</param>
    /// <param name="seed">Where initial parameters and pairs are drawn from.</param>
    /// <param name="ct">Stops.</param>
    void Train(IReadOnlyList<ScoredSchedule> entries, Seed seed, CancellationToken ct = default);

    /// <summary>Predicts ranks.</summary>
    /// <param name="schedules">Schedules.</param>
    /// <returns>One number a schedule, lower for a better one; its scale means nothing.</returns>
    double[] Predict(IReadOnlyList<SolverSchedule> schedules);
}
