using Offprint.Experiments;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Parts C and D: the method on a log, and what becomes of it without one of its parts.</summary>
/// <param name="name">A short name, unique in the paper.</param>
/// <param name="title">What it shows.</param>
/// <param name="cells">The trainings of a profile, with their seeds; none where the profile leaves the study out.</param>
public sealed class ImprovementStudy(string name, string title, Func<Profile, IEnumerable<Cell<ImprovementSettings>>> cells)
    : Experiment<ImprovementSettings, ImprovementResult>
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Title => title;

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ImprovementSettings>> Cells(Profile profile) => [.. cells(profile)];

    /// <inheritdoc/>
    public override ImprovementResult Run(Cell<ImprovementSettings> cell, RunContext context)
    {
        using var run = new ImprovementRun(cell.Settings, context);
        return run.Run();
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(ImprovementSettings settings) => NetworkKernels.Version;
}
