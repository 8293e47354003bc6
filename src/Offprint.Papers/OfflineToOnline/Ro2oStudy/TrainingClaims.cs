using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Statements that training on Hopper decides, each by an interval over seeds.</summary>
internal static class TrainingClaims
{
    private const double ShiftShare = 0.7, NegligibleShare = 0.01, Noise = 0.1;

    public static IEnumerable<Claim> All()
    {
        yield return new("drop", "At the switch RO2O with its regularizers drops less than SAC-N (to the least evaluation of the first " +
            "fifth).", "experiments, stability", null, Drop)
        {
            Quantity = "drop of SAC-N less that of RO2O, in points",
            Why = "the least of four evaluations lies eleven to twelve points below the switch with both, but that is how scores of " +
                "single seeds scatter, at the end as well; the mean over the first fifth is that at the switch (20 after 18, 20 after " +
                "21), and the regularizers weigh next to nothing",
        };
        yield return new("gain", "Online at least one of RO2O's two modes ends above its own score at the switch.",
            "experiments, online curves", null, Gain)
        {
            Quantity = "final score less that at the switch, in points",
        };
        yield return new("iql", "RO2O ends the online phase above IQL, which keeps its log.", "experiments, online scores", null, Iql)
        {
            Quantity = "final score of RO2O less that of IQL, in points",
        };
        yield return new("spread", "The OOD term lowers the ensemble's disagreement about the policy's own actions near logged states.",
            "Section 4, OOD sampling", null, Spread)
        {
            Quantity = "ratio of deviations, with the term over without it",
            Why = "at the authors' weight the pull is 0.02 points of a value of 124, and it moves all critics alike: only their squared " +
                "errors can bring them together",
        };
        yield return new("shift", "Policy smoothness lowers the policy's change between neighboring states by at least 30 %.",
            "Section 4, policy smoothness", null, Shift)
        {
            Quantity = "ratio of changes, with the term over without it",
            Why = "at the authors' weight the term is 0.005 beside values of 120 that the policy climbs, and the policy is smooth " +
                "without it: its action changes by 0.02 between neighbors",
        };
        yield return new("noise", "Under noise on observations a policy that was trained with policy smoothness loses less.",
            "experiments, ablation", null, UnderNoise)
        {
            Quantity = "loss without the term less loss with it, in points",
            Why = "noise of ten times the training's radius costs no policy anything here: all fall after about a second, with it or " +
                "without",
        };
        yield return new("modes", "Online, what the paper describes and what its code does reach different mean scores.", "ours", null,
            Modes)
        {
            Kind = ClaimKind.Ours,
            Quantity = "mean online score, plain less regularized, in points",
            Why = "the terms that the code leaves out weigh next to nothing (see the table of parts), and seeds differ by more",
        };
        yield return new("terms", "Offline value smoothness is less than a hundredth of the critics' squared error.", "ours", null, Terms)
        {
            Kind = ClaimKind.Ours,
            Quantity = "weighted value smoothness over squared error",
        };
    }

    private static ClaimOutcome Drop(PaperResults results)
    {
        OnlineRun ours = results.Online(Ro2oMethods.Regularized), rival = results.Online(Ro2oMethods.Sac);
        return Positive(results, rival.Drop, ours.Drop, $"drops: RO2O {Cell(ours.Drop)}, SAC-N {Cell(rival.Drop)}");
    }

    private static ClaimOutcome Gain(PaperResults results)
    {
        var modes = ((string[])[Ro2oMethods.Regularized, Ro2oMethods.Plain]).Select(label => (Label: label, Run: results.Online(label)))
            .Select(mode => (mode.Label, Gain: PairedDifference.Of(mode.Run.Final, mode.Run.AtSwitch).Difference)).ToList();
        var best = modes.MaxBy(mode => mode.Gain.Interval.Low);
        return ClaimOutcome.From(best.Gain.Interval.Low > 0, best.Gain.Value, best.Gain.Interval, results.TrainingSeeds(),
            string.Join("; ", modes.Select(mode => $"{mode.Label} {mode.Gain}")));
    }

    private static ClaimOutcome Iql(PaperResults results)
    {
        OnlineRun ours = results.Online(Ro2oMethods.Regularized), rival = results.Online(Ro2oMethods.Iql);
        return Positive(results, ours.Final, rival.Final, $"final scores: RO2O {Cell(ours.Final)}, IQL {Cell(rival.Final)}; SAC-N, " +
            $"which has none of RO2O's terms, {Cell(results.Online(Ro2oMethods.Sac).Final)}");
    }

    private static ClaimOutcome Spread(PaperResults results)
    {
        Estimate ratio = Ro2oResults.Ratio(results.Part(Ro2oMethods.Ro2o).Last(SmoothnessProbe.PolicySpread),
            results.Part(Ro2oMethods.NoPessimism).Last(SmoothnessProbe.PolicySpread));
        return ClaimOutcome.From(ratio.Interval.High < 1, ratio.Value, ratio.Interval, results.TrainingSeeds(),
            "after equally many offline updates");
    }

    private static ClaimOutcome Shift(PaperResults results)
    {
        Estimate ratio = Ro2oResults.Ratio(results.Part(Ro2oMethods.Ro2o).Last(SmoothnessProbe.PolicyShift),
            results.Part(Ro2oMethods.NoPolicySmoothness).Last(SmoothnessProbe.PolicyShift));
        return ClaimOutcome.From(ratio.Interval.High <= ShiftShare, ratio.Value, ratio.Interval, results.TrainingSeeds(),
            "largest change of the action over eight neighbors, after equally many offline updates");
    }

    private static ClaimOutcome UnderNoise(PaperResults results)
    {
        double[] without = Loss(Ro2oMethods.NoPolicySmoothness), with = Loss(Ro2oMethods.Ro2o);
        return Positive(results, without, with,
            $"points lost at noise {NumberText.Format(Noise)}: with the term {Cell(with)}, without {Cell(without)}");

        double[] Loss(string label) =>
            [.. results.Part(label).UnderNoise(0).Zip(results.Part(label).UnderNoise(Noise), (still, noisy) => still - noisy)];
    }

    private static ClaimOutcome Modes(PaperResults results)
    {
        OnlineRun text = results.Online(Ro2oMethods.Regularized), code = results.Online(Ro2oMethods.Plain);
        Estimate difference = PairedDifference.Of(code.Online, text.Online).Difference;
        return ClaimOutcome.From(!difference.Interval.Contains(0), difference.Value, difference.Interval, results.TrainingSeeds(),
            $"mean online scores: regularized {Cell(text.Online)}, plain {Cell(code.Online)}; both from the same networks");
    }

    private static ClaimOutcome Terms(PaperResults results)
    {
        OnlineRun run = results.Online(Ro2oMethods.Regularized);
        Estimate ratio = Ro2oResults.Ratio(run.Magnitude("value smoothness", online: false)!, run.Magnitude("TD loss", online: false)!);
        return ClaimOutcome.From(ratio.Interval.High < NegligibleShare, ratio.Value, ratio.Interval, results.TrainingSeeds(),
            "means over the offline evaluations' last updates");
    }

    private static ClaimOutcome Positive(PaperResults results, double[] greater, double[] less, string note)
    {
        Estimate difference = PairedDifference.Of(greater, less).Difference;
        return ClaimOutcome.From(difference.Interval.Low > 0, difference.Value, difference.Interval, results.TrainingSeeds(), note);
    }

    private static TableCell Cell(double[] values) => MeanInterval.StudentT(values);
}
