using System.Diagnostics;
using System.Text.Json;
using Offprint.Datasets;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents;

/// <summary>What a run works with.</summary>
/// <param name="Seeds">One a member: where batches, exploration and episodes come from.</param>
/// <param name="Evaluator">Plays the evaluations.</param>
/// <param name="Data">The data set; <see langword="null"/> for online learning alone.</param>
/// <param name="Environment">Makes an environment for each member; <see langword="null"/> for offline learning alone.</param>
public sealed record TrainingSetup(
    IReadOnlyList<Seed> Seeds, RolloutEvaluator Evaluator, OfflineDataset? Data = null, Func<IEnvironment>? Environment = null)
{
    /// <summary>Looks at the agent at each evaluation.</summary>
    public IReadOnlyList<IProbe> Probes { get; init; } = [];

    /// <summary>
    /// Where the offline phase is saved; <see langword="null"/> for nowhere. A killed run goes on from there, or repeats its online phase from
    /// the switch, to the same bits.
    /// </summary>
    public string? ResumeFile { get; init; }

    /// <summary>Receives each evaluation.</summary>
    public Action<TrainingEntry>? Report { get; init; }

    /// <summary>Receives the share of the run that is done, in [0, 1], every hundred updates or steps.</summary>
    public Action<double>? Progress { get; init; }
}

/// <summary>Trains an agent: updates on a data set, then, after the switch, steps in an environment with updates after each.</summary>
/// <param name="options">Both phases.</param>
public sealed class TrainingRun(TrainingOptions options)
{
    private const int CheckEvery = 100; // updates between looks at the losses

    /// <summary>Trains.</summary>
    /// <param name="agent">A fresh agent; its state is taken from the file to resume from if there is one.</param>
    /// <param name="setup">Data, environment, seeds.</param>
    /// <param name="cancellation">Stops after the update at hand; the offline phase is saved.</param>
    /// <returns>The log.</returns>
    /// <exception cref="ArgumentException">A phase lacks what it works with, or the populations differ.</exception>
    /// <exception cref="ArithmeticException">A loss is not finite; the message names it and the update.</exception>
    public TrainingLog Run(IAgent agent, TrainingSetup setup, CancellationToken cancellation = default)
    {
        Check(agent, setup);
        TransitionView? view = setup.Data?.View(options.View);
        List<TrainingEntry> entries = [];
        if (options.OfflineUpdates > 0)
            Offline(agent, setup, view!, entries, cancellation);
        if (options.OnlineSteps > 0)
            Online(agent, setup, view, entries, cancellation);
        if (setup.ResumeFile is not null)
            File.Delete(setup.ResumeFile);
        return new(entries);
    }

