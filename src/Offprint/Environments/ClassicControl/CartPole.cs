using Offprint.Environments.Drawing;
using Offprint.Numerics;

namespace Offprint.Environments.ClassicControl;

/// <summary>
/// A pole hinged to a cart that is pushed left or right (Barto, Sutton and Anderson 1983), with the constants of Gymnasium's CartPole-v1:
/// cart 1 kg, pole 0.1 kg and 1 m, force ±10 N, explicit Euler steps of 0.02 s.
/// </summary>
/// <remarks>
/// State and observation: cart position (m), cart velocity, pole angle from the vertical (rad), pole's angular velocity. Actions: 0 left,
/// 1 right. Reward 1 a step, the last included. Terminates beyond ±2.4 m or ±12°. Starts uniformly in ±0.05; at most 500 steps.
/// </remarks>
public sealed class CartPole(int? horizon = 500)
    : ClassicControlEnvironment(new("CartPole", s_observations, new DiscreteSpace(2), horizon), 4)
{
    private const double Gravity = 9.8, CartMass = 1, PoleMass = 0.1, TotalMass = CartMass + PoleMass;
    private const double HalfLength = 0.5, PoleMassLength = PoleMass * HalfLength, Force = 10, TimeStep = 0.02;
    private const double PositionLimit = 2.4, AngleLimit = 12 * 2 * Math.PI / 360;

    // Twice the limits, so that the observation of a failure lies inside.
    private static readonly BoxSpace s_observations = new(
        [-2 * (float)PositionLimit, float.NegativeInfinity, -2 * (float)AngleLimit, float.NegativeInfinity],
        [2 * (float)PositionLimit, float.PositiveInfinity, 2 * (float)AngleLimit, float.PositiveInfinity]);

    private protected override void Draw(RandomStream random, Span<double> state)
    {
        for (int i = 0; i < state.Length; i++)
            state[i] = random.NextUniform(-0.05, 0.05);
    }

    private protected override void Observe(Span<float> observation)
    {
        for (int i = 0; i < observation.Length; i++)
            observation[i] = (float)State[i];
    }

    /// <inheritdoc/>
    protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        Span<double> s = Variables;
        double force = action[0] == 1 ? Force : -Force;
        (double sin, double cos) = Math.SinCos(s[2]);
        double push = (force + PoleMassLength * s[3] * s[3] * sin) / TotalMass;
        double angular = (Gravity * sin - cos * push) / (HalfLength * (4.0 / 3.0 - PoleMass * cos * cos / TotalMass));
        double linear = push - PoleMassLength * angular * cos / TotalMass;
        s[0] += TimeStep * s[1];
        s[1] += TimeStep * linear;
        s[2] += TimeStep * s[3];
        s[3] += TimeStep * angular;
        Observe(observation);
        return new StepResult(1, Math.Abs(s[0]) > PositionLimit || Math.Abs(s[2]) > AngleLimit, false);
    }

    /// <inheritdoc/>
    public override double SecondsPerStep => TimeStep;

    /// <inheritdoc/>
    public override Scene Draw()
    {
        (double sin, double cos) = Math.SinCos(State[2]);
        return new Scene(0, 0.45, 5.2, 2)
            .Stroke(-PositionLimit, 0, PositionLimit, 0, 0, SceneColor.Ground)
            .Stroke(State[0] - 0.16, 0, State[0] + 0.16, 0, 0.12, SceneColor.Body)
            .Stroke(State[0], 0, State[0] + 2 * HalfLength * sin, 2 * HalfLength * cos, 0.04, SceneColor.Limb);
    }
}
