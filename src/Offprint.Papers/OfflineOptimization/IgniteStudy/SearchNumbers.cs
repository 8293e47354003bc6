using Offprint.Experiments;
using Offprint.Optimization.Search;
using Offprint.Optimization.Surrogates;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

using SearchCell = CellResult<SearchSettings, SearchResult>;

/// <summary>Which of a search's scores.</summary>
internal enum ScoreLevel
{
    Greatest,
    Percentile80,
    Median,
}

/// <summary>A method on a task: a search with the ensemble that it takes.</summary>
/// <param name="Problem">The task.</param>
/// <param name="Rule">The search.</param>
/// <param name="IsConservative">Whether the surrogate is a conservative one.</param>
internal sealed record SearchMethod(DesignProblem Problem, SearchRule Rule, bool IsConservative)
{
    public string Label => IsConservative ? "COMs" : Rule.Label;

    public bool IsPlainAscent => !IsConservative && Rule is GradientAscentRule { Aggregation: Aggregation.First };
}

/// <summary>Numbers of the searches, seed by seed, so that variants are compared on the same seeds.</summary>
internal sealed class SearchNumbers
{
    private readonly IReadOnlyList<SearchCell> _cells;

    private SearchNumbers(IReadOnlyList<SearchCell> cells) => _cells = cells;

    public IReadOnlyList<DesignProblem> Problems => [.. _cells.Select(c => c.Settings.Problem).Distinct()];

    public IReadOnlyList<SearchMethod> Methods => [.. _cells.SelectMany(c => c.Settings.Rules.Select(r =>
        new SearchMethod(c.Settings.Problem, r, c.Settings.IsConservative))).Distinct()];

    public static SearchNumbers Of(PaperResults results) => new(results.Of(Papers.Ignite.Searches));

    public SearchMethod Ascent(DesignProblem problem) => Methods.First(m => m.Problem == problem && m.IsPlainAscent);

    /// <summary>The cells of a method and a variant, by seed.</summary>
    public IReadOnlyList<SearchCell> Cells(SearchMethod method, GradientNormOptions? norm) => [.. _cells
        .Where(c => c.Settings.Problem == method.Problem && c.Settings.Training.GradientNorm == norm
            && c.Settings.IsConservative == method.IsConservative && c.Settings.Rules.Contains(method.Rule))
        .OrderBy(c => c.Cell.Seeds[0])];

    public IReadOnlyList<int> Seeds(SearchMethod method, GradientNormOptions? norm) =>
        [.. Cells(method, norm).Select(c => c.Cell.Seeds[0])];

    /// <summary>One number a seed.</summary>
    public double[] Values(SearchMethod method, GradientNormOptions? norm, Func<SearchCell, RuleResult, double> value) =>
        [.. Cells(method, norm).Select(c => value(c, c.Result.Searches.Single(s => s.Rule == method.Rule)))];

    /// <summary>
    /// The paired mean of (variant − plain)/|mean plain| over the seeds that both have, with a t interval; of dimension one.
    /// </summary>
    public Estimate Change(SearchMethod method, GradientNormOptions norm, Func<SearchCell, RuleResult, double> value) =>
        MeanInterval.StudentT(Changes(method, norm, value));

    /// <summary>(variant − plain)/|mean plain|, one a seed that both have.</summary>
    public double[] Changes(SearchMethod method, GradientNormOptions norm, Func<SearchCell, RuleResult, double> value)
    {
        int[] shared = [.. Seeds(method, norm).Intersect(Seeds(method, null))];
        double[] plain = Of(null), changed = Of(norm);
        double mean = Math.Abs(plain.Average());
        return [.. changed.Zip(plain, (c, p) => (c - p) / mean)];

        double[] Of(GradientNormOptions? variant) => [.. Cells(method, variant).Where(c => shared.Contains(c.Cell.Seeds[0]))
            .Select(c => value(c, c.Result.Searches.Single(s => s.Rule == method.Rule)))];
    }

    /// <summary>
    /// Whether a search leaves the region of the data for good: its best designs are on average worse than all visible ones, without a
    /// bound, so that relative changes say nothing.
    /// </summary>
    public bool Escapes(SearchMethod method) => Values(method, null, (_, r) => r.Greatest).Average() < 0;

    public static double Score(RuleResult result, ScoreLevel level) => level switch
    {
        ScoreLevel.Greatest => result.Greatest,
        ScoreLevel.Percentile80 => result.Percentile80,
        _ => result.Median,
    };
}
