using Offprint.Estimators.ControlVariates;
using Offprint.Experiments;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>Case (a): moments of the normal law.</summary>
public sealed class MomentStudy : RepetitionStudy
{
    /// <summary>The case's name.</summary>
    public const string Case = "moments";

    /// <summary>J in the paper.</summary>
    public const int Moments = 10;

    private static readonly EstimationMethod[] s_variants =
    [
        EstimationMethod.NoControls, EstimationMethod.EqualWeights, EstimationMethod.NoControlsEqualWeights, EstimationMethod.KeepBest,
            EstimationMethod.TwoComponents,
    ];

    /// <summary>Budgets of the sweep, without the paper's.</summary>
    public static IReadOnlyList<int> Budgets { get; } = [2_000, 5_000, 10_000, 50_000, 100_000];

    /// <inheritdoc/>
    public override string Name => "gaussian-moments";

    /// <inheritdoc/>
    public override string Title => "Ten even moments of the normal law";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RepetitionSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [.. new[] { EstimationMethod.MonteCarlo, EstimationMethod.Adaptive, EstimationMethod.NoControls }.Select(m =>
                Cell(Case, Moments, m, 5_000, 20, 1))];
        return
        [
            Cell(Case, Moments, EstimationMethod.MonteCarlo, PaperBudget, PaperRepetitions, 0.5),
            Cell(Case, Moments, EstimationMethod.Adaptive, PaperBudget, PaperRepetitions, 1),
            .. s_variants.Select(m => Cell(Case, Moments, m, PaperBudget, PaperRepetitions, m == EstimationMethod.TwoComponents ? 20 : 1)),
            .. Budgets.Select(n => Cell(Case, Moments, EstimationMethod.Adaptive, n, PaperRepetitions, 1)),
        ];
    }

    /// <inheritdoc/>
    protected override ExpectationProblem Problem(RepetitionSettings settings) => GaussianMoments.Problem(settings.Size);
}
