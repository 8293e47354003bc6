using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Numerics;

namespace Offprint.Tests.Environments;

public class WrapperTests
{
    [Fact]
    public void A_time_limit_truncates_and_then_refuses()
    {
        using var environment = new TimeLimit(new Pendulum(), 3);
        float[] observation = new float[3];
        environment.Reset(new Seed(1), observation);
        Assert.False(environment.Step([0], observation).Ended);
        Assert.False(environment.Step([0], observation).Ended);
        StepResult last = environment.Step([0], observation);
        Assert.True(last.Truncated && !last.Terminated);
        Assert.Throws<InvalidOperationException>(() => environment.Step([0], observation));
        Assert.Equal(3, environment.Spec.Horizon);
        using var longer = new TimeLimit(new Pendulum(), 500);
        Assert.Equal(200, longer.Spec.Horizon);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeLimit(new Pendulum(), 0));
    }

    [Fact]
    public void A_termination_at_the_limit_is_no_truncation()
    {
        var pole = new CartPole();
        using var environment = new TimeLimit(pole, 1);
        float[] observation = new float[4];
        environment.Reset(new Seed(1), observation);
        pole.StartAt([3, 0, 0, 0], observation);
        Assert.Equal(new StepResult(1, true, false), environment.Step([0], observation));
    }

    [Fact]
    public void Action_noise_has_its_deviation_and_stays_inside()
    {
        using var environment = new ActionNoise(new Probe(), 0.2);
        float[] observation = new float[1];
        environment.Reset(new Seed(1), observation);
        double sum = 0, squares = 0;
        const int draws = 5000;
        for (int i = 0; i < draws; i++)
        {
            environment.Step([0.1f], observation);
            sum += observation[0] - 0.1;
            squares += (observation[0] - 0.1) * (observation[0] - 0.1);
        }
        // Five standard errors: a false alarm in fewer than one seed in a million.
        Assert.InRange(sum / draws, -5 * 0.2 / Math.Sqrt(draws), 5 * 0.2 / Math.Sqrt(draws));
        Assert.InRange(Math.Sqrt(squares / draws), 0.2 * (1 - 5 / Math.Sqrt(2.0 * draws)), 0.2 * (1 + 5 / Math.Sqrt(2.0 * draws)));
        for (int i = 0; i < 100; i++)
        {
            environment.Step([1], observation);
            Assert.InRange(observation[0], -1, 1);
        }
        Assert.Throws<ArgumentException>(() => environment.Step([1.01f], observation));
        Assert.Contains("real-valued actions", Assert.Throws<ArgumentException>(() => new ActionNoise(new CartPole(), 0.1)).Message);
    }

    [Fact]
    public void Noise_does_not_change_where_an_episode_starts()
    {
        using var plain = new Pendulum();
        using var shaken = new ActionNoise(new Pendulum(), 0.3);
        float[] first = new float[3], second = new float[3];
        plain.Reset(new Seed(7), first);
        shaken.Reset(new Seed(7), second);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Observation_noise_leaves_the_state_alone()
    {
        using var plain = new Pendulum();
        using var blurred = new ObservationNoise(new Pendulum(), 0.5);
        float[] first = new float[3], second = new float[3];
        plain.Reset(new Seed(7), first);
        blurred.Reset(new Seed(7), second);
        double squares = 0;
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(plain.Step([1], first), blurred.Step([1], second));
            for (int j = 0; j < 3; j++)
                squares += (first[j] - second[j]) * (double)(first[j] - second[j]);
        }
        Assert.InRange(Math.Sqrt(squares / 600), 0.5 * (1 - 5 / Math.Sqrt(1200)), 0.5 * (1 + 5 / Math.Sqrt(1200)));
    }

    [Fact]
    public void A_frame_stack_shows_the_oldest_first()
    {
        using var environment = new FrameStack(new Probe(), 3);
        float[] observation = new float[3];
        environment.Reset(new Seed(1), observation);
        Assert.Equal([0, 0, 0], observation);
        environment.Step([0.5f], observation);
        Assert.Equal([0, 0, 0.5f], observation);
        environment.Step([0.25f], observation);
        environment.Step([-1], observation);
        Assert.Equal([0.5f, 0.25f, -1], observation);
        Assert.Throws<ArgumentException>(() => environment.Step([2], observation));
        environment.Step([1], observation);
        Assert.Equal([0.25f, -1, 1], observation);
        Assert.Equal(new BoxSpace(3, -1, 1), environment.Spec.Observation);
    }

    /// <summary>Shows the last action.</summary>
    private sealed class Probe() : EpisodicEnvironment(new("Probe", new BoxSpace(1, -1, 1), new BoxSpace(1, -1, 1)))
    {
        protected override void Start(RandomStream random, Span<float> observation) => observation.Clear();

        protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
        {
            observation[0] = action[0];
            return new StepResult(action[0], false, false);
        }
    }
}
