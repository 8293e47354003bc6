using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Cards;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>A method on small Tetris, with all its options.</summary>
public sealed record TetrisMethod : ILabeled
{
    /// <summary>The threshold of growth that works with 640 features: ln 2 · d/20.</summary>
    public const double DefaultLogGrowth = 22;

    /// <summary>λ. Default: 0.01, the companion code's.</summary>
    [Range(1e-12, 1e6)]
    public double Ridge { get; init; } = 0.01;

    /// <summary>c, in rows lost; 0 for no optimism. Default: 0.1, the companion code's.</summary>
    [Range(0, 1e6)]
    public double Bonus { get; init; } = 0.1;

    /// <summary>η of mirror ascent; <see langword="null"/> for greedy. Default: 5, our choice.</summary>
    [Range(1e-12, 1e9)]
    public double? LearningRate { get; init; } = 5;

    /// <summary>When the critic is fitted anew. Default: when log det Λ has grown enough.</summary>
    public SwitchRule Switching { get; init; } = SwitchRule.Growth;

    /// <summary>How much log det Λ must have grown. Default: 22, our choice; ln 2 would be the tabular rule.</summary>
    [Range(1e-12, 1e9)]
    public double LogGrowth { get; init; } = DefaultLogGrowth;

    /// <summary>Whether the policy is uniform again after each fit. Default: yes.</summary>
    public bool ResetsActor { get; init; } = true;

    /// <summary>
    /// Whether features are taken at the next board, with the action just made: a slip of the companion code. Default: no.
    /// </summary>
    public bool NextBoardFeatures { get; init; }

    /// <summary>
    /// How many of the strongest directions of the offline features are kept; <see langword="null"/> for all. Default: all 640.
    /// </summary>
    [Range(1, 640)]
    public int? Projection { get; init; }

    /// <summary>NORA.</summary>
    public static TetrisMethod Nora { get; } = new();

    /// <summary>NORA without a bonus.</summary>
    public static TetrisMethod Noah { get; } = new() { Bonus = 0 };

    /// <summary>Greedy and optimistic, fitted before every episode.</summary>
    public static TetrisMethod Lsvi { get; } = new() { LearningRate = null, Switching = SwitchRule.EveryEpisode };

    /// <summary>Greedy without a bonus.</summary>
    public static TetrisMethod Fqi { get; } = Lsvi with { Bonus = 0 };

    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => (LearningRate is null && Switching == SwitchRule.Growth ? "rare " : "") + ((LearningRate, Bonus > 0) switch
    {
        (null, true) => "LSVI-UCB",
        (null, false) => "FQI",
        (_, true) => "NORA",
        _ => "NOAH",
    }) + Variant;

    private string Variant
    {
        get
        {
            List<string> parts = [];
            if (Switching == SwitchRule.Growth && LogGrowth != DefaultLogGrowth)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"threshold {LogGrowth:0.##}"));
            if (Switching == SwitchRule.Growth && !ResetsActor)
                parts.Add("no reset");
            if (NextBoardFeatures)
                parts.Add("features at the next board");
            if (Projection is { } kept)
                parts.Add($"{kept} directions");
            return parts.Count == 0 ? "" : $", {string.Join(", ", parts)}";
        }
    }
}
