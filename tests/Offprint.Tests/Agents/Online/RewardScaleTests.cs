using Offprint.Agents.Online;
using Offprint.Datasets.Replay;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Online;

public sealed class RewardScaleTests
{
    /// <summary>Two copies of four steps, twice: g ← γ g + r goes on over rollouts and begins anew after either kind of end.</summary>
    [Fact]
    public void Rewards_are_divided_by_the_deviation_of_discounted_returns()
    {
        using var scope = NewDisposeScope();
        const double discount = 0.9;
        float[][] rewards = [[1, 2, -3, 4, 0.5f, 1, 1, 1], [2, -2, 2, 5, 3, 1, -4, 2]];
        float[][] terminated = [[0, 1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0, 0, 0]],
            truncated = [[0, 0, 0, 0, 0, 0, 1, 0], [0, 0, 1, 0, 0, 0, 0, 0]];
        var scale = new RewardScale(1, discount);
        double[] sums = new double[2];
        List<double> returns = [];
        for (int rollout = 0; rollout < 2; rollout++)
        {
            for (int row = 0; row < 8; row++)
            {
                ref double sum = ref sums[row / 4];
                sum = discount * sum + rewards[rollout][row];
                returns.Add(sum);
                if (terminated[rollout][row] + truncated[rollout][row] > 0)
                    sum = 0;
            }
            double deviation = Math.Sqrt(returns.Average(g => g * g) - Math.Pow(returns.Average(), 2));
            Tensor divided = Column(rewards[rollout]);
            RolloutRows rows = new(2, zeros(1, 8, 1), zeros(1, 8, 1), divided, zeros(1, 8, 1), Column(terminated[rollout]),
                Column(truncated[rollout]));
            scale.Apply(rows, 4, divided);
            for (int row = 0; row < 8; row++)
                Assert.Equal(rewards[rollout][row] / deviation, divided[0, row, 0].item<float>(), 2e-3);
        }

        static Tensor Column(float[] values) => tensor(values, [1, values.Length, 1]);
    }
}
