using Offprint.Numerics;

namespace Offprint.Environments.MuJoCo;

/// <summary>
/// A body that is rewarded for moving forward along x. Observed are the positions without those along the ground, the velocities and, where
/// wanted, the contact forces.
/// </summary>
public abstract class Locomotion : MujocoEnvironment
{
    private readonly int _groundAxes;
    private double _before;

    private protected Locomotion(string name, MujocoModel model, int groundAxes, LocomotionOptions options)
        : base(name, model, Observations(model, groundAxes, options), options.FrameSkip, options.Horizon)
    {
        _groundAxes = groundAxes;
        Options = options;
    }

    /// <summary>The settings.</summary>
    public LocomotionOptions Options { get; }

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Tasks { get; } = ["hopper", "halfcheetah", "walker2d", "ant", "swimmer"];

    /// <summary>A task by D4RL's name for it, in Gymnasium's version 4.</summary>
    /// <param name="task">One of <see cref="Tasks"/>.</param>
    /// <returns>The environment.</returns>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public static Locomotion Create(string task) => task switch
    {
        "hopper" => new Hopper(),
        "halfcheetah" => new HalfCheetah(),
        "walker2d" => new Walker2d(),
        "ant" => new Ant(),
        "swimmer" => new Swimmer(),
        _ => throw new ArgumentException($"There is no task '{task}'. There is: {string.Join(", ", Tasks)}.", nameof(task)),
    };

    /// <summary>The same rule of termination on observations, for learned models.</summary>
    public ITerminationRule Termination => new HealthTermination(Options, Options.ExcludePosition ? 0 : _groundAxes, _groundAxes == 1);

    /// <summary>Starts an episode in the state of an observation, at the origin of the axes that it leaves out.</summary>
    /// <param name="observation">An observation; velocities that were clipped are taken as they are.</param>
    /// <param name="first">Receives the first observation: the same up to rounding, contact forces excepted.</param>
    /// <exception cref="ArgumentException">A span has another size, or a number is not finite.</exception>
    public void StartFromObservation(ReadOnlySpan<float> observation, Span<float> first)
    {
        if (observation.Length != Spec.Observation.Size)
            throw new ArgumentException($"{Spec.Name} observes {Spec.Observation.Size} numbers; got {observation.Length}.",
                nameof(observation));
        Span<double> positions = stackalloc double[Model.PositionCount], velocities = stackalloc double[Model.VelocityCount];
        int hidden = Options.ExcludePosition ? _groundAxes : 0, seen = positions.Length - hidden;
        positions[..hidden].Clear();
        for (int i = 0; i < seen; i++)
            positions[hidden + i] = observation[i];
        for (int i = 0; i < velocities.Length; i++)
            velocities[i] = observation[seen + i];
        StartAt(positions, velocities, first);
    }

    /// <inheritdoc/>
    protected override void Draw(RandomStream random, Span<double> positions, Span<double> velocities)
    {
        foreach (ref double position in positions)
            position += random.NextUniform(-Options.ResetNoise, Options.ResetNoise);
        foreach (ref double velocity in velocities)
            velocity += Options.ResetNoise * (Options.NormalVelocityNoise ? random.NextNormal() : random.NextUniform(-1, 1));
    }

    /// <inheritdoc/>
    protected sealed override void Observe(Span<float> observation)
    {
        int next = 0;
        foreach (double position in Simulation.Positions[(Options.ExcludePosition ? _groundAxes : 0)..])
            observation[next++] = (float)position;
        foreach (double velocity in Simulation.Velocities)
            observation[next++] = (float)Math.Clamp(velocity, -Options.VelocityClip, Options.VelocityClip);
        if (!Options.ContactForces)
            return;
        foreach (double force in Simulation.ContactForces)
            observation[next++] = (float)Math.Clamp(force, -1, 1);
    }

    /// <inheritdoc/>
    protected sealed override StepResult Evaluate(ReadOnlySpan<float> action)
    {
        double effort = 0;
        foreach (float a in action)
            effort += (double)a * a;
        bool healthy = Options.Health is not { } rule || IsHealthy(rule);
        double reward = Options.ForwardWeight * ((Forward() - _before) / StepDuration) - Options.ControlCost * effort;
        if (healthy || Options.TerminateWhenUnhealthy)
            reward += Options.HealthyReward;
        if (Options.ContactForces)
        {
            Simulation.ComputeContactForces();
            reward -= Options.ContactCost * Simulation.SquaredContacts();
        }
        return new StepResult(reward, !healthy && Options.TerminateWhenUnhealthy, false);
    }

    /// <summary>Where the body is along the forward axis, in m.</summary>
    private protected virtual double Forward() => Simulation.Positions[0];

    /// <summary>Whether the state at hand is healthy.</summary>
    /// <param name="rule">The ranges.</param>
    private protected virtual bool IsHealthy(HealthRule rule) => true;

    private protected sealed override Span<double> Memory => new(ref _before);

    private protected sealed override void Remember() => _before = Forward();

    private static int Observations(MujocoModel model, int groundAxes, LocomotionOptions options) =>
        model.PositionCount - (options.ExcludePosition ? groundAxes : 0) + model.VelocityCount +
            (options.ContactForces ? 6 * model.BodyCount : 0);
}

/// <summary>A body in the vertical plane: its first positions are x, height and pitch of the torso.</summary>
public abstract class PlanarLocomotion : Locomotion
{
    private protected PlanarLocomotion(string name, MujocoModel model, LocomotionOptions options)
        : base(name, model, 1, options)
    {
    }

    private protected sealed override bool IsHealthy(HealthRule rule)
    {
        double height = Simulation.Positions[1], pitch = Simulation.Positions[2];
        return height > rule.MinHeight && height < rule.MaxHeight && Math.Abs(pitch) < rule.MaxAngle
            && Inside(Simulation.Positions[2..], rule.MaxState) && Inside(Simulation.Velocities, rule.MaxState);
    }

    private static bool Inside(ReadOnlySpan<double> values, double bound)
    {
        foreach (double value in values)
        {
            if (!(Math.Abs(value) < bound))
                return false;
        }
        return true;
    }
}
