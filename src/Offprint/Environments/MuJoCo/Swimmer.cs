namespace Offprint.Environments.MuJoCo;

/// <summary>Three links that swim in a viscous plane (Coulom 2002): Gymnasium's Swimmer-v4.</summary>
/// <remarks>
/// Positions: x, y of the head's frame, heading, two joints. Observation [8]: positions without x and y, velocities. Action [2]: torques of
/// the joints in units of 150 N·m. Never terminates. 0.04 s a step.
/// </remarks>
/// <param name="options">The settings; Gymnasium's by default.</param>
public sealed class Swimmer(LocomotionOptions? options = null)
    : Locomotion("Swimmer", MujocoModel.Shipped("Swimmer"), 2, options ?? LocomotionOptions.Swimmer)
{
    private protected override MujocoCamera Camera => MujocoCamera.Above;
}
