using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>
/// What all simulators share: the random stream, the rules of an episode (no step before the start or after the end), the check of
/// actions and buffers, and the time limit. A derived class gives the dynamics.
/// </summary>
public abstract class EpisodicEnvironment : IEnvironment
{
    private readonly string _actionName;
    private RandomStream? _random;
    private bool _running, _disposed;

    /// <summary>Makes an environment that has not started.</summary>
    /// <param name="spec">Spaces and time limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not positive.</exception>
    protected EpisodicEnvironment(EnvironmentSpec spec)
    {
        if (spec.Horizon is { } horizon)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon, nameof(spec));
        Spec = spec;
        _actionName = $"The action for {spec.Name}";
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <summary>Steps made in this episode.</summary>
    public int Steps { get; private set; }

    /// <inheritdoc/>
    public void Reset(Seed? seed, Span<float> observation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        RequireSize(observation);
        if (seed is { } given)
            _random = given.Stream();
        else if (_random is null)
            throw new InvalidOperationException($"{Spec.Name} has no random stream yet: pass a seed to its first Reset.");
        Start(_random, observation);
        Resume(0, running: true);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_running)
        {
            throw new InvalidOperationException(Steps == 0
                ? $"{Spec.Name} has not started: call Reset before the first Step."
                : $"The episode of {Spec.Name} ended after {Steps} steps: call Reset before the next Step.");
        }
        RequireSize(observation);
        if (!Spec.Action.Contains(action))
            Spec.Action.Require(action, _actionName);
        StepResult result = Advance(action, observation);
        Steps++;
        if (!result.Terminated && Steps >= Spec.Horizon)
            result = result with { Truncated = true };
        _running = !result.Ended;
        return result;
    }

    /// <summary>Starts an episode.</summary>
    /// <param name="random">The episode's source of randomness; it goes on with the next episode.</param>
    /// <param name="observation">Receives the first observation.</param>
    protected abstract void Start(RandomStream random, Span<float> observation);

    /// <summary>Makes a step with an action that has been checked. The time limit is not its business.</summary>
    /// <param name="action">The action.</param>
    /// <param name="observation">Receives the next observation.</param>
    /// <returns>Reward and end.</returns>
    protected abstract StepResult Advance(ReadOnlySpan<float> action, Span<float> observation);

    /// <summary>The random stream, for dynamics with noise.</summary>
    protected RandomStream Random => _random!;

    /// <summary>Whether an episode is under way.</summary>
    private protected bool Running => _running;

    /// <summary>Whether what the environment holds was released.</summary>
    private protected bool Disposed => _disposed;

    /// <summary>Takes the place of an episode.</summary>
    /// <param name="steps">Steps made so far.</param>
    /// <param name="running">Whether the episode goes on.</param>
    private protected void Resume(int steps, bool running)
    {
        Steps = steps;
        _running = running;
    }

    /// <summary>Refuses a buffer that is not of the observation's size.</summary>
    /// <param name="observation">The buffer.</param>
    protected void RequireSize(Span<float> observation)
    {
        if (observation.Length != Spec.Observation.Size)
        {
            throw new ArgumentException(
                $"The buffer for observations has {observation.Length} numbers, {Spec.Name} observes {Spec.Observation.Size}.",
                nameof(observation));
        }
    }

    /// <inheritdoc/>
    public virtual Card Describe() => Spec.Describe();

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the environment holds beside memory.</summary>
    /// <param name="disposing">Whether this is a call of <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
