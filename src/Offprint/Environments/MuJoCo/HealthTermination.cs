using static TorchSharp.torch;

namespace Offprint.Environments.MuJoCo;

/// <summary>Ends where the observed body is unhealthy; the rule of <see cref="Locomotion"/> up to the rounding of observations.</summary>
/// <param name="options">The task's settings.</param>
/// <param name="height">The place of the height in an observation; in planar bodies the pitch follows it.</param>
/// <param name="planar">Whether the body moves in a plane, with open ranges; otherwise height's range is closed.</param>
internal sealed class HealthTermination(LocomotionOptions options, int height, bool planar) : ITerminationRule
{
    public Tensor Done(Tensor state, Tensor action, Tensor next)
    {
        using var scope = NewDisposeScope();
        Tensor z = next[TensorIndex.Ellipsis, height];
        if (options.Health is not { } rule || !options.TerminateWhenUnhealthy)
            return zeros_like(z, ScalarType.Bool).MoveToOuterDisposeScope();
        Tensor healthy = planar
            ? z.gt(rule.MinHeight) & z.lt(rule.MaxHeight) & next[TensorIndex.Ellipsis, height + 1].abs().lt(rule.MaxAngle)
                & next[TensorIndex.Ellipsis, TensorIndex.Slice(height + 1)].abs().lt(rule.MaxState).all(-1)
            : z.ge(rule.MinHeight) & z.le(rule.MaxHeight) & isfinite(next).all(-1);
        return healthy.logical_not().MoveToOuterDisposeScope();
    }
}
