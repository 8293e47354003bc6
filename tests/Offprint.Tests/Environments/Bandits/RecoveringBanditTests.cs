using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Bandits;

public class RecoveringBanditTests
{
    private static readonly RecoveryTable s_table = new([[1, 2, 3], [5]]);

    [Fact]
    public void Rewards_follow_the_idle_time_worked_out_by_hand()
    {
        var bandit = new RecoveringBandit(s_table, new(1) { NoiseDeviation = 0 }, new Seed(1));
        double[] rewards = new double[1];
        int[][] pulls = [[], [0], [0], [1], [], [], [0]];
        double[] expected = [0, 2, 1, 5, 0, 0, 3];
        for (int t = 0; t < pulls.Length; t++)
        {
            Assert.Equal(expected[t], bandit.Pull(pulls[t], rewards));
            if (pulls[t].Length > 0)
                Assert.Equal(expected[t], rewards[0]);
        }
        Assert.Equal([1, 3], bandit.Idle.ToArray());
        Assert.Equal([3, 3], new RecoveringBandit(s_table, new(1) { Initial = InitialIdle.FullyRecovered }, new Seed(1)).Idle.ToArray());
    }

    [Fact]
    public void Noise_has_the_stated_mean_and_deviation_and_its_seed_repeats()
    {
        const int periods = 20_000;
        double Sum(ulong seed, out double squares)
        {
            var bandit = new RecoveringBandit(s_table, new(1) { NoiseDeviation = 0.5 }, new Seed(seed));
            double[] reward = new double[1];
            double sum = squares = 0;
            for (int t = 0; t < periods; t++)
            {
                bandit.Pull([1], reward);
                sum += reward[0] - 5;
                squares += Math.Pow(reward[0] - 5, 2);
            }
            return sum;
        }
        double mean = Sum(1, out double squares) / periods;
        Assert.InRange(mean, -5 * 0.5 / Math.Sqrt(periods), 5 * 0.5 / Math.Sqrt(periods)); // five standard errors: false alarm below 1e-6
        Assert.InRange(squares / periods / 0.25, 0.95, 1.05);                              // five standard errors of a χ² mean
        Assert.Equal(Sum(2, out _), Sum(2, out _));
        Assert.NotEqual(Sum(2, out _), Sum(3, out _));
    }

    [Fact]
    public void Impossible_pulls_are_refused()
    {
        double[] rewards = new double[3];
        var bandit = new RecoveringBandit(s_table, new(2), new Seed(1));
        Assert.Contains("pulled twice", Assert.Throws<ArgumentException>(() => bandit.Pull([1, 1], rewards)).Message);
        Assert.Contains("no arm 2", Assert.Throws<ArgumentException>(() => bandit.Pull([2], rewards)).Message);
        Assert.Contains("at most 2", Assert.Throws<ArgumentException>(() => bandit.Pull([0, 1, 0], rewards)).Message);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new RecoveringBandit(s_table, new(3), new Seed(1))).Message;
        Assert.Contains("K = 3", message);
        Assert.Contains("N = 2", message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecoveringBandit(s_table, new(0), new Seed(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecoveringBandit(s_table, new(1) { NoiseDeviation = double.NaN },
            new Seed(1)));
    }

    [Fact]
    public void Curves_that_fall_or_are_not_rewards_are_named()
    {
        Assert.Contains("Arm 1 falls from 3 at idle time 2 to 2 at 3",
            Assert.Throws<ArgumentException>(() => new RecoveryTable([[1], [1, 3, 2]])).Message);
        Assert.Contains("Arm 0 pays NaN at idle time 2", Assert.Throws<ArgumentException>(() =>
            new RecoveryTable([[1, double.NaN]])).Message);
        Assert.Throws<ArgumentException>(() => new RecoveryTable([[-1]]));
        Assert.Contains("arm 1 is empty", Assert.Throws<ArgumentException>(() => new RecoveryTable([[1], []])).Message);
        Assert.Throws<ArgumentException>(() => new RecoveryTable([]));
    }

    [Fact]
    public void Shapes_are_as_their_formulas_say()
    {
        Assert.Equal([0.5, 1, 1.5, 2, 2], RecoveryCurves.LinearCapped(2, 4, 5));
        Assert.Equal([0, 0, 2, 2], RecoveryCurves.Step(2, 3, 4));
        Assert.Equal(3 * (1 - Math.Exp(-0.5)), RecoveryCurves.Exponential(3, 4, 2)[1], 1e-15);
        Assert.Equal(1.5, RecoveryCurves.Logistic(3, 2, 0.7, 2)[1], 1e-15);
        RandomStream random = new Seed(1).Stream();
        for (int i = 0; i < 50; i++)
        {
            double[] curve = RecoveryCurves.RandomSteps(2, 7, 9, random);
            Assert.Equal(curve.Order(), curve);
            Assert.Equal([2, 2, 2], curve[6..].Select(r => Math.Round(r, 12)));
        }
        var mixed = RecoveryCurves.Mixed(40, 20, 15, new Seed(2).Stream());
        Assert.Equal((40, 20), (mixed.Arms, mixed.Saturation));
        Assert.InRange(mixed.Maximum, 0.9, 1);
        Assert.Equal(mixed[3].ToArray(), RecoveryCurves.Mixed(40, 20, 15, new Seed(2).Stream())[3].ToArray());
        Assert.Equal(mixed[3][19], mixed.At(3, 1000));
        Assert.Equal("40 recovering arms", mixed.Describe().Title);
    }
}
