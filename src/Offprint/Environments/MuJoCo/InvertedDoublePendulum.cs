using Offprint.Numerics;

namespace Offprint.Environments.MuJoCo;

/// <summary>Two poles, one on the other, to be balanced on a cart: Gymnasium's InvertedDoublePendulum-v4.</summary>
/// <remarks>
/// Observation [11]: cart's position, sines of both joints' angles, their cosines, three velocities and three constraint forces, both
/// clipped
/// to ±10. Action [1]: force in ±1, in units of 500 N. Reward 10 − 0.01 x² − (z − 2)² − 0.001 ω₁² − 0.005 ω₂² with (x, z) the upper pole's
/// tip; terminates at z ≤ 1. Starts with positions uniformly in ±0.1 and normal velocities of 0.1; at most 1000 steps of 0.05 s.
/// </remarks>
public sealed class InvertedDoublePendulum : MujocoEnvironment
{
    private readonly int _tip;

    /// <summary>Makes the environment.</summary>
    /// <param name="horizon">The time limit in steps.</param>
    public InvertedDoublePendulum(int? horizon = 1000)
        : base("InvertedDoublePendulum", MujocoModel.Shipped("InvertedDoublePendulum"), 11, 5, horizon) => _tip = Model.Site("tip");

    /// <inheritdoc/>
    protected override void Draw(RandomStream random, Span<double> positions, Span<double> velocities)
    {
        foreach (ref double position in positions)
            position += random.NextUniform(-0.1, 0.1);
        foreach (ref double velocity in velocities)
            velocity += 0.1 * random.NextNormal();
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation)
    {
        ReadOnlySpan<double> positions = Simulation.Positions;
        observation[0] = (float)positions[0];
        for (int i = 0; i < 2; i++)
        {
            observation[1 + i] = (float)Math.Sin(positions[1 + i]);
            observation[3 + i] = (float)Math.Cos(positions[1 + i]);
        }
        for (int i = 0; i < 3; i++)
        {
            observation[5 + i] = (float)Math.Clamp(Simulation.Velocities[i], -10, 10);
            observation[8 + i] = (float)Math.Clamp(Simulation.ConstraintForces[i], -10, 10);
        }
    }

    /// <inheritdoc/>
    protected override StepResult Evaluate(ReadOnlySpan<float> action)
    {
        ReadOnlySpan<double> tip = Simulation.SitePosition(_tip), speed = Simulation.Velocities;
        double distance = 0.01 * tip[0] * tip[0] + (tip[2] - 2) * (tip[2] - 2);
        double velocity = 1e-3 * speed[1] * speed[1] + 5e-3 * speed[2] * speed[2];
        return new StepResult(10 - distance - velocity, tip[2] <= 1, false);
    }

    private protected override MujocoCamera Camera => MujocoCamera.Cart;
}
