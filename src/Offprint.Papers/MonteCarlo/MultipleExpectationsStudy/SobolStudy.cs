using Offprint.Estimators.ControlVariates;
using Offprint.Experiments;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>Cases (b) and (d): first-order Sobol' indices from one sample.</summary>
public sealed class SobolStudy : RepetitionStudy
{
    /// <summary>The beam's case.</summary>
    public const string Beam = "beam";

    /// <summary>Ishigami's function.</summary>
    public const string IshigamiCase = "ishigami";

    private static readonly EstimationMethod[] s_variants =
        [EstimationMethod.NoControls, EstimationMethod.EqualWeights, EstimationMethod.NoControlsEqualWeights];

    /// <inheritdoc/>
    public override string Name => "sobol-indices";

    /// <inheritdoc/>
    public override string Title => "First-order Sobol' indices of the cantilever beam and of Ishigami's function";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RepetitionSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
        {
            return
            [
                Cell(Beam, 0, EstimationMethod.MonteCarlo, 5_000, 10, 1), Cell(Beam, 0, EstimationMethod.Adaptive, 5_000, 10, 3),
                Cell(IshigamiCase, 0, EstimationMethod.MonteCarlo, 5_000, 5, 1),
                Cell(IshigamiCase, 0, EstimationMethod.Adaptive, 5_000, 5, 2),
            ];
        }
        return
        [
            Cell(Beam, 0, EstimationMethod.MonteCarlo, PaperBudget, PaperRepetitions, 1),
            Cell(Beam, 0, EstimationMethod.Adaptive, PaperBudget, PaperRepetitions, 3),
            .. s_variants.Select(m => Cell(Beam, 0, m, PaperBudget, PaperRepetitions, 3)),
            .. MomentStudy.Budgets.Select(n => Cell(Beam, 0, EstimationMethod.Adaptive, n, PaperRepetitions / 2, 3)),
            Cell(IshigamiCase, 0, EstimationMethod.MonteCarlo, PaperBudget, PaperRepetitions, 2),
            Cell(IshigamiCase, 0, EstimationMethod.Adaptive, PaperBudget, PaperRepetitions, 3),
        ];
    }

    /// <inheritdoc/>
    protected override ExpectationProblem Problem(RepetitionSettings settings) =>
        settings.Case == IshigamiCase ? Ishigami.Problem() : CantileverBeam.SobolProblem();
}
