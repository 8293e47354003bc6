using static TorchSharp.torch;

namespace Offprint.Environments;

/// <summary>Tells from observations where an episode ends, for roll-outs in learned models.</summary>
public interface ITerminationRule
{
    /// <summary>Whether transitions end their episodes; a time limit is not part of it.</summary>
    /// <param name="state">Observations, [P, B, obs] or [B, obs], not normalized.</param>
    /// <param name="action">Actions, [P, B, act] or [B, act].</param>
    /// <param name="next">The observations that followed.</param>
    /// <returns>bool, [P, B] or [B].</returns>
    Tensor Done(Tensor state, Tensor action, Tensor next);
}
