namespace Offprint.Environments.MuJoCo;

/// <summary>Two legs that walk in the vertical plane: Gymnasium's Walker2d-v4.</summary>
/// <remarks>
/// Positions: x, height, pitch of the torso; hip, knee, ankle of the right and of the left leg. Observation [17]: positions without x,
/// velocities clipped to ±10. Action [6]: torques of the joints in units of 100 N·m. 0.008 s a step.
/// </remarks>
/// <param name="options">The settings; Gymnasium's by default.</param>
public sealed class Walker2d(LocomotionOptions? options = null)
    : PlanarLocomotion("Walker2d", MujocoModel.Shipped("Walker2d"), options ?? LocomotionOptions.Walker2d);
