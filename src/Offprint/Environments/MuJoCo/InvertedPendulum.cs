using Offprint.Numerics;

namespace Offprint.Environments.MuJoCo;

/// <summary>A pole to be balanced on a cart: Gymnasium's InvertedPendulum-v4.</summary>
/// <remarks>
/// Observation [4]: cart's position, pole's angle, their velocities. Action [1]: force in ±3, in units of 100 N. Reward 1 a step, the last
/// included; terminates beyond ±0.2 rad. Starts uniformly in ±0.01; at most 1000 steps of 0.04 s.
/// </remarks>
/// <param name="horizon">The time limit in steps.</param>
public sealed class InvertedPendulum(int? horizon = 1000)
    : MujocoEnvironment("InvertedPendulum", MujocoModel.Shipped("InvertedPendulum"), 4, 2, horizon)
{
    /// <inheritdoc/>
    protected override void Draw(RandomStream random, Span<double> positions, Span<double> velocities)
    {
        foreach (ref double position in positions)
            position += random.NextUniform(-0.01, 0.01);
        foreach (ref double velocity in velocities)
            velocity += random.NextUniform(-0.01, 0.01);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation)
    {
        for (int i = 0; i < 2; i++)
            (observation[i], observation[2 + i]) = ((float)Simulation.Positions[i], (float)Simulation.Velocities[i]);
    }

    /// <inheritdoc/>
    protected override StepResult Evaluate(ReadOnlySpan<float> action) => new(1, !(Math.Abs(Simulation.Positions[1]) <= 0.2), false);

    private protected override MujocoCamera Camera => MujocoCamera.Cart;
}
