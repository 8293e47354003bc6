using Offprint.Agents.Offline;
using Offprint.Agents.Policies;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>What goes online: one policy of each seed, and its values.</summary>
internal sealed class ChosenPolicies : IDisposable
{
    /// <summary>Copies them.</summary>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="options">The ensemble that the policies are of.</param>
    /// <param name="policies">All policies.</param>
    /// <param name="members">One of them a seed.</param>
    /// <param name="values">The values that were fitted to the log.</param>
    /// <param name="seeds">One a member.</param>
    public ChosenPolicies(EnvironmentSpec spec, BehaviorEnsembleOptions options, GaussianPolicy policies, IReadOnlyList<int> members,
        ImplicitQLearning values, IReadOnlyList<Seed> seeds)
    {
        Policies = new(spec, options.Policy, seeds);
        for (int p = 0; p < seeds.Count; p++)
            Policies.Network.Parameters.CopyMember(p, policies.Network.Parameters, members[p]);
        Values = values.Value.Target();
    }

    public GaussianPolicy Policies { get; }

    public Mlp Values { get; }

    public void Dispose()
    {
        Policies.Dispose();
        Values.Dispose();
    }
}
