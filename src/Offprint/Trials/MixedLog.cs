using System.Text.Json.Serialization;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Trials;

/// <summary>Good trajectories among poor ones (<see cref="DatasetMixer.Mix"/>).</summary>
/// <param name="Good">The good log.</param>
/// <param name="Poor">The poor log, of the same task.</param>
/// <param name="Share">σ, the good log's share of the rows.</param>
/// <param name="Rows">N.</param>
[Kind("mixed")]
public sealed record MixedLog(RegeneratedLog Good, RegeneratedLog Poor, double Share, int Rows) : DataSource
{
    /// <summary>Decides the mixture for all seeds; <see langword="null"/> (the default) lets each seed draw its own.</summary>
    public ulong? FixedSeed { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"{Pair}-{100 * Share:0.##}{Good.Noise}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsDrawnPerSeed => FixedSeed is null;

    /// <summary>For example <c>hopper-random-expert</c>.</summary>
    private string Pair => Poor.Recipe.Name + Good.Recipe.Name[Good.Recipe.Training.Task.Length..];

    /// <inheritdoc/>
    public override OfflineDataset Load(Seed seed, RunContext context) => DatasetMixer.Mix(
        Good.Load(seed, context), Poor.Load(seed, context), Share, Rows, FixedSeed is { } one ? new Seed(one).Derive(Pair)
            : seed.Derive("mixture"));

    /// <inheritdoc/>
    public override IEnvironment Environment() => Good.Environment();
}
