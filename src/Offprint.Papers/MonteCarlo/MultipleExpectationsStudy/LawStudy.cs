using Offprint.Estimators.ControlVariates;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>Case (c): the mean deflection under a hundred laws of the inputs.</summary>
public sealed class LawStudy : RepetitionStudy
{
    /// <summary>The case's name.</summary>
    public const string Case = "laws";

    private const int Laws = 100, Parts = 4;

    /// <summary>The design's seed: the paper's number. Its own design is in its repository; ours is another draw of the same law.</summary>
    public static Seed DesignSeed { get; } = new(221200568);

    /// <inheritdoc/>
    public override string Name => "input-laws";

    /// <inheritdoc/>
    public override string Title => "The beam's mean deflection under a hundred laws of its inputs";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RepetitionSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
        {
            return [.. new[] { EstimationMethod.Individual, EstimationMethod.MonteCarlo, EstimationMethod.Adaptive }
                .Select(m => Cell(Case, 10, m, 4_000, 5, m == EstimationMethod.Adaptive ? 5 : 1))];
        }
        const int part = PaperRepetitions / Parts;
        return
        [
            // Parts, so that the one long computation keeps all cores busy.
            .. Enumerable.Range(0, Parts)
                .Select(p => Cell(Case, Laws, EstimationMethod.Adaptive, PaperBudget, part, 30, 1 + p * part)),
            Cell(Case, Laws, EstimationMethod.MonteCarlo, PaperBudget, PaperRepetitions, 5),
            Cell(Case, Laws, EstimationMethod.Individual, PaperBudget, PaperRepetitions, 0.5),
        ];
    }

    /// <inheritdoc/>
    protected override ExpectationProblem Problem(RepetitionSettings settings) =>
        CantileverBeam.LawProblem(CantileverBeam.Laws(settings.Size, DesignSeed));
}
