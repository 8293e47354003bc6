using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Statements that training on locomotion data decides.</summary>
internal static class TrainingClaims
{
    public static IEnumerable<Claim> All(A2prPaper paper)
    {
        yield return new("guide", "The guide is never worse than the logged action under the current critic, on any logged batch.",
            "Section 4, policy constraint", null, results => Guide(paper, results));
        yield return new("gate-share", "The value is calibrated to the data: between 20 % and 80 % of logged actions have a positive advantage, on average over training.",
            "Section 4, advantage of logged actions", null, results => GateShare(paper, results));
        yield return new("scores", "Pooled over four data sets A2PR scores higher than TD3+BC (interquartile mean), and higher on at least three of the four.",
            "Table 1", null, results => Scores(paper, results));
        yield return new("matched", "The gain remains where TD3+BC has A2PR's networks, α, γ and constraint weight.",
            "our control", null, results => Matched(paper, results));
        yield return new("overestimation", "At the end of training A2PR's gap between values and returns is at most half of that of TD3 without a constraint.",
            "Section 5, value overestimation", null, results => Overestimation(paper, results));
    }

    /// <summary>Final scores of a method on a data set, one a seed.</summary>
    public static double[] Final(A2prPaper paper, PaperResults results, string dataset, string method) =>
        results.Of(paper.Training, A2prTraining.Key(dataset, method)).Result.FinalScores();

    /// <summary>By how much a method's pooled interquartile mean exceeds another's.</summary>
    public static Estimate Gain(A2prPaper paper, PaperResults results, string method, string rival) =>
        Pooled(paper, results, method).InterquartileMeanOver(Pooled(paper, results, rival));

    private static AggregateScores Pooled(A2prPaper paper, PaperResults results, string method) =>
        new([.. LocomotionData.Names.Select(dataset => Final(paper, results, dataset, method))]);

    private static ClaimOutcome Guide(A2prPaper paper, PaperResults results)
    {
        var cells = results.Of(paper.Training).Where(c => c.Result.Metrics.ContainsKey(GuideProbe.LeastGain)).ToList();
        double least = cells.Min(c => c.Result.Metrics[GuideProbe.LeastGain].Min());
        return ClaimOutcome.From(least >= -1e-6, least, seeds: cells[0].Cell.Seeds,
            note: $"least difference of the critic's values over {cells.Count} trainings, asked anew at each evaluation on 1,000 rows a seed");
    }

    private static ClaimOutcome GateShare(A2prPaper paper, PaperResults results)
    {
        var cells = results.Of(paper.Training).Where(c => c.Settings.Method == A2prMethods.A2pr).ToList();
        var shares = cells.Select(c => (Name: c.Cell.Key, Share: c.Result.Metrics[GuideProbe.GoodShare].Skip(1).Average())).ToList();
        var farthest = shares.MaxBy(s => Math.Abs(s.Share - 0.5));
        return ClaimOutcome.From(shares.All(s => s.Share is >= 0.2 and <= 0.8), farthest.Share, seeds: cells[0].Cell.Seeds,
            note: $"the share farthest from one half, {farthest.Name}");
    }

    private static ClaimOutcome Scores(A2prPaper paper, PaperResults results)
    {
        Estimate gain = Gain(paper, results, A2prMethods.ChosenA2pr, A2prMethods.Td3Bc), published = Gain(paper, results, A2prMethods.A2pr, A2prMethods.Td3Bc);
        int higher = LocomotionData.Names.Count(d => Final(paper, results, d, A2prMethods.ChosenA2pr).Average() > Final(paper, results, d, A2prMethods.Td3Bc).Average());
        return ClaimOutcome.From(gain.Interval.Low > 0 && higher >= 3, gain.Value, gain.Interval, results.Of(paper.Training)[0].Cell.Seeds,
            $"difference of interquartile means of normalized scores with the chosen w₂; higher on {higher} of {LocomotionData.Names.Count}. With the authors' w₂ {published}");
    }

    private static ClaimOutcome Matched(A2prPaper paper, PaperResults results)
    {
        Estimate gain = Gain(paper, results, A2prMethods.ChosenA2pr, A2prMethods.ChosenMatched), published = Gain(paper, results, A2prMethods.A2pr, A2prMethods.Matched);
        return ClaimOutcome.From(gain.Interval.Low > 0, gain.Value, gain.Interval, results.Of(paper.Training)[0].Cell.Seeds,
            $"difference of interquartile means with the chosen w₂ for both. With the authors' w₂ {published}");
    }

    private static ClaimOutcome Overestimation(A2prPaper paper, PaperResults results)
    {
        double Gap(string method) => Math.Abs(results.Of(paper.Training, A2prTraining.Key(A2prTraining.AblationDataset, method)).Result.Metrics["overestimation"][^1]);
        if (results.Profile == Profile.Smoke)
            throw new MissingResultsException("The profile smoke leaves out TD3 without a constraint.");
        double ours = Gap(A2prMethods.A2pr), free = Gap(A2prMethods.Td3), cloned = Gap(A2prMethods.Td3Bc);
        return ClaimOutcome.From(ours <= free / 2, ours / free, seeds: results.Of(paper.Training)[0].Cell.Seeds,
            note: $"ratio of gaps on {A2prTraining.AblationDataset}: {NumberText.Format(ours)} to {NumberText.Format(free)}; TD3+BC {NumberText.Format(cloned)}");
    }
}
