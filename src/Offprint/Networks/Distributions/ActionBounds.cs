using Offprint.Environments;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks.Distributions;

/// <summary>The bounds of a real-valued action, as tensors: maps between the cube [−1, 1]^act and the space of actions.</summary>
public sealed class ActionBounds : IDisposable
{
    private readonly Tensor _low, _high, _center, _half;
    private readonly bool _unit;

    /// <summary>Takes the bounds of a box.</summary>
    /// <param name="space">The space of actions.</param>
    /// <exception cref="ArgumentException">It is no box, or not bounded.</exception>
    public ActionBounds(Space space)
    {
        if (space is not BoxSpace box)
            throw new ArgumentException($"The agent acts in a bounded box, not in {space}.", nameof(space));
        if (box.Low.Concat(box.High).FirstOrDefault(v => !float.IsFinite(v), 0) is var bound && !float.IsFinite(bound))
            throw new ArgumentException($"The agent acts in a bounded box; a bound of {box} is {bound}.", nameof(space));
        LibTorch.EnsureLoaded();
        float[] low = [.. box.Low], high = [.. box.High];
        float[] half = [.. low.Zip(high, (l, h) => (h - l) / 2)];
        (Size, _unit) = (box.Size, low.All(v => v == -1) && high.All(v => v == 1));
        LogScale = half.Sum(h => Math.Log(h));
        (_low, _high, _half) = (Own(low), Own(high), Own(half));
        _center = Own([.. low.Zip(high, (l, h) => (h + l) / 2)]);

        static Tensor Own(float[] values) => tensor(values).DetachFromDisposeScope();
    }

    /// <summary>The dimension of the action.</summary>
    public int Size { get; }

    /// <summary>Σ log of half the widths: how the map from the cube changes log-densities.</summary>
    public double LogScale { get; }

    /// <summary>Half the width of each coordinate, [act]: the unit of noise.</summary>
    public Tensor Half => _half;

    /// <summary>center + half-width · tanh u.</summary>
    /// <param name="u">[…, act].</param>
    /// <returns>Actions inside the bounds.</returns>
    public Tensor Squash(Tensor u) => _unit ? u.tanh() : _center.addcmul(u.tanh(), _half, 1);

    /// <summary>Maps the cube [−1, 1]^act to the space of actions.</summary>
    /// <param name="unit">[…, act].</param>
    /// <returns>Actions.</returns>
    public Tensor Scale(Tensor unit) => _unit ? unit : _center.addcmul(unit, _half, 1);

    /// <summary>Maps actions to the cube [−1, 1]^act.</summary>
    /// <param name="action">[…, act].</param>
    /// <returns>Points of the cube.</returns>
    public Tensor Unit(Tensor action) => _unit ? action : (action - _center) / _half;

    /// <summary>Moves actions into the bounds.</summary>
    /// <param name="action">[…, act].</param>
    /// <returns>The nearest actions inside.</returns>
    public Tensor Clip(Tensor action) => _unit ? action.clamp(-1, 1) : action.maximum(_low).minimum(_high);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in (ReadOnlySpan<Tensor>)[_low, _high, _center, _half])
            tensor.Dispose();
    }
}
