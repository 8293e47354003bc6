using Offprint.Datasets.Offline;
using Offprint.Estimators.OffPolicy.Learned;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Tests.Estimators.OffPolicy.Learned;

/// <summary>Fitted marginal ratios against those computed by hand.</summary>
public sealed class MarginalRatioFitTests
{
    private static readonly DiceOptions s_best = DiceOptions.Best with { Steps = 3000, Batch = 128, Hidden = [32], Adam = new(2e-3) };

    [Fact]
    public void Ratios_come_to_the_exact_ones()
    {
        using var scope = NewDisposeScope();
        OfflineDataset log = SmallLog.Draw(2000, timed: false, new Seed(1));
        double[][] policies = [[0.2, 0.9], [0.8, 0.3], SmallLog.Behavior];
        using var data = new LoggedTransitions(log);
        using var laws = new CandidateLaws([.. policies.Select(p => new SmallLog.Table(p))], data);
        using Tensor fitted = MarginalRatioFit.Fit(data, laws, s_best, new Seed(2));
        for (int p = 0; p < policies.Length; p++)
        {
            float[] ratios = fitted[p].data<float>().ToArray();
            double error = 0;
            for (int row = 0; row < log.Count; row++)
            {
                int state = log.Observations.Row(row)[0] == 1 ? 0 : 1;
                error += Math.Abs(ratios[row] - SmallLog.Ratio(policies[p], state, (int)log.Actions[row]));
            }
            Assert.True(error / log.Count < 0.15, $"policy {p}: {error / log.Count}");
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_and_each_member_has_its_own_gradient()
    {
        using var scope = NewDisposeScope();
        using var data = new LoggedTransitions(SmallLog.Draw(50, timed: false, new Seed(1)));
        SmallLog.Table first = new([0.2, 0.9]), second = new([0.8, 0.3]);
        using var both = new CandidateLaws([first, second], data);
        using var alone = new CandidateLaws([first], data);
        DiceOptions options = DiceOptions.Gen with { Steps = 30, Hidden = [8] };
        using Tensor a = MarginalRatioFit.Fit(data, both, options, new Seed(2)), b = MarginalRatioFit.Fit(data, both, options, new Seed(2)),
            c = MarginalRatioFit.Fit(data, alone, options, new Seed(2));
        Assert.Equal(a.data<float>().ToArray(), b.data<float>().ToArray());
        Assert.InRange((a[0] - c[0]).abs().max().item<float>(), 0, 1e-5);
    }

    /// <summary>At γ = 1 the published form never looks at the starts; ours does.</summary>
    [Fact]
    public void Options_change_what_is_fitted()
    {
        using var scope = NewDisposeScope();
        using var data = new LoggedTransitions(SmallLog.Draw(50, timed: false, new Seed(1)));
        using var laws = new CandidateLaws([new SmallLog.Table([0.2, 0.9])], data);
        DiceOptions[] all =
        [
            DiceOptions.Best, DiceOptions.Dual, DiceOptions.Gen, DiceOptions.Algae, DiceOptions.MinimaxQ, DiceOptions.MinimaxWeight,
            DiceOptions.Best with { Restart = false }, DiceOptions.Best with { Adam = new(1e-3) },
        ];
        float[] sums = [.. all.Select(options =>
        {
            using Tensor fitted = MarginalRatioFit.Fit(data, laws, options with { Steps = 20, Hidden = [8] }, new Seed(2));
            Assert.True(fitted.min().item<float>() > 0);
            return fitted.sum().item<float>();
        })];
        Assert.Equal(all.Length, sums.Distinct().Count());
    }
}
