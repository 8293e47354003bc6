using static TorchSharp.torch;

namespace Offprint.Datasets.Transitions;

/// <summary>
/// A minibatch of transitions: float32 tensors that lead with P (each seed has its own rows) or 1 (all seeds share them). Where rows are
/// windows of T steps of an episode, an axis of time follows the rows: [P|1, B, T, ·], zero behind the episode's end, with a mask.
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
/// <param name="Extra">Further columns side by side, [P|1, B, Σ widths]; see <see cref="Column"/>.</param>
/// <param name="Mask">1 where there is a step, 0 behind the episode's end, [P|1, B, T, 1], where rows are windows of T steps.</param>
public sealed record Batch(
    Tensor Observations, Tensor Actions, Tensor Rewards, Tensor Next, Tensor Continue, Tensor? ReturnToGo = null, Tensor? Weight = null,
    Tensor? NextActions = null, Tensor? Online = null, Tensor? Extra = null, Tensor? Mask = null) : IDisposable
{
    /// <summary>Names and widths of the columns in <see cref="Extra"/>.</summary>
    public ColumnLayout Columns { get; init; } = ColumnLayout.None;

    /// <summary>P, or 1 where all seeds share the rows.</summary>
    public int Population => (int)Observations.shape[0];

    /// <summary>B, the rows of each seed.</summary>
    public int Size => (int)Observations.shape[1];

    /// <summary>A further column, such as cost, goal or context.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>[P|1, B, width], a view of <see cref="Extra"/> in the current dispose scope.</returns>
    /// <exception cref="KeyNotFoundException">The batch does not carry it; the message lists the columns that it has.</exception>
    public Tensor Column(string name)
    {
        (int start, int width) = Columns.Find(name);
        return Extra!.narrow(-1, start, width);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor? tensor in (ReadOnlySpan<Tensor?>)[Observations, Actions, Rewards, Next, Continue, ReturnToGo, Weight,
            NextActions, Online, Extra, Mask])
            tensor?.Dispose();
    }
}
