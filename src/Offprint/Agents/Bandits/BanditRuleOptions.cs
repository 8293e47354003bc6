using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Files;

namespace Offprint.Agents.Bandits;

/// <summary>An offline rule as a value: what decides it before the size of a problem is known.</summary>
public abstract record BanditRuleOptions : ILabeled
{
    /// <summary>The rule's name in tables; it tells apart what options tell apart.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>The name in tables.</summary>
    protected abstract string Name { get; }

    /// <summary>Makes the rule for a problem.</summary>
    /// <param name="contexts">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="rows">N.</param>
    /// <returns>The rule.</returns>
    public abstract OfflineBanditRule Create(int contexts, int actions, int rows);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;
}

/// <summary>Options of <see cref="LowerConfidenceBound"/>.</summary>
[Kind("lcb")]
public sealed record LowerConfidenceBoundOptions : BanditRuleOptions
{
    /// <summary>L. Default <see langword="null"/>: Hoeffding's ln(2SAN)/2, δ = 1/N as in the paper.</summary>
    [Range(0.0, double.MaxValue)]
    public double? LogTerm { get; init; }

    /// <summary>The greatest penalty. Default <see langword="null"/>: unlimited, as in the paper.</summary>
    [Range(0.0, double.MaxValue)]
    public double? GreatestPenalty { get; init; }

    /// <inheritdoc/>
    protected override string Name => "LCB" + (LogTerm is { } term ? $", L = {term}" : "") +
        (GreatestPenalty is { } most ? $", b ≤ {most}" : "");

    /// <inheritdoc/>
    public override LowerConfidenceBound Create(int contexts, int actions, int rows) =>
        new(LogTerm ?? LowerConfidenceBound.HoeffdingTerm(contexts, actions, 1.0 / rows))
        {
            GreatestPenalty = GreatestPenalty ?? double.PositiveInfinity,
        };
}

/// <summary>Options of <see cref="EmpiricalBest"/>, which has none.</summary>
[Kind("empirical-best")]
public sealed record EmpiricalBestOptions : BanditRuleOptions
{
    /// <inheritdoc/>
    protected override string Name => "empirical best";

    /// <inheritdoc/>
    public override EmpiricalBest Create(int contexts, int actions, int rows) => new();
}

/// <summary>Options of <see cref="MostPlayed"/>, which has none.</summary>
[Kind("most-played")]
public sealed record MostPlayedOptions : BanditRuleOptions
{
    /// <inheritdoc/>
    protected override string Name => "most played";

    /// <inheritdoc/>
    public override MostPlayed Create(int contexts, int actions, int rows) => new();
}
