using Offprint.Agents.Learners;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;

namespace Offprint.Agents.Training;

/// <summary>Options of <see cref="OnPolicyRun"/>.</summary>
public sealed record OnPolicyOptions
{
    /// <summary>Rollouts, with an update after each.</summary>
    public required int Rollouts { get; init; }

    /// <summary>T, steps of each copy in a rollout. Default 2048 (Schulman et al. 2017, table 3).</summary>
    public int Steps { get; init; } = 2048;

    /// <summary>n, copies of the environment that each seed steps. Default 1 (Schulman et al. 2017 for locomotion).</summary>
    public int Environments { get; init; } = 1;

    /// <summary>b, the rollouts that an update learns from. Default 1: experience of the present policy alone.</summary>
    public int Buffer { get; init; } = 1;

    /// <summary>Rollouts between evaluations; there is one before the first and one after the last, too. Default 1.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>
    /// Scales observations as those of a data set on which the agent was pretrained; frozen. <see langword="null"/> leaves them: running
    /// statistics are an option of the agent.
    /// </summary>
    public Normalizer? Observations { get; init; }

    /// <summary>
    /// Least seconds between saves, which follow an update, where there is a file to resume from; 0 to save after each. Default 20.
    /// </summary>
    public double SaveSeconds { get; init; } = 20;
}

/// <summary>What an on-policy run works with.</summary>
/// <param name="Seeds">One a member: where exploration and episodes come from.</param>
/// <param name="Evaluator">Plays the evaluations.</param>
/// <param name="Environment">Makes an environment; called P × n times.</param>
public sealed record OnPolicySetup(IReadOnlyList<Seed> Seeds, RolloutEvaluator Evaluator, Func<IEnvironment> Environment)
    : RunSetup(Seeds, Evaluator);

/// <summary>
/// Trains an on-policy agent: a rollout with its policy, an update, and so on. Episodes go on from one rollout into the next.
/// </summary>
/// <param name="options">Rollouts and evaluations.</param>
public sealed class OnPolicyRun(OnPolicyOptions options)
{
    private const string RolloutsDone = "run.rollouts";

    /// <summary>Trains.</summary>
    /// <param name="agent">A fresh agent; its state is taken from the file to resume from if there is one.</param>
    /// <param name="setup">Environment and seeds.</param>
    /// <param name="cancellation">Stops after the step at hand; a resumed run repeats the rollout.</param>
    /// <returns>The log; its steps are those of a seed, all copies together.</returns>
    /// <exception cref="ArgumentException">The populations differ, or observations are scaled differently for evaluations.</exception>
    /// <exception cref="ArithmeticException">A loss or an action is not finite; the message names it, the update, and what may
    /// help.</exception>
    /// <exception cref="InvalidDataException">The file to resume from is of another run.</exception>
    public TrainingLog Run(IOnPolicyAgent agent, OnPolicySetup setup, CancellationToken cancellation = default)
    {
        setup.Check(agent, options.Observations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Rollouts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.EvaluateEvery);
        return Divergence.Watch(agent, () => Train(agent, setup, cancellation));
    }

    private TrainingLog Train(IOnPolicyAgent agent, OnPolicySetup setup, CancellationToken cancellation)
    {
        using var phase = new RolloutPhase(options, setup);
        var journal = new TrainingJournal(agent, setup, options.SaveSeconds);
        AgentState? saved = journal.Resume(CheckSaved);
        phase.Begin(saved);
        if (!journal.IsBegun)
            journal.Evaluate(0, 0, null);
        for (int rollout = (int)(saved?.Get<long>(RolloutsDone)[0] ?? 0) + 1; rollout <= options.Rollouts; rollout++)
        {
            phase.Collect(agent.Behavior, cancellation);
            Metrics metrics = Divergence.Check(agent.Update(phase.Buffer), rollout);
            setup.Progress?.Invoke((double)rollout / options.Rollouts);
            if (rollout % options.EvaluateEvery == 0 || rollout == options.Rollouts)
                journal.Evaluate(0, rollout * options.Steps * options.Environments, metrics);
            if (phase.CanResume && (journal.IsDue || rollout == options.Rollouts))
                Save(rollout);
        }
        return journal.Close();

        void Save(int rollout) => journal.Save(state =>
        {
            state.Add(RolloutsDone, new[] { (long)rollout });
            phase.Save(state);
        });
    }

    private void CheckSaved(string path, AgentState state)
    {
        long done = state.Get<long>(RolloutsDone)[0];
        if (done > options.Rollouts)
            throw new InvalidDataException(
                $"'{path}' comes from {done} rollouts, the run has {options.Rollouts}: delete the file to train anew.");
    }
}
