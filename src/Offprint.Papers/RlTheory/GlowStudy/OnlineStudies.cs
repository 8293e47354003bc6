using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>A version space at work on the separation instance.</summary>
/// <param name="Arms">K.</param>
/// <param name="Scale">s, by which all gaps are multiplied.</param>
/// <param name="Completed">Whether the class is made complete.</param>
/// <param name="Rule">GLOW or GOLF.</param>
/// <param name="Weights">W.</param>
/// <param name="Rounds">T, on which constants depend.</param>
/// <param name="Stop">The round after which to stop; <see langword="null"/> for T.</param>
public sealed record SeparationSettings(
    [property: Range(1, 64)] int Arms, [property: Range(0.001, 1)] double Scale, bool Completed, VersionSpaceRule Rule,
        WeightChoice Weights,
    [property: Range(1, 1_000_000_000)] long Rounds, long? Stop = null) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Rule, $"{Arms} arms", Scale == 1 ? null : $"scale {Scale}", Completed ? "completed" : null,
        Weights == WeightChoice.Played ? null : Weights, $"T {Rounds}");
}

/// <summary>Instance S: what is played, and what it costs.</summary>
/// <param name="name">The experiment's name.</param>
/// <param name="title">What it shows.</param>
/// <param name="cells">Its cells.</param>
public abstract class SeparationExperiment(string name, string title, Func<Profile, IReadOnlyList<Cell<SeparationSettings>>> cells)
    : Experiment<SeparationSettings, OnlineResult>
{
    /// <summary>GLOW with the constants of the theorem times 0.02, which decide within thousands of rounds instead of millions.</summary>
    public static Glow Scaled { get; } = new() { PenaltyScale = 0.02, ThresholdScale = 0.02 };

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Title => title;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SeparationSettings>> Cells(Profile profile) => cells(profile);

    /// <inheritdoc/>
    public override OnlineResult Run(Cell<SeparationSettings> cell, RunContext context)
    {
        SeparationSettings s = cell.Settings;
        return OnlineTrials.Run(GlowInstances.Separation(s.Arms, s.Scale, completed: s.Completed), s.Rule, s.Weights, s.Rounds, s.Stop,
            context);
    }

    private protected static int[] Seeds(int count) => [.. Enumerable.Range(1, count)];
}

/// <summary>GLOW and GOLF, by the number of arms.</summary>
public sealed class SeparationStudy() : SeparationExperiment("separation", "A class that is realizable and not complete", Cells)
{
    private static new IReadOnlyList<Cell<SeparationSettings>> Cells(Profile profile)
    {
        (int[] arms, long rounds, int seeds) = profile == Profile.Smoke ? (new[] { 1 }, 2000, 2) : ([1, 2, 4, 8, 16], 20_000, 10);
        return
        [
            .. arms.SelectMany(k => new[]
            {
                Cell.Of(new SeparationSettings(k, 1, false, Scaled, WeightChoice.Played, rounds), Seeds(seeds), k * k),
                Cell.Of(new SeparationSettings(k, 1, false, new Golf(), WeightChoice.Ones, rounds), Seeds(seeds), k * k),
            }),
            Cell.Of(new SeparationSettings(1, 1, true, new Golf(), WeightChoice.Ones, rounds), Seeds(seeds)),
        ];
    }
}

/// <summary>The theorem's own constants, and other clipping scales.</summary>
public sealed class ConstantStudy() : SeparationExperiment("constants", "When the theorem's own constants refute the wrong function", Cells)
{
    /// <summary>Factors of γ.</summary>
    public static IReadOnlyList<double> Factors { get; } = [0.1, 0.2, 0.5, 1, 1.5, 2, 3];

    private static new IReadOnlyList<Cell<SeparationSettings>> Cells(Profile profile)
    {
        double[] factors = profile == Profile.Smoke ? [1] : [.. Factors];
        (long rounds, long? stop) = profile == Profile.Paper ? (100_000_000, null) : (10_000_000, (long?)2_000_000);
        return [.. factors.Select(f => Cell.Of(
            new SeparationSettings(1, 1, false, new Glow { ClipScale = f }, WeightChoice.Played, rounds,
                profile == Profile.Smoke ? 300_000 : stop),
            Seeds(profile == Profile.Smoke ? 1 : 3)))];
    }
}

