using Offprint.Environments.Drawing;
using Offprint.Numerics;

namespace Offprint.Environments.ClassicControl;

/// <summary>
/// A car too weak for the hill must first drive away from it (Moore 1990), with the constants of Gymnasium's MountainCar-v0.
/// </summary>
/// <remarks>
/// State and observation: position in [−1.2, 0.6], velocity in ±0.07. Actions: 0 left, 1 none, 2 right, of acceleration 0.001; gravity
/// −0.0025 cos 3x. Reward −1 a step; terminates, with success, at x ≥ 0.5. Starts at rest, uniformly in [−0.6, −0.4); at most 200 steps.
/// </remarks>
public sealed class MountainCar(int? horizon = 200)
    : ClassicControlEnvironment(new("MountainCar", HillCar.Observations, new DiscreteSpace(3), horizon), 2)
{
    private const double Force = 0.001, Goal = 0.5;

    private protected override void Draw(RandomStream random, Span<double> state) => HillCar.Draw(random, state);

    private protected override void Observe(Span<float> observation) => HillCar.Observe(State, observation);

    /// <inheritdoc/>
    protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        HillCar.Drive(Variables, (action[0] - 1) * Force);
        Observe(observation);
        bool arrived = State[0] >= Goal && State[1] >= 0;
        return new StepResult(-1, arrived, false, arrived);
    }

    /// <inheritdoc/>
    public override double SecondsPerStep => HillCar.SecondsPerStep;

    /// <inheritdoc/>
    public override Scene Draw() => HillCar.Draw(State[0], Goal);
}

/// <summary>
/// The mountain car with a continuous force, with the constants of Gymnasium's MountainCarContinuous-v0.
/// </summary>
/// <remarks>
/// As <see cref="MountainCar"/>, but: action in [−1, 1] of acceleration 0.0015; reward −0.1 a², and 100 on arrival at x ≥ 0.45; at most
/// 999 steps.
/// </remarks>
public sealed class MountainCarContinuous(int? horizon = 999)
    : ClassicControlEnvironment(new("MountainCarContinuous", HillCar.Observations, new BoxSpace(1, -1, 1), horizon), 2)
{
    private const double Power = 0.0015, Goal = 0.45;

    private protected override void Draw(RandomStream random, Span<double> state) => HillCar.Draw(random, state);

    private protected override void Observe(Span<float> observation) => HillCar.Observe(State, observation);

    /// <inheritdoc/>
    protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        double force = action[0];
        HillCar.Drive(Variables, force * Power);
        Observe(observation);
        bool arrived = State[0] >= Goal && State[1] >= 0;
        return new StepResult((arrived ? 100 : 0) - 0.1 * force * force, arrived, false, arrived);
    }

    /// <inheritdoc/>
    public override double SecondsPerStep => HillCar.SecondsPerStep;

    /// <inheritdoc/>
    public override Scene Draw() => HillCar.Draw(State[0], Goal);
}

/// <summary>The dynamics that both mountain cars share.</summary>
internal static class HillCar
{
    private const double MinPosition = -1.2, MaxPosition = 0.6, MaxSpeed = 0.07, Gravity = 0.0025;

    public static BoxSpace Observations { get; } = new([(float)MinPosition, -(float)MaxSpeed], [(float)MaxPosition, (float)MaxSpeed]);

    public static void Draw(RandomStream random, Span<double> state) => (state[0], state[1]) = (random.NextUniform(-0.6, -0.4), 0);

    public static void Observe(ReadOnlySpan<double> state, Span<float> observation) =>
        (observation[0], observation[1]) = ((float)state[0], (float)state[1]);

    public static void Drive(Span<double> s, double acceleration)
    {
        s[1] = Math.Clamp(s[1] + acceleration - Gravity * Math.Cos(3 * s[0]), -MaxSpeed, MaxSpeed);
        s[0] = Math.Clamp(s[0] + s[1], MinPosition, MaxPosition);
        if (s[0] == MinPosition && s[1] < 0)
            s[1] = 0; // the wall at the left end takes all speed
    }

    public const double SecondsPerStep = 1.0 / 30; // the task has no unit of time; this is the pace at which Gymnasium shows it

    public static Scene Draw(double position, double goal)
    {
        var scene = new Scene((MinPosition + MaxPosition) / 2, 0.55, 2, 1.25);
        const int pieces = 60;
        for (int i = 0; i < pieces; i++)
        {
            double from = MinPosition + i * (MaxPosition - MinPosition) / pieces,
                to = MinPosition + (i + 1) * (MaxPosition - MinPosition) / pieces;
            scene.Stroke(from, Height(from), to, Height(to), 0, SceneColor.Ground);
        }
        return scene
            .Stroke(goal, Height(goal), goal, Height(goal) + 0.15, 0.01, SceneColor.Goal)
            .Disk(position, Height(position) + 0.05, 0.05, SceneColor.Body);
    }

    private static double Height(double position) => 0.45 * Math.Sin(3 * position) + 0.55;
}
