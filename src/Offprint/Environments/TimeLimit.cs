using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>Truncates episodes after a number of steps; a shorter limit of the environment itself stays.</summary>
/// <param name="inner">The environment; disposed with this one.</param>
/// <param name="steps">The limit, positive.</param>
/// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
public sealed class TimeLimit(IEnvironment inner, int steps) : EnvironmentWrapper(inner, inner.Spec with
{
    Horizon = Math.Min(steps > 0 ? steps : throw new ArgumentOutOfRangeException(nameof(steps), steps, "A time limit must be positive."), inner.Spec.Horizon ?? steps),
})
{
    private readonly int _limit = steps;
    private int _made;

    /// <inheritdoc/>
    protected override Fact Change => new("Cut after", _limit, "steps");

    /// <inheritdoc/>
    public override void Reset(Seed? seed, Span<float> observation)
    {
        base.Reset(seed, observation);
        _made = 0;
    }

    /// <inheritdoc/>
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        if (_made >= _limit)
            throw new InvalidOperationException($"The episode of {Spec.Name} was cut after {_limit} steps: call Reset before the next Step.");
        StepResult result = base.Step(action, observation);
        return ++_made >= _limit && !result.Terminated ? result with { Truncated = true } : result;
    }
}
