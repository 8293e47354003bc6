using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Probes;

/// <summary>
/// How far critics overestimate their own policy: the mean least critic where episodes start, minus the discounted return that the policy
/// then gets (van Hasselt, Guez and Silver 2016).
/// </summary>
/// <param name="critics">The critics of the agent that is trained.</param>
/// <param name="evaluator">Plays the episodes, with the critics' discount; the probe does not dispose of it.</param>
/// <param name="seeds">[P]: the same starts each time, so that measurements compare.</param>
public sealed class OverestimationProbe(CriticEnsemble critics, RolloutEvaluator evaluator, IReadOnlyList<Seed> seeds) : IProbe
{
    /// <summary>
    /// The means over episodes of each member's least critic (<c>predicted value</c>), of the discounted return (<c>realized value</c>),
    /// and their difference (<c>overestimation</c>).
    /// </summary>
    /// <param name="learner">The learner; its policy plays.</param>
    /// <returns>Numbers by name, [P].</returns>
    public IReadOnlyDictionary<string, double[]> Measure(ILearner learner)
    {
        var starts = new StartValues(learner.Policy, critics);
        double[] realized = [.. evaluator.Evaluate(starts, seeds).DiscountedReturns.Select(member => member.Average())];
        return new Dictionary<string, double[]>
        {
            ["predicted value"] = starts.Means, ["realized value"] = realized,
            ["overestimation"] = [.. starts.Means.Zip(realized, (predicted, own) => predicted - own)],
        };
    }

    /// <summary>The policy, which asks the critics about its first actions.</summary>
    private sealed class StartValues(IPolicy policy, CriticEnsemble critics) : IPolicy
    {
        private bool _asked;

        public double[] Means { get; private set; } = [];

        public void Begin(ReadOnlySpan<bool> starts) => policy.Begin(starts);

        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
        {
            Tensor actions = policy.Act(observations, mode, random);
            if (_asked)
                return actions;
            using var guard = no_grad();
            Means = critics.Least(observations, actions).mean([1, 2]).PerMember();
            _asked = true;
            return actions;
        }
    }
}
