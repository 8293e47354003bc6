using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>Scores on the way of gradient ascent.</summary>
internal static class AscentFigures
{
    /// <summary>Truth and prediction against steps.</summary>
    public static PanelFigure Paths(PaperResults results)
    {
        SearchNumbers numbers = SearchNumbers.Of(results);
        // A plane of two coordinates says nothing beside designs of sixty, unless there is nothing else.
        DesignProblem[] shown = [.. numbers.Problems.Where(p => numbers.Problems.Count == 1 || p is not BraninProblem)];
        SearchMethod[] methods = [.. shown.SelectMany(p => numbers.Methods.Where(m =>
            m.Problem == p && (m.IsPlainAscent || m.IsConservative)))];
        return new("Ascent: normalized scores of 128 candidates against steps",
            [
                .. methods.SelectMany(m => new[]
                {
                    Panel(m, "median", p => p.Median), Panel(m, "greatest", p => p.Greatest),
                    Panel(m, "predicted", p => p.Predicted),
                }),
            ], 3)
        { Caption = "Means over seeds with t intervals of 95 %; predicted: the median of what the surrogate says, as a score." };

        LineFigure Panel(SearchMethod method, string name, Func<PathPoint, double> value) => new(
            $"{method.Problem.Label}, {(method.IsConservative ? method.Label : "ascent")}: {name}",
            [.. Variants.All.Select(norm =>
            {
                var paths = numbers.Cells(method, norm)
                    .Select(c => c.Result.Searches.Single(s => s.Rule == method.Rule).Path).ToList();
                return SeedSeries.Of(Variants.Label(norm), Enumerable.Range(0, paths[0].Count).Select(i =>
                    ((double)paths[0][i].Step, (IReadOnlyList<double>)[.. paths.Select(p => value(p[i]))]))) with { Markers = false };
            })])
        { X = new("step"), Y = new("score"), Colors = Papers.Ignite.Colors };
    }
}
