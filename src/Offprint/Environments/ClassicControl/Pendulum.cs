using Offprint.Environments.Drawing;
using Offprint.Numerics;

namespace Offprint.Environments.ClassicControl;

/// <summary>
/// A pendulum to be swung up by a torque too weak to lift it, with the constants of Gymnasium's Pendulum-v1: 1 kg, 1 m, g = 10 m/s²,
/// semi-implicit Euler steps of 0.05 s, speed within ±8 rad/s.
/// </summary>
/// <remarks>
/// State: angle from the upright position (rad, unbounded), angular velocity. Observation: cosine and sine of the angle, velocity.
/// Action: torque within ±2 N·m. Reward −(θ² + 0.1 θ̇² + 0.001 u²) of the state before the step, θ in [−π, π). Never terminates; starts
/// uniformly in ±π and ±1 rad/s; 200 steps.
/// </remarks>
public sealed class Pendulum(int? horizon = 200)
    : ClassicControlEnvironment(new("Pendulum", s_observations, new BoxSpace(1, -2, 2), horizon), 2)
{
    private const double Gravity = 10, Mass = 1, Length = 1, TimeStep = 0.05, MaxSpeed = 8;

    private static readonly BoxSpace s_observations = new([-1, -1, -(float)MaxSpeed], [1, 1, (float)MaxSpeed]);

    private protected override void Draw(RandomStream random, Span<double> state)
    {
        state[0] = random.NextUniform(-Math.PI, Math.PI);
        state[1] = random.NextUniform(-1, 1);
    }

    private protected override void Observe(Span<float> observation)
    {
        (double sin, double cos) = Math.SinCos(State[0]);
        (observation[0], observation[1], observation[2]) = ((float)cos, (float)sin, (float)State[1]);
    }

    /// <inheritdoc/>
    protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        Span<double> s = Variables;
        double torque = action[0], angle = s[0] + Math.PI;
        angle = angle - 2 * Math.PI * Math.Floor(angle / (2 * Math.PI)) - Math.PI;
        double cost = angle * angle + 0.1 * s[1] * s[1] + 0.001 * torque * torque;
        double acceleration = 3 * Gravity / (2 * Length) * Math.Sin(s[0]) + 3.0 / (Mass * Length * Length) * torque;
        s[1] = Math.Clamp(s[1] + acceleration * TimeStep, -MaxSpeed, MaxSpeed);
        s[0] += s[1] * TimeStep;
        Observe(observation);
        return new StepResult(-cost, false, false);
    }

    /// <inheritdoc/>
    public override double SecondsPerStep => TimeStep;

    /// <inheritdoc/>
    public override Scene Draw() => new Scene(0, 0, 3.6, 2.4)
        // angles grow to the left, as in Gymnasium
        .Stroke(0, 0, -Length * Math.Sin(State[0]), Length * Math.Cos(State[0]), 0.08, SceneColor.Limb)
        .Disk(0, 0, 0.05, SceneColor.Body);
}
