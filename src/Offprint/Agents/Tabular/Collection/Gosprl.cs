using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.Collection;

/// <summary>Which undersampled states an attempt of <see cref="Gosprl"/> heads for.</summary>
public enum GoalChoice
{
    /// <summary>All of them: the nearest is reached.</summary>
    AllUndersampled,

    /// <summary>Only those of which an action misses the most samples.</summary>
    LargestDeficit,
}

/// <summary>Options of <see cref="Gosprl"/>.</summary>
public sealed record GosprlOptions
{
    /// <summary>
    /// The plausible transition rows. Our choice: Bernstein intervals with δ = 0.1 and the scale c_b = 0.1; the theory has c_b = 1.
    /// </summary>
    public ConfidenceSet Set { get; init; } = new BernsteinSet();

    /// <summary>Whether an attempt ends when the visits of the pair just played have doubled since it began.</summary>
    public bool Doubling { get; init; } = true;

    /// <summary>What an attempt heads for.</summary>
    public GoalChoice Goals { get; init; }

    /// <summary>
    /// Accuracy of the planner, and the goal's interval: one for each goal state, as the set is by entries, which is more optimistic than
    /// one
    /// for their summed probability. A set of scale 0 needs a <see cref="ExtendedPlanningOptions.Cap"/>.
    /// </summary>
    public ExtendedPlanningOptions Planning { get; init; } = new() { MergeGoal = false };
}

/// <summary>
/// GOSPRL, goal-based optimistic sampling (Tarbouriech, Pirotta, Valko and Lazaric 2021). In an undersampled state it takes the action that
/// misses the most samples. Elsewhere it attempts to reach the set G of undersampled states along an optimistic stochastic shortest path,
/// $V(s) = 1 + \min_a \min_{P \in \mathcal P} \sum_{s'} P(s') V(s')$ with $V = 0$ on G; the attempt succeeds in G, and fails, to plan
/// again,
/// when the visits of a pair have doubled since it began.
/// </summary>
/// <remarks>
/// The paper's bound on the steps is Õ(B D + D^{3/2} S² A), B samples in all and D the diameter. A successful attempt brings at least one
/// sample; at most S A log₂ τ attempts fail.
/// </remarks>
/// <param name="options">Settings; the defaults if left out.</param>
public sealed class Gosprl(GosprlOptions? options = null) : SampleCollector
{
    private readonly GosprlOptions _options = options ?? new();

    /// <inheritdoc/>
    public override string Name => "GOSPRL";

    private protected override CollectionStrategy Begin(TabularMdp mdp, TransitionCounts counts, SamplingProgress progress, Seed seed) =>
        new Strategy(_options, counts, progress);

    private sealed class Strategy(GosprlOptions options, TransitionCounts counts, SamplingProgress progress) : CollectionStrategy
    {
        private readonly int[] _frozen = new int[counts.StateCount * counts.ActionCount];
        private readonly List<int> _goal = new(counts.StateCount);
        private int[]? _plan;

        public override int Act(int s)
        {
            if (progress.IsUndersampled(s))
            {
                _plan = null;
                return progress.MostMissing(s);
            }
            return (_plan ??= Plan())[s];
        }

        public override void Observe(int s, int a, int next)
        {
            if (_plan is null || progress.IsUndersampled(next) || !options.Doubling)
                return;
            if (counts.N(s, a) >= 2 * Math.Max(1, _frozen[s * counts.ActionCount + a]))
            {
                _plan = null;
                FailedAttempts++;
            }
        }

        private int[] Plan()
        {
            progress.Goal(_goal, options.Goals == GoalChoice.LargestDeficit);
            counts.Visits().CopyTo(_frozen);
            PlannerCalls++;
            return ExtendedValueIteration.ShortestPath(counts, _goal, options.Set, options.Planning).Actions;
        }
    }
}
