using System.Diagnostics;
using Offprint.Agents.Collection;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Trials;

/// <summary>
/// What a trial will cost on this machine, before it starts: a few updates of its networks on rows of an untrained policy, and the speed of
/// its environment. Data need not be there.
/// </summary>
internal static class TrialCost
{
    private const int Rows = 2000;
    private const int FirstUpdates = 5; // compile and allocate; what follows is measured
    private const int MeasuredUpdates = 20;

    /// <summary>Seconds of one core; what it takes to get the data, or the training to start from, is not among them.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="seeds">The number of its seeds.</param>
    /// <returns>
    /// The estimate, in which evaluations count as if every episode reached its time limit; <see langword="null"/> where actions are not
    /// vectors in a box.
    /// </returns>
    public static double? Seconds(Trial trial, int seeds)
    {
        trial.Check();
        using (var environment = trial.Data.Environment())
        {
            if (environment.Spec is not { Action: BoxSpace, Horizon: not null })
                return null;
        }
        (OfflineDataset data, double step) = Played(trial);
        int runs = trial.Data.IsDrawnPerSeed ? seeds : 1, members = trial.Methods.Count * seeds / runs;
        double update = Update(trial, data, members);
        int evaluations = 2 + trial.Run.Updates / trial.Run.EvaluateEvery + trial.Run.OnlineSteps / trial.Run.EvaluateEvery;
        double evaluation = step * members * trial.Run.Episodes * data.Spec.Horizon!.Value;
        double online = trial.Run.OnlineSteps
            * ((double)trial.Method.Online.UpdatesPerStep / trial.Method.Online.StepsPerUpdate * update + step * members);
        return runs * (trial.Run.Updates * update + evaluations * evaluation + online);
    }

    private static (OfflineDataset Data, double SecondsOfAStep) Played(Trial trial)
    {
        using var environment = trial.Data.Environment();
        using var policy = new GaussianPolicy(environment.Spec, new() { Hidden = [8] }, [new Seed(1)]);
        long since = Stopwatch.GetTimestamp();
        OfflineDataset data = PolicyLog.Collect(policy, trial.Data.Environment, Rows, ActMode.Explore, new Seed(1));
        return (data, Stopwatch.GetElapsedTime(since).TotalSeconds / data.Count);
    }

    private static double Update(Trial trial, OfflineDataset data, int members)
    {
        if (trial.Run.Updates + trial.Run.OnlineSteps == 0)
            return 0;
        Method method = trial.Method;
        Seed[] seeds = [.. Enumerable.Range(1, members).Select(seed => new Seed((ulong)seed))];
        using IAgent agent = method.Agent.CreateFromData(data.Spec, seeds, method.Label);
        TransitionView rows = data.View(method.View.Of(data));
        using var random = new PopulationRandom(seeds);
        using var loader = new BatchLoader(rows, new UniformSampler(rows.Count), trial.Run.BatchSize, members);
        for (int i = 0; i < FirstUpdates; i++)
            agent.Update(loader.Next(random));
        long since = Stopwatch.GetTimestamp();
        for (int i = 0; i < MeasuredUpdates; i++)
            agent.Update(loader.Next(random));
        return Stopwatch.GetElapsedTime(since).TotalSeconds / MeasuredUpdates;
    }
}
