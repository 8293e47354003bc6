using static TorchSharp.torch;

namespace Offprint.Agents.Policies;

/// <summary>What a policy sees of a batch's rows: observations, and whatever a method puts beside them.</summary>
/// <param name="Current">Of s, [P|1, B, obs + extra], without gradients.</param>
/// <param name="Next">Of s′, likewise.</param>
/// <param name="ValueWeight">
/// β, by which each row's value counts in the actor's loss, [P|1, B, 1]; <see langword="null"/> where it counts as it is.
/// </param>
public readonly record struct PolicyRows(Tensor Current, Tensor Next, Tensor? ValueWeight = null);
