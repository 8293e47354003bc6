using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Estimators.OffPolicy.Selection;
using Offprint.Experiments;
using Offprint.Papers.OffPolicy.SharpeRatioStudy;

namespace Offprint.Papers.Tests.OffPolicy.SharpeRatioStudy;

/// <summary>The study's parts against exact values and against each other.</summary>
public sealed class SharpeRatioTests
{
    private static readonly RunContext s_context = new([1], Artifacts.Default, null, CancellationToken.None);

    [Fact]
    public void The_published_bars_are_one_off()
    {
        ReportedTable curve = Papers.SharpeRatio.Reported("mountain-car-curve"), bars = Papers.SharpeRatio.Reported("sharpe-bars");
        Assert.All(TaskTable.Names, n => Assert.Equal(curve[n, "5"]!.Value, bars["MountainCar", n]!.Value, 0.1));
        Assert.Contains(TaskTable.Names, n => Math.Abs(curve[n, "4"]!.Value - bars["MountainCar", n]!.Value) > 1);
    }

    [Fact]
    public void Toy_scores_do_not_depend_on_profiles_and_have_the_paper_s_values()
    {
        foreach (Cell<ToySettings> cell in new ToyStudy().Cells(Profile.Smoke))
        {
            ToyResult result = new ToyStudy().Run(cell, s_context);
            Assert.Equal(cell.Settings.Truth.Count - 1, result.Scores[0].SharpeRatio.Count);
            if (cell.Settings.Example == 1)
                Assert.Equal(Math.Sqrt(2), result.Scores[0].SharpeRatio[0], 1e-12);
        }
    }

    [Fact]
    public void Two_state_estimates_are_unbiased_where_they_should_be()
    {
        Cell<TwoStateSettings> cell = new TwoStateStudy().Cells(Profile.Smoke)[0];
        TwoStateResult result = new TwoStateStudy().Run(cell, s_context);
        Assert.All(TwoStateStudy.Ordered, e => // 4.5 standard errors: a false alarm in 10⁵
            Assert.InRange(Math.Abs(result.Of(e).Mean - result.Truth) / Math.Sqrt(result.Of(e).Variance / cell.Settings.Repetitions), 0, 4.5));
        Assert.Equal(PolicyEvaluation.Return(TwoStateStudy.Mdp(5), TwoStateStudy.Policy(0.2, 0.5)), result.Truth);
    }

    [Fact]
    public void On_random_mdps_more_data_bring_estimates_nearer()
    {
        RandomMdpSettings settings = new RandomMdpStudy().Cells(Profile.Smoke)[0].Settings;
        double Error(int trajectories)
        {
            Cell<RandomMdpSettings> cell = Cell.Of(settings with { Trajectories = trajectories }, [1, 2, 3]);
            RandomMdpResult result = new RandomMdpStudy().Run(cell, new([1, 2, 3], Artifacts.Default, null, CancellationToken.None));
            return result.Trials.Average(t => Trial.Score([.. t.Truth], t.Estimates, new DoublyRobust { SelfNormalized = true },
                t.Behavior, null).NormalizedMeanSquaredError);
        }
        Assert.True(Error(3000) < 0.3 * Error(60));
    }

    [Fact]
    public void Best_estimators_are_all_of_those_that_tie_and_undefined_ones_never()
    {
        SelectionScores good = PolicySelection.Evaluate([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 2);
        SelectionScores bad = PolicySelection.Evaluate([1, 2, 3, 4, 5], [5, 4, 3, 2, 1], 2);
        SelectionScores flat = PolicySelection.Evaluate([1, 2, 3, 4, 5], [1, 1, 1, 1, 1], 2);
        Assert.Equal([1, 2], Metric.Regret.Best([bad, good, good]));
        Assert.Equal([1], Metric.Correlation.Best([flat, good, bad]));
        Assert.Equal([0], Metric.Correlation.Best([bad, flat]).Take(1));
        var agreement = new Agreement([new("a", 1, [bad, good, good]), new("b", 1, [good, bad, good])]);
        Assert.Equal(2, agreement.FirstCount(Metric.Regret, Metric.Error));
        Assert.Equal(2, agreement.SharedCount(Metric.Sharpe, Metric.Sharpe));
    }

    [Fact]
    public void Candidates_are_drawn_without_replacement_and_always_the_same()
    {
        foreach (ControlTask task in Enum.GetValues<ControlTask>())
        {
            TaskSettings settings = TaskTable.Of(task, Profile.Standard);
            var drawn = TaskStudy.Draw(settings);
            Assert.Equal(10, drawn.Distinct().Count());
            Assert.Equal(drawn, TaskStudy.Draw(settings));
            Assert.Equal(6, settings.Policies.Bases.Count);
            Assert.Equal(6, settings.Policies.Bases.Select(TaskTable.Name).Distinct().Count());
            if (!task.IsDiscrete())
                continue; // MuJoCo may be missing
            using var environment = task.Create();
            Assert.Equal(task.Horizon(), environment.Spec.Horizon);
        }
    }
}
