namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>One color a policy in all figures: the paper's own, with curves known or learned, is the first of the palette.</summary>
public static class PolicyColors
{
    /// <summary>Bounds, guides and truths, which no policy earns.</summary>
    public const int Guide = 6;

    private static readonly int[] s_planning = [0, 1, 2, 3, 4, 11];

    /// <summary>The place in the palette of a policy of part C.</summary>
    /// <param name="policy">One of <see cref="RatioStudy.Names"/>.</param>
    /// <returns>A place for <see cref="Cards.Series.Color"/>.</returns>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public static int Of(string policy)
    {
        int place = RatioStudy.Names.ToList().IndexOf(policy);
        return place >= 0 ? s_planning[place]
            : throw new ArgumentException($"There is no policy '{policy}'; there are {string.Join(", ", RatioStudy.Names)}.",
                nameof(policy));
    }

    /// <summary>The place in the palette of a learner.</summary>
    /// <param name="learner">The learner.</param>
    /// <returns>A place for <see cref="Cards.Series.Color"/>.</returns>
    public static int Of(Learner learner) => learner switch
    {
        PeriodicUcbLearner { ShareMonotone: false } => 5,
        PeriodicUcbLearner { Carry: false } => 10,
        EmpiricalLearner { Commits: true } => 9,
        EmpiricalLearner => 8,
        StationaryUcbLearner => 7,
        KnownGreedyLearner => Of("greedy"),
        _ => 0,
    };
}
