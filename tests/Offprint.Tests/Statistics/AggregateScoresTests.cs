using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class AggregateScoresTests
{
    private static readonly double[,] s_scores = { { 0, 1, 2, 3 }, { 4, 5, 6, 7 } };

    [Fact]
    public void Aggregates_have_the_values_computed_by_hand()
    {
        var scores = new AggregateScores(s_scores);
        Assert.Equal(3.5, scores.InterquartileMean().Value, 1e-12); // of 2, 3, 4, 5
        Assert.Equal(3.5, scores.Mean().Value, 1e-12);
        Assert.Equal(3.5, scores.Median().Value, 1e-12); // of 1.5 and 5.5
        Assert.Equal(1.0 / 8, scores.OptimalityGap().Value, 1e-12);
        Assert.Equal((3 + 2 + 1) / 8.0, scores.OptimalityGap(3).Value, 1e-12);
        Assert.Equal([1, 7.0 / 8, 0.5, 0], scores.PerformanceProfile([-1, 0, 3, 7]).Select(p => p.Value));
    }

    [Fact]
    public void The_trimmed_quarter_is_rounded_down()
    {
        // scipy.stats.trim_mean(range(10), 0.25) = 4.5 of 2 … 7, and of 0, 1, 2, 9 it cuts one from each end.
        Assert.Equal(4.5, new AggregateScores([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]).InterquartileMean().Value, 1e-12);
        Assert.Equal(1.5, new AggregateScores([[9, 0, 2, 1]]).InterquartileMean().Value, 1e-12);
        Assert.Equal(13.0 / 3, new AggregateScores([[1, 2, 10]]).InterquartileMean().Value, 1e-12);
    }

    [Fact]
    public void The_median_is_over_tasks_of_any_number_of_seeds()
    {
        Assert.Equal(2, new AggregateScores([[1, 1, 1], [2], [30, 40]]).Median().Value);
    }

    [Fact]
    public void Seeds_are_resampled_within_their_task()
    {
        // Tasks of constant scores leave nothing to vary, however far apart they are.
        Interval interval = new AggregateScores(new double[,] { { 0, 0, 0 }, { 100, 100, 100 } }).Mean().Interval;
        Assert.Equal((50, 50), (interval.Low, interval.High));
        Assert.Equal("percentile bootstrap, 10,000 resamples, stratified", interval.Method);
    }

    [Fact]
    public void The_interval_of_the_mean_is_that_of_the_normal_law_for_many_seeds()
    {
        RandomStream random = new Seed(41).Stream();
        double[][] tasks = [new double[200], new double[200]];
        random.FillNormal(tasks[0]);
        random.FillNormal(tasks[1]);
        Interval interval = new AggregateScores(tasks).Mean().Interval;
        // The standard deviation of the mean of two tasks' means; the ends' Monte Carlo error is 1 to 2 %.
        double deviation = Math.Sqrt(tasks.Sum(task => task.Average(v => v * v) - Math.Pow(task.Average(), 2)) / 200) / 2;
        Assert.Equal(2 * 1.96 * deviation, interval.Width, 0.05 * interval.Width);
        Assert.Equal(0.05, deviation, 0.01);
    }

    [Fact]
    public void Improvement_counts_wins_and_half_of_the_ties()
    {
        var better = new AggregateScores(new double[,] { { 1, 2 }, { 5, 5 } });
        var worse = new AggregateScores([[0, 1, 1], [5]]);
        Estimate improvement = better.ProbabilityOfImprovementOver(worse);
        Assert.Equal(((1 + 0.5 + 0.5 + 3) / 6 + 0.5) / 2, improvement.Value, 1e-12);
        Assert.Equal(1 - improvement.Value, worse.ProbabilityOfImprovementOver(better).Value, 1e-12);
        Assert.Equal(0.5, better.ProbabilityOfImprovementOver(better).Value, 1e-12);
        Assert.InRange(improvement.Value, improvement.Interval.Low, improvement.Interval.High);
    }

    [Fact]
    public void The_difference_of_interquartile_means_resamples_both_methods()
    {
        AggregateScores better = new([[11, 12, 13], [24, 25, 26]]), worse = new([[1, 2, 3], [4, 5, 6]]);
        Estimate difference = better.InterquartileMeanOver(worse);
        Assert.Equal(better.InterquartileMean().Value - worse.InterquartileMean().Value, difference.Value, 1e-12);
        Assert.True(difference.Interval.Low > 8);
        // Independent resamples: wider than either method's own, narrower than both together.
        Assert.InRange(difference.Interval.Width, better.InterquartileMean().Interval.Width * 1.01,
            better.InterquartileMean().Interval.Width + worse.InterquartileMean().Interval.Width);
        Assert.Equal(0, better.InterquartileMeanOver(better).Value, 1e-12);
        Assert.Throws<ArgumentException>(() => better.InterquartileMeanOver(new([[1, 2]])));
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new AggregateScores(new double[0, 0]));
        Assert.Contains("Task 1", Assert.Throws<ArgumentException>(() => new AggregateScores([[1], []])).Message);
        Assert.Throws<ArgumentException>(() => new AggregateScores([[double.NaN]]));
        Assert.Throws<ArgumentException>(() => new AggregateScores([[1]]).ProbabilityOfImprovementOver(new([[1], [2]])));
    }
}
