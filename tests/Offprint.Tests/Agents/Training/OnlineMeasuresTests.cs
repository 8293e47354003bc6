using Offprint.Agents.Training;

namespace Offprint.Tests.Agents.Training;

/// <summary>Regret and the drop at the switch, on curves whose measures are known.</summary>
public class OnlineMeasuresTests
{
    private static TrainingEntry At(int updates, int steps, params double[] returns) =>
        new(updates, steps, returns, new Dictionary<string, double[]>()) { Lengths = returns, Successes = returns, Costs = returns };

    private static TrainingLog Log(params TrainingEntry[] online) => new([At(0, 0, 5, 5), At(100, 0, 40, 80), .. online]);

    [Fact]
    public void Regret_is_what_the_online_scores_lack()
    {
        TrainingLog log = Log(At(100, 10, 20, 100), At(100, 20, 60, 100));
        Assert.Equal([0.6, 0], log.OnlineRegret(value => value / 100));
    }

    [Fact]
    public void The_drop_is_sought_in_the_first_fifth()
    {
        TrainingEntry[] late = [.. Enumerable.Range(3, 8).Select(i => At(100, 10 * i, 0, 0))];
        TrainingLog log = Log([At(100, 10, 30, 90), At(100, 20, 35, 95), .. late]);
        Assert.Equal([10, -10], log.DropAtSwitch(value => value).Select(drop => Math.Round(drop, 12)));
        Assert.Equal([20, 0], Log(At(100, 10, 20, 80)).DropAtSwitch(value => value)); // at least one evaluation
    }

    [Fact]
    public void A_log_without_an_online_phase_is_named()
    {
        Assert.Contains("OnlineSteps", Assert.Throws<ArgumentException>(() => Log().OnlineRegret(v => v)).Message);
        TrainingLog online = new([At(0, 10, 1)]);
        Assert.Contains("before the first online step", Assert.Throws<ArgumentException>(() => online.DropAtSwitch(v => v)).Message);
    }
}
