using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>A data set's counts: all rows, and, where a method splits, independent parts of the same total.</summary>
/// <param name="mdp">The MDP, for its criterion and start law.</param>
/// <param name="all">All rows.</param>
/// <param name="parts">Draws T + 1 parts.</param>
/// <param name="ties">Draws among equal counts.</param>
internal sealed class OfflineData(TabularMdp mdp, TransitionCounts all, Func<int, IReadOnlyList<TransitionCounts>> parts, RandomStream ties)
{
    public TabularMdp Mdp => mdp;

    public TransitionCounts All => all;

    public RandomStream Ties => ties;

    public IReadOnlyList<TransitionCounts> Parts(int count) => parts(count);

    /// <summary>Draws a data set of independent rows.</summary>
    public static OfflineData Sample(TabularMdp mdp, StateActionTable law, int count, Seed seed) => new(
        mdp, TransitionCounts.Sample(mdp, law, count, seed.Derive("data").Stream()),
        number =>
        {
            RandomStream random = seed.Derive("parts").Stream();
            return [.. Enumerable.Range(0, number).Select(i => TransitionCounts.Sample(
                mdp, law, (int)((long)count * (i + 1) / number - (long)count * i / number), random))];
        },
        seed.Derive("ties").Stream());
}
