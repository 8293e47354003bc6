using Offprint.Agents.Collection;
using Offprint.Agents.Offline;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Parts B and C as lists of trials.</summary>
/// <param name="profile">The profile.</param>
internal sealed class Famo2oTrials(Profile profile)
{
    /// <summary>Updates after which the range of β is chosen.</summary>
    public const int CalibrationUpdates = 2000;

    /// <summary>The authors' range of β for AntMaze.</summary>
    public static BalanceRange AntMazeRange { get; } = new(8, 14);

    /// <summary>
    /// [0.1/w, 3/w] for the distance w = 0.137 between the quartiles of advantages after <see cref="CalibrationUpdates"/>, the mean of five
    /// seeds of <see cref="Calibration"/>. Implicit Q-learning's advantages do not depend on β.
    /// </summary>
    public static BalanceRange MazeRange { get; } = new(0.73, 21.9);

    /// <summary>The range of β for locomotion, as an independent port quotes it.</summary>
    public static BalanceRange LocomotionRange { get; } = new(1, 5);

    private const double LocomotionExpectile = 0.7;

    private int Width => profile == Profile.Paper ? 256 : 64;

    private int BatchSize => profile == Profile.Paper ? 256 : 128;

    /// <summary>The authors' ten, or as many as a training of a few minutes allows.</summary>
    private int SampledActions => profile == Profile.Paper ? 10 : 4;

    private int Episodes => profile == Profile.Smoke ? 2 : 20;

    /// <summary>Part B's log.</summary>
    public static CrossingMazeSource Log => new(600);

    /// <summary>Five, fixed beforehand.</summary>
    public static IEnumerable<int> Seeds(Profile profile) => Enumerable.Range(1, profile == Profile.Smoke ? 2 : 5);

    /// <summary>Implicit Q-learning for some updates, after which advantages are looked at.</summary>
    public IEnumerable<Trial> Calibration() =>
    [
        new(Log, Methods.Of(FamilyMethods.Middle), new()
        {
            Updates = CalibrationUpdates, BatchSize = BatchSize, EvaluateEvery = CalibrationUpdates, Episodes = 1,
            Probes = [new AdvantageSpreadOptions()],
        }),
    ];

    /// <summary>A family, with and without its entropy term, against single values of β on the crossing maze.</summary>
    public IEnumerable<Trial> Crossing() => OnCrossing(profile == Profile.Smoke
        ? [FamilyMethods.Family, FamilyMethods.Middle]
        : [FamilyMethods.Family, .. FamilyMethods.Fixed, FamilyMethods.NoEntropy]);

    /// <summary>The family acting with a β at random, and with the authors' range for AntMaze.</summary>
    public IEnumerable<Trial> Variants() =>
        OnCrossing(profile == Profile.Smoke ? [] : [FamilyMethods.RandomBeta, FamilyMethods.Wide]);

    /// <summary>The family on the log alone, for four times as many updates.</summary>
    public IEnumerable<Trial> Longer() => profile == Profile.Standard
        ? [new(Log, Methods.Of(FamilyMethods.Family), Run(Methods.Of(FamilyMethods.Family), 40_000, 0, 2000))]
        : [];

    /// <summary>A point mass in D4RL's medium maze, rewarded −1 a step until it is there.</summary>
    public IEnumerable<Trial> PointMaze() => OnPointMaze(FamilyMethods.Family, FamilyMethods.Published);

    /// <summary>The same on advantage-weighted actor-critic.</summary>
    public IEnumerable<Trial> PointMazeAwac() => OnPointMaze(FamilyMethods.AwacFamily, FamilyMethods.Awac);

    /// <summary>The same on conservative Q-learning.</summary>
    public IEnumerable<Trial> PointMazeCql() => OnPointMaze(FamilyMethods.CqlFamily, FamilyMethods.Cql);

    /// <summary>Hopper from the log of D4RL's size: a family over the range for locomotion, and single values that span it.</summary>
    public IEnumerable<Trial> Hopper()
    {
        if (profile == Profile.Smoke)
            return [];
        var methods = new FamilyMethods(Width, LocomotionRange, new ImplicitQLearningOptions().PublishedView(), LocomotionExpectile);
        var log = new RegeneratedLog(new("hopper", DatasetLevel.MediumReplay)
        {
            Count = D4rlLog.Of("hopper", DatasetLevel.MediumReplay).Rows,
        });
        return from name in (string[])[FamilyMethods.Family, .. FamilyMethods.Fixed]
               let method = methods.Of(name)
               select new Trial(log, method, (profile == Profile.Paper
                   ? Run(method, 1_000_000, 1_000_000, 50_000)
                   : Run(method, 30_000, 30_000, 1500)) with { Episodes = 10, Probes = [] });
    }

    /// <summary>The methods of part B.</summary>
    public FamilyMethods Methods => new(Width, MazeRange, FamilyMethods.Bootstrapping);

    private IEnumerable<Trial> OnPointMaze(params string[] names) => profile == Profile.Smoke
        ? []
        : from name in names
          let method = new FamilyMethods(Width, AntMazeRange,
              FamilyMethods.Bootstrapping with { Reward = new FixedReward(Shift: -1) }, sampledActions: SampledActions).Of(name)
          select new Trial(new MazeSource("medium", 50_000), method, profile == Profile.Paper
              ? Run(method, 1_000_000, 1_000_000, 50_000) with { Probes = [] }
              : Run(method, 10_000, 5000, 1000) with { Probes = [] });

    private IEnumerable<Trial> OnCrossing(IEnumerable<string> names) =>
        from name in names
        let method = Methods.Of(name)
        select new Trial(Log, method, profile switch
        {
            Profile.Smoke => Run(method, 1500, 500, 500),
            Profile.Paper => Run(method, 1_000_000, 1_000_000, 50_000),
            _ => Run(method, 10_000, 5000, 500),
        });

    private TrialRun Run(Method method, int updates, int steps, int every) => new()
    {
        Updates = updates, OnlineSteps = steps, BatchSize = BatchSize, EvaluateEvery = every, Episodes = Episodes,
        Probes = method.Agent is FamO2oOptions ? (ProbeOptions[])[new BalanceProbeOptions()] : [],
    };
}
