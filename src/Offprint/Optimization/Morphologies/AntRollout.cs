using Offprint.Environments.MuJoCo;

namespace Offprint.Optimization.Morphologies;

/// <summary>
/// How well a body walks with a gait: the sum over 100 control steps of the torso's progress per second, less half the squared action, less
/// 0.0005 the squared contact forces (each clipped to ±1), plus 1. An episode ends early only where the simulation becomes unstable.
/// </summary>
/// <remarks>
/// A control step is five time steps of 0.01 s, and an episode begins in the model's reference configuration without noise, so that a body
/// has one score (Trabucco et al. 2022, and code of morphing-agents). Contact forces are computed, which the library version that
/// Design-Bench used did not do by itself; they take 0.04 a step at most.
/// </remarks>
public static class AntRollout
{
    /// <summary>Control steps.</summary>
    public const int Steps = 100;

    internal const int TimeSteps = 5;

    private const int Torso = 1;
    private const double ControlCost = 0.5, ContactCost = 0.0005;

    /// <summary>A body's score.</summary>
    /// <param name="design">[60].</param>
    /// <param name="gait">How it moves.</param>
    /// <returns>The sum of rewards.</returns>
    /// <exception cref="MujocoException">MuJoCo is missing.</exception>
    public static double Score(IReadOnlyList<double> design, AntGait gait)
    {
        using MujocoModel model = AntBody.Build(design);
        using var simulation = new MujocoSimulation(model);
        return Score(simulation, gait);
    }

    /// <summary>The score of a body that is built, from its reference configuration.</summary>
    /// <param name="simulation">The body.</param>
    /// <param name="gait">How it moves.</param>
    /// <param name="watch">Called after each control step; <see langword="null"/> for nothing.</param>
    /// <returns>The sum of rewards.</returns>
    public static double Score(MujocoSimulation simulation, AntGait gait, Action<int>? watch = null)
    {
        simulation.Reset();
        simulation.Forward();
        double sum = 0, before = simulation.BodyPosition(Torso)[0];
        for (int step = 0; step < Steps; step++)
        {
            Span<double> actions = simulation.Controls;
            gait.Act(step, actions);
            double effort = 0;
            foreach (double action in actions)
                effort += action * action;
            simulation.Step(TimeSteps);
            if (simulation.Unstable)
                break;
            double after = simulation.BodyPosition(Torso)[0];
            simulation.ComputeContactForces();
            sum += (after - before) / (TimeSteps * simulation.Model.TimeStep) - ControlCost * effort + 1
                - ContactCost * simulation.SquaredContacts();
            before = after;
            watch?.Invoke(step);
        }
        return sum;
    }
}
