using Offprint.Experiments;
using Offprint.Optimization.Translation;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>ROOT and what its parts are for: a cell a task and seed.</summary>
public sealed class BridgeStudy : Experiment<BridgeSettings, BridgeResult>
{
    /// <inheritdoc/>
    public override string Name => "bridges";

    /// <inheritdoc/>
    public override string Title => "Designs of ROOT and of its variants";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<BridgeSettings>> Cells(Profile profile)
    {
        IReadOnlyList<DesignProblem> problems = RootSizes.Problems(profile);
        BridgeSettings[] all =
        [
            .. problems.SelectMany(p => new[] { Main(p, profile) }
                .Concat(RootSizes.StartRules(profile).Select(rule => Alone(Main(p, profile), rule, 1)))
                .Concat(RootSizes.Shares(p, profile).Select(share => Alone(Main(p, profile), StartRule.Best, share)))),
        ];
        return
        [
            .. from settings in all
               from seed in RootSizes.Seeds(profile)
               select new Cell<BridgeSettings>(KeyText.Of(settings.Key, "seed", seed), settings, [seed])
               {
                   Cost = 40 + 4 * settings.Variants.Select(v => (v.Steps, v.Starts)).Distinct().Count(),
               },
        ];
    }

    /// <inheritdoc/>
    public override BridgeResult Run(Cell<BridgeSettings> cell, RunContext context) => new BridgeRun(cell.Settings, context).Run();

    /// <inheritdoc/>
    protected override int? NetworkNumerics(BridgeSettings settings) => NetworkKernels.Version;

    private static BridgeSettings Main(DesignProblem problem, Profile profile)
    {
        BridgeSearch search = RootSizes.Search(problem, profile);
        BridgeVariant main = new(search.Pairs.Steps, search.Pairs.Starts);
        BridgeVariant[] used = [main with { Guidance = 0 }, main with { Order = ConditionOrder.Swapped },
            main with { Target = TargetRule.VisibleBest }];
        // What is measured on MuJoCo takes seconds a variant.
        return new(problem, search, problem is AntProblem ? [main, .. used] :
        [
            main, .. RootSizes.Fewer(profile, main.Steps, 0.25, 0.5, 0.75).Select(m => main with { Steps = m }),
            .. RootSizes.Fewer(profile, main.Starts, 0.125, 0.25, 0.5).Select(n => main with { Starts = n }),
            main with { Target = TargetRule.VisibleBest },
            .. from weight in (double[])[-1.5, -1, 0, 1.5]
               from order in Enum.GetValues<ConditionOrder>()
               let variant = main with { Guidance = weight, Order = order }
               where variant != main
               select variant,
        ]);
    }

    private static BridgeSettings Alone(BridgeSettings main, StartRule rule, double share) => main with
    {
        Search = main.Search with { Pairs = main.Search.Pairs with { StartRule = rule } }, Variants = [main.Variants[0]], Share = share,
    };
}
