using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>Adds normal noise to actions and clips them to their bounds: the agent's hand shakes.</summary>
public sealed class ActionNoise : EnvironmentWrapper
{
    private readonly BoxSpace _actions;
    private readonly double _deviation;
    private readonly float[] _shaken;
    private RandomStream? _random;

    /// <summary>Wraps an environment of real-valued actions.</summary>
    /// <param name="inner">The environment; disposed with this one.</param>
    /// <param name="deviation">The noise's standard deviation, in units of the action.</param>
    /// <exception cref="ArgumentException">The actions are discrete, or the deviation is negative.</exception>
    public ActionNoise(IEnvironment inner, double deviation)
        : base(inner, inner.Spec)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        _actions = Actions(inner, nameof(ActionNoise));
        _deviation = deviation;
        _shaken = new float[_actions.Size];
    }

    /// <inheritdoc/>
    protected override Fact Change => new("Noise on actions, standard deviation", _deviation);

    /// <inheritdoc/>
    public override void Reset(Seed? seed, Span<float> observation)
    {
        base.Reset(seed, observation);
        _random = seed?.Derive("action noise").Stream() ?? _random;
    }

    /// <inheritdoc/>
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        _actions.Require(action, "The action");
        for (int i = 0; i < _shaken.Length; i++)
            _shaken[i] = action[i] + (float)(_deviation * (_random?.NextNormal() ?? 0)); // without a stream the step itself is refused
        _actions.Clip(_shaken);
        return base.Step(_shaken, observation);
    }
}
