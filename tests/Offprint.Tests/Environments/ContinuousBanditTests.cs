using Offprint.Environments;
using Offprint.Numerics;

namespace Offprint.Tests.Environments;

public class ContinuousBanditTests
{
    [Fact]
    public void The_default_is_the_quadratic_bandit()
    {
        using var bandit = new ContinuousBandit();
        Assert.Equal(3, bandit.Mean([0.6f, 0.6f]), 1e-12);
        Assert.Equal(3 - 2 * 0.36, bandit.Mean([0, 0]), 1e-6);
        float[] observation = [5];
        bandit.Reset(new Seed(1), observation);
        Assert.Equal([0], observation);
        StepResult result = bandit.Step([0.6f, 0.6f], observation);
        Assert.True(result.Terminated && !result.Truncated);
        Assert.InRange(result.Reward, 2.5, 3.5); // five standard deviations
        Assert.NotEqual(3, result.Reward);
    }

    [Fact]
    public void The_best_mode_counts()
    {
        using var bandit = new ContinuousBandit([new([-0.5f], 1), new([0.5f], 2, Curvature: 10)], noise: 0);
        Assert.Equal(1, bandit.Mean([-0.5f]));
        Assert.Equal(2, bandit.Mean([0.5f]));
        Assert.Equal(Math.Max(1 - 0.25, 2 - 10 * 0.25), bandit.Mean([0]));
    }

    [Fact]
    public void A_log_has_its_shares_spread_and_rewards()
    {
        using var bandit = new ContinuousBandit(noise: 0);
        const int rows = 4000;
        float[] actions = new float[2 * rows], rewards = new float[rows];
        bandit.Log([[-0.5f, -0.5f], [0.4f, 0.4f]], [0.8, 0.2], 0.1, new Seed(1).Stream(), actions, rewards);
        int low = 0;
        double squares = 0;
        for (int i = 0; i < rows; i++)
        {
            Assert.Equal(bandit.Mean(actions.AsSpan(2 * i, 2)), rewards[i], 1e-6);
            double center = actions[2 * i] < 0 ? -0.5 : 0.4;
            low += center < 0 ? 1 : 0;
            squares += (actions[2 * i] - center) * (actions[2 * i] - center);
        }
        Assert.InRange(low / (double)rows, 0.8 - 5 * Math.Sqrt(0.16 / rows), 0.8 + 5 * Math.Sqrt(0.16 / rows));
        Assert.InRange(Math.Sqrt(squares / rows), 0.094, 0.106); // five standard errors
    }

    [Fact]
    public void Bad_modes_and_logs_are_named()
    {
        Assert.Contains("at least one mode", Assert.Throws<ArgumentException>(() => new ContinuousBandit([])).Message);
        Assert.Contains("A mode's center", Assert.Throws<ArgumentException>(() => new ContinuousBandit([new([2], 1)])).Message);
        Assert.Contains("A mode's center", Assert.Throws<ArgumentException>(() =>
            new ContinuousBandit([new([0], 1), new([0, 0], 1)])).Message);
        using var bandit = new ContinuousBandit();
        Assert.Throws<ArgumentException>(() => bandit.Log([[0, 0]], [1], 0.1, new Seed(1).Stream(), new float[3], new float[2]));
    }
}
