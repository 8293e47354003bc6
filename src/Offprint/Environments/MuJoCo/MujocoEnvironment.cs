using Offprint.Cards;
using Offprint.Environments.Drawing;
using Offprint.Numerics;

namespace Offprint.Environments.MuJoCo;

/// <summary>
/// An environment simulated by MuJoCo. An action is held for a number of time steps, the frame skip. Where MuJoCo meets NaN or huge numbers
/// it falls back to the reference configuration; the episode is then truncated, with reward 0 and the last sound observation.
/// </summary>
public abstract class MujocoEnvironment : EpisodicEnvironment, IStatefulEnvironment, IDrawableEnvironment, ILoggedEnvironment
{
    private readonly int _frameSkip;
    private readonly float[] _lastObservation;

    /// <summary>Makes an environment of a model that it owns.</summary>
    /// <param name="name">The environment's name.</param>
    /// <param name="model">The model; disposed with the environment.</param>
    /// <param name="observations">Numbers of an observation.</param>
    /// <param name="frameSkip">Time steps an action is held.</param>
    /// <param name="horizon">The time limit in environment steps.</param>
    protected MujocoEnvironment(string name, MujocoModel model, int observations, int frameSkip, int? horizon)
        : base(new EnvironmentSpec(name, new BoxSpace(observations), model.ControlSpace, horizon))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameSkip);
        Model = model;
        Simulation = new MujocoSimulation(model);
        _frameSkip = frameSkip;
        _lastObservation = new float[observations];
    }

    /// <summary>The model.</summary>
    public MujocoModel Model { get; }

    /// <summary>The simulation, for reading; changing it between steps changes the episode.</summary>
    public MujocoSimulation Simulation { get; }

    /// <summary>Seconds between two observations: the frame skip times the model's time step.</summary>
    public double StepDuration => _frameSkip * Model.TimeStep;

    /// <summary>Steps in which the simulation became unstable, since the environment was made.</summary>
    public int UnstableSteps { get; private set; }

    /// <summary>Draws where an episode starts.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="positions">[nq], the reference configuration; changed in place.</param>
    /// <param name="velocities">[nv], zero; changed in place.</param>
    protected abstract void Draw(RandomStream random, Span<double> positions, Span<double> velocities);

    /// <summary>Observes the state.</summary>
    /// <param name="observation">Receives the observation.</param>
    protected abstract void Observe(Span<float> observation);

    /// <summary>Rewards a step that has been simulated.</summary>
    /// <param name="action">The action.</param>
    /// <returns>Reward and termination.</returns>
    protected abstract StepResult Evaluate(ReadOnlySpan<float> action);

    /// <summary>
    /// Quantities of the state before a step that the step's reward needs and that positions and velocities do not give exactly: saved and
    /// restored with them.
    /// </summary>
    private protected virtual Span<double> Memory => [];

    /// <summary>Changes the state before a step is simulated.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>Updates <see cref="Memory"/> from the simulation.</summary>
    private protected virtual void Remember()
    {
    }

    /// <inheritdoc/>
    protected sealed override void Start(RandomStream random, Span<float> observation)
    {
        Simulation.Reset();
        Draw(random, Simulation.Positions, Simulation.Velocities);
        Settle(observation);
    }

    /// <summary>Starts an episode in a given state.</summary>
    /// <param name="positions">[nq].</param>
    /// <param name="velocities">[nv].</param>
    /// <param name="observation">Receives the observation.</param>
    /// <exception cref="ArgumentException">A span has another size, or a number is not finite.</exception>
    public void StartAt(ReadOnlySpan<double> positions, ReadOnlySpan<double> velocities, Span<float> observation)
    {
        RequireSize(observation);
        Require(positions, Model.PositionCount, "positions");
        Require(velocities, Model.VelocityCount, "velocities");
        Simulation.Reset();
        positions.CopyTo(Simulation.Positions);
        velocities.CopyTo(Simulation.Velocities);
        Settle(observation);
        Resume(0, running: true);
    }

    private void Settle(Span<float> observation)
    {
        Simulation.Forward();
        Remember();
        Observe(observation);
        observation.CopyTo(_lastObservation);
    }

    private void Require(ReadOnlySpan<double> values, int count, string what)
    {
        if (values.Length != count)
            throw new ArgumentException($"A state of {Spec.Name} has {count} {what}; got {values.Length}.");
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException($"A state of {Spec.Name} must be finite; its {what} hold {value}.");
        }
    }

    /// <inheritdoc/>
    protected sealed override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        Span<double> controls = Simulation.Controls;
        for (int i = 0; i < action.Length; i++)
            controls[i] = action[i];
        Prepare();
        Simulation.Step(_frameSkip);
        if (Simulation.Unstable)
        {
            UnstableSteps++;
            _lastObservation.CopyTo(observation);
            return new StepResult(0, false, Truncated: true);
        }
        StepResult result = Evaluate(action);
        Remember();
        Observe(observation);
        observation.CopyTo(_lastObservation);
        return result;
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, int Width)> InfoColumns =>
        [("infos/qpos", Model.PositionCount), ("infos/qvel", Model.VelocityCount)];

    /// <inheritdoc/>
    public void WriteInfo(Span<float> info)
    {
        int next = 0;
        foreach (double position in Simulation.Positions)
            info[next++] = (float)position;
        foreach (double velocity in Simulation.Velocities)
            info[next++] = (float)velocity;
    }

    /// <inheritdoc/>
    public int StateSize => EpisodeClock.Size + 1 + Model.PositionCount + 2 * Model.VelocityCount + Memory.Length;

    /// <inheritdoc/>
    public void Save(Span<double> state)
    {
        EpisodeClock.Require(this, state.Length);
        EpisodeClock.Write(state, Steps, Running);
        state[EpisodeClock.Size] = Simulation.Time;
        Span<double> rest = state[(EpisodeClock.Size + 1)..];
        Put(Simulation.Positions, ref rest);
        Put(Simulation.Velocities, ref rest);
        Put(Simulation.WarmStart, ref rest);
        Put(Memory, ref rest);
    }

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<double> state)
    {
        EpisodeClock.Require(this, state.Length);
        Simulation.Reset();
        Simulation.Time = state[EpisodeClock.Size];
        ReadOnlySpan<double> rest = state[(EpisodeClock.Size + 1)..];
        Take(Simulation.Positions, ref rest);
        Take(Simulation.Velocities, ref rest);
        Take(Simulation.WarmStart, ref rest);
        Take(Memory, ref rest);
        var (steps, running) = EpisodeClock.Read(state);
        Resume(steps, running);
    }

    private static void Put(ReadOnlySpan<double> part, ref Span<double> rest)
    {
        part.CopyTo(rest);
        rest = rest[part.Length..];
    }

    private static void Take(Span<double> part, ref ReadOnlySpan<double> rest)
    {
        rest[..part.Length].CopyTo(part);
        rest = rest[part.Length..];
    }

    /// <summary>From where <see cref="Draw()"/> looks.</summary>
    private protected virtual MujocoCamera Camera => MujocoCamera.Side;

    /// <inheritdoc/>
    public double SecondsPerStep => StepDuration;

    /// <inheritdoc/>
    public Scene Draw() => Camera.Draw(Simulation);

    /// <inheritdoc/>
    public override Card Describe()
    {
        Card card = Spec.Describe();
        return card with
        {
            Subtitle = $"Environment on MuJoCo {MujocoLayout.Name(MujocoLibrary.Loaded.Version)}",
            Facts =
            [
                .. card.Facts,
                new("Step", StepDuration, "s"), new("Frame skip", _frameSkip), new("Mass", Model.TotalMass, "kg"),
                new("Unstable steps", UnstableSteps),
            ],
            Figures = Disposed ? [] : [Pose()],
        };
    }

    /// <summary>The body as it stands; before the first episode, in the reference configuration.</summary>
    private ImageGrid Pose()
    {
        if (Steps == 0 && !Running)
            Simulation.Forward(); // places of bodies follow from positions; an episode starts by resetting them
        return Draw().Figure($"{Spec.Name} after {Steps} steps");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        Simulation.Dispose();
        Model.Dispose();
    }
}
