using Offprint.Agents.Bandits;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>A planner with parts switched off.</summary>
/// <param name="Name">What is different.</param>
/// <param name="Options">The planner's settings.</param>
public sealed record PlannerVariant(string Name, PeriodicPlannerOptions Options);

/// <summary>Planners on the instances of one K of part C.</summary>
/// <param name="Instances">Which instances.</param>
/// <param name="Variants">The planners.</param>
public sealed record PlannerAblationSettings(RatioStudySettings Instances, IReadOnlyList<PlannerVariant> Variants);

/// <summary>Part D: what the period sets, the fractional arm's choice and the improving step are worth.</summary>
public sealed class PlannerAblation : Experiment<PlannerAblationSettings, RatioStudyResult>
{
    private static readonly PlannerVariant[] s_variants =
    [
        .. new[] { 1, 2, 3, 4, 6, 8 }.Select(a => new PlannerVariant($"a ≤ {a}", new() { MaximumClasses = a })),
        .. new[] { 1, 2, 3, 4, 6, 8 }.Select(a =>
            new PlannerVariant($"a ≤ {a}, no improving", new() { MaximumClasses = a, Improve = false })),
        new("a ≤ 6, fractional arm down", new() { RoundFractionalArm = false }),
        new("a ≤ 6, neither", new() { RoundFractionalArm = false, Improve = false }),
    ];

    /// <summary>Where K is large, also larger a: does the default of 6 hold the planner back?</summary>
    private static readonly PlannerVariant[] s_manyPulls =
        [.. s_variants, .. new[] { 12, 16 }.Select(a => new PlannerVariant($"a ≤ {a}", new() { MaximumClasses = a }))];

    /// <inheritdoc/>
    public override string Name => "planner-ablation";

    /// <inheritdoc/>
    public override string Title => "What each part of the planner is worth";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PlannerAblationSettings>> Cells(Profile profile)
    {
        int[] seeds = [.. Enumerable.Range(1, profile switch { Profile.Smoke => 5, Profile.Standard => 50, _ => 200 })];
        int[] pulls = profile == Profile.Smoke ? [16, 4, 1] : [64, 16, 4, 1];
        return [.. pulls.Select(k => new Cell<PlannerAblationSettings>($"k{k}",
            new(new(k, 40, 30), k > 36 ? s_manyPulls : s_variants), seeds) { Cost = k })];
    }

    /// <inheritdoc/>
    public override RatioStudyResult Run(Cell<PlannerAblationSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var planners = settings.Variants.Select(v => new PeriodicPlanner(v.Options)).ToArray();
        var ratios = planners.Select(_ => new List<double>()).ToArray();
        int violations = 0;
        foreach (var seed in context.Seeds)
        {
            context.Report(ratios[0].Count, context.Seeds.Count);
            var table = RatioStudy.Instance(settings.Instances, seed);
            for (int i = 0; i < planners.Length; i++)
            {
                var plan = planners[i].Plan(table, settings.Instances.Pulls);
                ratios[i].Add(Math.Round(plan.Ratio, 7));
                violations += ScheduleCheck.Violations(plan.Schedule, settings.Instances.Pulls);
            }
        }
        return new RatioStudyResult([.. settings.Variants.Zip(ratios, (v, r) => new PolicyRatios(v.Name, r))], violations);
    }
}
