using Offprint.Agents.Tabular.Collection;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>Random requirements on random decision processes; each seed is an instance, the same for every collector.</summary>
/// <param name="Greatest">U: b(s, a) is uniform on 0 … U.</param>
/// <param name="MaximumStates">S is uniform on 10 … this.</param>
/// <param name="Collector">Who collects.</param>
public sealed record RandomRequirementsSettings(int Greatest, int MaximumStates, CollectorSpec Collector);

/// <summary>Times of one collector on all instances.</summary>
/// <param name="Totals">B, one an instance.</param>
/// <param name="Steps">τ, one an instance.</param>
/// <param name="CutOff">How many runs were cut off at 10⁶ steps.</param>
public sealed record RandomRequirementsResult(IReadOnlyList<long> Totals, IReadOnlyList<long> Steps, int CutOff);

/// <summary>Part C: any requirement at all.</summary>
public sealed class RandomRequirements : Experiment<RandomRequirementsSettings, RandomRequirementsResult>
{
    private const int MinimumStates = 10, MaximumActions = 5, MaximumBranching = 5;

    /// <inheritdoc/>
    public override string Name => "random-requirements";

    /// <inheritdoc/>
    public override string Title => "Random requirements on Garnet instances";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RandomRequirementsSettings>> Cells(Profile profile)
    {
        (int instances, int states, int[] greatest) = profile switch
        {
            Profile.Smoke => (4, 15, new[] { 10 }),
            Profile.Standard => (100, 50, [10, 100]),
            _ => (200, 50, [10, 100]),
        };
        return
        [
            .. from bound in greatest
               from kind in TreasureStudy.Collectors
               select new Cell<RandomRequirementsSettings>($"{bound}-{new CollectorSpec(kind).Key()}", new(bound, states, new(kind)),
                   [.. Enumerable.Range(1, instances)])
               { Cost = kind is CollectorKind.Random or CollectorKind.Known ? 1 : 5 },
        ];
    }

    /// <summary>The decision process of a seed: 2 to 5 actions, 2 to 5 next states a pair.</summary>
    /// <param name="seed">The instance's seed.</param>
    /// <param name="maximumStates">S is uniform on 10 … this.</param>
    /// <returns>A communicating MDP.</returns>
    public static TabularMdp Instance(Seed seed, int maximumStates)
    {
        RandomStream random = seed.Derive("shape").Stream();
        int states = MinimumStates + random.NextInt(maximumStates - MinimumStates + 1);
        return TabularMdps.Garnet(states, 2 + random.NextInt(MaximumActions - 1), 2 + random.NextInt(MaximumBranching - 1),
            seed.Derive("garnet"));
    }

    /// <inheritdoc/>
    public override RandomRequirementsResult Run(Cell<RandomRequirementsSettings> cell, RunContext context)
    {
        (RandomRequirementsSettings settings, int count) = (cell.Settings, context.Seeds.Count);
        SampleCollector collector = settings.Collector.Make();
        (long[] totals, long[] steps, int cutOff) = (new long[count], new long[count], 0);
        for (int i = 0; i < count; i++)
        {
            context.Report(i, count);
            TabularMdp mdp = Instance(context.Seeds[i], settings.MaximumStates);
            var requirement = FixedRequirement.Uniform(mdp, settings.Greatest, context.Seeds[i].Derive("requirement"));
            CollectionRun run = collector.Run(mdp, requirement, context.Seeds[i], cancellation: context.Cancellation);
            (totals[i], steps[i]) = (requirement.Total, run.Steps);
            cutOff += run.IsComplete ? 0 : 1;
        }
        return new(totals, steps, cutOff);
    }
}
