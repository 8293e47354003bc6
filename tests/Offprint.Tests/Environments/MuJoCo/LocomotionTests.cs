using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.MuJoCo;

[Collection<MujocoCollection>]
public class LocomotionTests
{
    private const double Gravity = 9.81;

    [Theory]
    [InlineData("Hopper", 11, 3, 0.008, 1000)]
    [InlineData("HalfCheetah", 17, 6, 0.05, 1000)]
    [InlineData("Walker2d", 17, 6, 0.008, 1000)]
    [InlineData("Ant", 27, 8, 0.05, 1000)]
    [InlineData("Swimmer", 8, 2, 0.04, 1000)]
    [InlineData("Reacher", 11, 2, 0.02, 50)]
    [InlineData("InvertedPendulum", 4, 1, 0.04, 1000)]
    [InlineData("InvertedDoublePendulum", 11, 1, 0.05, 1000)]
    public void Spaces_steps_and_limits_are_Gymnasiums(string name, int observations, int actions, double seconds, int horizon)
    {
        MujocoTasks.Require();
        using MujocoEnvironment environment = MujocoTasks.Make(name);
        float bound = name == "InvertedPendulum" ? 3 : 1;
        Assert.Equal(new EnvironmentSpec(name, new BoxSpace(observations), new BoxSpace(actions, -bound, bound), horizon),
            environment.Spec);
        Assert.Equal(seconds, environment.StepDuration, 1e-12);
        Assert.Contains(environment.Describe().Facts, fact => fact.Name == "Frame skip");
    }

