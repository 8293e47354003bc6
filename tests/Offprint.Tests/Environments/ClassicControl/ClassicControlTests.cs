using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.ClassicControl;

/// <summary>
/// Trajectories were computed in double precision from the published equations by a separate script; Acrobot's from its mass matrix.
/// </summary>
public class ClassicControlTests
{
    [Fact]
    public void What_is_disposed_of_neither_starts_nor_steps()
    {
        var environment = new Pendulum();
        environment.Reset(new Seed(1), new float[3]);
        environment.Dispose();
        Assert.Throws<ObjectDisposedException>(() => environment.Step([0], new float[3]));
        Assert.Throws<ObjectDisposedException>(() => environment.Reset(new Seed(1), new float[3]));
    }

    [Fact]
    public void CartPole_moves_as_published()
    {
        using var environment = new CartPole();
        float[] observation = new float[4];
        environment.StartAt([0.01, -0.02, 0.03, 0.04], observation);
        Assert.Equal([0.01f, -0.02f, 0.03f, 0.04f], observation);
        Run(environment, [1]);
        Close([0.0096, 0.17467919574755525, 0.0308, -0.2430687179600081], environment.State);
        Run(environment, [1, 0, 1, 0, 0, 1, 1, 1, 1]);
        Close([0.05649316485946018, 0.7592510801790568, -0.032849498377435594, -1.103750514005091], environment.State);
    }

    [Theory]
    [InlineData(2.39, 3, 0, true)]
    [InlineData(2.39, 0, 0, false)]
    [InlineData(0, 0, 0.2094, false)] // 12° = 0.20944 rad
    [InlineData(0, 0, 0.2095, true)]
    public void CartPole_ends_beyond_its_limits_and_rewards_the_last_step(double position, double velocity, double angle, bool ends)
    {
        using var environment = new CartPole();
        environment.StartAt([position, velocity, angle, 0], new float[4]);
        Assert.Equal(new StepResult(1, ends, false), Run(environment, [1]));
    }

    [Fact]
    public void Pendulum_moves_as_published()
    {
        using var environment = new Pendulum();
        float[] observation = new float[3];
        environment.StartAt([3, 0.5], observation);
        Assert.Equal([(float)Math.Cos(3), (float)Math.Sin(3), 0.5f], observation);
        Assert.Equal(-9.029, Run(environment, [2]).Reward, 1e-12); // 9 + 0.1 · 0.25 + 0.001 · 4
        Close([3.0452920003022452, 0.9058400060449003], environment.State);
        Assert.Equal(-8.165267583269259, Run(environment, [-1.5f, 0.5f, 0, 1, 2, 2, -2, -2, 0.25f]).Reward, 1e-12);
        Close([3.445628195629905, 0.31437310589507816], environment.State);
    }

    [Fact]
    public void Pendulum_is_bounded_in_speed_and_only_truncates()
    {
        using var environment = new Pendulum();
        environment.StartAt([Math.PI / 2, 7.9], new float[3]);
        Run(environment, [2]);
        Assert.Equal(8, environment.State[1]);
        Assert.Equal((false, true), Ends(Run(environment, new float[199])));
    }

    [Fact]
    public void MountainCar_moves_as_published()
    {
        using var environment = new MountainCar();
        environment.StartAt([-0.5, 0], new float[2]);
        Run(environment, [.. Enumerable.Repeat(2f, 5), .. Enumerable.Repeat(0f, 20), .. Enumerable.Repeat(2f, 25)]);
        Close([-0.3876291921206784, 0.026192964389357025], environment.State);
    }

    [Fact]
    public void MountainCar_arrives_by_pumping_energy()
    {
        using var environment = new MountainCar();
        environment.StartAt([-0.5, 0], new float[2]);
        StepResult last;
        do
            last = Run(environment, [environment.State[1] >= 0 ? 2 : 0]);
        while (!last.Ended);
        Assert.Equal(new StepResult(-1, true, false, Success: true), last);
        Assert.Equal(124, environment.Steps);
        Close([0.5349499825655734, 0.04819097792866521], environment.State);
    }

    [Fact]
    public void MountainCarContinuous_pays_for_force_and_for_arrival()
    {
        using var environment = new MountainCarContinuous();
        environment.StartAt([-0.5, 0], new float[2]);
        StepResult last;
        double sum = 0;
        do
        {
            last = Run(environment, [environment.State[1] >= 0 ? 1 : -1]);
            sum += last.Reward;
        }
        while (!last.Ended);
        Assert.Equal(106, environment.Steps);
        Assert.True(last.Success);
        Assert.Equal(100 - 0.1 * 106, sum, 1e-9);
        Close([0.5020867242469917, 0.06404767726163292], environment.State);
    }

