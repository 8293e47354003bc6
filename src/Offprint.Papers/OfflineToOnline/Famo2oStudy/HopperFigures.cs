using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Part D and its claims.</summary>
internal static class HopperFigures
{
    private const int FinalWindow = 3;

    /// <summary>Statements, written before the results.</summary>
    public static IEnumerable<Claim> Claims()
    {
        yield return new Claim("above-fixed-on-hopper",
            "A β for each state is worth it: on Hopper's medium-replay FamO2O's mean score over the online evaluations is at least that " +
            "of the best of three fixed β less its standard error, and above the mean of the three.",
            "Table of final scores, hopper-medium-replay", null, results => CrossingClaims.AboveFixed(Online(results)))
        {
            Quantity = "gain over the best fixed β in mean online score",
            Why = "there is nothing to choose: β = 1, 3 and 5 end within 0.4 points of one another, near the log's mean episode (9.4 of " +
                "100), and FamO2O 0.4 below the best of them. 30,000 updates and 30,000 steps of 64 units may be too few for any β to " +
                "leave the log behind: the paper trains for a million of each, which was not tried",
        };
        yield return new Claim("above-iql-on-hopper",
            "On Hopper's medium-replay FamO2O ends above IQL with the published β = 3, the middle of the range: the paired 95 % interval " +
            "of the difference of scores over the last three evaluations lies above 0.",
            "Table of final scores, hopper-medium-replay", 97.6 - 91.0,
            results => Final(results).Higher(FamilyMethods.Family, FamilyMethods.Middle))
        {
            Quantity = "gain over IQL in final score, points",
            Why = "all methods end at 11 of 100, little above the log's mean; a family that has all β to learn ends 0.2 below the " +
                "single value. The paper's 91 and 98 are reached after a million steps online",
        };
    }

    /// <summary>Learning curves.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Scores of the family and of single values.</returns>
    public static LineFigure Curves(PaperResults results)
    {
        var cells = results.Of(Papers.Famo2o.Hopper);
        return CrossingFigures.Panel(cells, "Hopper's medium-replay, then online", [FamilyMethods.Family, .. FamilyMethods.Fixed],
            "normalized score") with
        {
            Caption = $"Means over {cells[0].Cell.Seeds.Count} seeds of {cells[0].Settings.Run.Episodes} episodes each; 0 and 100 are " +
                "D4RL's random policy and expert. Dashed: the mean episode of the log, and where training goes online.",
        };
    }

    /// <summary>Scores.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Scores(PaperResults results) => CrossingFigures.Scores("Scores on Hopper's medium-replay",
        results.Of(Papers.Famo2o.Hopper), Online(results));

    /// <summary>Scores over the last evaluations.</summary>
    public static ScoreTable Final(PaperResults results) => Of(results, FinalWindow);

    private static ScoreTable Online(PaperResults results)
    {
        TrialRun run = results.Of(Papers.Famo2o.Hopper)[0].Settings.Run;
        return Of(results, run.OnlineSteps / run.EvaluateEvery);
    }

    private static ScoreTable Of(PaperResults results, int window) => ScoreTable.Of(results.Of(Papers.Famo2o.Hopper),
        SelectionCost.None("The range for locomotion is the one that an independent port quotes"), window);
}
