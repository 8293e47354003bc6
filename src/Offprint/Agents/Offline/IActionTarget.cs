using Offprint.Datasets.Transitions;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>Towards which actions a policy is held, row by row: the logged ones, the nearest logged pair's, or a guide's.</summary>
public interface IActionTarget
{
    /// <summary>Chooses the targets of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="actions">π(s), [P, B, act]; a target may depend on it, gradients included.</param>
    /// <returns>Targets and gates.</returns>
    ActionTarget Choose(Batch batch, Tensor actions);
}

/// <summary>Targets of a batch.</summary>
/// <param name="Actions">[P|1, B, act].</param>
/// <param name="Gate">How much each row counts, [P|1, B, 1]; <see langword="null"/> for 1.</param>
public readonly record struct ActionTarget(Tensor Actions, Tensor? Gate = null);

/// <summary>A step of the critics, as a method sees it that learns more from the same batch.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="NextActions">a′, the actions behind the target, [P, B, act].</param>
/// <param name="Target">y, [P, B, 1], without gradients.</param>
public readonly record struct CriticUpdate(Batch Batch, Tensor NextActions, Tensor Target);

/// <summary>The logged action of each row: TD3+BC.</summary>
public sealed class LoggedActions : IActionTarget
{
    /// <inheritdoc/>
    public ActionTarget Choose(Batch batch, Tensor actions) => new(batch.Actions);
}
