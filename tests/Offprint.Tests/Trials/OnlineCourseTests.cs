using Offprint.Agents.Training;
using Offprint.Trials;

namespace Offprint.Tests.Trials;

/// <summary>Regret and the drop at the switch, on curves whose measures are known.</summary>
public class OnlineCourseTests
{
    private static TrainingEntry At(int updates, int steps, params double[] returns) =>
        new(updates, steps, returns, new Dictionary<string, double[]>()) { Lengths = returns, Successes = returns, Costs = returns };

    private static TrainingLog Log(params TrainingEntry[] online) => new([At(0, 0, 5, 5), At(100, 0, 40, 80), .. online]);

    [Fact]
    public void Regret_is_what_the_online_scores_lack()
    {
        TrainingLog log = Log(At(100, 10, 20, 100), At(100, 20, 60, 100));
        Assert.Equal([0.6, 0], OnlineCourse.Of(log, value => value / 100).Regret(1));
    }

    [Fact]
    public void The_drop_is_sought_in_the_first_fifth()
    {
        TrainingEntry[] late = [.. Enumerable.Range(3, 8).Select(i => At(100, 10 * i, 0, 0))];
        TrainingLog log = Log([At(100, 10, 30, 90), At(100, 20, 35, 95), .. late]);
        OnlineCourse course = Course(log);
        Assert.Equal((1, 10), (course.Switch, course.Steps[1]));
        Assert.Equal([10, -10], course.Drop);
        Assert.Equal([6.5, 18.5], course.Mean);
        Assert.Equal([20, 0], Course(Log(At(100, 10, 20, 80))).Drop); // at least one evaluation
    }

    [Fact]
    public void A_log_without_an_online_phase_is_named()
    {
        Assert.Contains("OnlineSteps", Assert.Throws<ArgumentException>(() => Course(Log())).Message);
        TrainingLog online = new([At(0, 10, 1)]);
        Assert.Contains("before the first online step", Assert.Throws<ArgumentException>(() => Course(online)).Message);
    }

    private static OnlineCourse Course(TrainingLog log) => OnlineCourse.Of(log, value => value);
}
