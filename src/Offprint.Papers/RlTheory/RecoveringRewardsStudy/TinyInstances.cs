using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Instances small enough to be solved exactly.</summary>
/// <param name="Pulls">K.</param>
/// <param name="Arms">N.</param>
/// <param name="Saturation">D.</param>
public sealed record TinyInstancesSettings(int Pulls, int Arms, int Saturation);

/// <summary>Mean rewards a period, one entry an instance.</summary>
/// <param name="Optimum">The exact optimum.</param>
/// <param name="UpperBound">The knapsack's bound.</param>
/// <param name="Periodic">The planned periodic policy's value.</param>
/// <param name="Greedy">The myopic policy's, simulated.</param>
/// <param name="Violations">Periods or gaps in which a schedule breaks its rules, over all instances.</param>
public sealed record TinyInstancesResult(
    IReadOnlyList<double> Optimum, IReadOnlyList<double> UpperBound, IReadOnlyList<double> Periodic, IReadOnlyList<double> Greedy,
    int Violations);

/// <summary>Part B: the exact optimum beside the upper bound, the periodic policy and greedy on random tiny instances.</summary>
public sealed class TinyInstances : Experiment<TinyInstancesSettings, TinyInstancesResult>
{
    /// <inheritdoc/>
    public override string Name => "tiny-instances";

    /// <inheritdoc/>
    public override string Title => "Exact optimum, upper bound and periodic policy on small instances";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TinyInstancesSettings>> Cells(Profile profile)
    {
        int[] seeds = [.. Enumerable.Range(1, profile == Profile.Smoke ? 10 : 200)];
        return [.. new[] { 1, 2 }.Select(pulls => new Cell<TinyInstancesSettings>($"k{pulls}", new(pulls, 3, 6), seeds))];
    }

    /// <inheritdoc/>
    public override TinyInstancesResult Run(Cell<TinyInstancesSettings> cell, RunContext context)
    {
        var (pulls, arms, saturation) = cell.Settings;
        var planner = new PeriodicPlanner();
        List<double> optima = [], bounds = [], periodic = [], greedy = [];
        int violations = 0;
        foreach (var seed in context.Seeds)
        {
            context.Report(optima.Count, context.Seeds.Count);
            var table = RecoveryCurves.Mixed(arms, saturation, saturation, seed.Derive("instance").Stream());
            var plan = planner.Plan(table, pulls);
            optima.Add(OptimalPolicy.MeanReward(table, pulls));
            bounds.Add(plan.UpperBound);
            periodic.Add(plan.Value);
            greedy.Add(LongRun.MeanReward(table, pulls, IndexAgent.Greedy(table, pulls), context.Cancellation));
            violations += ScheduleCheck.Violations(plan.Schedule, pulls);
        }
        return new TinyInstancesResult(optima, bounds, periodic, greedy, violations);
    }
}
