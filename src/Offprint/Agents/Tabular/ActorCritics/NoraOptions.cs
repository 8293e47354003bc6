using System.ComponentModel.DataAnnotations;
using Offprint.Datasets.Tabular;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>
/// Options of <see cref="Nora"/>. Its neighbors are values of the same record: LSVI-UCB (greedy, every episode), DOUHUA (target Q^π,
/// every episode, no reset), NOAH (no bonus), fitted Q-iteration (greedy, no bonus).
/// </summary>
[Kind("nora")]
public sealed record NoraOptions : EpisodicMethod
{
    /// <summary>λ, the ridge of the regression: made-up visits of value 0. Default: 0.1, our choice.</summary>
    [Range(1e-12, 1e6)]
    public double Ridge { get; init; } = 0.1;

    /// <summary>c, the factor of the bonus √(φᵀ Λ⁻¹ φ), in units of V_max; 0 for no optimism. Default: 0.3, our choice.</summary>
    [Range(0, 1e6)]
    public double Bonus { get; init; } = 0.3;

    /// <summary>η of mirror ascent; <see langword="null"/> for its limit, the greedy policy. Default: 5, our choice.</summary>
    [Range(1e-12, 1e9)]
    public double? LearningRate { get; init; } = 5;

    /// <summary>What the critic's values are to be. Default: Q*, the paper's point.</summary>
    public CriticTarget Target { get; init; } = CriticTarget.Optimal;

    /// <summary>When the critic is fitted anew. Default: rarely.</summary>
    public SwitchRule Switching { get; init; } = SwitchRule.Growth;

    /// <summary>By which factor det Λ_h of some stage (of tables: N + λ of some pair) must have grown. Default: 2.</summary>
    [Range(1.0000001, 1e300)]
    public double Growth { get; init; } = 2;

    /// <summary>Whether the policy is uniform again after each fit. Default: yes.</summary>
    public bool ResetsActor { get; init; } = true;

    /// <summary>The learning rate of the theory, √(2 ln A/T), for rewards scaled to V_max = 1.</summary>
    /// <param name="actions">A.</param>
    /// <param name="episodes">T.</param>
    /// <returns>η.</returns>
    public static double TheoryRate(int actions, int episodes) => Math.Sqrt(2 * Math.Log(actions) / episodes);

    /// <inheritdoc/>
    public override string Label => (LearningRate, Bonus > 0, Target, Switching) switch
    {
        (null, true, _, SwitchRule.EveryEpisode) => "LSVI-UCB",
        (null, true, _, _) => "rare LSVI-UCB",
        (null, false, _, SwitchRule.Never) => "FQI, offline only",
        (null, false, _, _) => "FQI",
        (_, true, CriticTarget.Policy, _) => "DOUHUA",
        (_, false, CriticTarget.Policy, _) => "actor-critic, no optimism",
        (_, true, _, _) => string.Create(CultureInfo.InvariantCulture, $"NORA, η = {LearningRate:0.###}") + Variant,
        _ => "NOAH" + Variant,
    };

    private string Variant => (ResetsActor ? "" : ", no reset")
        + (Growth == 2 || Switching != SwitchRule.Growth ? "" : string.Create(CultureInfo.InvariantCulture, $", factor {Growth:0.###}"));

    /// <inheritdoc/>
    public override EpisodicAgent Create(EpisodicTask task, Seed seed, TabularDataset? offline = null) =>
        new Nora(task, this, seed, offline);

    internal void Validate()
    {
        if (!(Ridge > 0) || double.IsInfinity(Ridge))
            throw new ArgumentException(
                $"A ridge of {Ridge}; it must be positive and finite: without it a pair without data has no estimate.", nameof(Ridge));
        if (!(Bonus >= 0) || double.IsInfinity(Bonus))
            throw new ArgumentException($"A bonus of {Bonus}; it must be at least 0 (0 is no optimism) and finite.", nameof(Bonus));
        if (LearningRate is { } rate && (!(rate > 0) || double.IsInfinity(rate)))
            throw new ArgumentException($"A learning rate of {rate}; it must be positive and finite, or null for the greedy policy.",
                nameof(LearningRate));
        if (!(Growth > 1))
            throw new ArgumentException($"A growth factor of {Growth}; it must be above 1.", nameof(Growth));
    }
}
