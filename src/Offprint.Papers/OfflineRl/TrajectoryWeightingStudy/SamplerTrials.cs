using Offprint.Agents.Collection;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Part B as lists of trials: each compares samplers as members of one population, on a mixture that each seed draws.</summary>
/// <param name="profile">The profile.</param>
internal sealed class SamplerTrials(Profile profile)
{
    /// <summary>σ, the shares of good data.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.01, 0.05, 0.1, 0.5];

    /// <summary>Shares between those, so that each level has six logs. The authors generated 0.25, too, and did not use it.</summary>
    public static IReadOnlyList<double> FurtherShares { get; } = [0.02, 0.25];

    /// <summary>The noise of the stochastic task, in half-widths of the action.</summary>
    public const double Noise = 0.2;

    private static readonly double[] s_temperatures = [0.05, 0.1, 0.2, 0.5, 1, double.PositiveInfinity];

    private static readonly DatasetLevel[] s_levels = [DatasetLevel.Medium, DatasetLevel.Expert];

    // The paper's logs have 10⁶ rows. The smoke profile takes the slices that ship.
    private readonly int _rows = profile switch { Profile.Smoke => 20_000, Profile.Paper => 1_000_000, _ => 200_000 };
    private readonly int _sourceRows = profile switch { Profile.Smoke => 10_000, Profile.Paper => 1_000_000, _ => 200_000 };

    // The paper's is a million updates of networks of 256 units; few updates of small networks bear a higher rate.
    private readonly NetworkSize _size = profile == Profile.Paper ? new(256, 3e-4, 10) : new(64, 1e-3, 4);

    private IReadOnlyList<string> Tasks => profile == Profile.Paper ? ["hopper", "halfcheetah", "walker2d"] : ["hopper"];

    /// <summary>Five in the paper; short trainings scatter more and cost less.</summary>
    public static IEnumerable<int> Seeds(Profile profile) =>
        Enumerable.Range(1, profile switch { Profile.Smoke => 1, Profile.Paper => 5, _ => 8 });

    /// <summary>Four samplers on mixed logs, TD3+BC: the main comparison.</summary>
    public IEnumerable<Trial> Mixed() => OnMixtures(Shares, Backbones.Td3Bc, WeightedSamplers.All, 10_000);

    /// <summary>Further mixed logs of the same levels: does the gain follow the spread where the behaviors are the same?</summary>
    public IEnumerable<Trial> Between() => OnMixtures(FurtherShares, Backbones.Td3Bc, WeightedSamplers.Pair, 10_000);

    /// <summary>Four samplers on the mixed logs, cloning.</summary>
    public IEnumerable<Trial> Cloning() => OnMixtures(Shares, Backbones.Cloning, WeightedSamplers.All, 4000);

    /// <summary>Uniform and advantage-weighted sampling of logs that are not mixed: does weighting do harm?</summary>
    public IEnumerable<Trial> Regular() => profile == Profile.Smoke
        ? []
        : from task in Tasks
          from level in (DatasetLevel[])[DatasetLevel.Medium, DatasetLevel.Expert, DatasetLevel.MediumReplay]
          select Compare(Log(task, level), Backbones.Td3Bc, WeightedSamplers.Pair, 10_000);

    /// <summary>The same samplers under other methods.</summary>
    public IEnumerable<Trial> OtherMethods() => profile == Profile.Smoke
        ? [Expert(Backbones.Cloning, 0.1, WeightedSamplers.Pair, 1500)]
        :
        [
            .. Cloning(),
            Expert(Backbones.Iql, 0.05, WeightedSamplers.Pair, 6000), Expert(Backbones.Iql, 0.1, WeightedSamplers.Pair, 6000),
            Expert(Backbones.Cql, 0.1, WeightedSamplers.Pair, 4000),
        ];

    /// <summary>How the result depends on the temperature, by cloning.</summary>
    public IEnumerable<Trial> Temperatures() => profile == Profile.Smoke
        ? []
        : [new(Log("hopper", DatasetLevel.Expert, 0.05), [.. s_temperatures.Select(alpha =>
            Backbones.Cloning.With(WeightedSamplers.Advantage, _size, Updates(4000),
                alpha) with { Label = FormattableString.Invariant($"AW, α = {alpha}") })], Run(4000))];

    /// <summary>The same comparison where noise on the actions makes the dynamics stochastic.</summary>
    public IEnumerable<Trial> Stochastic() => profile == Profile.Smoke
        ? []
        : [Compare(new MixedLog(Noisy(DatasetLevel.Expert), Noisy(DatasetLevel.Random), 0.1, _rows), Backbones.Td3Bc,
            WeightedSamplers.Pair, 10_000)];

    /// <summary>The cost of a trial.</summary>
    public static double Cost(Trial trial) => trial.Methods.Count * trial.Run.Updates * Backbones.Of(trial).Cost;

    // Replays are as long as D4RL's and not longer.
    private RegeneratedLog Log(string task, DatasetLevel level) =>
        new(task, level, Math.Min(_sourceRows, D4rlLog.Of(task, level).Rows));

    private RegeneratedLog Noisy(DatasetLevel level) => Log("hopper", level) with { ActionNoise = Noise };

    private MixedLog Log(string task, DatasetLevel level, double share) =>
        new(Log(task, level), Log(task, DatasetLevel.Random), share, _rows);

    private IEnumerable<Trial> OnMixtures(IReadOnlyList<double> shares, Backbone backbone, IReadOnlyList<string> samplers, int updates) =>
        profile == Profile.Smoke
            ? []
            : from task in Tasks
              from level in s_levels
              from share in shares
              select Compare(Log(task, level, share), backbone, samplers, updates);

    private Trial Expert(Backbone backbone, double share, IReadOnlyList<string> samplers, int updates) =>
        Compare(Log("hopper", DatasetLevel.Expert, share), backbone, samplers, updates);

    private Trial Compare(DataSource data, Backbone backbone, IReadOnlyList<string> samplers, int updates) =>
        new(data, [.. samplers.Select(sampler => backbone.With(sampler, _size, Updates(updates)))], Run(updates));

    private TrialRun Run(int updates) => new()
    {
        Updates = Updates(updates), EvaluateEvery = Updates(updates), BatchSize = profile == Profile.Paper ? 256 : 128,
    };

    private int Updates(int updates) => profile == Profile.Paper ? 1_000_000 : updates;
}
