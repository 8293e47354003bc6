using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>A lock that is seen through rich observations.</summary>
/// <param name="Horizon">H.</param>
/// <param name="Actions">A.</param>
/// <param name="PerState">n, the observations of a latent state.</param>
/// <param name="Rule">GLOW or GOLF.</param>
/// <param name="Rounds">T.</param>
public sealed record BlockSettings(
    [property: Range(4, 20)] int Horizon, [property: Range(2, 20)] int Actions, [property: Range(1, 200)] int PerState,
    VersionSpaceRule Rule, [property: Range(1, 100_000_000)] long Rounds) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Rule, $"{PerState} observations");
}

/// <summary>Block: what an algorithm pays depends on latent states and decoders, not on observations.</summary>
public sealed class BlockStudy : Experiment<BlockSettings, OnlineResult>
{
    /// <inheritdoc/>
    public override string Name => "blocks";

    /// <inheritdoc/>
    public override string Title => "A lock behind rich observations: eight decoders, one of them right";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<BlockSettings>> Cells(Profile profile)
    {
        (int[] observations, long rounds, int seeds) = profile == Profile.Smoke ? (new[] { 5 }, 500, 2) : ([1, 10, 50], 20_000, 10);
        return
        [
            .. observations.Select(n => Of(n, SeparationExperiment.Scaled)), Of(observations[^1], new Golf()),
        ];

        Cell<BlockSettings> Of(int perState, VersionSpaceRule rule) =>
            Cell.Of(new BlockSettings(5, 10, perState, rule, rounds), [.. Enumerable.Range(1, seeds)], perState);
    }

    /// <inheritdoc/>
    public override OnlineResult Run(Cell<BlockSettings> cell, RunContext context)
    {
        BlockSettings s = cell.Settings;
        return OnlineTrials.Run(GlowInstances.Blocks(s.Horizon, s.Actions, s.PerState), s.Rule, WeightChoice.Played, s.Rounds, null,
            context);
    }
}

/// <summary>Instance L, online.</summary>
/// <param name="Arms">K.</param>
/// <param name="Rule">GLOW or GOLF.</param>
/// <param name="Rounds">T.</param>
public sealed record OptimismSettings([property: Range(1, 64)] int Arms, VersionSpaceRule Rule,
    [property: Range(1, 100_000_000)] long Rounds) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Rule, $"{Arms} arms");
}

/// <summary>Instance L without offline data: optimism in their place.</summary>
public sealed class OptimismStudy : Experiment<OptimismSettings, OnlineResult>
{
    /// <inheritdoc/>
    public override string Name => "optimism";

    /// <inheritdoc/>
    public override string Title => "Where each source alone fails: GLOW without offline data";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<OptimismSettings>> Cells(Profile profile) =>
    [
        Cell.Of(new OptimismSettings(8, SeparationExperiment.Scaled, profile == Profile.Smoke ? 1000 : 5000),
            [.. Enumerable.Range(1, profile == Profile.Smoke ? 2 : 10)]),
    ];

    /// <inheritdoc/>
    public override OnlineResult Run(Cell<OptimismSettings> cell, RunContext context) => OnlineTrials.Run(
        GlowInstances.TwoFailures(cell.Settings.Arms), cell.Settings.Rule, WeightChoice.Played, cell.Settings.Rounds, null, context);
}
