using Offprint.Datasets;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

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
}

/// <summary>What an on-policy run works with.</summary>
/// <param name="Seeds">One a member: where exploration and episodes come from.</param>
/// <param name="Evaluator">Plays the evaluations.</param>
/// <param name="Environment">Makes an environment; called P × n times.</param>
public sealed record OnPolicySetup(IReadOnlyList<Seed> Seeds, RolloutEvaluator Evaluator, Func<IEnvironment> Environment)
{
    /// <summary>Receives each evaluation.</summary>
    public Action<TrainingEntry>? Report { get; init; }

    /// <summary>Receives the share of the run that is done, in [0, 1], after each rollout's update.</summary>
    public Action<double>? Progress { get; init; }
}

/// <summary>Trains an on-policy agent: a rollout with its policy, an update, and so on. Episodes go on from one rollout into the next.</summary>
/// <param name="options">Rollouts and evaluations.</param>
public sealed class OnPolicyRun(OnPolicyOptions options)
{
    /// <summary>Trains.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="setup">Environment and seeds.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <returns>The log; its steps are those of a seed, all copies together.</returns>
    /// <exception cref="ArgumentException">The populations differ, or observations are scaled differently for evaluations.</exception>
    /// <exception cref="ArithmeticException">A loss is not finite; the message names it and the update.</exception>
    public TrainingLog Run(IOnPolicyAgent agent, OnPolicySetup setup, CancellationToken cancellation = default)
    {
        Check(agent, setup);
        using var environments = new VectorEnvironment(setup.Environment, agent.Population, options.Environments);
        using var steps = new EnvironmentSteps(environments, options.Observations);
        using var buffer = new RolloutBuffer(agent.Population, options.Environments, options.Steps,
            environments.Spec.Observation.Size, environments.Spec.Action.Size, options.Buffer, options.Observations);
        using var exploration = new PopulationRandom([.. setup.Seeds.Select(seed => seed.Derive("exploration"))]);
        float[] samples = new float[steps.Actions.Length];
        List<TrainingEntry> entries = [];
        steps.Reset([.. setup.Seeds.Select(seed => seed.Derive("episodes"))]);
        Evaluate(agent, setup, entries, 0, null);
        for (int rollout = 1; rollout <= options.Rollouts; rollout++)
        {
            for (int t = 0; t < options.Steps; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                steps.Sample(agent.Behavior, exploration, samples);
                steps.Step();
                Store(steps, samples, buffer);
            }
            Metrics metrics = agent.Update(buffer);
            if (metrics.FirstNotFinite() is { } name)
            {
                throw new ArithmeticException(
                    $"The {name} of update {rollout} is not finite: lower the learning rate, or scale observations and rewards.");
            }
            setup.Progress?.Invoke((double)rollout / options.Rollouts);
            if (rollout % options.EvaluateEvery == 0 || rollout == options.Rollouts)
                Evaluate(agent, setup, entries, rollout, metrics);
        }
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

    private static void Store(EnvironmentSteps steps, float[] samples, RolloutBuffer buffer)
    {
        int width = buffer.ObservationSize, action = buffer.ActionSize;
        for (int row = 0; row < steps.Results.Length; row++)
        {
            StepResult result = steps.Results[row];
            buffer.Add(row / buffer.Environments, new(steps.Previous.AsSpan(row * width, width), samples.AsSpan(row * action, action),
                (float)result.Reward, steps.Next.AsSpan(row * width, width), result.Terminated), result.Truncated, row % buffer.Environments);
        }
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
}
