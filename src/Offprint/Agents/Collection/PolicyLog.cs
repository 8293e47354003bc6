using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Numerics;

namespace Offprint.Agents.Collection;

/// <summary>Writes down what a policy does, in the columns of a data set.</summary>
public static class PolicyLog
{
    private const int MostCopies = 16; // a worker's: more would play on after the last row

    /// <summary>Plays whole episodes until there are as many rows.</summary>
    /// <param name="policy">A policy of one member.</param>
    /// <param name="create">Makes the environment, which has a time limit.</param>
    /// <param name="rows">The least number of rows.</param>
    /// <param name="mode">How the policy acts.</param>
    /// <param name="seed">
    /// Decides starts and actions; episode i is the same whatever the number of rows and of the machine's processors.
    /// </param>
    /// <param name="progress">Receives the share that is done, now and then.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <returns>
    /// A data set with logged successors, its last episode finished; beside the observations stands what the environment lets a log write
    /// down (<see cref="ILoggedEnvironment"/>), beside sampled actions of a known law their log-densities.
    /// </returns>
    public static OfflineDataset Collect(
        IPolicy policy, Func<IEnvironment> create, int rows, ActMode mode, Seed seed, Action<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        using IEnvironment environment = create();
        EnvironmentSpec spec = environment.Spec;
        if (spec.Horizon is not { } horizon)
            throw new ArgumentException(
                $"{spec.Name} has no time limit, so that an episode may never end: wrap it in a {nameof(TimeLimit)}.", nameof(create));
        var log = new EpisodeLog(rows);
        int copies = Math.Clamp(rows / (2 * horizon), 1, MostCopies);
        Workers.Run(rows > horizon ? Environment.ProcessorCount : 1, (worker, stop) =>
        {
            using var player = new EpisodePlayer(policy, mode, create, copies, seed, log);
            player.Play(worker == 0 ? () => progress?.Invoke(log.Share) : () => { }, stop);
        }, cancellation);
        progress?.Invoke(1);
        return log.ToDataset(spec, EpisodePlayer.InfosOf(environment));
    }
}
