using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Collection;

/// <summary>
/// Writes down a number of whole trajectories of a stochastic policy, for off-policy evaluation. The rows hold the actions as the
/// environment saw them; where actions are a box, the samples themselves, which may lie outside, stand in a column of their own, since
/// densities are theirs.
/// </summary>
public static class TrajectoryRecorder
{
    /// <summary>The column of actions as drawn, [N, act].</summary>
    public const string SampledActions = "infos/action_sampled";

    private const int Chunk = 100; // copies side by side: a network's pass is shared, and simulations take little memory

    /// <summary>Plays and records.</summary>
    /// <param name="policy">A policy of one member.</param>
    /// <param name="create">Makes the environment, which has a time limit.</param>
    /// <param name="trajectories">How many.</param>
    /// <param name="seed">Decides starts and actions.</param>
    /// <param name="progress">Receives the share that is done, now and then.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <returns>The trajectories, with stored successors. A trajectory ends with the step that terminates or with the time
    /// limit's.</returns>
    /// <exception cref="ArgumentException">The environment has no time limit.</exception>
    public static OfflineDataset Record(
        IStochasticPolicy policy, Func<IEnvironment> create, int trajectories, Seed seed, Action<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trajectories);
        int copies = Math.Min(trajectories, Chunk);
        using var environments = new VectorEnvironment(create, copies: copies, autoReset: false);
        if (environments.Spec.Horizon is null)
            throw new ArgumentException($"{environments.Spec.Name} has no time limit: wrap it in a {nameof(TimeLimit)}.", nameof(create));
        using var steps = new EnvironmentSteps(environments, null);
        bool box = environments.Spec.Action is BoxSpace;
        (string, int)[] infos = box ? [(SampledActions, environments.Spec.Action.Size)] : [];
        var log = new EpisodeLog(int.MaxValue);
        for (int first = 0; first < trajectories; first += copies)
        {
            Seed own = seed.Derive((ulong)first);
            using var random = new PopulationRandom([own.Derive("actions")]);
            EpisodeRecord[] episodes = [.. Enumerable.Range(0, copies).Select(_ => log.Next())];
            steps.Reset([own.Derive("episodes")]);
            Play(policy, environments, steps, episodes, random, box, cancellation);
            foreach (EpisodeRecord episode in episodes.Take(trajectories - first))
                log.Add(episode);
            progress?.Invoke(Math.Min(1, (first + copies) / (double)trajectories));
        }
        return log.ToDataset(environments.Spec, infos);
    }

    private static void Play(
        IStochasticPolicy policy, VectorEnvironment environments, EnvironmentSteps steps, EpisodeRecord[] episodes,
        PopulationRandom random, bool box, CancellationToken cancellation)
    {
        int observation = environments.Spec.Observation.Size, action = environments.Spec.Action.Size;
        float[] samples = new float[steps.Actions.Length];
        bool[] ended = new bool[episodes.Length];
        while (!environments.AllEnded)
        {
            cancellation.ThrowIfCancellationRequested();
            steps.Sample(policy, random, samples);
            steps.Step();
            for (int copy = 0; copy < episodes.Length; copy++)
            {
                if (ended[copy])
                    continue;
                episodes[copy].Begin(steps.Previous.AsSpan(copy * observation, observation),
                    box ? samples.AsSpan(copy * action, action) : []);
                episodes[copy].Finish(steps.Actions.AsSpan(copy * action, action), steps.Results[copy],
                    steps.Next.AsSpan(copy * observation, observation));
                ended[copy] = steps.Results[copy].Ended;
            }
        }
    }
}
