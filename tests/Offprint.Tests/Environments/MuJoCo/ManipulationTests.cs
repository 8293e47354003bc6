using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.MuJoCo;

/// <summary>The arm and the poles.</summary>
[Collection<MujocoCollection>]
public class ManipulationTests
{
    [Fact]
    public void Reacher_observes_the_arms_geometry_and_rewards_the_distance_before_the_step()
    {
        MujocoTasks.Require();
        using var environment = new Reacher();
        float[] observation = new float[11];
        double shoulder = 0.3, elbow = -0.7, x = 0.12, y = -0.05;
        environment.StartAt([shoulder, elbow, x, y], [0.4, -0.5, 0, 0], observation);
        double dx = 0.1 * Math.Cos(shoulder) + 0.11 * Math.Cos(shoulder + elbow) - x;
        double dy = 0.1 * Math.Sin(shoulder) + 0.11 * Math.Sin(shoulder + elbow) - y;
        double[] expected = [Math.Cos(shoulder), Math.Cos(elbow), Math.Sin(shoulder), Math.Sin(elbow), x, y, 0.4, -0.5, dx, dy, 0];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], observation[i], 1e-6);
        StepResult result = environment.Step([0.5f, -0.25f], observation);
        Assert.Equal(-Math.Sqrt(dx * dx + dy * dy) - 0.3125, result.Reward, 1e-9);
    }

    [Fact]
    public void Reachers_target_lies_in_a_disk()
    {
        MujocoTasks.Require();
        using var environment = new Reacher();
        float[] observation = new float[11];
        double farthest = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            environment.Reset(new Seed(seed), observation);
            double radius = Math.Sqrt(observation[4] * observation[4] + observation[5] * observation[5]);
            Assert.True(radius < 0.2);
            farthest = Math.Max(farthest, radius);
            Assert.True(Math.Abs(environment.Simulation.Velocities[0]) <= 0.005);
            Assert.Equal(0, environment.Simulation.Velocities[2]);
        }
        Assert.InRange(farthest, 0.19, 0.2); // of 200 uniform points none beyond 0.19: probability 0.9025²⁰⁰ < 10⁻⁸
    }

    [Theory]
    [InlineData(0.19, false)]
    [InlineData(0.21, true)]
    [InlineData(-0.21, true)]
    public void InvertedPendulum_pays_one_and_ends_beyond_its_angle(double angle, bool ends)
    {
        MujocoTasks.Require();
        using var environment = new InvertedPendulum();
        float[] observation = new float[4];
        environment.StartAt([0.1, angle], [0.2, 0], observation);
        Assert.Equal([0.1f, (float)angle, 0.2f, 0], observation);
        // Force enough to hold the pole near its angle for one step.
        Assert.Equal(new StepResult(1, ends, false), environment.Step([angle > 0 ? 0.5f : -0.5f], observation));
    }

    [Fact]
    public void InvertedDoublePendulum_rewards_an_upright_tip()
    {
        MujocoTasks.Require();
        using var environment = new InvertedDoublePendulum();
        float[] observation = new float[11];
        environment.StartAt([0, 0, 0], [0, 0, 0], observation);
        Assert.Equal([0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0], observation);
        StepResult result = environment.Step([0], observation);
        Assert.Equal(10 - 0.8 * 0.8, result.Reward, 1e-4); // the tip stands at 1.2, the target is 2
        Assert.False(result.Terminated);

        double lower = 0.3, upper = -0.2;
        environment.StartAt([0.1, lower, upper], [0, 1, -2], observation);
        result = environment.Step([0.2f], observation);
        var (positions, speeds) = (environment.Simulation.Positions.ToArray(), environment.Simulation.Velocities.ToArray());
        double tipX = positions[0] + 0.6 * Math.Sin(positions[1]) + 0.6 * Math.Sin(positions[1] + positions[2]);
        double tipZ = 0.6 * Math.Cos(positions[1]) + 0.6 * Math.Cos(positions[1] + positions[2]);
        double expected = 10 - 0.01 * tipX * tipX - (tipZ - 2) * (tipZ - 2) - 1e-3 * speeds[1] * speeds[1] - 5e-3 * speeds[2] * speeds[2];
        Assert.Equal(expected, result.Reward, 1e-3); // the tip is that of the step's last intermediate stage, as in Gymnasium
        environment.StartAt([0, 1, 0], [0, 0, 0], observation);
        Assert.True(environment.Step([0], observation).Terminated);
    }

    [Fact]
    public void InvertedDoublePendulum_feels_the_end_of_its_rail()
    {
        MujocoTasks.Require();
        using var environment = new InvertedDoublePendulum();
        float[] observation = new float[11];
        environment.StartAt([0.99, 0, 0], [5, 0, 0], observation);
        environment.Step([1], observation);
        Assert.NotEqual(0, environment.Simulation.ConstraintForces[0]);
        Assert.InRange(observation[8], -10, 10);
    }
}
