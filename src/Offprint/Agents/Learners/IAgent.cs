using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;

namespace Offprint.Agents.Learners;

/// <summary>A population of learners, one a seed: policies, and what they are learned with.</summary>
public interface ILearner : IDisposable, IDescribable
{
    /// <summary>P.</summary>
    int Population { get; }

    /// <summary>What it has learned so far; it changes with each update.</summary>
    IPolicy Policy { get; }

    /// <summary>Copies parts of another agent, such as a pretrained one.</summary>
    /// <param name="other">An agent, of any kind, of the same population whose networks have the same names and shapes.</param>
    /// <param name="parts">Which parts.</param>
    /// <exception cref="ArgumentException">A part is missing there or has other shapes; the message names it. Nothing is copied
    /// then.</exception>
    void CopyFrom(ILearner other, TransferParts parts);

    /// <summary>Everything that further updates depend on.</summary>
    /// <returns>A copy.</returns>
    AgentState Save();

    /// <summary>Takes up a former state: later updates give the same bits.</summary>
    /// <param name="state">The state of an agent with the same options and seeds.</param>
    /// <exception cref="InvalidDataException">It belongs to another agent; the message names the part.</exception>
    void Load(AgentState state);
}

/// <summary>Learners that learn from minibatches of transitions, whoever collected them; <c>TrainingRun</c> drives them.</summary>
public interface IAgent : ILearner
{
    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">Rows for each seed, or rows that all seeds share.</param>
    /// <returns>Losses and other numbers of each seed; overwritten by the next update.</returns>
    /// <exception cref="ArgumentException">The batch is of another population, or lacks a column that the method needs.</exception>
    Metrics Update(Batch batch);
}

/// <summary>Learners that learn from the experience of their own policy, rollout by rollout; <c>OnPolicyRun</c> drives them.</summary>
public interface IOnPolicyAgent : ILearner
{
    /// <summary>
    /// The policy that collects experience. Its law is sampled as it is: samples outside the action's bounds are stored as drawn and moved
    /// inside for the environment only, since densities at the bounds would not be those of the law.
    /// </summary>
    IStochasticPolicy Behavior { get; }

    /// <summary>Learns from a complete rollout, and from former ones that the buffer still holds.</summary>
    /// <param name="rollouts">Experience of P members.</param>
    /// <returns>Losses and other numbers of each seed; overwritten by the next update.</returns>
    /// <exception cref="ArgumentException">The rollouts are of another population or of other spaces, or the newest is not
    /// complete.</exception>
    Metrics Update(RolloutBuffer rollouts);
}

/// <summary>Parts of an agent that can be carried over to another.</summary>
[Flags]
public enum TransferParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The policy.</summary>
    Actor = 1,

    /// <summary>The action values.</summary>
    Critics = 2,

    /// <summary>Target networks.</summary>
    Targets = 4,

    /// <summary>State values.</summary>
    Values = 8,

    /// <summary>Temperatures and multipliers.</summary>
    Multipliers = 16,

    /// <summary>What else a method trains, such as generative models.</summary>
    Models = 32,

    /// <summary>The optimizers of the parts that are copied; without it they begin anew.</summary>
    Optimizers = 64,

    /// <summary>All networks, without optimizers.</summary>
    Networks = Actor | Critics | Targets | Values | Multipliers | Models,

    /// <summary>Everything.</summary>
    All = Networks | Optimizers,
}
