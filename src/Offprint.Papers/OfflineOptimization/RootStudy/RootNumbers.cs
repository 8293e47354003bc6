using Offprint.Experiments;
using Offprint.Optimization.Translation;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

using BridgeCell = CellResult<BridgeSettings, BridgeResult>;
using MethodCell = CellResult<MethodSettings, MethodResult>;

/// <summary>Outcomes of ROOT and of other methods, seed by seed.</summary>
internal sealed class RootNumbers
{
    public const string Root = "ROOT", Process = "GA on GP";

    private readonly IReadOnlyList<MethodCell> _methods;
    private readonly IReadOnlyList<BridgeCell> _bridges;

    private RootNumbers(IReadOnlyList<MethodCell> methods, IReadOnlyList<BridgeCell> bridges) => (_methods, _bridges) = (methods, bridges);

    public static RootNumbers Of(PaperResults results) => new(results.Of(Papers.Root.Methods), results.Of(Papers.Root.Bridges));

    public static IReadOnlyList<(string Name, Func<DesignOutcome, double> Value)> Levels { get; } =
        [("median", o => o.Median), ("80th percentile", o => o.Percentile80), ("greatest", o => o.Greatest)];

    public IReadOnlyList<DesignProblem> Problems => [.. _bridges.Select(c => c.Settings.Problem).Distinct()];

    /// <summary>Methods that were computed on every task, ROOT last.</summary>
    public IReadOnlyList<string> Methods => [.. _methods.Where(c => c.Settings.Share == 1).Select(c => c.Settings.Method.Label).Distinct()
        .Where(label => Problems.All(p => Method(p, label) is not null)), Root];

    /// <summary>Outcomes of a method, one a seed; none where it was not computed.</summary>
    public IReadOnlyList<DesignOutcome> Outcomes(DesignProblem problem, string method, double share = 1) => method == Root
        ? Of(Cells(problem, StartRule.Best, share), c => c.Result.Outcomes[0].Outcome)
        : Method(problem, method, share)?.Result.Outcomes ?? [];

    /// <summary>Outcomes of a variant of ROOT, one a seed.</summary>
    public IReadOnlyList<DesignOutcome> Variant(DesignProblem problem, Func<BridgeVariant, BridgeVariant> change)
    {
        BridgeVariant wanted = change(Cells(problem)[0].Settings.Variants[0]);
        return Of(Cells(problem), c => c.Result.Outcomes.FirstOrDefault(o => o.Variant == wanted)?.Outcome);
    }

    /// <summary>ROOT from other starts.</summary>
    public IReadOnlyList<DesignOutcome> Starts(DesignProblem problem, StartRule rule) =>
        Of(Cells(problem, rule), c => c.Result.Outcomes[0].Outcome);

    /// <summary>ROOT's cells, by seed.</summary>
    public IReadOnlyList<BridgeCell> Cells(DesignProblem problem, StartRule rule = StartRule.Best, double share = 1) => [.. _bridges
        .Where(c => c.Settings.Problem == problem && c.Settings.Search.Pairs.StartRule == rule && c.Settings.Share == share)
        .OrderBy(c => c.Cell.Seeds[0])];

    public double BestVisible(DesignProblem problem) => Cells(problem)[0].Result.BestVisible;

    public IReadOnlyList<double> Shares => [.. _bridges.Select(c => c.Settings.Share).Distinct().Order()];

    public MethodCell? Method(DesignProblem problem, string label, double share = 1) => _methods.FirstOrDefault(c =>
        c.Settings.Problem == problem && c.Settings.Share == share && c.Settings.Method.Label == label);

    public static double[] Values(IReadOnlyList<DesignOutcome> outcomes, Func<DesignOutcome, double> value) => [.. outcomes.Select(value)];

    /// <summary>A method's mean rank over the tasks, by means over seeds: 1 is the best.</summary>
    public double MeanRank(string method, Func<DesignOutcome, double> value) => Problems.Average(problem =>
    {
        double own = Mean(method);
        return 1 + Methods.Count(other => other != method && Mean(other) > own)
            + 0.5 * Methods.Count(other => other != method && Mean(other) == own);

        double Mean(string label) => Outcomes(problem, label).Average(value);
    });

    private static IReadOnlyList<DesignOutcome> Of(IReadOnlyList<BridgeCell> cells, Func<BridgeCell, DesignOutcome?> outcome) =>
        [.. cells.Select(outcome).OfType<DesignOutcome>()];
}
