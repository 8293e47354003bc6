using Offprint.Agents.Tabular.ActorCritics;

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

    /// <summary>The place of a method in the palette, the same in all figures.</summary>
    internal static int Color(EpisodicMethod method) => method switch
    {
        NoraOptions { Bonus: > 0, LearningRate: null, Switching: SwitchRule.EveryEpisode } => 6,
        NoraOptions { Bonus: > 0, LearningRate: null } => 4,
        NoraOptions { Bonus: > 0, Target: CriticTarget.Policy } => 5,
        NoraOptions { Bonus: > 0, LearningRate: < 1 } => 2,
        NoraOptions { Bonus: > 0 } => 0,
        NoraOptions { Target: CriticTarget.Policy } => 3,
        NoraOptions { LearningRate: null } => 7,
        NoraOptions => 1,
        _ => 0,
    };
}
