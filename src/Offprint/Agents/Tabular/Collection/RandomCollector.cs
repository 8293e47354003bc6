using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.Collection;

/// <summary>Uniformly random actions: exponentially slow where progress needs a sequence of right ones.</summary>
public sealed class RandomCollector : SampleCollector
{
    /// <inheritdoc/>
    public override string Name => "random";

    private protected override CollectionStrategy Begin(TabularMdp mdp, TransitionCounts counts, SamplingProgress progress, Seed seed) =>
        new Strategy(mdp.Actions, seed.Stream());

    private sealed class Strategy(int actions, RandomStream random) : CollectionStrategy
    {
        public override int Act(int s) => random.NextInt(actions);
    }
}
