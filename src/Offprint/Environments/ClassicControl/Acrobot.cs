using Offprint.Environments.Drawing;
using Offprint.Numerics;

namespace Offprint.Environments.ClassicControl;

/// <summary>
/// Two links hanging from a pivot, driven at the joint between them, to be swung over a line (Sutton 1996), with the constants of
/// Gymnasium's Acrobot-v1: links of 1 kg and 1 m, moments of inertia 1 kg·m², g = 9.8 m/s², Runge–Kutta steps of 0.2 s, and the equations
/// of
/// Sutton and Barto's book.
/// </summary>
/// <remarks>
/// State: angle of the first link from hanging down, angle of the second relative to the first (rad, both wrapped to ±π), their velocities,
/// bounded by ±4π and ±9π. Observation: cos θ₁, sin θ₁, cos θ₂, sin θ₂, velocities. Actions: torque −1, 0 or 1 N·m. Reward −1, and 0 in the
/// step that terminates, with success: −cos θ₁ − cos(θ₁ + θ₂) &gt; 1. Starts uniformly in ±0.1; at most 500 steps.
/// </remarks>
public sealed class Acrobot(int? horizon = 500)
    : ClassicControlEnvironment(new("Acrobot", s_observations, new DiscreteSpace(3), horizon), 4)
{
    private const double Mass1 = 1, Mass2 = 1, Length1 = 1, Center1 = 0.5, Center2 = 0.5, Inertia1 = 1, Inertia2 = 1, Gravity = 9.8;
    private const double TimeStep = 0.2, MaxSpeed1 = 4 * Math.PI, MaxSpeed2 = 9 * Math.PI;

    private static readonly BoxSpace s_observations = new(
        [-1, -1, -1, -1, -(float)MaxSpeed1, -(float)MaxSpeed2], [1, 1, 1, 1, (float)MaxSpeed1, (float)MaxSpeed2]);

    private protected override void Draw(RandomStream random, Span<double> state)
    {
        for (int i = 0; i < state.Length; i++)
            state[i] = random.NextUniform(-0.1, 0.1);
    }

    private protected override void Observe(Span<float> observation)
    {
        for (int i = 0; i < 2; i++)
        {
            (double sin, double cos) = Math.SinCos(State[i]);
            (observation[2 * i], observation[2 * i + 1]) = ((float)cos, (float)sin);
            observation[4 + i] = (float)State[2 + i];
        }
    }

    /// <inheritdoc/>
    protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        Span<double> s = Variables;
        Integrate(s, action[0] - 1, TimeStep);
        s[0] = Wrap(s[0]);
        s[1] = Wrap(s[1]);
        s[2] = Math.Clamp(s[2], -MaxSpeed1, MaxSpeed1);
        s[3] = Math.Clamp(s[3], -MaxSpeed2, MaxSpeed2);
        Observe(observation);
        bool above = -Math.Cos(s[0]) - Math.Cos(s[0] + s[1]) > 1;
        return new StepResult(above ? 0 : -1, above, false, above);
    }

    /// <summary>A step of the classical Runge–Kutta method.</summary>
    /// <param name="s">The state; changed in place.</param>
    /// <param name="torque">The torque, held over the step.</param>
    /// <param name="dt">The step in seconds.</param>
    internal static void Integrate(Span<double> s, double torque, double dt)
    {
        Span<double> k = stackalloc double[4], sum = stackalloc double[4], probe = stackalloc double[4];
        sum.Clear();
        ReadOnlySpan<double> weights = [1, 2, 2, 1], nodes = [0, 0.5, 0.5, 1];
        for (int stage = 0; stage < 4; stage++)
        {
            for (int i = 0; i < 4; i++)
                probe[i] = s[i] + nodes[stage] * dt * k[i];
            Derivative(probe, torque, k);
            for (int i = 0; i < 4; i++)
                sum[i] += weights[stage] * k[i];
        }
        for (int i = 0; i < 4; i++)
            s[i] += dt / 6 * sum[i];
    }

    private static void Derivative(ReadOnlySpan<double> s, double torque, Span<double> rate)
    {
        (double sin2, double cos2) = Math.SinCos(s[1]);
        double d1 = Mass1 * Center1 * Center1 + Mass2 * (Length1 * Length1 + Center2 * Center2 + 2 * Length1 * Center2 * cos2) +
            Inertia1 + Inertia2;
        double d2 = Mass2 * (Center2 * Center2 + Length1 * Center2 * cos2) + Inertia2;
        double phi2 = Mass2 * Center2 * Gravity * Math.Cos(s[0] + s[1] - Math.PI / 2);
        double phi1 = -Mass2 * Length1 * Center2 * s[3] * s[3] * sin2 - 2 * Mass2 * Length1 * Center2 * s[3] * s[2] * sin2
            + (Mass1 * Center1 + Mass2 * Length1) * Gravity * Math.Cos(s[0] - Math.PI / 2) + phi2;
        double acceleration2 = (torque + d2 / d1 * phi1 - Mass2 * Length1 * Center2 * s[2] * s[2] * sin2 - phi2)
            / (Mass2 * Center2 * Center2 + Inertia2 - d2 * d2 / d1);
        (rate[0], rate[1], rate[2], rate[3]) = (s[2], s[3], -(d2 * acceleration2 + phi1) / d1, acceleration2);
    }

    private static double Wrap(double angle)
    {
        while (angle > Math.PI)
            angle -= 2 * Math.PI;
        while (angle < -Math.PI)
            angle += 2 * Math.PI;
        return angle;
    }

    /// <inheritdoc/>
    public override double SecondsPerStep => TimeStep;

    /// <inheritdoc/>
    public override Scene Draw()
    {
        (double sin1, double cos1) = Math.SinCos(State[0]);
        (double sin2, double cos2) = Math.SinCos(State[0] + State[1]);
        double x = Length1 * sin1, y = -Length1 * cos1;
        return new Scene(0, 0, 6.6, 4.4)
            .Stroke(-2.2, 1, 2.2, 1, 0, SceneColor.Goal)
            .Stroke(0, 0, x, y, 0.1, SceneColor.Body)
            .Stroke(x, y, x + sin2, y - cos2, 0.1, SceneColor.Limb); // both links are 1 m long
    }
}
