namespace Offprint.Environments.MuJoCo;

/// <summary>A torso on four legs (Schulman, Moritz, Levine, Jordan and Abbeel 2016): Gymnasium's Ant-v4.</summary>
/// <remarks>
/// Positions: x, y, z and unit quaternion of the torso; hip and ankle of the legs front left, front right, back left, back right.
/// Observation [27]: positions without x and y, velocities; [111] with <see cref="LocomotionOptions.ContactForces"/>. Action [8]: torques
/// of
/// hip and ankle in units of 150 N·m, legs back right, front left, front right, back left. Healthy heights include both ends. 0.05 s a
/// step.
/// The speed is that of the torso as MuJoCo's last intermediate stage of a step left it, as in Gymnasium.
/// </remarks>
/// <param name="options">The settings; Gymnasium's by default.</param>
public sealed class Ant(LocomotionOptions? options = null)
    : Locomotion("Ant", MujocoModel.Shipped("Ant"), 2, options ?? LocomotionOptions.Ant)
{
    private const int Torso = 1;

    private protected override double Forward() => Simulation.BodyPosition(Torso)[0];

    private protected override bool IsHealthy(HealthRule rule) =>
        Simulation.Positions[2] >= rule.MinHeight && Simulation.Positions[2] <= rule.MaxHeight;

    private protected override MujocoCamera Camera => MujocoCamera.Above;
}
