namespace Offprint.Environments.MuJoCo;

/// <summary>
/// Settings that the locomotion tasks share; the static members are Gymnasium's version 4 of each task. The reward is
/// <c>ForwardWeight · v + HealthyReward − ControlCost · |a|² − ContactCost · |clip(f, ±1)|²</c>, v the mean forward speed over the step.
/// </summary>
public sealed record LocomotionOptions
{
    /// <summary>Time steps an action is held.</summary>
    public required int FrameSkip { get; init; }

    /// <summary>Weight of the forward speed (m/s).</summary>
    public double ForwardWeight { get; init; } = 1;

    /// <summary>Weight of the squared norm of the action.</summary>
    public required double ControlCost { get; init; }

    /// <summary>Reward of a step that ends healthy; of each step where <see cref="TerminateWhenUnhealthy"/>.</summary>
    public double HealthyReward { get; init; }

    /// <summary>When the body counts as healthy; <see langword="null"/>: always.</summary>
    public HealthRule? Health { get; init; }

    /// <summary>Whether an unhealthy state ends the episode.</summary>
    public bool TerminateWhenUnhealthy { get; init; } = true;

    /// <summary>Half-width of the uniform noise on the initial positions, and the scale of that on the velocities.</summary>
    public required double ResetNoise { get; init; }

    /// <summary>Whether the noise on the initial velocities is normal instead of uniform.</summary>
    public bool NormalVelocityNoise { get; init; }

    /// <summary>Bound of the observed velocities; states are not clipped.</summary>
    public double VelocityClip { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the observation leaves out where the body is along the ground.</summary>
    public bool ExcludePosition { get; init; } = true;

    /// <summary>
    /// Whether contact forces, clipped to ±1, are observed and cost reward. In <see cref="Ant"/> they make 27 numbers 111, as in D4RL.
    /// </summary>
    public bool ContactForces { get; init; }

    /// <summary>Weight of the squared norm of the clipped contact forces, where <see cref="ContactForces"/>.</summary>
    public double ContactCost { get; init; } = 5e-4;

    /// <summary>The time limit in steps.</summary>
    public int? Horizon { get; init; } = 1000;

    /// <summary>Hopper-v4.</summary>
    public static LocomotionOptions Hopper { get; } = new()
    {
        FrameSkip = 4, ControlCost = 1e-3, HealthyReward = 1, ResetNoise = 5e-3, VelocityClip = 10,
        Health = new() { MinHeight = 0.7, MaxAngle = 0.2, MaxState = 100 },
    };

    /// <summary>Walker2d-v4.</summary>
    public static LocomotionOptions Walker2d { get; } = new()
    {
        FrameSkip = 4, ControlCost = 1e-3, HealthyReward = 1, ResetNoise = 5e-3, VelocityClip = 10,
        Health = new() { MinHeight = 0.8, MaxHeight = 2, MaxAngle = 1 },
    };

    /// <summary>HalfCheetah-v4.</summary>
    public static LocomotionOptions HalfCheetah { get; } = new() { FrameSkip = 5, ControlCost = 0.1, ResetNoise = 0.1,
        NormalVelocityNoise = true };

    /// <summary>Ant-v4; set <see cref="ContactForces"/> for the 111 observations of older versions and of D4RL.</summary>
    public static LocomotionOptions Ant { get; } = new()
    {
        FrameSkip = 5, ControlCost = 0.5, HealthyReward = 1, ResetNoise = 0.1, NormalVelocityNoise = true,
        Health = new() { MinHeight = 0.2, MaxHeight = 1 },
    };

    /// <summary>Swimmer-v4.</summary>
    public static LocomotionOptions Swimmer { get; } = new() { FrameSkip = 4, ControlCost = 1e-4, ResetNoise = 0.1 };
}

/// <summary>
/// When a body counts as healthy: every quantity strictly inside its range. A body that is not planar has only the heights.
/// </summary>
public sealed record HealthRule
{
    /// <summary>The lowest height of the torso (m).</summary>
    public double MinHeight { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest height of the torso (m).</summary>
    public double MaxHeight { get; init; } = double.PositiveInfinity;

    /// <summary>The greatest pitch of the torso, either way (rad).</summary>
    public double MaxAngle { get; init; } = double.PositiveInfinity;

    /// <summary>The greatest absolute value of the other positions and of all velocities.</summary>
    public double MaxState { get; init; } = double.PositiveInfinity;
}
