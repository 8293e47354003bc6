using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Optimization.Translation;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>Which score a translation aims at.</summary>
public enum TargetRule
{
    /// <summary>The best of all measurements, as the paper does: it leaks one hidden number.</summary>
    HiddenBest,

    /// <summary>The best visible one.</summary>
    VisibleBest,
}

/// <summary>A way to use one draw of synthetic functions.</summary>
/// <param name="Steps">M: after how many steps pairs are taken.</param>
/// <param name="Starts">n_p: of how many starts.</param>
/// <param name="Guidance">w.</param>
/// <param name="Order">In which order the network is told both values.</param>
/// <param name="Target">What is aimed at.</param>
public sealed record BridgeVariant(
    [property: Range(1, 100_000)] int Steps, [property: Range(1, 1_000_000)] int Starts, double Guidance = -1.5,
    ConditionOrder Order = ConditionOrder.AsTrained, TargetRule Target = TargetRule.HiddenBest);

/// <summary>ROOT on a task, and variants that share its synthetic functions.</summary>
/// <param name="Problem">The task.</param>
/// <param name="Search">ROOT.</param>
/// <param name="Variants">The first is ROOT itself.</param>
/// <param name="Share">The worst share of the visible designs that it is shown. Default: all.</param>
/// <param name="Candidates">Designs that are translated, and measured once.</param>
public sealed record BridgeSettings(
    DesignProblem Problem, BridgeSearch Search, IReadOnlyList<BridgeVariant> Variants, [property: Range(0.01, 1.0)] double Share = 1,
    [property: Range(1, 10_000)] int Candidates = 128) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Problem, Search.Pairs.StartRule == StartRule.Best ? null : $"{Search.Pairs.StartRule} starts",
        Share < 1 ? $"worst {100 * Share:0} percent" : null);

    /// <summary>Whether it is ROOT as such, neither its starts nor its data changed.</summary>
    [JsonIgnore]
    internal bool IsMain => Search.Pairs.StartRule == StartRule.Best && Share == 1;
}

/// <summary>A variant's designs.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Outcome">What they are worth.</param>
/// <param name="Loss">The bridge's validation loss.</param>
public sealed record BridgeOutcome(BridgeVariant Variant, DesignOutcome Outcome, double Loss);

/// <summary>ROOT with one seed.</summary>
/// <param name="BestVisible">The best visible score, normalized.</param>
/// <param name="Pairs">Pairs of the first variant.</param>
/// <param name="Outcomes">The variants, in the settings' order.</param>
/// <param name="DrawSeconds">To make the pairs.</param>
/// <param name="TrainSeconds">To train the first variant's bridge.</param>
public sealed record BridgeResult(
    double BestVisible, int Pairs, IReadOnlyList<BridgeOutcome> Outcomes, [property: Measured] double DrawSeconds,
    [property: Measured] double TrainSeconds);
