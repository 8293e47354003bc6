using Offprint.Agents.Collection;
using Offprint.Datasets.Weighting;
using Offprint.Experiments;
using Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;
using Offprint.Trials;

namespace Offprint.Papers.Tests.OfflineRl.TrajectoryWeightingStudy;

public sealed class SamplerTrainingTests
{
    [Fact]
    public void Unknown_samplers_are_refused_and_known_ones_have_the_rules_of_the_paper()
    {
        Assert.Contains("There is: uniform, top 10 %, RW, AW",
            Assert.Throws<ArgumentException>(() => WeightedSamplers.Rule("best")).Message);
        Assert.Equal(new TrajectorySampling(TrajectoryScore.Advantage, 0.2), WeightedSamplers.Rule(WeightedSamplers.Advantage, 0.2));
        Assert.Equal(new TopTrajectories(0.1), WeightedSamplers.Rule(WeightedSamplers.TopTenth));
    }

    [Fact]
    public void Every_study_compares_samplers_that_differ_in_nothing_else()
    {
        foreach (Profile profile in Enum.GetValues<Profile>())
        {
            foreach (TrainingStudy study in Papers.TrajectoryWeighting.Experiments.OfType<TrainingStudy>())
            {
                foreach (var cell in study.Cells(profile))
                {
                    Trial trial = cell.Settings;
                    Assert.True(trial.Methods.Count >= 2);
                    Assert.All(trial.Methods, method =>
                        Assert.Equal(trial.Methods[0], method with { Sampling = trial.Methods[0].Sampling }));
                    double temperature = Backbones.Of(trial).Temperature;
                    if (study != Papers.TrajectoryWeighting.Temperatures)
                        Assert.Contains(trial.Methods, method =>
                            method.Sampling is TrajectorySampling { Score: TrajectoryScore.Advantage } aw && aw.Temperature == temperature);
                }
            }
        }
    }

    /// <summary>What a reader computes is what ships, and what decides the claims is of the size that the card states.</summary>
    [Fact]
    public void Logs_are_of_the_behaviors_that_ship_and_mixtures_of_200_000_rows()
    {
        foreach (TrainingStudy study in Papers.TrajectoryWeighting.Experiments.OfType<TrainingStudy>())
        {
            foreach (Trial trial in study.Cells(Profile.Standard).Select(cell => cell.Settings))
            {
                RegeneratedLog[] logs = trial.Data is MixedLog mixed ? [mixed.Good, mixed.Poor] : [(RegeneratedLog)trial.Data];
                Assert.All(logs, log =>
                {
                    Assert.Equal(200_000, log.Recipe.Count);
                    Assert.True(Artifacts.Default.Contains(TrainedBehavior.KeyOf(log.Recipe.Training)), $"{log.Name} needs a training.");
                });
                Assert.Equal(200_000, trial.Data is MixedLog { Rows: var rows } ? rows : 200_000);
            }
        }
    }

    [Fact]
    public void Each_level_has_six_mixed_logs_of_different_shares()
    {
        var logs = Papers.TrajectoryWeighting.Mixed.Cells(Profile.Standard)
            .Concat(Papers.TrajectoryWeighting.Between.Cells(Profile.Standard)).Select(cell => (MixedLog)cell.Settings.Data).ToList();
        foreach (var level in logs.GroupBy(log => log.Good.Recipe.Level))
            Assert.Equal([0.01, 0.02, 0.05, 0.1, 0.25, 0.5], level.Select(log => log.Share).Order());
        Assert.Equal(12, logs.Count);
    }

    /// <summary>Shipped data only: seconds.</summary>
    [Fact]
    public void The_smoke_profile_trains_on_what_ships()
    {
        TrainingStudy study = Papers.TrajectoryWeighting.Backbones;
        var cell = study.Cells(Profile.Smoke)[0];
        foreach (DatasetLevel level in (DatasetLevel[])[DatasetLevel.Random, DatasetLevel.Expert])
            Assert.SkipUnless(DatasetCollector.Contains(new("hopper", level) { Count = 10_000 }),
                "The slices of Hopper's logs are not there. Remedy: git restore data/artifacts, or ./offprint collect hopper.");
        cell = cell with { Settings = cell.Settings with { Run = cell.Settings.Run with { Updates = 50, EvaluateEvery = 50 } } };
        CellResult<Trial, TrialResult> Run() => new(cell, study.Run(cell, new([1], Artifacts.Default, null, CancellationToken.None)),
            null!);
        var result = Run();
        Assert.Equal(0.1, result.Of(WeightedSamplers.Uniform).Draws!.GoodMass[0], 0.05);
        Assert.True(result.Of(WeightedSamplers.Advantage).Draws!.GoodMass[0] > 0.9);
        Assert.Equal(result.Of(WeightedSamplers.Advantage).FinalScores(), Run().Of(WeightedSamplers.Advantage).FinalScores());
        Assert.NotEqual(result.Of(WeightedSamplers.Advantage).FinalScores(), result.Of(WeightedSamplers.Uniform).FinalScores());
        Assert.Throws<MissingResultsException>(() => result.Of(WeightedSamplers.TopTenth));
    }
}
