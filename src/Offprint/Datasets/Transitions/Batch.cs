using static TorchSharp.torch;

namespace Offprint.Datasets.Transitions;

/// <summary>
/// A minibatch of transitions: float32 tensors that lead with P (each seed has its own rows) or 1 (all seeds share them).
/// </summary>
/// <remarks>A batch of a loader belongs to the loader, which overwrites it with the next one.</remarks>
/// <param name="Observations">s, [P|1, B, obs]; normalized if the view normalizes.</param>
/// <param name="Actions">a, [P|1, B, act].</param>
/// <param name="Rewards">r, [P|1, B, 1], after the view's transform; the discounted sum of n rewards for an n-step view.</param>
/// <param name="Next">s′, [P|1, B, obs]: n steps on for an n-step view.</param>
/// <param name="Continue">
/// [P|1, B, 1]: 0 where s′ is terminal, otherwise 1 (γⁿ⁻¹ for n steps), so that a target is r + γ · Continue · V(s′).
/// </param>
/// <param name="ReturnToGo">The discounted return from this row to its episode's end, [P|1, B, 1], where the view computes it.</param>
/// <param name="Weight">Weights of rows in a loss, [P|1, B, 1], where a method brings them.</param>
/// <param name="NextActions">a′, the data's own next action, [P|1, B, act], where the view keeps it (SARSA targets).</param>
/// <param name="Online">1 where a row comes from the second (online) source of a mixed sampler, 0 elsewhere, [P|1, B, 1].</param>
public sealed record Batch(
    Tensor Observations, Tensor Actions, Tensor Rewards, Tensor Next, Tensor Continue, Tensor? ReturnToGo = null, Tensor? Weight = null,
    Tensor? NextActions = null, Tensor? Online = null) : IDisposable
{
    /// <summary>P, or 1 where all seeds share the rows.</summary>
    public int Population => (int)Observations.shape[0];

    /// <summary>B, the rows of each seed.</summary>
    public int Size => (int)Observations.shape[1];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor? tensor in (ReadOnlySpan<Tensor?>)[Observations, Actions, Rewards, Next, Continue, ReturnToGo, Weight, NextActions, Online])
            tensor?.Dispose();
    }
}
