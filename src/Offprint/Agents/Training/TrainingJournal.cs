using System.Diagnostics;
using System.Text.Json;
using Offprint.Agents.Learners;
using Offprint.Agents.Probes;
using Offprint.Agents.Rollouts;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Agents.Training;

/// <summary>What a run writes down: its evaluations and, now and then, a file to go on from.</summary>
/// <param name="learner">Who learns.</param>
/// <param name="setup">Whose evaluator, probes, file and report it uses.</param>
/// <param name="saveSeconds">Least seconds between saves; 0 to save at every opportunity.</param>
internal sealed class TrainingJournal(ILearner learner, RunSetup setup, double saveSeconds)
{
    private const string Log = "run.log";
    private const int SavingShare = 20; // saving takes at most a twentieth of the time

    private readonly List<TrainingEntry> _entries = [];
    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();
    private double _writingSeconds;

    /// <summary>Whether there was an evaluation, in this process or in the one that was interrupted.</summary>
    public bool IsBegun => _entries.Count > 0;

    /// <summary>Whether it is time to save.</summary>
    public bool IsDue => saveSeconds == 0 || _sinceSave.Elapsed.TotalSeconds > Math.Max(saveSeconds, SavingShare * _writingSeconds);

    /// <summary>Evaluates the policy. Every evaluation has starts of its own, the same in each run.</summary>
    /// <returns>What it gave.</returns>
    public TrainingEntry Evaluate(int updates, int steps, Metrics? metrics)
    {
        Seed[] seeds = [.. setup.Seeds.Select(seed => seed.Derive("evaluation").Derive((ulong)_entries.Count))];
        var numbers = metrics?.Names.ToDictionary(name => name, name => Array.ConvertAll(metrics[name].ToArray(), value => (double)value))
            ?? [];
        foreach (IProbe probe in setup.Probes)
        {
            foreach ((string name, double[] values) in probe.Measure(learner))
                numbers[name] = values;
        }
        RolloutResult played = setup.Evaluator.Evaluate(learner.Policy, seeds);
        var entry = new TrainingEntry(updates, steps, played.Means, numbers)
        {
            Lengths = played.MeanLengths, Successes = played.SuccessRates, Costs = played.MeanCosts,
        };
        _entries.Add(entry);
        setup.Report?.Invoke(entry);
        return entry;
    }

    /// <summary>Saves learner and log, and what the run adds, if there is a file to resume from.</summary>
    public void Save(Action<AgentState> add)
    {
        if (setup.ResumeFile is not { } path)
            return;
        var writing = Stopwatch.StartNew();
        AgentState state = learner.Save();
        state.Add(Log, JsonSerializer.SerializeToUtf8Bytes(_entries, StoreJson.Options));
        add(state);
        state.Write(path);
        _writingSeconds = writing.Elapsed.TotalSeconds;
        _sinceSave.Restart();
    }

    /// <summary>Takes up what an interrupted run saved.</summary>
    /// <param name="check">Throws where the file, named first, is of a longer run.</param>
    /// <returns>What the run added; <see langword="null"/> if there is nothing to go on from.</returns>
    public AgentState? Resume(Action<string, AgentState> check)
    {
        if (setup.ResumeFile is not { } path || !File.Exists(path))
            return null;
        AgentState state = Read(path);
        check(path, state);
        learner.Load(state);
        _entries.AddRange(JsonSerializer.Deserialize<List<TrainingEntry>>(state.Get<byte>(Log), StoreJson.Options) ?? []);
        return state;
    }

    private static AgentState Read(string path)
    {
        try
        {
            return AgentState.Read(path);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{e.Message} It is the file to resume a training from: delete it to train anew.", e);
        }
    }

    /// <summary>All evaluations. The file to resume from stays: it is deleted by whoever has stored what became of the run.</summary>
    public TrainingLog Close() => new(_entries);
}
