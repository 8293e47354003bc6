using System.Diagnostics;
using System.Text.Json;
using Offprint.Datasets;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Agents;

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

    /// <summary>Least seconds between saves, which follow an update, where there is a file to resume from. Default 20.</summary>
    public double SaveSeconds { get; init; } = 20;
}

/// <summary>What an on-policy run works with.</summary>
/// <param name="Seeds">One a member: where exploration and episodes come from.</param>
/// <param name="Evaluator">Plays the evaluations.</param>
/// <param name="Environment">Makes an environment; called P × n times.</param>
public sealed record OnPolicySetup(IReadOnlyList<Seed> Seeds, RolloutEvaluator Evaluator, Func<IEnvironment> Environment)
{
    /// <summary>
    /// Where the run is saved if its environments can be; <see langword="null"/> for nowhere. A killed run goes on from there to the same bits.
    /// </summary>
    public string? ResumeFile { get; init; }

    /// <summary>Receives each evaluation.</summary>
    public Action<TrainingEntry>? Report { get; init; }

    /// <summary>Receives the share of the run that is done, in [0, 1], after each rollout's update.</summary>
    public Action<double>? Progress { get; init; }
}

/// <summary>Trains an on-policy agent: a rollout with its policy, an update, and so on. Episodes go on from one rollout into the next.</summary>
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
    /// <exception cref="ArithmeticException">A loss is not finite; the message names it and the update.</exception>
    /// <exception cref="InvalidDataException">The file to resume from is of another run.</exception>
    public TrainingLog Run(IOnPolicyAgent agent, OnPolicySetup setup, CancellationToken cancellation = default)
    {
        Check(agent, setup);
        using var phase = new RolloutPhase(options, setup);
        List<TrainingEntry> entries = [];
        AgentState? saved = Resume(agent, setup, entries);
        phase.Begin(saved);
        if (entries.Count == 0)
            Evaluate(agent, setup, entries, 0, null);
        var sinceSave = Stopwatch.StartNew();
        for (int rollout = (int)(saved?.Get<long>(RolloutsDone)[0] ?? 0) + 1; rollout <= options.Rollouts; rollout++)
        {
            phase.Collect(agent.Behavior, cancellation);
            Metrics metrics = agent.Update(phase.Buffer);
            if (metrics.FirstNotFinite() is { } name)
            {
                throw new ArithmeticException(
                    $"The {name} of update {rollout} is not finite: lower the learning rate, or scale observations and rewards.");
            }
            setup.Progress?.Invoke((double)rollout / options.Rollouts);
            if (rollout % options.EvaluateEvery == 0 || rollout == options.Rollouts)
                Evaluate(agent, setup, entries, rollout, metrics);
            if (setup.ResumeFile is { } path && phase.CanResume && sinceSave.Elapsed.TotalSeconds > options.SaveSeconds)
            {
                Save(path, agent, phase, entries, rollout);
                sinceSave.Restart();
            }
        }
        if (setup.ResumeFile is not null)
            File.Delete(setup.ResumeFile);
        return new(entries);
    }

    private void Check(IOnPolicyAgent agent, OnPolicySetup setup)
    {
        if (setup.Seeds.Count != agent.Population)
            throw new ArgumentException($"The run has {setup.Seeds.Count} seeds, the agent {agent.Population} members.", nameof(setup));
        if (!ReferenceEquals(setup.Evaluator.Options.Observations, options.Observations))
            throw new ArgumentException("The evaluator must scale observations as the run does: give both the same normalizer.", nameof(setup));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Rollouts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.EvaluateEvery);
    }

    /// <summary>Every evaluation has starts of its own, the same in each run.</summary>
    private void Evaluate(IOnPolicyAgent agent, OnPolicySetup setup, List<TrainingEntry> entries, int rollouts, Metrics? metrics)
    {
        Seed[] seeds = [.. setup.Seeds.Select(seed => seed.Derive("evaluation").Derive((ulong)entries.Count))];
        var entry = new TrainingEntry(0, rollouts * options.Steps * options.Environments, setup.Evaluator.Evaluate(agent.Policy, seeds).Means,
            metrics?.Names.ToDictionary(name => name, metrics.Mean) ?? []);
        entries.Add(entry);
        setup.Report?.Invoke(entry);
    }

    private static void Save(string path, IOnPolicyAgent agent, RolloutPhase phase, List<TrainingEntry> entries, int rollout)
    {
        AgentState state = agent.Save();
        state.Add(RolloutsDone, new[] { (long)rollout });
        state.Add("run.log", JsonSerializer.SerializeToUtf8Bytes(entries, StoreJson.Options));
        phase.Save(state);
        state.Write(path);
    }

    private AgentState? Resume(IOnPolicyAgent agent, OnPolicySetup setup, List<TrainingEntry> entries)
    {
        if (setup.ResumeFile is not { } path || !File.Exists(path))
            return null;
        AgentState state = AgentState.Read(path);
        long done = state.Get<long>(RolloutsDone)[0];
        if (done > options.Rollouts)
            throw new InvalidDataException($"'{path}' comes from {done} rollouts, the run has {options.Rollouts}: delete the file to train anew.");
        agent.Load(state);
        entries.AddRange(JsonSerializer.Deserialize<List<TrainingEntry>>(state.Get<byte>("run.log"), StoreJson.Options) ?? []);
        return state;
    }
}
