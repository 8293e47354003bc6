using Offprint.Agents.Bandits;
using Offprint.Experiments;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>Policies learned from a log, chosen by a guardrail, tested in an experiment: a cell a log.</summary>
public sealed class LearningStudy : Experiment<LearningSettings, LearningResult>
{
    private static readonly double[] s_fine = [0.5, 0.65, 0.675, 0.7, 0.725, 0.75, 0.775, 0.8, 0.9, 1], s_coarse = [0.5, 0.7, 0.9];

    /// <summary>ω among which the guardrail chooses.</summary>
    internal static double[] Choices { get; } = [0.65, 0.675, 0.7, 0.725, 0.75, 0.775, 0.8];

    /// <inheritdoc/>
    public override string Name => "learning";

    /// <inheritdoc/>
    public override string Title => "Policies learned from a log, chosen off-line, tested on users";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LearningSettings>> Cells(Profile profile) => profile switch
    {
        Profile.Smoke => [Log(1, new(5000, [.. new[] { PolicyObjective.InversePropensity, PolicyObjective.SelfNormalized,
            PolicyObjective.DoublyRobust }.Select(o => new Learner(new(o) { Epochs = 30 }, [0.7]))], 0.7, 10_000, 20_000, 20_000))],
        Profile.Standard => [.. Enumerable.Range(1, 5).Select(seed =>
            Log(seed, new(60_000, Learners(64), 0.7, 20_000, 200_000, 100_000)))],
        _ => [.. Enumerable.Range(1, 5).Select(seed => Log(seed,
            new(10_000_000, Learners(256), 0.7, 1_000_000, 1_000_000, 1_000_000)))],
    };

    /// <inheritdoc/>
    public override LearningResult Run(Cell<LearningSettings> cell, RunContext context) => new LearningRun(cell.Settings, context).Run();

    /// <inheritdoc/>
    protected override int? NetworkNumerics(LearningSettings settings) => NetworkKernels.Version;

    private static Cell<LearningSettings> Log(int seed, LearningSettings settings) => new($"log-{seed}", settings, [seed]);

    /// <summary>Networks for all ω, the direct method and linear policies for some, and the network of DR with less to see.</summary>
    private static Learner[] Learners(int hidden)
    {
        PolicyObjective[] objectives = Enum.GetValues<PolicyObjective>();
        return
        [
            .. objectives.Select(o => new Learner(OffPolicyLearnerOptions.Network(o) with { Hidden = hidden },
                o == PolicyObjective.Direct ? s_coarse : s_fine)),
            .. objectives.Select(o => new Learner(new(o), s_coarse)),
            new(OffPolicyLearnerOptions.Network(PolicyObjective.DoublyRobust) with { Hidden = hidden }, s_fine, FeatureSet.SessionOnly),
            new(OffPolicyLearnerOptions.Network(PolicyObjective.DoublyRobust) with { Hidden = hidden }, s_fine, FeatureSet.UserOnly),
        ];
    }
}
