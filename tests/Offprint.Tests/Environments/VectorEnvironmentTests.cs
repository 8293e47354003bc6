using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Numerics;

namespace Offprint.Tests.Environments;

public class VectorEnvironmentTests
{
    [Fact]
    public void A_row_is_a_roll_out_of_its_own_environment()
    {
        const int members = 2, copies = 3, steps = 120;
        using var vector = new VectorEnvironment(() => new CartPole(), members, copies);
        Seed[] seeds = [new(11), new(12)];
        float[] observations = new float[vector.Count * 4], next = new float[observations.Length], actions = new float[vector.Count];
        var results = new StepResult[vector.Count];
        vector.Reset(seeds, observations);

        var singles = Enumerable.Range(0, vector.Count).Select(_ => new CartPole()).ToArray();
        var expected = Enumerable.Range(0, vector.Count).Select(_ => new float[4]).ToArray();
        for (int row = 0; row < vector.Count; row++)
            singles[row].Reset(seeds[row / copies].Derive((ulong)(row % copies)), expected[row]);
        int ends = 0;
        int[] episodes = new int[vector.Count];
        for (int step = 0; step < steps; step++)
        {
            for (int row = 0; row < vector.Count; row++)
                actions[row] = (step + row) / 3 % 2;
            vector.Step(actions, observations, next, results);
            for (int row = 0; row < vector.Count; row++)
            {
                Assert.Equal(singles[row].Step([actions[row]], expected[row]), results[row]);
                Assert.Equal(expected[row], next[(4 * row)..(4 * row + 4)]); // the terminal state, too
                if (results[row].Ended)
                {
                    ends++;
                    singles[row].Reset(seeds[row / copies].Derive((ulong)(row % copies)).Derive((ulong)++episodes[row]), expected[row]);
                }
                Assert.Equal(expected[row], observations[(4 * row)..(4 * row + 4)]);
            }
        }
        Assert.True(ends > vector.Count, "the test needs episodes that end");
    }

    [Fact]
    public void A_saved_state_goes_on_to_the_same_bits_into_the_next_episodes()
    {
        Seed[] seeds = [new(1), new(2)];
        using var vector = new VectorEnvironment(() => new Pendulum(horizon: 30), 2, 2);
        using var other = new VectorEnvironment(() => new Pendulum(horizon: 30), 2, 2);
        vector.Reset(seeds, new float[12]);
        Play(vector, 40);
        (long[] episodes, double[] states) = vector.Save();
        Assert.True(vector.IsStateful);
        Assert.Equal([1L, 1, 1, 1], episodes);
        other.Restore(seeds, episodes, states);
        Assert.Equal(Play(vector, 50), Play(other, 50));
        Assert.Throws<ArgumentException>(() => other.Restore(seeds, [1], states));

        static float[] Play(VectorEnvironment vector, int steps)
        {
            float[] observations = new float[12], next = new float[12];
            for (int i = 0; i < steps; i++)
                vector.Step([1, -1, 0.5f, 0], observations, next, new StepResult[4]);
            return observations;
        }
    }

    [Fact]
    public void A_member_sees_the_same_whatever_the_others_are()
    {
        Assert.Equal(FirstMember(1), FirstMember(3));

        static float[] FirstMember(int members)
        {
            using var vector = new VectorEnvironment(() => new CartPole(), members, 2);
            float[] observations = new float[vector.Count * 4], next = new float[observations.Length], actions = new float[vector.Count];
            var results = new StepResult[vector.Count];
            vector.Reset([.. Enumerable.Range(0, members).Select(i => new Seed((ulong)i))], observations);
            for (int i = 0; i < 50; i++)
                vector.Step(actions, observations, next, results);
            return observations[..8];
        }
    }

    [Fact]
    public void Without_restarts_an_ended_copy_rests()
    {
        using var vector = new VectorEnvironment(() => new CartPole(), 1, 2, autoReset: false);
        float[] observations = new float[8], next = new float[8];
        var results = new StepResult[2];
        vector.Reset([new Seed(1)], observations);
        var rewards = new double[2];
        float[]? resting = null;
        while (!vector.AllEnded)
        {
            vector.Step([0, 1], observations, next, results);
            for (int row = 0; row < 2; row++)
                rewards[row] += results[row].Reward;
            if (results[0].Ended)
            {
                resting ??= next[..4];
                Assert.Equal(resting, next[..4]);
                Assert.Equal(resting, observations[..4]);
            }
        }
        Assert.Equal(((CartPole)vector[0]).Steps, rewards[0]); // one for each step, none for resting
        Assert.Equal(((CartPole)vector[1]).Steps, rewards[1]);
        vector.Reset([new Seed(1)], observations);
        Assert.False(vector.AllEnded);
    }

    [Fact]
    public void Spans_of_another_size_are_named()
    {
        using var vector = new VectorEnvironment(() => new CartPole(), 2, 2);
        var error = Assert.Throws<ArgumentException>(() => vector.Reset([new Seed(1)], new float[16]));
        Assert.Contains("2 × 2 copies of CartPole take 2 seeds; got 1", error.Message);
        Assert.Throws<ArgumentException>(() => vector.Step(new float[3], new float[16], new float[16], new StepResult[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VectorEnvironment(() => new CartPole(), 0));
    }

    [Fact]
    public void A_step_within_an_episode_allocates_nothing()
    {
        using var vector = new VectorEnvironment(() => new Pendulum(), 2, 4);
        float[] observations = new float[24], next = new float[24], actions = new float[8];
        var results = new StepResult[8];
        vector.Reset([new Seed(1), new Seed(2)], observations);
        for (int i = 0; i < 60; i++)
            vector.Step(actions, observations, next, results);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 25; i++) // five tries end before the 200 steps of an episode
                vector.Step(actions, observations, next, results);
        }));
    }
}
