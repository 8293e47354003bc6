using System.Numerics;
using Offprint.Agents.Learners;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Training;

/// <summary>What a run works with.</summary>
/// <param name="Seeds">One a member: where batches, exploration and episodes come from.</param>
/// <param name="Evaluator">Plays the evaluations.</param>
/// <param name="Data">The data set; <see langword="null"/> for online learning alone.</param>
/// <param name="Environment">Makes an environment for each member; <see langword="null"/> for offline learning alone.</param>
public sealed record TrainingSetup(
    IReadOnlyList<Seed> Seeds, RolloutEvaluator Evaluator, OfflineDataset? Data = null,
    Func<IEnvironment>? Environment = null) : RunSetup(Seeds, Evaluator)
{
    /// <summary>
    /// Rows to learn from in place of a data set's, such as stacked frames. They bring their own view: of
    /// <see cref="TrainingOptions.View"/> only what concerns the replay buffer counts. <see langword="null"/> for the view of
    /// <see cref="Data"/>.
    /// </summary>
    public ITransitionSource? Source { get; init; }

    /// <summary>Receives the online steps, and belongs to the caller; <see langword="null"/> makes one for the time of the run.</summary>
    public ReplayBuffer? Buffer { get; init; }

    /// <summary>Begins the online episodes in the agent's place; <see langword="null"/> (the default) for nobody.</summary>
    public Guide? Guide { get; init; }

    /// <summary>
    /// Receives the agent after 100, 200, 400, 800 … updates or steps, to write down its state: a later run that comes by with the same has
    /// learned the same so far.
    /// </summary>
    public Action<int, IAgent>? Mark { get; init; }
}

/// <summary>Trains an agent: updates on a data set, then, after the switch, steps in an environment with updates after each.</summary>
/// <param name="options">Both phases.</param>
public sealed class TrainingRun(TrainingOptions options)
{
    private const int ReportEvery = 100; // updates or steps between reports of progress
    private const string Block = "run.block", Drawn = "run.drawn"; // of batches of one source

    /// <summary>Trains.</summary>
    /// <param name="agent">A fresh agent; its state is taken from the file to resume from if there is one.</param>
    /// <param name="setup">Data, environment, seeds.</param>
    /// <param name="cancellation">Stops after the update at hand, which is saved.</param>
    /// <returns>The log.</returns>
    /// <exception cref="ArgumentException">A phase lacks what it works with, or the populations differ.</exception>
    /// <exception cref="ArithmeticException">A loss or an action is not finite; the message names it, the update, and what may
    /// help.</exception>
    public TrainingLog Run(IAgent agent, TrainingSetup setup, CancellationToken cancellation = default)
    {
        Check(agent, setup);
        return Divergence.Watch(agent, () => Train(agent, setup, cancellation));
    }

    private TrainingLog Train(IAgent agent, TrainingSetup setup, CancellationToken cancellation)
    {
        ITransitionSource? rows = setup.Source ?? setup.Data?.View(options.View);
        var journal = new TrainingJournal(agent, setup, options.SaveSeconds);
        AgentState? saved = journal.Resume(CheckSaved);
        if (options.OfflineUpdates > 0)
            Offline(agent, setup, rows!, journal, saved, cancellation);
        if (options.OnlineSteps > 0)
            Online(agent, setup, rows, journal, saved, cancellation);
        return journal.Close();
    }

