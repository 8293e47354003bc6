using Offprint.Statistics;

namespace Offprint.Estimators.OffPolicy.Selection;

/// <summary>
/// Judges estimates by what a shortlist of the k policies with the greatest estimates would bring (Kiyohara et al. 2024), beside the usual
/// scores of accuracy.
/// </summary>
public static class PolicySelection
{
    /// <summary>Ranks candidates by estimate and scores the ranking.</summary>
    /// <param name="truth">J of each candidate.</param>
    /// <param name="estimates">Ĵ of each candidate; equal ones are ranked with the better truth first.</param>
    /// <param name="behavior">J(π_b).</param>
    /// <param name="options">Conventions; the published code's if null.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">There are no candidates, lengths differ, or a number is NaN.</exception>
    public static SelectionScores Evaluate(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> estimates, double behavior, SelectionOptions? options = null)
    {
        options ??= new();
        if (truth.IsEmpty || truth.Length != estimates.Length)
            throw new ArgumentException(
                $"{truth.Length} true values and {estimates.Length} estimates; there must be one of each a candidate.");
        double[] j = truth.ToArray(), estimated = estimates.ToArray();
        if (j.Concat(estimated).Append(behavior).Any(double.IsNaN))
            throw new ArgumentException("A value is NaN: candidates without an estimate cannot be ranked.");
        double[] ranked = [.. Enumerable.Range(0, j.Length).OrderByDescending(i => estimated[i]).ThenByDescending(i => j[i]).Select(i =>
            j[i])];
        double squares = 0;
        for (int i = 0; i < j.Length; i++)
            squares += (j[i] - estimated[i]) * (j[i] - estimated[i]);
        return new([.. Enumerable.Range(1, j.Length).Select(k => Shortlist.Of(ranked.AsSpan(0, k), j, behavior, options))])
        {
            MeanSquaredError = squares / j.Length,
            NormalizedMeanSquaredError = squares / j.Sum(v => v * v),
            RankCorrelation = RankCorrelation.Spearman(j, estimated),
            TypeOneError = ErrorRate(j, estimated, v => v >= options.SafetyShare * behavior, e => e < options.SafetyShare * behavior),
            TypeTwoError = ErrorRate(j, estimated, v => v < options.SafetyShare * behavior, e => e >= options.SafetyShare * behavior),
        };
    }

    /// <summary>Of the candidates of a kind, the share with a wrong estimate; NaN if there are none of the kind.</summary>
    private static double ErrorRate(double[] truth, double[] estimates, Predicate<double> kind, Predicate<double> wrong)
    {
        int[] members = [.. Enumerable.Range(0, truth.Length).Where(i => kind(truth[i]))];
        return members.Length == 0 ? double.NaN : members.Count(i => wrong(estimates[i])) / (double)members.Length;
    }
}

/// <summary>Conventions that the paper and its code do not share.</summary>
public sealed record SelectionOptions
{
    /// <summary>Whether the spread has the divisor k − 1 (code) instead of k (text). Default: the code's.</summary>
    public bool SampleDeviation { get; init; } = true;

    /// <summary>Whether a shortlist below the behavior scores 0 (code) instead of a negative ratio. Default: the code's.</summary>
    public bool ClipNumerator { get; init; } = true;

    /// <summary>The greatest ratio (code). Default 100.</summary>
    public double Cap { get; init; } = 100;

    /// <summary>Whether the behavior is deployed beside the shortlist (text). Default: no, as in the code.</summary>
    public bool IncludeBehavior { get; init; }

    /// <summary>c: a policy is safe from c·J(π_b) on. Default 1.</summary>
    public double SafetyShare { get; init; } = 1;
}

/// <summary>What k deployed policies bring.</summary>
/// <param name="Size">k.</param>
/// <param name="Best">The greatest true value.</param>
/// <param name="Worst">The least.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The spread; NaN where it is not defined.</param>
/// <param name="Last">The k-th policy's value.</param>
/// <param name="Regret">The best candidate's value minus the shortlist's best.</param>
/// <param name="ViolationRate">The share below the safety threshold.</param>
/// <param name="SharpeRatio">(best@k − J(π_b))/std@k; NaN at k = 1.</param>
public sealed record Shortlist(
    int Size, double Best, double Worst, double Mean, double Deviation, double Last, double Regret, double ViolationRate,
        double SharpeRatio)
{
    internal static Shortlist Of(ReadOnlySpan<double> ranked, double[] all, double behavior, SelectionOptions options)
    {
        double[] deployed = options.IncludeBehavior ? [.. ranked, behavior] : ranked.ToArray();
        double mean = deployed.Average(), best = deployed.Max();
        double squares = deployed.Sum(v => (v - mean) * (v - mean));
        int divisor = options.SampleDeviation ? deployed.Length - 1 : deployed.Length;
        double deviation = divisor == 0 ? double.NaN : Math.Sqrt(squares / divisor);
        double gain = options.ClipNumerator ? Math.Max(0, best - behavior) : best - behavior;
        int unsafeCount = deployed.Count(v => v < options.SafetyShare * behavior);
        return new(ranked.Length, best, deployed.Min(), mean, deviation, ranked[^1], all.Max() - best,
            unsafeCount / (double)deployed.Length,
            Ratio(gain, deviation, options.Cap));
    }

    /// <summary>No gain over no spread is no gain; a gain over no spread is as good as it gets.</summary>
    private static double Ratio(double gain, double deviation, double cap) =>
        double.IsNaN(deviation) ? double.NaN
        : gain == 0 ? 0
        : Math.Clamp(gain / deviation, -cap, cap);
}

/// <summary>How good a ranking of candidates is.</summary>
/// <param name="Shortlists">The k best by estimate, k = 1, 2, ….</param>
public sealed record SelectionScores(IReadOnlyList<Shortlist> Shortlists)
{
    /// <summary>mean (J − Ĵ)².</summary>
    public required double MeanSquaredError { get; init; }

    /// <summary>The mean squared error over mean J².</summary>
    public required double NormalizedMeanSquaredError { get; init; }

    /// <summary>Spearman's correlation of truth and estimates.</summary>
    public required double RankCorrelation { get; init; }

    /// <summary>The share of safe policies that the estimates call unsafe; NaN if none is safe.</summary>
    public required double TypeOneError { get; init; }

    /// <summary>The share of unsafe policies that the estimates call safe; NaN if none is unsafe.</summary>
    public required double TypeTwoError { get; init; }

    /// <summary>A shortlist.</summary>
    /// <param name="k">Its size, from 1.</param>
    /// <returns>What it brings.</returns>
    public Shortlist At(int k) => Shortlists[k - 1];

    /// <summary>Regret at 1 over |max J|.</summary>
    /// <returns>From 0, the best was ranked first.</returns>
    public double NormalizedRegret() => At(1).Regret / Math.Abs(At(1).Regret + At(1).Best);
}
