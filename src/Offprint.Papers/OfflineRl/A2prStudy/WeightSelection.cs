using Offprint.Experiments;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>
/// The constraint's weight for short trainings of Hopper, chosen once, on a seed that no other result uses. The authors' weights are for
/// 10⁶ updates.
/// </summary>
public sealed class WeightSelection : Experiment<A2prTrainingSettings, A2prTrainingResult>
{
    private const int Seed = 100;

    /// <inheritdoc/>
    public override string Name => "selection";

    /// <inheritdoc/>
    public override string Title => "The constraint's weight for short trainings";

    /// <summary>The values of w₂ that are tried.</summary>
    public static IReadOnlyList<double> Weights { get; } = [0.4, 1, 2];

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<A2prTrainingSettings>> Cells(Profile profile) => profile != Profile.Standard
        ? []
        : [.. from dataset in LocomotionData.Hoppers from weight in Weights select Of(dataset, weight)];

    /// <summary>The name of a cell.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="weight">w₂.</param>
    /// <returns>The name.</returns>
    public static string Key(string dataset, double weight) => FormattableString.Invariant($"{dataset}-{weight}");

    /// <inheritdoc/>
    protected override int? NetworkNumerics(A2prTrainingSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override A2prTrainingResult Run(Cell<A2prTrainingSettings> cell, RunContext context) => A2prTraining.Train(cell.Settings, context);

    private static Cell<A2prTrainingSettings> Of(string dataset, double weight)
    {
        A2prTrainingSettings settings = A2prTraining.Settings(Profile.Standard, dataset, A2prMethods.A2pr);
        return new(Key(dataset, weight), settings with { Tuning = settings.Tuning with { ConstraintWeight = weight } }, [Seed]);
    }
}
