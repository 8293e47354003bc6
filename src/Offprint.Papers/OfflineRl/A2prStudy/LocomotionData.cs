using Offprint.Agents.Collection;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>A data set of part B and what the authors chose for it.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Tuning">Their α, weights and γ.</param>
internal sealed record LocomotionData(DataSource Data, A2prTuning Tuning)
{
    /// <summary>The data set on which the budget is spent first: one of the paper's two greatest gains over TD3+BC.</summary>
    public const string Decisive = "hopper-medium-replay";

    public string Name => Data.Name;

    /// <summary>The data sets of <see cref="Published"/> that the budget of CONTRIBUTING.md has reached.</summary>
    public static IReadOnlyList<LocomotionData> Budgeted() => [.. Published().Where(d => d.Name == Decisive)];

    /// <summary>The first rows of the decisive data set, which ship.</summary>
    /// <param name="rows">How many.</param>
    public static IReadOnlyList<LocomotionData> First(int rows) => [.. Published().Where(d => d.Name == Decisive)
        .Select(d => d with { Data = new RegeneratedLog("hopper", DatasetLevel.MediumReplay, rows) })];

    /// <summary>
    /// The twelve Gym sets of the paper at D4RL's sizes: from the behaviors of the default trainings, or D4RL's own files where the user
    /// has them. Tunings are the authors' (their list of runs, May 2024); random sets of HalfCheetah and Walker2d, which it lacks, take the
    /// medians of the others.
    /// </summary>
    public static IReadOnlyList<LocomotionData> Published()
    {
        const DatasetLevel random = DatasetLevel.Random, medium = DatasetLevel.Medium, replay = DatasetLevel.MediumReplay,
            expert = DatasetLevel.MediumExpert;
        return
        [
            Of("halfcheetah", random, new(40, 1.5, 1, 0.99)), Of("halfcheetah", medium, new(40, 1, 1, 0.99)),
            Of("halfcheetah", replay, new(40, 1.5, 0.8, 0.995)), Of("halfcheetah", expert, new(40, 1, 10, 0.99)),
            Of("hopper", random, new(2.5, 1.5, 1.5, 0.995)), Of("hopper", medium, new(2.5, 1, 0.4, 0.995)),
            Of("hopper", replay, new(2.5, 1.5, 0.5, 0.99)), Of("hopper", expert, new(2.5, 1, 4, 0.99)),
            Of("walker2d", random, new(2.5, 1.5, 1, 0.99)), Of("walker2d", medium, new(2.5, 1.5, 1, 0.99)),
            Of("walker2d", replay, new(2.5, 1.5, 1.2, 0.995)), Of("walker2d", expert, new(2.5, 1, 0.8, 0.99)),
        ];

        static LocomotionData Of(string task, DatasetLevel level, A2prTuning tuning) =>
            new(new RegeneratedLog(new(task, level) { Count = D4rlLog.Of(task, level).Rows }), tuning);
    }
}
