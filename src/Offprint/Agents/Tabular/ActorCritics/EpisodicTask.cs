using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>What an episodic agent is told of the problem before it acts: everything but transitions and rewards.</summary>
public sealed record EpisodicTask
{
    /// <summary>Describes a problem.</summary>
    /// <param name="mdp">An MDP with a horizon; agents read its shape and start law alone.</param>
    /// <param name="ceilings">V_max,h, the greatest sum of rewards from stage h on, [H].</param>
    /// <exception cref="ArgumentException">There is no horizon, or not one finite ceiling a stage.</exception>
    public EpisodicTask(TabularMdp mdp, IReadOnlyList<double> ceilings)
    {
        Horizon = mdp.Horizon ?? throw new ArgumentException(
            $"An episodic task needs a horizon; {mdp.Name} has none. Give it one by WithHorizon.", nameof(mdp));
        if (ceilings.Count != Horizon || !ceilings.All(double.IsFinite))
            throw new ArgumentException(
                $"{mdp.Name} has {Horizon} stages, and the ceilings of values are [{string.Join(", ", ceilings)}]: one finite number a " +
                "stage is needed.", nameof(ceilings));
        (Mdp, Ceilings) = (mdp, ceilings);
    }

    /// <summary>The MDP.</summary>
    public TabularMdp Mdp { get; }

    /// <summary>V_max,h, [H]: values are clipped from above at these, never from below.</summary>
    public IReadOnlyList<double> Ceilings { get; }

    /// <summary>H.</summary>
    public int Horizon { get; }

    /// <summary>Whether all stages share one law, so that a visit teaches about every stage.</summary>
    public bool PoolsStages { get; init; }

    /// <summary>φ, for critics that are linear; <see langword="null"/> for tables.</summary>
    public PairFeatures? Features { get; init; }

    /// <summary>F, for critics out of a finite class; <see langword="null"/> for others.</summary>
    public FunctionClass? Functions { get; init; }

    /// <summary>A problem whose returns are at most one number, whatever is left of the episode.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="total">V_max.</param>
    /// <returns>The task.</returns>
    public static EpisodicTask OfTotal(TabularMdp mdp, double total = 1) =>
        new(mdp, [.. Enumerable.Repeat(total, mdp.Horizon ?? 0)]);

    /// <summary>A problem in which every step pays at most one number: V_max,h = (H − h) times it.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="perStep">The greatest reward of a step.</param>
    /// <returns>The task.</returns>
    public static EpisodicTask OfSteps(TabularMdp mdp, double perStep) =>
        new(mdp, [.. Enumerable.Range(0, mdp.Horizon ?? 0).Select(h => (mdp.Horizon!.Value - h) * perStep)]);
}
