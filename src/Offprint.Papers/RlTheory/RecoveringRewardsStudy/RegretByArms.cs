using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Part F: regret at a fixed horizon as the number of arms grows, with K = N/5.</summary>
public sealed class RegretByArms : Experiment<RegretStudySettings, RegretStudyResult>
{
    /// <inheritdoc/>
    public override string Name => "regret-by-arms";

    /// <inheritdoc/>
    public override string Title => "Regret at a fixed horizon as the number of arms grows";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RegretStudySettings>> Cells(Profile profile)
    {
        // Instances 1 to 20 suggested where the linear range begins; the claim about that range is decided on others.
        int[] seeds = [.. Enumerable.Range(21, profile switch { Profile.Smoke => 3, Profile.Standard => 40, _ => 200 })];
        int[] sizes = profile == Profile.Smoke ? [40, 20, 10, 5] : [160, 80, 40, 20, 10, 5];
        long horizon = profile == Profile.Smoke ? 4000 : 64_000;
        return [.. sizes.Select(arms => Cell.Of(
            new RegretStudySettings(Learner.PeriodicUcb, arms, arms / 5, 20, 15, 0.1, [horizon]), seeds, cost: arms))];
    }

    /// <inheritdoc/>
    public override RegretStudyResult Run(Cell<RegretStudySettings> cell, RunContext context) => RegretStudy.Play(cell.Settings, context);
}