    [Fact]
    public void The_wall_of_the_mountain_car_takes_all_speed()
    {
        using var environment = new MountainCar();
        environment.StartAt([-1.19, -0.07], new float[2]);
        Run(environment, [0]);
        Close([-1.2, 0], environment.State);
    }

    [Fact]
    public void Acrobot_moves_as_its_mass_matrix_says()
    {
        using var environment = new Acrobot();
        environment.StartAt([0.1, -0.05, 0.02, 0.08], new float[6]);
        Run(environment, [2]);
        Close([0.0776325489172458, 0.01416992828256769, -0.23682848452816227, 0.5466324544668344], environment.State);
        Run(environment, [2, 0, 0, 1, 2, 0, 2, 0, 2]);
        Close([0.032140070870828735, -0.2507066255364471, -0.178688505296353, 0.3783049481363048], environment.State);
    }

    [Fact]
    public void Acrobot_without_torque_keeps_its_energy_to_fourth_order()
    {
        double coarse = EnergyError(0.02), fine = EnergyError(0.01);
        Assert.InRange(Math.Log2(coarse / fine), 3.7, 5.5); // Runge–Kutta of order four; energy often does one better

        static double EnergyError(double dt)
        {
            double[] s = [1, -0.5, 0.3, 0.2];
            double before = Energy(s);
            for (int i = 0; i < (int)Math.Round(2 / dt); i++)
                Acrobot.Integrate(s, 0, dt);
            return Math.Abs(Energy(s) - before);
        }

        // Two rods of 1 kg, 1 m and 1 kg m² about their centers, in the angles from hanging down; g = 9.8.
        static double Energy(double[] s)
        {
            double absolute = s[2] + s[3];
            double kinetic = 0.5 * (0.25 + 1) * s[2] * s[2] + 0.5 * absolute * absolute
                + 0.5 * (s[2] * s[2] + 0.25 * absolute * absolute + s[2] * absolute * Math.Cos(s[1]));
            return kinetic - 9.8 * (0.5 * Math.Cos(s[0]) + Math.Cos(s[0]) + 0.5 * Math.Cos(s[0] + s[1]));
        }
    }

    [Fact]
    public void Acrobot_ends_above_the_line()
    {
        using var environment = new Acrobot();
        environment.StartAt([Math.PI - 0.1, 0, 0, 0], new float[6]);
        Assert.Equal(new StepResult(0, true, false, Success: true), Run(environment, [1]));
        environment.StartAt([0.1, 0, 0, 0], new float[6]);
        Assert.Equal(new StepResult(-1, false, false), Run(environment, [1]));
    }

    [Fact]
    public void Starts_lie_in_the_published_ranges()
    {
        using var car = new MountainCar();
        using var pole = new CartPole();
        float[] position = new float[2], state = new float[4];
        for (ulong seed = 0; seed < 200; seed++)
        {
            car.Reset(new Seed(seed), position);
            Assert.InRange(position[0], -0.6f, -0.4f);
            Assert.Equal(0, position[1]);
            pole.Reset(new Seed(seed), state);
            Assert.All(state, value => Assert.InRange(value, -0.05f, 0.05f));
        }
    }

    [Fact]
    public void Misuse_is_named()
    {
        using var environment = new CartPole();
        float[] observation = new float[4];
        Assert.Contains("pass a seed", Assert.Throws<InvalidOperationException>(() => environment.Reset(null, observation)).Message);
        Assert.Contains("call Reset before the first Step", Assert.Throws<InvalidOperationException>(() =>
            environment.Step([0], observation)).Message);
        environment.Reset(new Seed(1), observation);
        Assert.Contains("observes 4", Assert.Throws<ArgumentException>(() => environment.Step([0], new float[3])).Message);
        Assert.Contains("The action for CartPole", Assert.Throws<ArgumentException>(() => environment.Step([2], observation)).Message);
        Assert.Contains("has 4 numbers; got 2", Assert.Throws<ArgumentException>(() => environment.StartAt([0, 0], observation)).Message);
        Assert.Contains("has 6 numbers; got 5", Assert.Throws<ArgumentException>(() => environment.Restore(new double[5])).Message);
        environment.StartAt([3, 0, 0, 0], observation);
        environment.Step([0], observation);
        Assert.Contains("ended after 1 steps", Assert.Throws<InvalidOperationException>(() => environment.Step([0], observation)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CartPole(0));
    }

    private static StepResult Run(IEnvironment environment, float[] actions)
    {
        float[] observation = new float[environment.Spec.Observation.Size];
        StepResult last = default;
        foreach (float action in actions)
            last = environment.Step([action], observation);
        return last;
    }

    private static (bool, bool) Ends(StepResult result) => (result.Terminated, result.Truncated);

    private static void Close(double[] expected, ReadOnlySpan<double> actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-11);
    }
}
