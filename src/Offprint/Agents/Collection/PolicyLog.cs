using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Collection;

/// <summary>Writes down what a policy does, in the columns of a data set.</summary>
public static class PolicyLog
{
    /// <summary>Plays whole episodes until there are as many rows.</summary>
    /// <param name="policy">A policy of one member.</param>
    /// <param name="create">Makes the environment, which has a time limit.</param>
    /// <param name="rows">The least number of rows.</param>
    /// <param name="mode">How the policy acts.</param>
    /// <param name="seed">Decides starts and actions; episode i is the same whatever the number of rows.</param>
    /// <param name="progress">Receives the share that is done, now and then.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <returns>A data set with logged successors, its last episode finished.</returns>
    public static OfflineDataset Collect(
        IPolicy policy, Func<IEnvironment> create, int rows, ActMode mode, Seed seed, Action<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        using var environments = new VectorEnvironment(create);
        EnvironmentSpec spec = environments.Spec;
        if (spec.Horizon is not { } horizon)
            throw new ArgumentException(
                $"{spec.Name} has no time limit, so that an episode may never end: wrap it in a {nameof(TimeLimit)}.", nameof(create));
        using var steps = new EnvironmentSteps(environments, null);
        using var buffer = new ReplayBuffer(1, rows + horizon, spec.Observation.Size, spec.Action.Size);
        for (ulong episode = 0; buffer.Count < rows; episode++)
        {
            using var random = new PopulationRandom([seed.Derive("actions").Derive(episode)]);
            steps.Reset([seed.Derive("episodes").Derive(episode)]);
            bool ended = false;
            while (!ended)
            {
                cancellation.ThrowIfCancellationRequested();
                steps.Act(policy, mode, random);
                steps.Step();
                StepResult result = steps.Results[0];
                ended = result.Ended;
                buffer.Add(0, new(steps.Previous, steps.Actions, (float)result.Reward, steps.Next, result.Terminated), ended);
            }
            progress?.Invoke(Math.Min(1, (double)buffer.Count / rows));
        }
        return buffer.ToDataset(0, spec);
    }
}
