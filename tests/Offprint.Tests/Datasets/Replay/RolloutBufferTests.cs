using Offprint.Agents.Online;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Datasets.Replay;

public sealed class RolloutBufferTests : IDisposable
{
    private readonly IDisposable _scope;

    public RolloutBufferTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Advantages_solved_by_hand_tell_a_terminal_state_from_a_time_limit()
    {
        // γ = ½, λ = ½; V(s) = 1 and V(s′) = 2 everywhere. Three steps of reward 1: an episode's middle, its end, and the rollout's end.
        using var buffer = new RolloutBuffer(1, 3, 3, 1, 1);
        for (int t = 0; t < 3; t++)
        {
            Add(buffer, 0, 0, t, terminal: t == 1, truncated: false);
            Add(buffer, 0, 1, t, terminal: false, truncated: t == 1);
            Add(buffer, 0, 2, t, terminal: t == 1, truncated: t == 1); // both at once: the state is terminal
        }
        RolloutRows rows = buffer.Rows();
        (Tensor advantages, Tensor returns) = Returns.Gae(rows, ones(1, 9, 1), ones(1, 9, 1), full([1, 9, 1], 2f), 0.5, 0.5);
        // δ = 1 + ½·2 − 1 = 1, at a terminal state 1 − 1 = 0; A₀ = δ₀ + ¼ A₁; the third step is of the next episode.
        float[] expected = [1, 0, 1, 1.25f, 1, 1, 1, 0, 1];
        Assert.Equal(expected, advantages.data<float>());
        Assert.Equal(expected.Select(a => a + 1), returns.data<float>());
        Assert.Contains("[1, 9, 1]", Assert.Throws<ArgumentException>(() =>
            Returns.Gae(rows, ones(1, 9, 1), ones(9), ones(1, 9, 1), 1, 1)).Message);
    }

    [Fact]
    public void Rows_are_in_the_order_of_time_copy_by_copy_and_a_new_rollout_replaces_the_oldest()
    {
        using var buffer = new RolloutBuffer(population: 2, environments: 2, steps: 2, observation: 1, action: 1, rollouts: 3);
        for (int t = 0; t < 10; t++)
        {
            Assert.Equal(t > 0 && t % 2 == 0, buffer.IsComplete);
            for (int row = 0; row < 4; row++)
            {
                Add(buffer, row / 2, row % 2, 100 * row + t, false, false);
                Assert.True(row == 3 || !buffer.IsComplete);
            }
            RolloutRows rows = buffer.Rows();
            int held = Math.Min(t + 1, 6);
            Assert.Equal(2 * held, rows.Count);
            float[] expected = [.. Enumerable.Range(0, 4).SelectMany(row =>
                Enumerable.Range(t + 1 - held, held).Select(k => 100f * row + k))];
            Assert.Equal(expected, rows.Observations.contiguous().data<float>());
            Assert.Equal(expected.Select(v => -v), rows.Actions.contiguous().data<float>());
        }
    }

    [Fact]
    public void Observations_are_scaled_as_a_frozen_normalizer_says()
    {
        Normalizer normalizer = Normalizer.Running(1, VarianceDivisor.Count, epsilon: 0);
        normalizer.Update([2, 6]); // mean 4, deviation 2
        normalizer.Freeze();
        using var buffer = new RolloutBuffer(1, 1, 2, 1, 1, observations: normalizer);
        buffer.Add(0, new([8], [8], 8, [4], false), false);
        Assert.Equal([2], buffer.Rows().Observations.data<float>());
        Assert.Equal([0], buffer.Rows().Next.data<float>());
        Assert.Equal([8], buffer.Rows().Actions.data<float>());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var buffer = new RolloutBuffer(1, 1, 2, 2, 1);
        float[] one = [1], two = [1, 1];
        Assert.Contains("observation", Assert.Throws<ArgumentException>(() => buffer.Add(0, new(one, one, 1, two, false), false)).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => buffer.Add(0, new(two, one, float.NaN, two, false), false)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Add(0, new(two, one, 1, two, false), false, environment: 1));
        Assert.Contains("frozen", Assert.Throws<ArgumentException>(
            () => new RolloutBuffer(1, 1, 1, 2, 1, observations: Normalizer.Running(2, VarianceDivisor.Count))).Message);
    }

    [Fact]
    public void Statistics_of_a_normalizer_go_on_where_they_were_saved()
    {
        Normalizer whole = Normalizer.Running(2, VarianceDivisor.Count), half = Normalizer.Running(2, VarianceDivisor.Count);
        whole.Update([1, 2, 3, -4]);
        half.Load(whole.Save());
        whole.Update([5, 0]);
        half.Update([5, 0]);
        float[] a = [7, 7], b = [7, 7];
        whole.Apply(a);
        half.Apply(b);
        Assert.Equal(a, b);
        Assert.Contains("5", Assert.Throws<ArgumentException>(() => half.Load([1])).Message);
    }

    private static void Add(RolloutBuffer buffer, int member, int environment, float value, bool terminal, bool truncated) =>
        buffer.Add(member, new([value], [-value], 1, [value], terminal), truncated, environment);
}
