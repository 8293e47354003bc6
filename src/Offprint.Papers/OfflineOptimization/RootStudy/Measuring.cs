using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Models;
using Offprint.Optimization.Search;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>A task with what is shown of it, and its truth.</summary>
internal sealed class Measuring
{
    private readonly IDesignTask _task;

    public Measuring(DesignProblem problem, double share)
    {
        _task = problem.Create();
        Data = share < 1 ? _task.Visible.UpTo(share) : _task.Visible;
    }

    /// <summary>What a method sees.</summary>
    public DesignDataset Data { get; }

    public WordLogits? Words => _task.Words;

    /// <summary>The best score of all, hidden ones included.</summary>
    public double HiddenBest => _task.Range.Greatest;

    public double BestVisible => Digits(Normalize(Data.Scores.Max()));

    /// <summary>The process of which this task's functions are made, without jitter.</summary>
    public ProcessAscent Process => Words is null ? ProcessAscent.Continuous : ProcessAscent.Words;

    /// <summary>Measures designs, once.</summary>
    /// <param name="designs">[n, d].</param>
    /// <param name="keeps">Whether all scores are kept.</param>
    /// <param name="expects">Whose expectations are kept; <see langword="null"/> for none.</param>
    public DesignOutcome Outcome(SampleMatrix designs, bool keeps, GaussianProcess? expects = null)
    {
        var oracle = new DesignOracle(_task);
        var score = new DesignScore(oracle.Score(designs));
        double[] expected = expects is null ? [] : ProcessAscent.Predict(expects, Data, designs);
        return new(Digits(score.Greatest), Digits(score.Percentile(80, PercentileRule.Higher)), Digits(score.Median(PercentileRule.Higher)),
            keeps ? [.. score.Scores.Select(Digits)] : [], [.. expected.Select(y => Digits(Normalize(y)))], oracle.Calls);
    }

    private double Normalize(double score) => (score - _task.Range.Least) / (_task.Range.Greatest - _task.Range.Least);

    private static double Digits(double value) => Math.Round(value, 5);
}
