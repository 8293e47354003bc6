using Offprint.Estimators.Sensitivity;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>Repetitions of one method on one problem, all parts together.</summary>
/// <param name="Size">J where the problem leaves it open.</param>
/// <param name="Budget">N_max.</param>
/// <param name="Rows">The estimates, [J] a repetition.</param>
/// <param name="Rounds">Rounds used.</param>
/// <param name="FinalSamples">Points in the estimate.</param>
/// <param name="Seeds">The seeds.</param>
public sealed record Repetitions(
    int Size, int Budget, IReadOnlyList<double[]> Rows, IReadOnlyList<int> Rounds, IReadOnlyList<int> FinalSamples,
    IReadOnlyList<int> Seeds)
{
    /// <summary>The first-order indices of each repetition.</summary>
    public Repetitions Indices => this with { Rows = [.. Rows.Select(r => SobolIndices.FirstOrder(r))] };

    /// <summary>The mean over repetitions with its t interval, one an expectation.</summary>
    public IReadOnlyList<Estimate> Means => [.. Columns.Select(c => MeanInterval.StudentT(c))];

    /// <summary>The variance over repetitions, one an expectation.</summary>
    public IReadOnlyList<double> Variances => [.. Columns.Select(c => RepetitionStatistics.Variance(c))];

    /// <summary>All repetitions of each expectation.</summary>
    public IReadOnlyList<double[]> Columns => [.. Enumerable.Range(0, Rows[0].Length).Select(j => Rows.Select(r => r[j]).ToArray())];
}

/// <summary>Variances over repetitions, with bootstrap intervals.</summary>
public static class RepetitionStatistics
{
    private static readonly BootstrapOptions s_options = new() { Resamples = 2_000, Method = BootstrapMethod.Percentile };

    /// <summary>The repetitions of a method at the budget at which plain Monte Carlo was run, the paper's.</summary>
    /// <param name="results">The results.</param>
    /// <param name="study">The study.</param>
    /// <param name="problem">The case.</param>
    /// <param name="method">The method.</param>
    /// <param name="budget">Another budget; 0 for that one.</param>
    /// <returns>All parts together.</returns>
    /// <exception cref="MissingResultsException">The profile leaves them out.</exception>
    public static Repetitions Of(PaperResults results, RepetitionStudy study, string problem, EstimationMethod method, int budget = 0)
    {
        var cells = results.Of(study).Where(c => c.Settings.Case == problem).ToList();
        budget = budget > 0 ? budget : cells.FirstOrDefault(c => c.Settings.Method == EstimationMethod.MonteCarlo)?.Settings.Budget ?? 0;
        var own = cells.Where(c => c.Settings.Method == method && c.Settings.Budget == budget).ToList();
        if (own.Count == 0)
            throw new MissingResultsException(
                $"The profile {results.Profile.ToString().ToLowerInvariant()} leaves out {method} on the case {problem}.");
        return new Repetitions(own[0].Settings.Size, budget, [.. own.SelectMany(c => c.Result.Estimates)],
            [.. own.SelectMany(c => c.Result.Rounds)],
            [.. own.SelectMany(c => c.Result.FinalSamples)], [.. own.SelectMany(c => c.Cell.Seeds)]);
    }

    /// <summary>Σ_j w_j Var(Î_j) over repetitions.</summary>
    /// <param name="repetitions">The repetitions.</param>
    /// <param name="weights">w; <see langword="null"/> for ones.</param>
    /// <returns>The sum with its percentile bootstrap interval.</returns>
    public static Estimate Summed(Repetitions repetitions, IReadOnlyList<double>? weights = null)
    {
        double Statistic(ReadOnlySpan<int> rows) => Summed(repetitions.Rows, weights, rows);
        return new Estimate(Statistic([.. Enumerable.Range(0, repetitions.Rows.Count)]),
            Bootstrap.OfRows(Resampling.Plain(repetitions.Rows.Count), Statistic, s_options));
    }

    /// <summary>The quotient of two methods' summed variances: how many times fewer points the second one needs.</summary>
    /// <param name="first">The repetitions of the first.</param>
    /// <param name="second">The repetitions of the second, as many.</param>
    /// <param name="weights">w; <see langword="null"/> for ones.</param>
    /// <returns>The quotient with its percentile bootstrap interval.</returns>
    public static Estimate Ratio(Repetitions first, Repetitions second, IReadOnlyList<double>? weights = null)
    {
        double Statistic(ReadOnlySpan<int> rows) => Summed(first.Rows, weights, rows) / Summed(second.Rows, weights, rows);
        int count = Math.Min(first.Rows.Count, second.Rows.Count);
        return new Estimate(Statistic([.. Enumerable.Range(0, count)]), Bootstrap.OfRows(Resampling.Plain(count), Statistic, s_options));
    }

    /// <summary>How many standard errors of the mean the repetitions are off.</summary>
    /// <param name="repetitions">The repetitions.</param>
    /// <param name="exact">The exact values.</param>
    /// <returns>One a value, signed.</returns>
    public static IReadOnlyList<double> BiasInStandardErrors(Repetitions repetitions, IReadOnlyList<double> exact) =>
        [.. repetitions.Columns.Zip(exact, (c, e) => (c.Average() - e) / Math.Sqrt(Variance(c) / c.Length))];

    /// <summary>The value below which a share of the repetitions lies.</summary>
    internal static double Quantile(double[] column, double share)
    {
        double[] sorted = [.. column.Order()];
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }

    /// <summary>Divisor n − 1.</summary>
    internal static double Variance(double[] column)
    {
        double mean = column.Average();
        return column.Sum(x => (x - mean) * (x - mean)) / (column.Length - 1);
    }

    private static double Summed(IReadOnlyList<double[]> estimates, IReadOnlyList<double>? weights, ReadOnlySpan<int> rows)
    {
        double sum = 0;
        for (int j = 0; j < estimates[0].Length; j++)
        {
            double mean = 0, squares = 0;
            foreach (int row in rows)
                mean += estimates[row][j] / rows.Length;
            foreach (int row in rows)
                squares += (estimates[row][j] - mean) * (estimates[row][j] - mean);
            sum += (weights?[j] ?? 1) * squares / (rows.Length - 1);
        }
        return sum;
    }
}
