namespace Offprint.Environments.MuJoCo;

/// <summary>A leg that hops forward (Erez, Tassa and Todorov 2011): Gymnasium's Hopper-v4.</summary>
/// <remarks>
/// Positions: x, height, pitch of the torso; hip, knee, ankle. Observation [11]: positions without x, velocities clipped to ±10. Action
/// [3]:
/// torques of hip, knee, ankle in units of 200 N·m. 0.008 s a step.
/// </remarks>
/// <param name="options">The settings; Gymnasium's by default.</param>
public sealed class Hopper(LocomotionOptions? options = null)
    : PlanarLocomotion("Hopper", MujocoModel.Shipped("Hopper"), options ?? LocomotionOptions.Hopper);
