using Offprint.Experiments;
using Offprint.Papers.OfflineToOnline.WsrlStudy;
using Offprint.Trials;

namespace Offprint.Papers.Tests.OfflineToOnline.WsrlStudy;

/// <summary>Claims decide made-up results as their sentences say.</summary>
public sealed class WsrlClaimsTests
{
    private static readonly WsrlPaper s_paper = Papers.Wsrl;

    [Fact]
    public void Two_of_three_intervals_above_zero_are_asked_and_all_means()
    {
        Assert.Equal(Verdict.Holds, NoRetention((label, seed) => 40));
        Assert.Equal(Verdict.Holds, NoRetention((label, seed) => label == WsrlTrials.Iql ? (seed == 1 ? 40 : -5) : 40));
        Assert.Equal(Verdict.DoesNotHold, NoRetention((label, seed) => label == WsrlTrials.Iql ? -1 : 40));
        Assert.Equal(Verdict.DoesNotHold, NoRetention((label, seed) => label == WsrlTrials.Cql ? 40 : seed == 1 ? 40 : -5));

        // by how much WSRL, at 60, is better than a rival
        Verdict NoRetention(Func<string, int, double> gain) => Decide("no-retention",
            (label, _, seed) => label is WsrlTrials.CalQl or WsrlTrials.Cql or WsrlTrials.Iql ? 60 - gain(label, seed) : 60);
    }

    [Fact]
    public void A_dip_is_one_that_recovers()
    {
        Assert.Equal(Verdict.Holds, Decide("dip", (_, share, seed) => share == 0 ? 50 + seed : share < 0.2 ? 20 : 80));
        Assert.Equal(Verdict.DoesNotHold, Decide("dip", (_, share, seed) => share == 0 ? 50 + seed : share < 0.2 ? 20 : 40));
        Assert.Equal(Verdict.DoesNotHold, Decide("dip", (_, share, seed) => share == 0 ? 50 + seed : 80));
    }

    [Fact]
    public void The_fall_is_asked_where_a_fifth_of_the_steps_are_done()
    {
        Assert.Equal(Verdict.Holds, Fall((label, share) => label == WsrlTrials.CalQl && share >= 0.2 ? -100 : -50));
        Assert.Equal(Verdict.DoesNotHold, Fall((label, share) => label == WsrlTrials.CalQl && share > 0.5 ? -100 : -50));

        Verdict Fall(Func<string, double, double> value) => Decide("fall", (_, _, _) => 0,
            (label, metric, share, seed) => metric == "data Q" ? value(label, share) - 0.1 * seed : 1);
    }

    [Fact]
    public void Errors_on_data_and_on_new_rows_are_asked_together()
    {
        Assert.Equal(Verdict.Holds, Errors(400, 10));
        Assert.Equal(Verdict.DoesNotHold, Errors(20, 10));
        Assert.Equal(Verdict.DoesNotHold, Errors(400, 30)); // the online error differs as well

        Verdict Errors(double data, double online) => Decide("error-on-data", (_, _, _) => 0, (label, metric, _, _) =>
            label != WsrlTrials.CalQl ? 10 : metric == "data error" ? data : online);
    }

    [Fact]
    public void Least_values_are_compared_after_as_many_updates()
    {
        int warmUp = s_paper.Online.Cells(Profile.Standard).First(cell => cell.Settings.Method.Label == WsrlTrials.Wsrl)
            .Settings.Method.Online.WarmUpSteps;
        int all = s_paper.Online.Cells(Profile.Standard)[0].Settings.Run.OnlineSteps;
        // Falls early without a warm-up; with it the values of the warm-up itself, lower still, do not count.
        Assert.Equal(Verdict.Holds, Decide("warm-up-values", (_, _, _) => 0, (label, _, share, _) =>
            label == WsrlTrials.NoWarmUp ? -100 : share * all <= warmUp ? -300 : -50));
    }

    private static Verdict Decide(string claim, Func<string, double, int, double> score,
        Func<string, string, double, int, double>? metric = null)
    {
        ExperimentResults[] experiments = [.. ((TrainingStudy[])[s_paper.Online, s_paper.Retention, s_paper.Transfer])
            .Select(study => new ExperimentResults(study,
                [.. study.Cells(Profile.Standard).Select(cell => Made(cell, score, metric ?? ((_, _, _, _) => 1)))], []))];
        return new PaperResults(s_paper, Profile.Standard, experiments).EvaluateClaims().Single(c => c.Claim.Id == claim).Outcome.Verdict;
    }

    /// <summary>Scores and numbers by label, share of the online steps and seed; two evaluations before the switch, all at −1.</summary>
    private static CellResult<Trial, TrialResult> Made(Cell<Trial> cell, Func<string, double, int, double> score,
        Func<string, string, double, int, double> metric)
    {
        (string label, TrialRun run) = (cell.Settings.Method.Label, cell.Settings.Run);
        int[] steps = [0, 0, .. Enumerable.Range(0, run.OnlineSteps / run.EvaluateEvery + 1).Select(i => i * run.EvaluateEvery)];
        double[][] Rows(Func<double, int, double> value) => [.. steps.Select((step, i) => cell.Seeds
            .Select(seed => i < 2 ? -1 : value((double)step / run.OnlineSteps, seed)).ToArray())];
        string[] names = ["data Q", "data error", "newest Q", "newest error"];
        return new(cell, new(0, 100, 0, [new MethodResult([.. steps.Select(_ => 1)], steps,
            Rows((share, seed) => score(label, share, seed)))
        {
            Metrics = names.ToDictionary(name => name, name => Rows((share, seed) => metric(label, name, share, seed))),
        }]), null!);
    }
}
