using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.Collection;

/// <summary>
/// The loop of <see cref="Gosprl"/> with the true model: the fastest way to the nearest undersampled state, again and again. What no
/// learner
/// that proceeds so can beat; the best order of all samples may be faster still, but not on a <see cref="TabularMdps.Star"/>.
/// </summary>
public sealed class KnownModelCollector : SampleCollector
{
    private static readonly ShortestPathOptions s_planning = new() { Tolerance = 1e-6 };

    /// <inheritdoc/>
    public override string Name => "known model";

    private protected override CollectionStrategy Begin(TabularMdp mdp, TransitionCounts counts, SamplingProgress progress, Seed seed) =>
        new Strategy(mdp, progress);

    private sealed class Strategy(TabularMdp mdp, SamplingProgress progress) : CollectionStrategy
    {
        private readonly List<int> _goal = new(mdp.States);
        private int[] _plan = [];
        private int _version = -1;

        public override int Act(int s)
        {
            if (progress.IsUndersampled(s))
                return progress.MostMissing(s);
            if (_version != progress.GoalVersion)
            {
                _version = progress.GoalVersion;
                progress.Goal(_goal, largestOnly: false);
                PlannerCalls++;
                _plan = ShortestPath.Solve(mdp, _goal, s_planning).Actions;
            }
            return _plan[s];
        }
    }
}
