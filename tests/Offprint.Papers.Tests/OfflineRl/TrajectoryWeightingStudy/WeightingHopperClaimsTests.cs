using Offprint.Agents.Collection;
using Offprint.Experiments;
using Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;
using Offprint.Trials;

namespace Offprint.Papers.Tests.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Claims decide made-up results as their sentences say.</summary>
public sealed class WeightingHopperClaimsTests
{
    private static readonly TrajectoryWeightingPaper s_paper = Papers.TrajectoryWeighting;

    [Fact]
    public void A_mean_without_loss_is_no_harmlessness_where_the_interval_reaches_further()
    {
        Assert.Equal(Verdict.Holds, NoHarm(seed => seed % 2 == 0 ? 1 : -1));
        Assert.Equal(Verdict.DoesNotHold, NoHarm(seed => seed % 2 == 0 ? 40 : -40));
        Assert.Equal(Verdict.DoesNotHold, NoHarm(seed => -11 + 0.1 * seed));

        Verdict NoHarm(Func<int, double> gain) => Decide("no-harm", Of(s_paper.Regular, (log, seed) =>
            log is RegeneratedLog { Recipe.Level: DatasetLevel.Expert } ? gain(seed) : 0, _ => 1));
    }

    /// <summary>The replay's own losses do not count: the claim is about single behaviors.</summary>
    [Fact]
    public void Harm_on_a_replay_is_not_what_no_harm_speaks_of() =>
        Assert.Equal(Verdict.Holds, Decide("no-harm", Of(s_paper.Regular, (log, _) =>
            log is RegeneratedLog { Recipe.Level: DatasetLevel.MediumReplay } ? -50 : 0, _ => 1)));

    [Fact]
    public void The_gain_is_asked_within_a_level()
    {
        // Spread and gain grow with the share at both levels.
        ClaimOutcome follows = Spread((level, share) => 10 + 40 * share);
        Assert.Equal(Verdict.Holds, follows.Verdict);
        Assert.Contains("all 400 splits", follows.Note);
        // Expert logs gain more and spread more, but within a level the gain falls: pooled, it would look like the claim.
        Assert.Equal(Verdict.DoesNotHold, Spread((level, share) => (level == DatasetLevel.Expert ? 60 : 0) - 20 * share).Verdict);

        ClaimOutcome Spread(Func<DatasetLevel, double, double> gain)
        {
            ExperimentResults With(TrainingStudy study) => Of(study, (log, _) => gain(Level(log), Share(log)),
                log => (Level(log) == DatasetLevel.Expert ? 10 : 1) + Share(log));
            return Outcome("gain-follows-spread", With(s_paper.Mixed), With(s_paper.Between));
        }

        static DatasetLevel Level(DataSource log) => ((MixedLog)log).Good.Recipe.Level;
        static double Share(DataSource log) => ((MixedLog)log).Share;
    }

    [Fact]
    public void A_claim_waits_for_the_logs_between() =>
        Assert.Equal(Verdict.Undecided, Decide("gain-follows-spread", Of(s_paper.Mixed, (_, _) => 1, _ => 1)));

    [Fact]
    public void A_gain_of_twenty_points_with_intervals_apart_is_asked_on_both_logs()
    {
        Assert.Equal(Verdict.Holds, Decide("mixed-gain", Of(s_paper.Mixed, (_, _) => 25, _ => 1)));
        Assert.Equal(Verdict.DoesNotHold, Decide("mixed-gain", Of(s_paper.Mixed, (log, _) => ((MixedLog)log).Share == 0.1 ? 15 : 25,
            _ => 1)));
    }

    private static Verdict Decide(string claim, params ExperimentResults[] experiments) => Outcome(claim, experiments).Verdict;

    private static ClaimOutcome Outcome(string claim, params ExperimentResults[] experiments) =>
        new PaperResults(s_paper, Profile.Standard, experiments).EvaluateClaims().Single(c => c.Claim.Id == claim).Outcome;

    /// <summary>Results of a study in which all samplers but AW score about 10.</summary>
    private static ExperimentResults Of(TrainingStudy study, Func<DataSource, int, double> gain, Func<DataSource, double> spread) =>
        new(study, [.. study.Cells(Profile.Standard).Select(cell =>
            new CellResult<Trial, TrialResult>(cell, new(0, 100, 0, [.. cell.Settings.Methods.Select(method => new MethodResult(
                [0, cell.Settings.Run.Updates], [0, 0],
                [new double[cell.Seeds.Count], [.. cell.Seeds.Select(seed =>
                    10 + 0.1 * seed + (method.Label == WeightedSamplers.Advantage ? gain(cell.Settings.Data, seed) : 0))]]))])
                { Data = new(1, 1, 0, spread(cell.Settings.Data), 0, 1, [1]) }, null!))], []);
}