    /// <summary>
    /// Positions after 25 steps (10 of the last) of MuJoCo 2.2.2's C interface on Gymnasium's own model files, from the same start with the
    /// same controls.
    /// </summary>
    [Theory]
    [InlineData("Hopper", new[] { -0.014388785353, 1.20381560423, -0.0616994034317, -0.0270404772778, -0.0775143092142, 0.0556328424037 })]
    [InlineData("Walker2d", new[] { -0.0738521680997, 1.16493923457, -0.38028326219, -0.121236187103, -0.61444204015, 0.329195287207,
        -0.158273838492, -0.513927086711, 0.546775074115 })]
    [InlineData("HalfCheetah", new[] { -0.30077456097, -0.107586347048, -0.0256502423242, -0.0899621603741, 0.183492523659,
        -0.093361840448, -0.0345662807667, 0.100665621436, -0.0950937333407 })]
    [InlineData("Ant", new[] { 0.163477881917, -0.195381923813, 0.65594258407, 0.995279167051, 0.0321947153532, -0.019183787649,
        -0.0895257629367, 0.212222657185, 1.12140110689, -0.0689307714274, -1.26062916331, -0.513897166154, -0.651716632473,
        0.0384021376136, 0.898316160206 })]
    [InlineData("Swimmer", new[] { 0.00245355155336, -0.121121113269, 0.12859220478, -0.270607645857, 0.325243664046 })]
    [InlineData("Reacher", new[] { -0.249858480013, 0.374803960783, 0.115, -0.095 })]
    [InlineData("InvertedPendulum", new[] { -0.209296532049, 1.57824338194 })]
    [InlineData("InvertedDoublePendulum", new[] { -0.235317617277, 1.51546344962, -2.38444161852 })]
    public void Bodies_move_as_Gymnasiums_do(string name, double[] expected)
    {
        MujocoTasks.Require();
        using MujocoEnvironment environment = MujocoTasks.Make(name);
        MujocoSimulation simulation = environment.Simulation;
        Span<double> positions = simulation.Positions;
        for (int i = 0; i < positions.Length; i++)
        {
            bool quaternion = name == "Ant" && i is >= 3 and < 7;
            positions[i] = name == "Ant" && i >= 7 ? 0.01 * (i - 6) : positions[i] + (quaternion ? 0 : 0.005 * (i % 3 + 1));
        }
        simulation.Forward();
        double range = name == "InvertedPendulum" ? 3 : 1;
        int frames = (int)Math.Round(environment.StepDuration / environment.Model.TimeStep);
        for (int step = 0; step < (name == "InvertedDoublePendulum" ? 10 : 25); step++)
        {
            for (int i = 0; i < simulation.Controls.Length; i++)
                simulation.Controls[i] = range * ((step * 7 + i * 3) % 11 - 5) / 8;
            simulation.Step(frames);
        }
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], simulation.Positions[i], 1e-9);
    }

    [Theory]
    [InlineData("Hopper")]
    [InlineData("HalfCheetah")]
    [InlineData("Walker2d")]
    [InlineData("Swimmer")]
    public void The_reward_follows_from_positions_and_action(string name)
    {
        MujocoTasks.Require();
        using var environment = (Locomotion)MujocoTasks.Make(name);
        float[] observation = new float[environment.Spec.Observation.Size], action = new float[environment.Spec.Action.Size];
        environment.Reset(new Seed(3), observation);
        var random = new Seed(4).Stream();
        var (cost, alive) = name switch { "HalfCheetah" => (0.1, 0), "Swimmer" => (1e-4, 0), _ => (1e-3, 1) };
        for (int step = 0; step < 10; step++)
        {
            double before = environment.Simulation.Positions[0];
            environment.Spec.Action.Sample(random, action);
            StepResult result = environment.Step(action, observation);
            double speed = (environment.Simulation.Positions[0] - before) / environment.StepDuration;
            Assert.Equal(speed + alive - cost * action.Sum(a => (double)a * a), result.Reward, 1e-12);
        }
    }

    [Fact]
    public void A_planar_observation_is_height_pitch_joints_and_clipped_velocities()
    {
        MujocoTasks.Require();
        using var environment = new Hopper();
        float[] observation = new float[11];
        environment.StartAt([7, 1.3, 0.1, -0.2, -0.3, 0.4], [1, 2, 3, 11, -12, 5], observation);
        Assert.Equal([1.3f, 0.1f, -0.2f, -0.3f, 0.4f, 1, 2, 3, 10, -10, 5], observation);
        using var withPosition = new Hopper(LocomotionOptions.Hopper with { ExcludePosition = false });
        Assert.Equal(12, withPosition.Spec.Observation.Size);
    }

    [Fact]
    public void An_observation_sets_the_state_it_shows()
    {
        MujocoTasks.Require();
        using var environment = new HalfCheetah();
        float[] observation = new float[17], again = new float[17], action = [0.1f, -0.2f, 0.3f, -0.4f, 0.5f, -0.6f];
        environment.Reset(new Seed(1), observation);
        for (int i = 0; i < 10; i++)
            environment.Step(action, observation);
        StepResult first = Next(environment, action, out float[] firstNext);
        environment.StartFromObservation(observation, again);
        Assert.Equal(observation, again);
        StepResult second = Next(environment, action, out float[] secondNext);
        Assert.Equal(first.Reward, second.Reward, 1e-3); // the observation is a rounded state
        for (int i = 0; i < 17; i++)
            Assert.Equal(firstNext[i], secondNext[i], 1e-3);
        Assert.Throws<ArgumentException>(() => environment.StartFromObservation(new float[3], again));

        static StepResult Next(HalfCheetah environment, float[] action, out float[] next) =>
            environment.Step(action, next = new float[17]);
    }

    [Fact]
    public void Bodies_fall_freely()
    {
        MujocoTasks.Require();
        using var hopper = new Hopper();
        hopper.StartAt([0, 50, 0, -0.5, -0.5, 0], new double[6], new float[11]);
        hopper.Step([0, 0, 0], new float[11]);
        Assert.Equal(50 - Gravity * 0.008 * 0.008 / 2, hopper.Simulation.Positions[1], 1e-12); // exact for Runge–Kutta
        using var cheetah = new HalfCheetah();
        cheetah.StartAt([0, 50, 0, 0, 0, 0, 0, 0, 0], new double[9], new float[17]);
        cheetah.Step(new float[6], new float[17]);
        Assert.Equal(50 - Gravity * 0.01 * 0.01 * 15, cheetah.Simulation.Positions[1], 1e-9); // semi-implicit Euler: h² (1 + … + 5)
    }

    [Theory]
    [InlineData(50.001, 0, 0, false)]
    [InlineData(50.0002, 0, 0, true)] // it falls by 0.0003 m
    [InlineData(51, 0.198, 0, false)]
    [InlineData(51, 0.205, 0, true)]
    [InlineData(51, -0.205, 0, true)]
    [InlineData(51, 0, 99.9, false)]
    [InlineData(51, 0, 100.1, true)]
    public void Hopper_ends_where_it_is_unhealthy(double height, double pitch, double speed, bool ends)
    {
        MujocoTasks.Require();
        Assert.Equal(new HealthRule { MinHeight = 0.7, MaxAngle = 0.2, MaxState = 100 }, LocomotionOptions.Hopper.Health);
        // In the air, where nothing pushes: the lowest healthy height is raised to 50 m.
        using var environment = new Hopper(LocomotionOptions.Hopper with { Health =
            LocomotionOptions.Hopper.Health! with { MinHeight = 50 } });
        environment.StartAt([0, height, pitch, -0.5, -0.5, 0], [speed, 0, 0, 0, 0, 0], new float[11]);
        Assert.Equal(ends, environment.Step([0, 0, 0], new float[11]).Terminated);
    }

    [Fact]
    public void Hopper_keeps_its_bonus_when_it_terminates_and_loses_it_when_it_goes_on()
    {
        MujocoTasks.Require();
        StepResult ended = Fallen(terminate: true), goesOn = Fallen(terminate: false);
        Assert.True(ended.Terminated && !goesOn.Terminated);
        Assert.Equal(1, ended.Reward - goesOn.Reward, 1e-12);

        static StepResult Fallen(bool terminate)
        {
            using var environment = new Hopper(LocomotionOptions.Hopper with { TerminateWhenUnhealthy = terminate });
            environment.StartAt([0, 1.25, 0.5, 0, 0, 0], new double[6], new float[11]);
            return environment.Step([0, 0, 0], new float[11]);
        }
    }

    [Theory]
    [InlineData("Walker2d", 1.25, 0.99, false)]
    [InlineData("Walker2d", 1.25, 1.02, true)]
    [InlineData("Walker2d", 2.1, 0, true)]
    [InlineData("Walker2d", 0.75, 0, true)]
    [InlineData("HalfCheetah", -5, 3, false)]
    public void Other_planar_bodies_have_their_own_rules(string name, double height, double pitch, bool ends)
    {
        MujocoTasks.Require();
        using MujocoEnvironment environment = MujocoTasks.Make(name);
        environment.StartAt([0, height, pitch, 0, 0, 0, 0, 0, 0], new double[9], new float[17]);
        Assert.Equal(ends, environment.Step(new float[6], new float[17]).Terminated);
    }

    [Fact]
    public void An_unstable_simulation_truncates_with_the_last_sound_observation()
    {
        MujocoTasks.Require();
        using var environment = new Hopper();
        float[] first = new float[11], observation = new float[11];
        environment.StartAt([0, 1.25, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1e11], first);
        Assert.Equal(new StepResult(0, false, true), environment.Step([0, 0, 0], observation));
        Assert.Equal(first, observation);
        Assert.Equal(1, environment.UnstableSteps);
        environment.Reset(new Seed(1), observation);
        Assert.False(environment.Step([0, 0, 0], observation).Ended);
        var error = Assert.Throws<ArgumentException>(() => environment.StartAt(new double[6], [0, 0, 0, 0, 0, double.NaN], observation));
        Assert.Contains("must be finite; its velocities hold NaN", error.Message);
    }

    [Fact]
    public void Ant_rests_on_its_weight()
    {
        MujocoTasks.Require();
        using var environment = new Ant(LocomotionOptions.Ant with { ContactForces = true, ResetNoise = 0, Horizon = null });
        Assert.Equal(111, environment.Spec.Observation.Size);
        float[] observation = new float[111];
        environment.Reset(new Seed(1), observation);
        Assert.All(observation[27..], force => Assert.Equal(0, force));
        StepResult result = default;
        for (int i = 0; i < 200; i++)
            result = environment.Step(new float[8], observation);
        double lift = 0, clipped = 0;
        var forces = environment.Simulation.ContactForces;
        for (int i = 6; i < forces.Length; i++) // without the world
            lift += i % 6 == 5 ? forces[i] : 0;
        foreach (double force in forces)
            clipped += Math.Clamp(force, -1, 1) * Math.Clamp(force, -1, 1);
        Assert.Equal(environment.Model.TotalMass * Gravity, lift, 0.05);
        Assert.Equal(1 - 5e-4 * clipped, result.Reward, 1e-3); // at rest: no speed, no effort
        Assert.Equal(observation[27..], forces.ToArray().Select(force => (float)Math.Clamp(force, -1, 1)));
    }

    [Fact]
    public void Ant_observes_its_frame_and_ends_outside_its_heights()
    {
        MujocoTasks.Require();
        using var environment = new Ant();
        float[] observation = new float[27];
        environment.StartAt([3, 4, 0.8, 1, 0, 0, 0, .1, .2, .3, .4, .5, .6, .7, .8], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
            observation);
        Assert.Equal([0.8f, 1, 0, 0, 0, .1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
            observation);
        environment.StartAt([0, 0, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], new double[14], observation);
        Assert.True(environment.Step(new float[8], observation).Terminated);
    }
}
