using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Cards;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>The methods that are compared, each with all its options, and their colors.</summary>
public static class Methods
{
    /// <summary>NORA with the practical learning rate.</summary>
    public static NoraOptions Nora { get; } = new();

    /// <summary>The greedy limit of NORA.</summary>
    public static NoraOptions RareLsvi { get; } = Nora with { LearningRate = null };

    /// <summary>Optimistic least-squares value iteration, fitted before every episode.</summary>
    public static NoraOptions Lsvi { get; } = RareLsvi with { Switching = SwitchRule.EveryEpisode };

    /// <summary>The warm-up: the critic aims at the actor's own values.</summary>
    public static NoraOptions Douhua { get; } = new()
    {
        Target = CriticTarget.Policy, Switching = SwitchRule.EveryEpisode, ResetsActor = false,
    };

    /// <summary>The same without a bonus: what most implementations do.</summary>
    public static NoraOptions PlainActorCritic { get; } = Douhua with { Bonus = 0 };

    /// <summary>NORA without a bonus.</summary>
    public static NoraOptions Noah { get; } = Nora with { Bonus = 0 };

    /// <summary>Fitted Q-iteration, greedy, before every episode.</summary>
    public static NoraOptions Fqi { get; } = Lsvi with { Bonus = 0 };

    /// <summary>Fitted Q-iteration on the offline data alone.</summary>
    public static NoraOptions OfflineFqi { get; } = Fqi with { Switching = SwitchRule.Never };

    /// <summary>NORA with the learning rate of the theory.</summary>
    /// <param name="actions">A.</param>
    /// <param name="episodes">T.</param>
    /// <returns>The method.</returns>
    public static NoraOptions Theory(int actions, int episodes) =>
        Nora with { LearningRate = NoraOptions.TheoryRate(actions, episodes) };

    /// <summary>One color a method in all figures, whatever its numbers are.</summary>
    internal static MethodColors Colors { get; } = new("NORA", "NOAH", "NORA at a rate below 1", "actor-critic, no optimism",
        "rare LSVI-UCB", "DOUHUA", "LSVI-UCB", "FQI");

    /// <summary>The place of a method in the palette.</summary>
    internal static int Color(EpisodicMethod method) => Colors[method switch
    {
        NoraOptions { Bonus: > 0, LearningRate: null, Switching: SwitchRule.EveryEpisode } => "LSVI-UCB",
        NoraOptions { Bonus: > 0, LearningRate: null } => "rare LSVI-UCB",
        NoraOptions { Bonus: > 0, Target: CriticTarget.Policy } => "DOUHUA",
        NoraOptions { Bonus: > 0, LearningRate: < 1 } => "NORA at a rate below 1",
        NoraOptions { Bonus: 0, Target: CriticTarget.Policy } => "actor-critic, no optimism",
        NoraOptions { Bonus: 0, LearningRate: null } => "FQI",
        NoraOptions { Bonus: 0 } => "NOAH",
        _ => "NORA",
    }]!.Value;
}
