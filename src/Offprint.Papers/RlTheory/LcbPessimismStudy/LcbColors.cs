using Offprint.Agents.Bandits;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>
/// One color a way to use data, with and without contexts: pessimism, trust in what was seen, imitation. Variants of pessimism that stand
/// beside it in one figure have further colors.
/// </summary>
public static class LcbColors
{
    /// <summary>The place in the palette of a bandit rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>A place for <see cref="Cards.Series.Color"/>.</returns>
    public static int Of(BanditRuleOptions rule) => rule switch
    {
        EmpiricalBestOptions => 1,
        MostPlayedOptions => 2,
        LowerConfidenceBoundOptions { LogTerm: not null } => 3,
        LowerConfidenceBoundOptions { GreatestPenalty: not null } => 4,
        _ => 0,
    };

    /// <summary>The place in the palette of a method for MDPs.</summary>
    /// <param name="method">The method.</param>
    /// <returns>A place for <see cref="Cards.Series.Color"/>.</returns>
    public static int Of(TabularMethod method) => method switch
    {
        CertaintyEquivalence => 1,
        Cloning => 2,
        ViLcb vi when vi == ViLcb.Scaled(0.1) => 0,
        ViLcb vi when vi == ViLcb.Scaled(0.03) => 3,
        _ => 4,
    };
}
