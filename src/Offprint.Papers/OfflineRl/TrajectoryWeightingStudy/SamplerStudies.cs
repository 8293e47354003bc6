using Offprint.Agents.Collection;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Four samplers on mixed logs, TD3+BC: the main comparison.</summary>
public sealed class MixedStudy : SamplerStudy
{
    /// <summary>σ, the shares of good data.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.01, 0.05, 0.1, 0.5];

    /// <inheritdoc/>
    public override string Name => "mixed";

    /// <inheritdoc/>
    public override string Title => "Mixed logs: TD3+BC with four samplers";

    /// <summary>The cell of a level and share.</summary>
    /// <param name="level">Where the good data come from.</param>
    /// <param name="share">σ.</param>
    /// <returns>Its key.</returns>
    public static string Key(DatasetLevel level, double share) => new MixedLog("hopper", level, share, 0, 0).Name;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SamplerSettings>> Cells(Profile profile) => profile == Profile.Smoke
        ? []
        : [.. from task in Tasks(profile)
              from level in (DatasetLevel[])[DatasetLevel.Medium, DatasetLevel.Expert]
              from share in Shares
              select Compare(Log(profile, task, level, share), Backbone.Td3Bc, SamplerSpec.All, Size(profile, 10_000), Seeds(profile))];
}

/// <summary>Uniform and advantage-weighted sampling of logs that are not mixed: does weighting do harm?</summary>
public sealed class RegularStudy : SamplerStudy
{
    /// <inheritdoc/>
    public override string Name => "regular";

    /// <inheritdoc/>
    public override string Title => "Logs as they are: TD3+BC with and without weights";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SamplerSettings>> Cells(Profile profile) => profile == Profile.Smoke
        ? []
        : [.. from task in Tasks(profile)
              from level in (DatasetLevel[])[DatasetLevel.Medium, DatasetLevel.Expert, DatasetLevel.MediumReplay]
              select Compare(Log(profile, task, level, 1), Backbone.Td3Bc, Pair, Size(profile, 10_000), Seeds(profile))];
}

/// <summary>The same samplers under other methods.</summary>
public sealed class BackboneStudy : SamplerStudy
{
    /// <inheritdoc/>
    public override string Name => "backbones";

    /// <inheritdoc/>
    public override string Title => "Mixed logs: cloning, IQL and CQL";

    /// <summary>The cell of a method.</summary>
    /// <param name="backbone">The method.</param>
    /// <param name="level">Where the good data come from.</param>
    /// <param name="share">σ.</param>
    /// <returns>Its key.</returns>
    public static string Key(Backbone backbone, DatasetLevel level, double share) =>
        $"{backbone.ToString().ToLowerInvariant()}-{MixedStudy.Key(level, share)}";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SamplerSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [Cell(profile, Backbone.Cloning, 0.1, Pair, 1500)];
        return
        [
            Cell(profile, Backbone.Cloning, 0.05, SamplerSpec.All, 4000), Cell(profile, Backbone.Cloning, 0.1, SamplerSpec.All, 4000),
            Cell(profile, Backbone.Iql, 0.05, Pair, 6000), Cell(profile, Backbone.Iql, 0.1, Pair, 6000),
            Cell(profile, Backbone.Cql, 0.1, Pair, 4000),
        ];
    }

    private static Cell<SamplerSettings> Cell(
        Profile profile, Backbone backbone, double share, IReadOnlyList<SamplerSpec> samplers, int updates)
    {
        double temperature = Backbones.Temperature(backbone);
        var cell = Compare(Log(profile, "hopper", DatasetLevel.Expert, share), backbone, [.. samplers.Select(sampler => sampler with { Temperature = temperature })],
            Size(profile, updates), Seeds(profile));
        return cell with { Key = Key(backbone, DatasetLevel.Expert, share) };
    }
}

/// <summary>How the result depends on the temperature, by cloning.</summary>
public sealed class TemperatureStudy : SamplerStudy
{
    /// <inheritdoc/>
    public override string Name => "temperatures";

    /// <inheritdoc/>
    public override string Title => "Cloning at several temperatures";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SamplerSettings>> Cells(Profile profile) => profile == Profile.Smoke
        ? []
        : [Compare(Log(profile, "hopper", DatasetLevel.Expert, 0.05), Backbone.Cloning,
            [.. new[] { 0.05, 0.1, 0.2, 0.5, 1, double.PositiveInfinity }.Select(alpha => new SamplerSpec(SamplerSpec.Advantage, alpha))],
            Size(profile, 4000), Seeds(profile))];
}

/// <summary>The same comparison where noise on the actions makes the dynamics stochastic.</summary>
public sealed class StochasticStudy : SamplerStudy
{
    /// <inheritdoc/>
    public override string Name => "stochastic";

    /// <inheritdoc/>
    public override string Title => "Noise on the actions: TD3+BC with and without weights";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SamplerSettings>> Cells(Profile profile) => profile == Profile.Smoke
        ? []
        : [Compare(Log(profile, "hopper", DatasetLevel.Expert, 0.1) with { ActionNoise = 0.2, SourceRows = 20_000 }, Backbone.Td3Bc, Pair, Size(profile, 10_000),
            Seeds(profile))];
}