    private void Check(IAgent agent, TrainingSetup setup)
    {
        if (setup.Seeds.Count != agent.Population)
            throw new ArgumentException($"The run has {setup.Seeds.Count} seeds, the agent {agent.Population} members.", nameof(setup));
        if (options.OfflineUpdates > 0 && setup.Data is null)
            throw new ArgumentException($"{options.OfflineUpdates} offline updates need a data set.", nameof(setup));
        if (options.OnlineSteps > 0 && setup.Environment is null)
            throw new ArgumentException($"{options.OnlineSteps} online steps need an environment.", nameof(setup));
        if (options.OnlineSteps > 0 && (options.View.Steps > 1 || options.View.NextActions))
        {
            throw new ArgumentException(
                "The replay buffer holds single steps without next actions: the view must, too, where there are online steps.", nameof(setup));
        }
        if (!ReferenceEquals(setup.Evaluator.Options.Observations, options.View.Observations))
            throw new ArgumentException("The evaluator must scale observations as the view does: give both the same normalizer.", nameof(setup));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.EvaluateEvery);
    }

    private void Offline(IAgent agent, TrainingSetup setup, TransitionView view, List<TrainingEntry> entries, CancellationToken cancellation)
    {
        using var random = new PopulationRandom([.. setup.Seeds.Select(seed => seed.Derive("offline batches"))]);
        using var loader = new BatchLoader(view, OfflineSampler(view), options.BatchSize, agent.Population);
        int update = setup.ResumeFile is { } file && File.Exists(file) ? Resume(file, agent, random, entries) : 0;
        Metrics? metrics = null;
        if (entries.Count == 0)
            Evaluate(agent, setup, entries, 0, 0, metrics);
        var sinceSave = Stopwatch.StartNew();
        try
        {
            while (update < options.OfflineUpdates)
            {
                cancellation.ThrowIfCancellationRequested();
                metrics = Update(agent, loader, random, update + 1);
                update++;
                ReportProgress(setup, update);
                if (update % options.EvaluateEvery == 0 || update == options.OfflineUpdates)
                    Evaluate(agent, setup, entries, update, 0, metrics);
                if (setup.ResumeFile is not null && (sinceSave.Elapsed.TotalSeconds > options.SaveSeconds || update == options.OfflineUpdates))
                {
                    Save(setup.ResumeFile, update, agent, random, entries);
                    sinceSave.Restart();
                }
            }
        }
        catch (OperationCanceledException) when (setup.ResumeFile is not null)
        {
            Save(setup.ResumeFile, update, agent, random, entries);
            throw;
        }
    }

    private void Online(IAgent agent, TrainingSetup setup, TransitionView? view, List<TrainingEntry> entries, CancellationToken cancellation)
    {
        int population = agent.Population;
        using var environments = new VectorEnvironment(setup.Environment!, population);
        using var steps = new EnvironmentSteps(environments, options.View.Observations);
        using var buffer = new ReplayBuffer(population, Math.Min(options.BufferCapacity, options.OnlineSteps),
            environments.Spec.Observation.Size, environments.Spec.Action.Size, Returns(setup.Data));
        ITransitionSource online = buffer.View(options.View.Reward, options.View.Observations);
        ITransitionSampler sampler = buffer.Sampler();
        using var loader = view is null
            ? new BatchLoader(online, sampler, options.BatchSize, population)
            : new BatchLoader(new MixedSource(view, online), new MixedSampler(OfflineSampler(view), sampler, options.Mix), options.BatchSize, population);
        using var batches = new PopulationRandom([.. setup.Seeds.Select(seed => seed.Derive("online batches"))]);
        using var exploration = batches.Derive("exploration");
        steps.Reset([.. setup.Seeds.Select(seed => seed.Derive("episodes"))]);
        Metrics? metrics = null;
        if (entries.Count == 0)
            Evaluate(agent, setup, entries, 0, 0, metrics);
        for (int step = 1; step <= options.OnlineSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (step <= options.RandomSteps)
                steps.ActRandomly(exploration);
            else
                steps.Act(agent.Policy, ActMode.Explore, exploration);
            Store(steps, buffer, environments.Spec);
            // Where steps are kept back until their episode ends, the first episode gives nothing to learn from.
            bool learns = step > options.WarmUpSteps && (buffer.Count > 0 || (view is not null && options.Mix.Mode != MixMode.OnlineOnly));
            for (int u = 0; learns && u < options.UpdatesPerStep; u++)
                metrics = Update(agent, loader, batches, (long)(step - 1) * options.UpdatesPerStep + u + 1);
            ReportProgress(setup, options.OfflineUpdates + step);
            if (step % options.EvaluateEvery == 0 || step == options.OnlineSteps)
                Evaluate(agent, setup, entries, options.OfflineUpdates, step, metrics);
        }
    }

    /// <summary>Online episodes get their returns-to-go by the rule of the view, with the data's least reward as that of a failed step.</summary>
    private EpisodeReturns? Returns(OfflineDataset? data)
    {
        if (options.View.ReturnToGo is not { } rule)
            return null;
        float? failure = null;
        if (rule == ReturnToGoRule.FailureTail)
        {
            RewardTransform transform = options.View.Reward ?? RewardTransform.Identity;
            failure = (data ?? throw new ArgumentException("The least reward of a failed step comes from a data set, and there is none."))
                .Rewards.Values.ToArray().Min(transform.Apply);
        }
        return new EpisodeReturns(options.View.Discount, options.View.Reward, failure);
    }

    private static void Store(EnvironmentSteps steps, ReplayBuffer buffer, EnvironmentSpec spec)
    {
        int width = spec.Observation.Size, action = spec.Action.Size;
        steps.Step();
        for (int p = 0; p < steps.Results.Length; p++)
        {
            StepResult result = steps.Results[p];
            buffer.Add(p, new(steps.Previous.AsSpan(p * width, width), steps.Actions.AsSpan(p * action, action), (float)result.Reward,
                steps.Next.AsSpan(p * width, width), result.Terminated), result.Ended);
        }
    }

    private void ReportProgress(TrainingSetup setup, int done)
    {
        int all = options.OfflineUpdates + options.OnlineSteps;
        if (done % CheckEvery == 0 || done == all)
            setup.Progress?.Invoke((double)done / all);
    }

    private ITransitionSampler OfflineSampler(TransitionView view) => options.OfflineSampler?.Invoke(view) ?? new UniformSampler(view.Count);

    private static Metrics Update(IAgent agent, BatchLoader loader, PopulationRandom random, long number)
    {
        Metrics metrics = agent.Update(loader.Next(random));
        if (number % CheckEvery == 0 && metrics.FirstNotFinite() is { } name)
        {
            throw new ArithmeticException(
                $"The {name} of update {number} is not finite: lower the learning rate, or look for rewards and observations of very different scales.");
        }
        return metrics;
    }

    /// <summary>Every evaluation has starts of its own, the same in each run.</summary>
    private static void Evaluate(IAgent agent, TrainingSetup setup, List<TrainingEntry> entries, int updates, int steps, Metrics? metrics)
    {
        Seed[] seeds = [.. setup.Seeds.Select(seed => seed.Derive("evaluation").Derive((ulong)entries.Count))];
        var numbers = metrics?.Names.ToDictionary(name => name, metrics.Mean) ?? [];
        foreach (IProbe probe in setup.Probes)
        {
            foreach ((string name, double value) in probe.Measure(agent))
                numbers[name] = value;
        }
        var entry = new TrainingEntry(updates, steps, setup.Evaluator.Evaluate(agent.Policy, seeds).Means, numbers);
        entries.Add(entry);
        setup.Report?.Invoke(entry);
    }

    private static void Save(string path, int update, IAgent agent, PopulationRandom random, List<TrainingEntry> entries)
    {
        AgentState state = agent.Save();
        state.Add("run.update", new[] { (long)update });
        state.Add("run.batches", random.Save());
        state.Add("run.log", JsonSerializer.SerializeToUtf8Bytes(entries, StoreJson.Options));
        state.Write(path);
    }

    private int Resume(string path, IAgent agent, PopulationRandom random, List<TrainingEntry> entries)
    {
        AgentState state = AgentState.Read(path);
        long update = state.Get<long>("run.update")[0];
        if (update > options.OfflineUpdates)
            throw new InvalidDataException($"'{path}' comes from {update} updates, the run has {options.OfflineUpdates}: delete the file to train anew.");
        agent.Load(state);
        random.Load(state.Get<byte>("run.batches"));
        entries.AddRange(JsonSerializer.Deserialize<List<TrainingEntry>>(state.Get<byte>("run.log"), StoreJson.Options) ?? []);
        return (int)update;
    }
}
