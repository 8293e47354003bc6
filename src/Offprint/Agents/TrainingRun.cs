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
    /// Where the run is saved now and then; <see langword="null"/> for nowhere. A killed run goes on from there, to the same bits; where the
    /// environment is no <see cref="IStatefulEnvironment"/>, its online phase begins again.
    /// </summary>
    public string? ResumeFile { get; init; }

    /// <summary>Receives the online steps, and belongs to the caller; <see langword="null"/> makes one for the time of the run.</summary>
    public ReplayBuffer? Buffer { get; init; }

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
    private const int SavingShare = 20; // saving takes at most a twentieth of the time

    /// <summary>Trains.</summary>
    /// <param name="agent">A fresh agent; its state is taken from the file to resume from if there is one.</param>
    /// <param name="setup">Data, environment, seeds.</param>
    /// <param name="cancellation">Stops after the update at hand, which is saved.</param>
    /// <returns>The log.</returns>
    /// <exception cref="ArgumentException">A phase lacks what it works with, or the populations differ.</exception>
    /// <exception cref="ArithmeticException">A loss is not finite; the message names it and the update.</exception>
    public TrainingLog Run(IAgent agent, TrainingSetup setup, CancellationToken cancellation = default)
    {
        Check(agent, setup);
        TransitionView? view = setup.Data?.View(options.View);
        List<TrainingEntry> entries = [];
        AgentState? saved = Resume(agent, setup, entries);
        if (options.OfflineUpdates > 0)
            Offline(agent, setup, view!, entries, saved, cancellation);
        if (options.OnlineSteps > 0)
            Online(agent, setup, view, entries, saved, cancellation);
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
        if (setup.Buffer is { } buffer && buffer.Population != agent.Population)
            throw new ArgumentException($"The buffer holds rows of {buffer.Population} seeds, the agent has {agent.Population} members.", nameof(setup));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.EvaluateEvery);
    }

    private void Offline(
        IAgent agent, TrainingSetup setup, TransitionView view, List<TrainingEntry> entries, AgentState? saved, CancellationToken cancellation)
    {
        using var random = new PopulationRandom([.. setup.Seeds.Select(seed => seed.Derive("offline batches"))]);
        using var loader = new BatchLoader(view, OfflineSampler(view), options.BatchSize, agent.Population);
        int update = (int)(saved?.Get<long>("run.update")[0] ?? 0);
        if (saved?.Arrays.ContainsKey("run.batches") == true)
            random.Load(saved.Get<byte>("run.batches"));
        Metrics? metrics = null;
        if (entries.Count == 0)
            Evaluate(agent, setup, entries, 0, 0, metrics);
        var clock = new SaveClock(options.SaveSeconds);
        void Save() => Write(setup.ResumeFile, clock, agent, entries, state =>
        {
            state.Add("run.update", new[] { (long)update });
            state.Add("run.batches", random.Save());
        });
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
                if (clock.IsDue || update == options.OfflineUpdates)
                    Save();
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }
    }

    private void Online(
        IAgent agent, TrainingSetup setup, TransitionView? view, List<TrainingEntry> entries, AgentState? saved, CancellationToken cancellation)
    {
        using var phase = new OnlinePhase(options, agent, setup, view);
        int step = phase.Begin(saved);
        using BatchLoader loader = view is null
            ? new(phase.Source, phase.Sampler, options.BatchSize, agent.Population)
            : new(new MixedSource(view, phase.Source), new MixedSampler(OfflineSampler(view), phase.Sampler, options.Mix), options.BatchSize, agent.Population);
        Metrics? metrics = null;
        if (entries.Count == 0)
            Evaluate(agent, setup, entries, 0, 0, metrics);
        var clock = new SaveClock(options.SaveSeconds);
        void Save() => Write(phase.CanResume ? setup.ResumeFile : null, clock, agent, entries, state =>
        {
            state.Add("run.update", new[] { (long)options.OfflineUpdates });
            phase.Save(state, step);
        });
        try
        {
            while (step < options.OnlineSteps)
            {
                cancellation.ThrowIfCancellationRequested();
                phase.Step(++step);
                for (int u = 0; phase.Learns(step) && u < options.UpdatesPerStep; u++)
                    metrics = Update(agent, loader, phase.Batches, (long)(step - 1) * options.UpdatesPerStep + u + 1);
                ReportProgress(setup, options.OfflineUpdates + step);
                if (step % options.EvaluateEvery == 0 || step == options.OnlineSteps)
                    Evaluate(agent, setup, entries, options.OfflineUpdates, step, metrics);
                if (clock.IsDue || step == options.OnlineSteps)
                    Save();
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
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

    private static void Write(string? path, SaveClock clock, IAgent agent, List<TrainingEntry> entries, Action<AgentState> add)
    {
        if (path is null)
            return;
        var writing = Stopwatch.StartNew();
        AgentState state = agent.Save();
        state.Add("run.log", JsonSerializer.SerializeToUtf8Bytes(entries, StoreJson.Options));
        add(state);
        state.Write(path);
        clock.Restart(SavingShare * writing.Elapsed.TotalSeconds);
    }

    private AgentState? Resume(IAgent agent, TrainingSetup setup, List<TrainingEntry> entries)
    {
        if (setup.ResumeFile is not { } path || !File.Exists(path))
            return null;
        AgentState state = AgentState.Read(path);
        long update = state.Get<long>("run.update")[0], step = OnlinePhase.StepOf(state);
        if (update > options.OfflineUpdates || step > options.OnlineSteps)
        {
            throw new InvalidDataException($"'{path}' comes from {update} updates and {step} steps, the run has {options.OfflineUpdates} and " +
                $"{options.OnlineSteps}: delete the file to train anew.");
        }
        agent.Load(state);
        entries.AddRange(JsonSerializer.Deserialize<List<TrainingEntry>>(state.Get<byte>("run.log"), StoreJson.Options) ?? []);
        return state;
    }

    /// <summary>When to save next.</summary>
    private sealed class SaveClock(double seconds)
    {
        private readonly Stopwatch _since = Stopwatch.StartNew();
        private double _least;

        public bool IsDue => _since.Elapsed.TotalSeconds > Math.Max(seconds, _least);

        public void Restart(double least)
        {
            _least = least;
            _since.Restart();
        }
    }
}
