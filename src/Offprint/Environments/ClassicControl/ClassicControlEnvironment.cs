using Offprint.Cards;
using Offprint.Environments.Drawing;
using Offprint.Numerics;

namespace Offprint.Environments.ClassicControl;

/// <summary>
/// Equations of motion of a few numbers, in double precision. (Gymnasium keeps some of these states in single precision; observations
/// are single here, too, states are not.)
/// </summary>
public abstract class ClassicControlEnvironment : EpisodicEnvironment, IStatefulEnvironment, IDrawableEnvironment
{
    private readonly double[] _state;

    private protected ClassicControlEnvironment(EnvironmentSpec spec, int stateSize)
        : base(spec) => _state = new double[stateSize];

    /// <summary>The physical state, as the class's documentation lists it.</summary>
    public ReadOnlySpan<double> State => _state;

    /// <summary>The physical state, to be changed by the dynamics.</summary>
    private protected Span<double> Variables => _state;

    /// <summary>Starts an episode in a given state.</summary>
    /// <param name="state">The physical state, as <see cref="State"/> lists it.</param>
    /// <param name="observation">Receives the observation.</param>
    /// <exception cref="ArgumentException">The state has another size.</exception>
    public void StartAt(ReadOnlySpan<double> state, Span<float> observation)
    {
        if (state.Length != _state.Length)
            throw new ArgumentException($"A state of {Spec.Name} has {_state.Length} numbers; got {state.Length}.", nameof(state));
        RequireSize(observation);
        state.CopyTo(_state);
        Observe(observation);
        Resume(0, running: true);
    }

    /// <inheritdoc/>
    public int StateSize => _state.Length + EpisodeClock.Size;

    /// <inheritdoc/>
    public void Save(Span<double> state)
    {
        EpisodeClock.Require(this, state.Length);
        EpisodeClock.Write(state, Steps, Running);
        _state.CopyTo(state[EpisodeClock.Size..]);
    }

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<double> state)
    {
        EpisodeClock.Require(this, state.Length);
        state[EpisodeClock.Size..].CopyTo(_state);
        var (steps, running) = EpisodeClock.Read(state);
        Resume(steps, running);
    }

    /// <inheritdoc/>
    protected sealed override void Start(RandomStream random, Span<float> observation)
    {
        Draw(random, _state);
        Observe(observation);
    }

    /// <inheritdoc/>
    public override Card Describe() => base.Describe() with { Figures = [Draw().Figure($"{Spec.Name} after {Steps} steps")] };

    /// <inheritdoc/>
    public abstract double SecondsPerStep { get; }

    /// <inheritdoc/>
    public abstract Scene Draw();

    private protected abstract void Draw(RandomStream random, Span<double> state);

    private protected abstract void Observe(Span<float> observation);
}
