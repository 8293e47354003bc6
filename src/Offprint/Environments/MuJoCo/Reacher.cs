using Offprint.Numerics;

namespace Offprint.Environments.MuJoCo;

/// <summary>An arm of two links that reaches for a target: Gymnasium's Reacher-v4.</summary>
/// <remarks>
/// Positions: shoulder, elbow, x and y of the target. Observation [11]: cosines and sines of both angles, target, angular velocities, the
/// vector from target to fingertip. Action [2]: torques in units of 200 N·m. Reward −|fingertip − target| before the step (Gymnasium's
/// version 4 takes the distance before, not after) −|a|². Never terminates; 50 steps of 0.02 s. Starts with angles within ±0.1, the target
/// uniformly in a disk of radius 0.2.
/// </remarks>
public sealed class Reacher : MujocoEnvironment
{
    private readonly int _tip, _target;
    private readonly double[] _offset = new double[3];

    /// <summary>Makes the environment.</summary>
    /// <param name="horizon">The time limit in steps.</param>
    public Reacher(int? horizon = 50)
        : base("Reacher", MujocoModel.Shipped("Reacher"), 11, 2, horizon) =>
        (_tip, _target) = (Model.Body("fingertip"), Model.Body("target"));

    /// <inheritdoc/>
    protected override void Draw(RandomStream random, Span<double> positions, Span<double> velocities)
    {
        positions[0] += random.NextUniform(-0.1, 0.1);
        positions[1] += random.NextUniform(-0.1, 0.1);
        do
        {
            positions[2] = random.NextUniform(-0.2, 0.2);
            positions[3] = random.NextUniform(-0.2, 0.2);
        }
        while (positions[2] * positions[2] + positions[3] * positions[3] >= 0.2 * 0.2);
        velocities[0] += random.NextUniform(-0.005, 0.005);
        velocities[1] += random.NextUniform(-0.005, 0.005);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation)
    {
        ReadOnlySpan<double> positions = Simulation.Positions, velocities = Simulation.Velocities;
        for (int i = 0; i < 2; i++)
        {
            observation[i] = (float)Math.Cos(positions[i]);
            observation[2 + i] = (float)Math.Sin(positions[i]);
            observation[4 + i] = (float)positions[2 + i];
            observation[6 + i] = (float)velocities[i];
        }
        for (int i = 0; i < 3; i++)
            observation[8 + i] = (float)_offset[i];
    }

    /// <inheritdoc/>
    protected override StepResult Evaluate(ReadOnlySpan<float> action)
    {
        double distance = Math.Sqrt(_offset[0] * _offset[0] + _offset[1] * _offset[1] + _offset[2] * _offset[2]);
        double effort = (double)action[0] * action[0] + (double)action[1] * action[1];
        return new StepResult(-distance - effort, false, false);
    }

    private protected override Span<double> Memory => _offset;

    private protected override void Remember()
    {
        ReadOnlySpan<double> tip = Simulation.BodyPosition(_tip), target = Simulation.BodyPosition(_target);
        for (int i = 0; i < 3; i++)
            _offset[i] = tip[i] - target[i];
    }

    private protected override MujocoCamera Camera => MujocoCamera.Table;
}
