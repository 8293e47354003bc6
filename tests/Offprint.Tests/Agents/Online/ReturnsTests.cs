using Offprint.Agents.Online;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Online;

public sealed class ReturnsTests
{
    private const int Steps = 40;
    private readonly float[] _rewards = new float[Steps], _values = new float[Steps], _next = new float[Steps],
        _advantages = new float[Steps];
    private readonly bool[] _terminated = new bool[Steps], _truncated = new bool[Steps];

    public ReturnsTests()
    {
        RandomStream random = new Seed(8).Stream();
        random.FillNormal(_rewards);
        random.FillNormal(_values);
        random.FillNormal(_next);
        (_terminated[9], _truncated[20], _terminated[33]) = (true, true, true);
    }

    [Theory]
    [InlineData(0.95, 0.0)]
    [InlineData(0.95, 0.7)]
    [InlineData(0.9, 1.0)]
    public void An_advantage_is_the_weighted_sum_of_the_errors_to_the_end_of_its_episode(double discount, double lambda)
    {
        Returns.Gae(_rewards, _values, _next, _terminated, _truncated, discount, lambda, _advantages);
        for (int t = 0; t < Steps; t++)
        {
            double sum = 0;
            for (int k = t; k < Steps; k++)
            {
                double error = _rewards[k] + (_terminated[k] ? 0 : discount * _next[k]) - _values[k];
                sum += Math.Pow(discount * lambda, k - t) * error;
                if (_terminated[k] || _truncated[k])
                    break;
            }
            Assert.Equal(sum, _advantages[t], 1e-5);
        }
    }

    [Fact]
    public void With_lambda_one_and_consistent_values_the_returns_are_discounted_sums()
    {
        for (int t = 0; t + 1 < Steps; t++)
            _next[t] = _values[t + 1];
        _terminated[^1] = true;
        _truncated[20] = false;
        float[] returns = new float[Steps];
        Returns.Gae(_rewards, _values, _next, _terminated, _truncated, 0.9, 1, _advantages);
        Returns.Lambda(_advantages, _values, returns);
        double expected = 0;
        for (int t = Steps - 1; t >= 0; t--)
        {
            expected = _rewards[t] + (_terminated[t] ? 0 : 0.9 * expected);
            Assert.Equal(expected, returns[t], 1e-5);
        }
    }

    [Fact]
    public void Lengths_and_ranges_are_checked()
    {
        Assert.Contains("39", Assert.Throws<ArgumentException>(
            () => Returns.Gae(_rewards, _values.AsSpan(1), _next, _terminated, _truncated, 1, 1, _advantages)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Returns.Gae(_rewards, _values, _next, _terminated, _truncated, 1, 1.1,
            _advantages));
        Assert.Throws<ArgumentException>(() => Returns.Lambda(_advantages, _values, new float[3]));
    }
}
