using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Estimators.OffPolicy.Learned;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Tests.Estimators.OffPolicy.Learned;

/// <summary>Fitted Q-evaluation of several policies at once against values computed by hand.</summary>
public sealed class BatchedFqeTests
{
    private static readonly double[][] s_policies = [[0.2, 0.9], [0.8, 0.3]];

    private static readonly FqeOptions s_options = new()
    {
        Steps = 1500, Batch = 64, Hidden = [32], Adam = new(5e-3), TargetInterval = 50, HuberDelta = null,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_are_exact_where_nothing_is_random(bool greedy)
    {
        using var scope = NewDisposeScope();
        OfflineDataset log = SmallLog.Draw(200, timed: true, new Seed(1));
        using var data = new LoggedTransitions(log);
        using var laws = new CandidateLaws([.. s_policies.Select(p => new SmallLog.Table(p))], data);
        using FittedValues fitted = BatchedFqe.Fit(data, laws, s_options with { GreedyBootstrap = greedy }, new Seed(2));
        for (int p = 0; p < 2; p++)
        {
            // With greedy targets the rest of the episode is that of the likeliest actions, and only the first action is drawn.
            double[] rest = greedy ? [.. s_policies[p].Select(v => v > 0.5 ? 1.0 : 0)] : s_policies[p];
            float[] q = fitted.ActionValues[p].data<float>().ToArray(), v = fitted.Values[p].data<float>().ToArray();
            for (int row = 0; row < log.Count; row++)
            {
                int t = row % SmallLog.Steps, s = log.Observations.Row(row)[2 * t] == 1 ? 0 : 1;
                Assert.Equal(SmallLog.Q(rest, t, s, (int)log.Actions[row]), q[row], 0.1);
                double right = s_policies[p][s];
                Assert.Equal(right * SmallLog.Q(rest, t, s, 1) + (1 - right) * SmallLog.Q(rest, t, s, 0), v[row], 0.1);
            }
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_and_columns_fit_the_log()
    {
        using var scope = NewDisposeScope();
        OfflineDataset log = SmallLog.Draw(20, timed: true, new Seed(1));
        using var data = new LoggedTransitions(log);
        using var laws = new CandidateLaws([new SmallLog.Table(SmallLog.Behavior)], data);
        using FittedValues a = BatchedFqe.Fit(data, laws, s_options with { Steps = 20 }, new Seed(2)),
            b = BatchedFqe.Fit(data, laws, s_options with { Steps = 20 }, new Seed(2));
        Assert.Equal(a.Values.data<float>().ToArray(), b.Values.data<float>().ToArray());
        double[] own = laws.Logged(0);
        LoggedSteps steps = LoggedSteps.FromEpisodes(data.Lengths, [.. log.Rewards.Array.Select(r => (double)r)], own);
        // The behavior's own log has ratio one everywhere, and row t·N + n is step t of trajectory n.
        Assert.Equal(steps.Propensities, laws.Probabilities(0, steps));
        double[] values = LoggedTransitions.Arrange(steps, a.Values[0], 0);
        Assert.Equal(a.Values[0][7].item<float>(), values[1 * 20 + 2], 1e-6); // row 7 is step 1 of trajectory 2
    }

    /// <summary>One step, reward −(a − s)²: Q is known, and V is its mean over the law's draws as the environment sees them.</summary>
    [Fact]
    public void Continuous_actions_are_inputs_and_values_means_over_draws()
    {
        using var scope = NewDisposeScope();
        OfflineDataset log = IdentityLog(3000);
        using var data = new LoggedTransitions(log);
        var policy = new HeadPolicy("p", o => o * 0.5f, new GaussianHead(0.3), log.Spec.Action);
        using var laws = new CandidateLaws([policy], data);
        using FittedValues fitted = BatchedFqe.Fit(data, laws, s_options with { Hidden = [64], ValueActions = 64 }, new Seed(2));
        double error = 0;
        float[] v = fitted.Values[0].data<float>().ToArray();
        for (int row = 0; row < log.Count; row++)
            error += Math.Abs(v[row] + 0.09 + 0.25 * log.Observations[row] * log.Observations[row]) / log.Count;
        Assert.InRange(error, 0, 0.05); // clipping at ±1 hardly matters at σ = 0.3 around ±0.25
    }

    [Fact]
    public void Laws_of_other_kinds_are_refused()
    {
        using var scope = NewDisposeScope();
        using var data = new LoggedTransitions(SmallLog.Draw(5, timed: false, new Seed(1)));
        Assert.Throws<ArgumentException>(() => new CandidateLaws([], data));
        var wrong = new HeadPolicy("p", o => o, new GaussianHead(1), new BoxSpace(2, -1, 1));
        Assert.Throws<ArgumentException>(() => new CandidateLaws([wrong], data));
    }

    private static OfflineDataset IdentityLog(int rows)
    {
        RandomStream random = new Seed(9).Stream();
        float[] states = new float[rows], actions = new float[rows], rewards = new float[rows];
        bool[] ends = new bool[rows];
        for (int i = 0; i < rows; i++)
        {
            (states[i], actions[i]) = ((float)random.NextUniform(-0.5, 0.5), (float)random.NextUniform(-1, 1));
            (rewards[i], ends[i]) = (-(actions[i] - states[i]) * (actions[i] - states[i]), true);
        }
        return new(new("identity", new BoxSpace(1, -0.5f, 0.5f), new BoxSpace(1, -1, 1), 1),
            new(new(states), new(actions), new(rewards), new(ends), new(new bool[rows])));
    }
}