/// <summary>All gaps scaled: the worst of them at each number of rounds grows like its root.</summary>
public sealed class GapStudy() : SeparationExperiment("gaps", "Regret by scale of the gaps and number of rounds", Cells)
{
    private static new IReadOnlyList<Cell<SeparationSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        long[] rounds = smoke ? [500, 2000] : [500, 2000, 8000, 32_000, 128_000, 512_000];
        double[] scales = [.. Enumerable.Range(0, smoke ? 5 : 20).Select(i =>
            StoredNumbers.Significant(Math.Pow(10, -1.7 * i / (smoke ? 4 : 19)), 3))];
        return
        [
            .. from t in rounds from s in scales
               select Cell.Of(new SeparationSettings(1, s, false, Scaled, WeightChoice.Played, t), Seeds(smoke ? 2 : 5), t / 500.0),
        ];
    }
}

/// <summary>Without one part at a time.</summary>
public sealed class AblationStudy() : SeparationExperiment("ablations", "GLOW without clipping, penalty, or the ratios it needs", Cells)
{
    private static new IReadOnlyList<Cell<SeparationSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        (int Arms, Glow Rule, WeightChoice Weights)[] variants =
        [
            (4, Scaled, WeightChoice.Played), (4, Scaled with { Clipping = false }, WeightChoice.Played),
            (4, Scaled with { PenaltyScale = 0 }, WeightChoice.Played), (4, Scaled with { ClipScale = 0.1 }, WeightChoice.Played),
            (4, Scaled with { ClipScale = 0.3 }, WeightChoice.Played), (4, Scaled with { ClipScale = 3 }, WeightChoice.Played),
            (4, Scaled, WeightChoice.WithoutCulprits), (4, Scaled, WeightChoice.Ones), (4, new(), WeightChoice.Played),
            (1, Scaled, WeightChoice.Played), (1, Scaled, WeightChoice.Grid),
        ];
        return [.. variants.Select(v => Cell.Of(
            new SeparationSettings(v.Arms, 1, false, v.Rule, v.Weights, smoke ? 2000 : 20_000), Seeds(smoke ? 2 : 10)))];
    }
}

/// <summary>Theorem 3.2: ratios of pure policies alone, paid for by batches of episodes.</summary>
public sealed class BatchStudy() : SeparationExperiment("batches", "Ratios of pure policies: batches of episodes instead of one a round",
    Cells)
{
    private static new IReadOnlyList<Cell<SeparationSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        return
        [
            Of(Scaled with { Batch = smoke ? 500 : 2000 }, 200, null, smoke ? 2 : 10),
            .. smoke ? Array.Empty<Cell<SeparationSettings>>() : [Of(new Glow { Batch = 20_000 }, 2000, 1500, 3)],
        ];

        static Cell<SeparationSettings> Of(Glow rule, long rounds, long? stop, int seeds) =>
            Cell.Of(new SeparationSettings(1, 1, false, rule, WeightChoice.Harmonic, rounds, stop), Seeds(seeds), rule.Batch / 1000.0);
    }
}

/// <summary>Rivers to choose from.</summary>
/// <param name="Models">How many, the true one included.</param>
/// <param name="Rule">GLOW or GOLF.</param>
/// <param name="Rounds">T.</param>
public sealed record ModelSettings([property: Range(2, 1000)] int Models, VersionSpaceRule Rule,
    [property: Range(1, 100_000_000)] long Rounds) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Rule, $"{Models} models");
}

/// <summary>Instance M: F and W from a class of models.</summary>
public sealed class ModelStudy : Experiment<ModelSettings, OnlineResult>
{
    /// <inheritdoc/>
    public override string Name => "models";

    /// <inheritdoc/>
    public override string Title => "Fifty rivers: functions and ratios from a class of models";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ModelSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        (int models, long rounds, int seeds) = smoke ? (10, 1000, 2) : (50, 50_000, 10);
        return [.. new VersionSpaceRule[] { SeparationExperiment.Scaled, new Golf() }.Select(rule =>
            Cell.Of(new ModelSettings(models, rule, rounds), [.. Enumerable.Range(1, seeds)]))];
    }

    /// <inheritdoc/>
    public override OnlineResult Run(Cell<ModelSettings> cell, RunContext context) => OnlineTrials.Run(
        GlowInstances.Rivers(cell.Settings.Models), cell.Settings.Rule, WeightChoice.Played, cell.Settings.Rounds, null, context);
}
