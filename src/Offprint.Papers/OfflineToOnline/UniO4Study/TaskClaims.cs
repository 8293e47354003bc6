using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Claims on HalfCheetah written before its trainings ran.</summary>
internal static class TaskClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new Claim("halfcheetah-offline-improves",
            "On HalfCheetah, where nothing can fall, the offline phase improves on cloning: the policy that goes online scores higher " +
            "than the cloned policies on average (paired interval above 0).", "Section on offline multi-step optimization", null,
            r => ImprovementClaims.Above(HalfCheetah(r), HalfCheetah(r).Result.Offline!.Handed, HalfCheetah(r).Result.Offline!.Cloned))
        {
            Quantity = "difference of normalized scores",
            Why = "for 900 steps it does, in all three seeds: ascending policies go from 38 to 47. Then they fall, to 36 on average and " +
                "some to 19, while AM-Q rises on (32 to 33), and the gate lets 121 more of them through, 59 of them better",
        };
        yield return new Claim("halfcheetah-accepted-are-better",
            "On HalfCheetah most policies that the gate accepts are better than those that they replace, in ten episodes " +
            "(Wilson's interval above one half).", "Section on offline policy evaluation", null,
            r => ImprovementClaims.AcceptedAreBetter(HalfCheetah(r)))
        {
            Quantity = "share of accepted policies",
        };
        yield return new Claim("halfcheetah-no-drop",
            "On HalfCheetah the switch costs nothing: in each of three seeds no evaluation of the first fifth of online training " +
            "falls below 0.9 times the score before it.", "Section on offline-to-online learning", null,
            r => ImprovementClaims.NoDrop(HalfCheetah(r)))
        {
            Quantity = "least score over that before, the lowest seed",
            Why = "two seeds keep three quarters. Their policies are past their best and unsteady: one scores 20 and 40 in " +
                "two sets of ten episodes, so that part of the drop may be chance",
        };
        yield return new Claim("halfcheetah-online-improves",
            "On HalfCheetah online training improves the policy: the last score less that before the switch has an interval above 0.",
            "Section on offline-to-online learning", null,
            r => ImprovementClaims.Above(HalfCheetah(r), HalfCheetah(r).Result.Online[^1].Scores, HalfCheetah(r).Result.Online[0].Scores))
        {
            Quantity = "difference of normalized scores",
            Why = "each seed gains (22, 7 and 17 points), but three seeds give a wide interval",
        };
        yield return new Claim("halfcheetah-ahead-of-iql",
            "On HalfCheetah it is ahead of implicit Q-learning that goes on online from the same critics after 20,000 online steps " +
            "(paired interval above 0).", "Section on offline-to-online learning", null, r => ImprovementClaims.AheadOfIql(HalfCheetah(r),
                ImprovementCells.Iql(r, Papers.UniO4.HalfCheetahRivals)))
        {
            Quantity = "difference of normalized scores",
            Why = "one seed of three is (49 against 42); the two that the late steps of the offline phase had harmed are not, yet",
        };
    }

    private static CellResult<ImprovementSettings, ImprovementResult> HalfCheetah(PaperResults results) =>
        results.Of(Papers.UniO4.HalfCheetah)[0];
}
