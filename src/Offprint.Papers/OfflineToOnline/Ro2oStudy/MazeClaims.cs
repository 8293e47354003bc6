using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Statements that trainings in the maze decide, written before their results; seeds are paired.</summary>
internal static class MazeClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new("maze-sac", "In the maze RO2O with its regularizers ends the online phase above SAC-N: the 95 % paired interval " +
            "of the difference of success over the last fifth lies above 0.", "experiments, AntMaze", null, AboveSac)
        {
            Quantity = "final success of RO2O less that of SAC-N, points",
            Why = "SAC-N does not fail here as it does on the ant: after a fifth of the offline updates its minimum reaches the goal in " +
                "all five seeds, and in four of them at the switch. A point mass needs no gait, and this log covers the maze and, by its " +
                "noise, the actions",
        };
        yield return new("maze-gain", "In the maze RO2O with its regularizers ends the online phase above its own success at the switch: " +
            "the 95 % paired interval lies above 0.", "experiments, AntMaze", null, Gain)
        {
            Quantity = "final success less that at the switch, points",
            Why = "there is nothing left to gain: all five seeds reach the goal in every episode at the switch, and in every evaluation " +
                "after it. What they learn online, and what was not asked beforehand, is to be there sooner, in 31 steps instead of 55",
        };
        yield return new("maze-regularizers", "In the maze the regularizers help: with them mean online success is higher than with " +
            "bound, cloning and own targets alone (95 % paired interval above 0).", "experiments, ablation", null, Regularizers)
        {
            Quantity = "mean online success with them less without, points",
            Why = "this maze does not need them: bound, cloning and own targets alone reach the goal in every evaluation of four seeds, " +
                "and in all but one of the fifth's",
        };
    }

    private static ClaimOutcome AboveSac(PaperResults results)
    {
        OnlineRun ours = results.Maze(Ro2oMethods.Regularized), rival = results.Maze(Ro2oMethods.Sac);
        return Positive(results, ours.Final, rival.Final, $"at the end: RO2O {Cell(ours.Final)}, SAC-N {Cell(rival.Final)}");
    }

    private static ClaimOutcome Gain(PaperResults results)
    {
        OnlineRun ours = results.Maze(Ro2oMethods.Regularized);
        return Positive(results, ours.Final, ours.AtSwitch,
            $"at the switch {Cell(ours.AtSwitch)}, lowest early {Cell(ours.LowestEarly)}, at the end {Cell(ours.Final)}");
    }

    private static ClaimOutcome Regularizers(PaperResults results)
    {
        OnlineRun ours = results.Maze(Ro2oMethods.Regularized), bare = results.Maze(MazeMethods.Bare);
        return Positive(results, ours.Online, bare.Online, $"mean online: with them {Cell(ours.Online)}, without {Cell(bare.Online)}; at " +
            $"the switch {Cell(ours.AtSwitch)} and {Cell(bare.AtSwitch)}");
    }

    private static ClaimOutcome Positive(PaperResults results, double[] greater, double[] less, string note)
    {
        Estimate difference = PairedDifference.Of(greater, less).Difference;
        return ClaimOutcome.From(difference.Interval.Low > 0, difference.Value, difference.Interval,
            results.Of(Papers.Ro2o.Maze)[0].Cell.Seeds, note);
    }

    private static TableCell Cell(double[] values) => MeanInterval.StudentT(values);
}
