using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Transitions;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Plays episodes with all policies of all seeds; policies of a seed start from the same states.</summary>
/// <param name="settings">The environment, and how many episodes.</param>
/// <param name="population">Policies, all seeds together.</param>
/// <param name="observations">How they see the environment.</param>
internal sealed class Judge(ImprovementSettings settings, int population, Normalizer? observations) : IDisposable
{
    private readonly RolloutEvaluator _evaluator = new(settings.Data.Environment, population,
        new() { Episodes = settings.Episodes, Observations = observations });

    /// <summary>Steps of the last call.</summary>
    public long LastSteps { get; private set; }

    /// <summary>The mean return of each policy.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="seeds">One a seed.</param>
    /// <param name="purpose">Calls of one purpose play from the same states.</param>
    public double[] Returns(IPolicy policies, IReadOnlyList<Seed> seeds, string purpose)
    {
        RolloutResult played = _evaluator.Evaluate(policies, [.. Enumerable.Range(0, population / seeds.Count)
            .SelectMany(_ => seeds.Select(seed => seed.Derive("judge").Derive(purpose)))]);
        LastSteps = played.Lengths.Sum(member => member.Sum(length => (long)length));
        return played.Means;
    }

    public void Dispose() => _evaluator.Dispose();
}
