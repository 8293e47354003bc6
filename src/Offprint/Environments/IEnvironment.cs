using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>An environment with Gymnasium's semantics. The caller owns the spans; a discrete space uses one element, its index.</summary>
public interface IEnvironment : IDisposable, IDescribable
{
    /// <summary>Spaces and time limit.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>Starts an episode.</summary>
    /// <param name="seed">Restarts the environment's random stream; <see langword="null"/> goes on with the one it has.</param>
    /// <param name="observation">Receives the first observation.</param>
    void Reset(Seed? seed, Span<float> observation);

    /// <summary>Makes a step.</summary>
    /// <param name="action">The action; it must lie in the action space.</param>
    /// <param name="observation">Receives the next observation, of the terminal state where the episode ends.</param>
    /// <returns>Reward and end.</returns>
    /// <exception cref="ArgumentException">The action lies outside the space.</exception>
    /// <exception cref="InvalidOperationException">The episode has ended, or none was started.</exception>
    StepResult Step(ReadOnlySpan<float> action, Span<float> observation);
}

/// <summary>What a step brings.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Terminated">The task's own end: no reward can follow.</param>
/// <param name="Truncated">The time limit cut the episode: more could have followed.</param>
/// <param name="Success">Whether a goal was reached, where there is one.</param>
/// <param name="Cost">A constraint's cost, where there is one.</param>
public readonly record struct StepResult(double Reward, bool Terminated, bool Truncated, bool Success = false, double Cost = 0)
{
    /// <summary>Whether the episode is over.</summary>
    public bool Ended => Terminated || Truncated;
}