    private void Check(IAgent agent, TrainingSetup setup)
    {
        setup.Check(agent, options.View.Observations);
        if (setup.Source is not null && (setup.Data is not null || options.OfflineSampler is not null))
            throw new ArgumentException("Rows of a source of their own come in place of a data set and are drawn all alike.",
                nameof(setup));
        if (options.OfflineUpdates > 0 && setup.Data is null && setup.Source is null)
            throw new ArgumentException($"{options.OfflineUpdates} offline updates need a data set.", nameof(setup));
        if (options.OnlineSteps > 0 && setup.Environment is null)
            throw new ArgumentException($"{options.OnlineSteps} online steps need an environment.", nameof(setup));
        if (options.OnlineSteps > 0 && (options.View.Steps > 1 || options.View.NextActions))
        {
            throw new ArgumentException(
                "The replay buffer holds single steps without next actions: the view must, too, where there are online steps.",
                nameof(setup));
        }
        if (setup.Buffer is { } buffer && buffer.Population != agent.Population)
            throw new ArgumentException($"The buffer holds rows of {buffer.Population} seeds, the agent has {agent.Population} members.",
                nameof(setup));
        if (setup.Guide is { } guide && guide.Steps.Count != agent.Population)
            throw new ArgumentException($"The guide has steps for {guide.Steps.Count} members, the agent has {agent.Population}.",
                nameof(setup));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.EvaluateEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.StepsPerUpdate);
    }

    private void Offline(
        IAgent agent, TrainingSetup setup, ITransitionSource rows, TrainingJournal journal, AgentState? saved,
        CancellationToken cancellation)
    {
        using var random = new PopulationRandom([.. setup.Seeds.Select(seed => seed.Derive("offline batches"))]);
        using var loader = new BatchLoader(rows, OfflineSampler(rows), options.BatchSize, agent.Population);
        int update = (int)(saved?.Get<long>("run.update")[0] ?? 0);
        if (saved?.Arrays.ContainsKey("run.batches") == true)
            random.Load(saved.Get<byte>("run.batches"));
        Metrics? metrics = null;
        if (!journal.IsBegun)
            journal.Evaluate(0, 0, metrics);
        void Save() => journal.Save(state =>
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
                ReportProgress(agent, setup, update);
                if (update % options.EvaluateEvery == 0 || update == options.OfflineUpdates)
                    journal.Evaluate(update, 0, metrics);
                if (journal.IsDue || update == options.OfflineUpdates)
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
        IAgent agent, TrainingSetup setup, ITransitionSource? rows, TrainingJournal journal, AgentState? saved,
        CancellationToken cancellation)
    {
        using var phase = new OnlinePhase(options, agent, setup, rows is not null);
        int step = phase.Begin(saved);
        MixedSampler? mixed = rows is null ? null : new(OfflineSampler(rows), phase.Sampler, options.Mix);
        if (mixed is not null && saved?.Arrays.ContainsKey(Block) == true)
            mixed.Block = ([.. saved.Get<byte>(Block).Select(offline => offline > 0)], (int)saved.Get<long>(Drawn)[0]);
        using BatchLoader loader = mixed is null
            ? new(phase.Source, phase.Sampler, options.BatchSize, agent.Population)
            : new(new MixedSource(rows!, phase.Source), mixed, options.BatchSize, agent.Population);
        Metrics? metrics = null;
        if (!journal.IsBegun)
            journal.Evaluate(0, 0, metrics);
        void Save()
        {
            if (!phase.CanResume)
                return;
            journal.Save(state =>
            {
                state.Add("run.update", new[] { (long)options.OfflineUpdates });
                phase.Save(state, step);
                if (mixed?.Block is not var (offline, drawn) || drawn == 0)
                    return;
                state.Add(Block, offline.Select(own => (byte)(own ? 1 : 0)).ToArray());
                state.Add(Drawn, new[] { (long)drawn });
            });
        }
        try
        {
            while (step < options.OnlineSteps)
            {
                cancellation.ThrowIfCancellationRequested();
                phase.Step(++step);
                for (int u = 0; phase.Learns(step) && step % options.StepsPerUpdate == 0 && u < options.UpdatesPerStep; u++)
                    metrics = Update(agent, loader, phase.Batches, Number(step, u));
                ReportProgress(agent, setup, options.OfflineUpdates + step);
                if (step % options.EvaluateEvery == 0 || step == options.OnlineSteps)
                    phase.Evaluated(journal.Evaluate(options.OfflineUpdates, step, metrics));
                if (journal.IsDue || step == options.OnlineSteps)
                    Save();
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }
    }

    /// <summary>Which update of the run the one after a step is, counted from 1, where none is skipped for lack of rows.</summary>
    private long Number(int step, int update) => options.OfflineUpdates + 1 + update + (long)options.UpdatesPerStep
        * ((step / options.StepsPerUpdate) - 1 - (options.WarmUpSteps / options.StepsPerUpdate));

    private void ReportProgress(IAgent agent, TrainingSetup setup, int done)
    {
        if (done % ReportEvery == 0 && BitOperations.IsPow2(done / ReportEvery))
            setup.Mark?.Invoke(done, agent);
        int all = options.OfflineUpdates + options.OnlineSteps;
        if (done % ReportEvery == 0 || done == all)
            setup.Progress?.Invoke((double)done / all);
    }

    private ITransitionSampler OfflineSampler(ITransitionSource rows) =>
        (rows is TransitionView view ? options.OfflineSampler?.Invoke(view) : null) ?? new UniformSampler(rows.Count);

    private static Metrics Update(IAgent agent, BatchLoader loader, PopulationRandom random, long number) =>
        Divergence.Check(agent.Update(loader.Next(random)), number);

    private void CheckSaved(string path, AgentState state)
    {
        long update = state.Get<long>("run.update")[0], step = OnlinePhase.StepOf(state);
        if (update > options.OfflineUpdates || step > options.OnlineSteps)
        {
            throw new InvalidDataException(
                $"'{path}' comes from {update} updates and {step} steps, the run has {options.OfflineUpdates} and " +
                $"{options.OnlineSteps}: delete the file to train anew.");
        }
    }
}
