using Offprint.Agents.Collection;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>A data set of part B and what the authors chose for it.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Tuning">Their α, weights and γ; for the mixture, which is not on their list of runs, the medians.</param>
/// <param name="ChosenWeight">
/// w₂ for short trainings: of the weights of <see cref="A2prTrials.Weights"/> the one with the best final score on the selection's seed;
/// <see langword="null"/> where none was chosen.
/// </param>
internal sealed record LocomotionData(DataSource Data, A2prTuning Tuning, double? ChosenWeight = null)
{
    private const double GoodShare = 0.1;

    public string Name => Data.Name;

    /// <summary>The tuning with the chosen weight; the authors' where none was chosen.</summary>
    public A2prTuning Chosen => Tuning with { ConstraintWeight = ChosenWeight ?? Tuning.ConstraintWeight };

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

    /// <summary>Four data sets of the small trainings.</summary>
    /// <param name="rows">Rows of each.</param>
    public static IReadOnlyList<LocomotionData> Small(int rows)
    {
        RegeneratedLog Log(string task, DatasetLevel level) => new(DatasetRecipe.Small(task, level) with { Count = rows });
        return
        [
            new(Log("halfcheetah", DatasetLevel.MediumReplay), new(40, 1.5, 0.8, 0.995)),
            new(Log("hopper", DatasetLevel.MediumReplay), new(2.5, 1.5, 0.5, 0.99), 0.4),
            new(Log("hopper", DatasetLevel.Medium), new(2.5, 1, 0.4, 0.995), 1),
            new(new MixedLog(Log("hopper", DatasetLevel.Medium), Log("hopper", DatasetLevel.Random), GoodShare, rows) { FixedSeed = 1 },
                new(2.5, 1.5, 1, 0.99), 1),
        ];
    }
}
