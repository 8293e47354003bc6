using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>Shows the last observations together, the oldest first; an episode begins with copies of its first observation.</summary>
public sealed class FrameStack : EnvironmentWrapper
{
    private readonly float[] _frames;
    private readonly int _count;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; disposed with this one.</param>
    /// <param name="count">How many observations are shown, at least 1.</param>
    public FrameStack(IEnvironment inner, int count)
        : base(inner, inner.Spec with { Observation = Repeat(inner.Spec.Observation, count) })
    {
        _count = count;
        _frames = new float[Spec.Observation.Size];
    }

    /// <inheritdoc/>
    protected override Fact Change => new("Observations shown together", _count);

    /// <inheritdoc/>
    public override void Reset(Seed? seed, Span<float> observation)
    {
        Span<float> newest = Newest;
        base.Reset(seed, newest);
        for (int at = 0; at < _frames.Length - newest.Length; at += newest.Length)
            newest.CopyTo(_frames.AsSpan(at));
        _frames.CopyTo(observation);
    }

    /// <inheritdoc/>
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        int size = Inner.Spec.Observation.Size;
        Inner.Spec.Action.Require(action, "The action"); // refused before the frames move
        _frames.AsSpan(size).CopyTo(_frames);
        StepResult result = base.Step(action, Newest);
        _frames.CopyTo(observation);
        return result;
    }

    private Span<float> Newest => _frames.AsSpan(_frames.Length - Inner.Spec.Observation.Size);

    private static BoxSpace Repeat(Space space, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return space is BoxSpace box ? new BoxSpace(Copies(box.Low), Copies(box.High)) : new BoxSpace(space.Size * count);

        float[] Copies(IReadOnlyList<float> bounds) => [.. Enumerable.Repeat(bounds, count).SelectMany(one => one)];
    }
}
