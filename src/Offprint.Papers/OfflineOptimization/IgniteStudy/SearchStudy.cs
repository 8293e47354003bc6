using Offprint.Experiments;
using Offprint.Optimization.Search;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>Surrogates with and without the regularizer, and what searches make of them: a cell an ensemble of one seed.</summary>
public sealed class SearchStudy : Experiment<SearchSettings, SearchResult>
{
    /// <inheritdoc/>
    public override string Name => "searches";

    /// <inheritdoc/>
    public override string Title => "Surrogates with and without the regularizer, searched";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SearchSettings>> Cells(Profile profile) => profile switch
    {
        Profile.Smoke => [.. Cells(Smoke, Variants.All, 1, 2)],
        Profile.Standard => [.. StandardCells()],
        _ =>
        [
            .. Cells(norm => Single(new MeasuredBinding(), norm, [2048, 2048], 100), [.. Variants.All, .. Variants.Sweep], 1, 16),
            .. Cells(norm => Ensemble(new MeasuredBinding(), norm, [2048, 2048], 100, Rules(paper: true)), Variants.All, 1, 16),
            .. Cells(norm => Conservative(new MeasuredBinding(), norm, [2048, 2048], 50, words: true), Variants.All, 1, 16),
        ],
    };

    /// <inheritdoc/>
    public override SearchResult Run(Cell<SearchSettings> cell, RunContext context) => new SearchRun(cell.Settings, context).Run();

    /// <inheritdoc/>
    protected override int? NetworkNumerics(SearchSettings settings) => NetworkKernels.Version;

    /// <summary>
    /// Eight seeds of gradient ascent on one network, five of smaller ensembles and of conservative surrogates, two of changed constants:
    /// two hours of one core. An ant walks whenever it is measured, so that fewer points of an ascent's way are.
    /// </summary>
    private static IEnumerable<Cell<SearchSettings>> StandardCells()
    {
        int[] hidden = [256, 256], small = [128, 128];
        DesignProblem[] problems = [new MeasuredBinding(), new BraninProblem(), new AntProblem()];
        return
        [
            .. problems.SelectMany(p => Cells(norm => Watched(Single(p, norm, hidden, 15), 50), Variants.All, 1, 8)),
            .. Cells(norm => Single(problems[0], norm, hidden, 15), Variants.Sweep, 1, 2),
            .. problems.SelectMany(p => Cells(norm =>
                Ensemble(p, norm, small, 5, Rules(paper: false)) with { Members = 3 }, Variants.All, 1, 5)),
            .. problems.SelectMany(p => Cells(norm =>
                Watched(Conservative(p, norm, small, 2, p is MeasuredBinding), 25), Variants.All, 1, 5)),
        ];
    }

    private static SearchSettings Smoke(GradientNormOptions? norm)
    {
        SearchSettings single = Single(new BraninProblem(2000), norm, [32, 32], 5);
        return single with { Training = single.Training with { BatchSize = 64 } };
    }

    /// <summary>On ants the way of an ascent is measured at fewer points.</summary>
    private static SearchSettings Watched(SearchSettings settings, int every) =>
        settings.Problem is AntProblem ? settings with { PathEvery = every } : settings;

    private static SearchSettings Single(DesignProblem problem, GradientNormOptions? norm, int[] hidden, int epochs) =>
        Ensemble(problem, norm, hidden, epochs, [new GradientAscentRule()]) with { Members = 1 };

    private static SearchSettings Ensemble(
        DesignProblem problem, GradientNormOptions? norm, int[] hidden, int epochs, SearchRule[] rules) =>
        new(problem, new() { Network = new(hidden), Epochs = epochs, GradientNorm = norm }, 5, true, rules);

    /// <summary>The code trains this surrogate for two epochs with and without the regularizer; its suite for fifty.</summary>
    private static SearchSettings Conservative(DesignProblem problem, GradientNormOptions? norm, int[] hidden, int epochs, bool words)
    {
        SurrogateSearch coms = SurrogateSearch.Coms(words).Sized(hidden, epochs).Regularized(norm);
        return new(problem, coms.Training, 1, coms.Standardizes, [coms.Rule]);
    }

    /// <summary>The searches that share an ensemble; CbAS, the dearest, in the paper's profile alone.</summary>
    private static SearchRule[] Rules(bool paper)
    {
        SearchRule[] ascents =
        [
            new GradientAscentRule { Aggregation = Aggregation.Mean }, new GradientAscentRule { Aggregation = Aggregation.Least },
        ];
        return paper ? [.. ascents, new ReinforceRule(), new CmaRule(), new CbasRule()]
            : [.. ascents, new ReinforceRule { Samples = 1024 }, new CmaRule { Starts = 32, Generations = 50 }];
    }

    private static IEnumerable<Cell<SearchSettings>> Cells(
        Func<GradientNormOptions?, SearchSettings> make, IEnumerable<GradientNormOptions?> norms, int first, int last) =>
        from seed in Enumerable.Range(first, last - first + 1)
        from norm in norms
        let settings = make(norm)
        select new Cell<SearchSettings>(KeyText.Of(settings.Key, "seed", seed), settings, [seed])
        {
            Cost = settings.Members * (norm is null ? 1 : 2.5) + (settings.IsConservative ? 3 : 0) + settings.Rules.Count,
        };
}
