namespace Offprint.Environments.MuJoCo;

/// <summary>A two-legged runner in the vertical plane (Wawrzyński 2009): Gymnasium's HalfCheetah-v4.</summary>
/// <remarks>
/// Positions: x, height and pitch of the torso, relative to the start; hip, knee, ankle of the back and of the front leg. Observation [17]:
/// positions without x, velocities. Action [6]: torques of the joints in units of 120, 90, 60, 120, 60, 30 N·m. Never terminates. 0.05 s a
/// step.
/// </remarks>
/// <param name="options">The settings; Gymnasium's by default.</param>
public sealed class HalfCheetah(LocomotionOptions? options = null)
    : PlanarLocomotion("HalfCheetah", MujocoModel.Shipped("HalfCheetah"), options ?? LocomotionOptions.HalfCheetah);
