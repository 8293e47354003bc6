using Offprint.Experiments;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Part C: the method on a log of Hopper, and what becomes of it without one of its parts.</summary>
public sealed class ImprovementStudy : Experiment<ImprovementSettings, ImprovementResult>
{
    /// <inheritdoc/>
    public override string Name => "improvement";

    /// <inheritdoc/>
    public override string Title => "Gated improvement on a log of Hopper, then the environment";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ImprovementSettings>> Cells(Profile profile)
    {
        int[] seeds = [.. UniO4Trials.Seeds(profile)];
        var trials = new UniO4Trials(profile);
        return
        [
            .. trials.Improvements().Select(s => Cell.Of(s, seeds, s.Offline is null ? 1 : 5)),
            .. trials.Pilots().Select(s => Cell.Of(s, [UniO4Trials.PilotSeed], 2)),
        ];
    }

    /// <inheritdoc/>
    public override ImprovementResult Run(Cell<ImprovementSettings> cell, RunContext context)
    {
        using var run = new ImprovementRun(cell.Settings, context);
        return run.Run();
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(ImprovementSettings settings) => NetworkKernels.Version;
}
