using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>Truncates episodes after a number of steps; a shorter limit of the environment itself stays.</summary>
public sealed class TimeLimit : EnvironmentWrapper
{
    private readonly int _limit;
    private int _made;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; disposed with this one.</param>
    /// <param name="steps">The limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public TimeLimit(IEnvironment inner, int steps)
        : base(inner, inner.Spec with { Horizon = Math.Min(steps, inner.Spec.Horizon ?? steps) })
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        _limit = steps;
    }

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
            throw new InvalidOperationException(
                $"The episode of {Spec.Name} was cut after {_limit} steps: call Reset before the next Step.");
        StepResult result = base.Step(action, observation);
        return ++_made >= _limit && !result.Terminated ? result with { Truncated = true } : result;
    }
}
