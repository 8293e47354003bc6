using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Random instances of one K, with 6K to 10K arms of mixed shapes.</summary>
/// <param name="Pulls">K.</param>
/// <param name="Saturation">D.</param>
/// <param name="Longest">The longest recovery time τ.</param>
/// <param name="Classes">
/// The largest a of the period sets; <see langword="null"/>: 6, the planner's default, with which γ_K is reached up to K = 55.
/// </param>
public sealed record RatioStudySettings(int Pulls, int Saturation, int Longest, int? Classes = null);

/// <summary>Ratios to the upper bound of one policy.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Ratios">One an instance.</param>
public sealed record PolicyRatios(string Policy, IReadOnlyList<double> Ratios);

/// <summary>Ratios of all policies.</summary>
/// <param name="Policies">One entry a policy.</param>
/// <param name="Violations">Periods or gaps in which a schedule breaks its rules, over all instances.</param>
public sealed record RatioStudyResult(IReadOnlyList<PolicyRatios> Policies, int Violations)
{
    /// <summary>One policy's ratios.</summary>
    /// <param name="policy">Its name.</param>
    /// <returns>One an instance.</returns>
    public IReadOnlyList<double> Of(string policy) => Policies.Single(p => p.Policy == policy).Ratios;
}

/// <summary>Part C: how much of the upper bound policies earn as K grows.</summary>
public sealed class RatioStudy : Experiment<RatioStudySettings, RatioStudyResult>
{
    /// <summary>The paper's policy.</summary>
    public const string Periodic = "periodic (PPP)";

    /// <summary>The policies, ours first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Periodic, "rate index", "greedy", "round robin", "randomized", "static"];

    /// <inheritdoc/>
    public override string Name => "ratio-study";

    /// <inheritdoc/>
    public override string Title => "Share of the upper bound as K grows";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RatioStudySettings>> Cells(Profile profile)
    {
        int[] pulls = profile == Profile.Smoke ? [1, 4, 16] : [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128];
        int[] seeds = [.. Enumerable.Range(1, profile switch { Profile.Smoke => 5, Profile.Standard => 50, _ => 200 })];
        // The largest first: it takes as long as several of the others.
        return [.. pulls.Reverse().Select(k => new Cell<RatioStudySettings>($"k{k}", new(k, 40, 30, Classes(k)), seeds) { Cost = k * k })];
    }

    /// <summary>The a that the guarantee asks for is about √K: beyond the default of 6 the limit grows with K.</summary>
    private static int? Classes(int pulls) => pulls <= 36 ? null : (int)Math.Ceiling(Math.Sqrt(pulls));

    /// <summary>The instance of a seed.</summary>
    internal static RecoveryTable Instance(RatioStudySettings settings, Seed seed)
    {
        var random = seed.Derive("instance").Stream();
        int arms = settings.Pulls * 6 + random.NextInt(settings.Pulls * 4 + 1);
        return RecoveryCurves.Mixed(arms, settings.Saturation, settings.Longest, random);
    }

    /// <inheritdoc/>
    public override RatioStudyResult Run(Cell<RatioStudySettings> cell, RunContext context)
    {
        int pulls = cell.Settings.Pulls, violations = 0;
        var planner = new PeriodicPlanner(cell.Settings.Classes is { } classes ? new() { MaximumClasses = classes } : new());
        var ratios = Names.Select(_ => new List<double>()).ToArray();
        foreach (var seed in context.Seeds)
        {
            context.Report(ratios[0].Count, context.Seeds.Count);
            var table = Instance(cell.Settings, seed);
            var plan = planner.Plan(table, pulls);
            double[] frequencies = planner.Frequencies(table, pulls);
            double[] values =
            [
                plan.Value,
                LongRun.MeanReward(table, pulls, IndexAgent.Rate(table, pulls), context.Cancellation),
                LongRun.MeanReward(table, pulls, IndexAgent.Greedy(table, pulls), context.Cancellation),
                CyclicPolicies.RoundRobin(table, pulls),
                LongRun.MeanReward(table, pulls, new RandomizedAgent(frequencies, pulls, seed.Derive("rounding")), context.Cancellation),
                CyclicPolicies.Static(table, pulls),
            ];
            for (int i = 0; i < values.Length; i++)
                ratios[i].Add(Math.Round(values[i] / plan.UpperBound, 7));
            violations += ScheduleCheck.Violations(plan.Schedule, pulls);
        }
        return new RatioStudyResult([.. Names.Zip(ratios, (name, r) => new PolicyRatios(name, r))], violations);
    }
}
