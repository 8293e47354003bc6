using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>Adds normal noise to observations; the state beneath stays exact.</summary>
/// <param name="inner">The environment; disposed with this one.</param>
/// <param name="deviation">The noise's standard deviation, in units of the observation.</param>
public sealed class ObservationNoise(IEnvironment inner, double deviation)
    : EnvironmentWrapper(inner, inner.Spec with { Observation = new BoxSpace(inner.Spec.Observation.Size) })
{
    private RandomStream? _random;

    /// <inheritdoc/>
    protected override Fact Change => new("Noise on observations, standard deviation", deviation);

    /// <inheritdoc/>
    public override void Reset(Seed? seed, Span<float> observation)
    {
        base.Reset(seed, observation);
        _random = seed?.Derive("observation noise").Stream() ?? _random;
        Blur(observation);
    }

    /// <inheritdoc/>
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        StepResult result = base.Step(action, observation);
        Blur(observation);
        return result;
    }

    private void Blur(Span<float> observation)
    {
        foreach (ref float value in observation)
            value += (float)(deviation * _random!.NextNormal());
    }
}
