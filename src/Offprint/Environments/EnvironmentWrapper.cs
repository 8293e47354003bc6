using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>An environment that changes another one, which it owns.</summary>
/// <param name="inner">The environment to be changed; disposed with this one.</param>
/// <param name="spec">What the changed environment tells its agent.</param>
public abstract class EnvironmentWrapper(IEnvironment inner, EnvironmentSpec spec) : IEnvironment
{
    /// <summary>The environment that is changed.</summary>
    public IEnvironment Inner { get; } = inner;

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; } = spec;

    /// <inheritdoc/>
    public virtual void Reset(Seed? seed, Span<float> observation) => Inner.Reset(seed, observation);

    /// <inheritdoc/>
    public virtual StepResult Step(ReadOnlySpan<float> action, Span<float> observation) => Inner.Step(action, observation);

    /// <summary>What this wrapper does, as a fact for the card.</summary>
    protected abstract Fact Change { get; }

    /// <inheritdoc/>
    public Card Describe()
    {
        Card card = Inner.Describe();
        return card with { Title = Spec.Name, Facts = [.. card.Facts, Change] };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Inner.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The bounds of an environment's actions, for wrappers that need some.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="wrapper">The wrapper's name, for the message.</param>
    /// <returns>The action space.</returns>
    /// <exception cref="ArgumentException">The actions are discrete.</exception>
    protected static BoxSpace Actions(IEnvironment environment, string wrapper) => environment.Spec.Action as BoxSpace
        ?? throw new ArgumentException(
            $"{wrapper} needs real-valued actions; those of {environment.Spec.Name} are {environment.Spec.Action}.", nameof(environment));
}
