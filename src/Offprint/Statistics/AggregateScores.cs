namespace Offprint.Statistics;

/// <summary>
/// Scores of one method over tasks and seeds, summarized as Agarwal et al. advise ("Deep reinforcement learning at the edge of the
/// statistical precipice", 2021), with intervals from a bootstrap of seeds stratified by task.
/// </summary>
/// <remarks>
/// Intervals are percentile intervals, as in that paper, whatever <see cref="BootstrapOptions.Method"/> says; the paper's B of 2,000 is
/// less than the default here. They describe the spread over seeds, for these tasks. With three to five seeds a task and few tasks they are
/// too narrow; for a single task use <see cref="MeanInterval"/>.
/// </remarks>
public sealed class AggregateScores
{
    private readonly double[] _scores;
    private readonly int[] _tasks;
    private readonly BootstrapOptions _options;

    /// <summary>Takes normalized scores.</summary>
    /// <param name="tasks">For each task, one score a seed; numbers of seeds may differ.</param>
    /// <param name="options">Level, seed and number of resamples; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no task, or a task without scores, or a score is NaN.</exception>
    public AggregateScores(IReadOnlyList<double[]> tasks, BootstrapOptions? options = null)
    {
        if (tasks.Count == 0)
            throw new ArgumentException("There are no tasks.", nameof(tasks));
        for (int t = 0; t < tasks.Count; t++)
        {
            if (tasks[t].Length == 0 || tasks[t].Any(double.IsNaN))
                throw new ArgumentException($"Task {t} has no scores, or one that is not a number.", nameof(tasks));
        }
        _scores = [.. tasks.SelectMany(scores => scores)];
        _tasks = [.. tasks.SelectMany((scores, t) => Enumerable.Repeat(t, scores.Length))];
        _options = (options ?? new()) with { Method = BootstrapMethod.Percentile };
        TaskCount = tasks.Count;
    }

    /// <summary>Takes normalized scores.</summary>
    /// <param name="scores">[task, seed].</param>
    /// <param name="options">Level, seed and number of resamples; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The array is empty, or a score is NaN.</exception>
    public AggregateScores(double[,] scores, BootstrapOptions? options = null)
        : this([.. Enumerable.Range(0, scores.GetLength(0)).Select(
            t => Enumerable.Range(0, scores.GetLength(1)).Select(s => scores[t, s]).ToArray())], options)
    {
    }

    /// <summary>The number of tasks.</summary>
    public int TaskCount { get; }

    /// <summary>The mean of the middle half of all runs: a quarter of the runs, rounded down, is cut from each end.</summary>
    /// <returns>The interquartile mean (IQM).</returns>
    public Estimate InterquartileMean()
    {
        double[] buffer = new double[_scores.Length];
        return Over(rows => MiddleHalf(_scores, rows, buffer));
    }

    /// <summary>By how much this method's interquartile mean exceeds another's.</summary>
    /// <param name="other">The other method, on the same tasks in the same order.</param>
    /// <returns>The difference; the seeds of both methods are resampled.</returns>
    /// <exception cref="ArgumentException">The numbers of tasks differ.</exception>
    public Estimate InterquartileMeanOver(AggregateScores other)
    {
        (double[] scores, int[] strata) = With(other);
        double[] buffer = new double[scores.Length];
        int own = _scores.Length;
        return Over(Resampling.Stratified(strata), rows => MiddleHalf(scores, rows[..own], buffer) -
            MiddleHalf(scores, rows[own..], buffer));
    }

    /// <summary>The mean over tasks of each task's mean.</summary>
    /// <returns>The mean.</returns>
    public Estimate Mean()
    {
        double[] means = new double[TaskCount];
        return Over(rows => Moments.Mean(TaskMeans(rows, _scores, means)));
    }

    /// <summary>The median over tasks of each task's mean.</summary>
    /// <returns>The median.</returns>
    public Estimate Median()
    {
        double[] means = new double[TaskCount];
        return Over(rows =>
        {
            Span<double> sorted = TaskMeans(rows, _scores, means);
            sorted.Sort();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        });
    }

    /// <summary>How far runs stay below a target, on average; a run above it counts 0.</summary>
    /// <param name="target">γ: the score that is good enough, 1 for scores normalized by an expert.</param>
    /// <returns>The mean of max(γ − score, 0), each task weighted alike.</returns>
    public Estimate OptimalityGap(double target = 1) => MeanOf(score => Math.Max(target - score, 0));

    /// <summary>The performance profile: the share of runs that score more than each threshold, each task weighted alike.</summary>
    /// <param name="thresholds">τ, the thresholds.</param>
    /// <returns>One share a threshold; intervals hold for each alone, not for all together.</returns>
    public Estimate[] PerformanceProfile(IReadOnlyList<double> thresholds) =>
        [.. thresholds.Select(threshold => MeanOf(score => score > threshold ? 1 : 0))];

    /// <summary>
    /// The probability that a run of this method beats one of another on the same task, ties counted by half; the mean over tasks.
    /// </summary>
    /// <param name="other">The other method, on the same tasks in the same order.</param>
    /// <returns>The probability; the seeds of both methods are resampled.</returns>
    /// <exception cref="ArgumentException">The numbers of tasks differ.</exception>
    public Estimate ProbabilityOfImprovementOver(AggregateScores other)
    {
        (double[] scores, int[] strata) = With(other);
        int[] starts = new int[2 * TaskCount + 1];
        foreach (int stratum in strata)
            starts[stratum + 1]++;
        for (int i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        return Over(Resampling.Stratified(strata), rows =>
        {
            double sum = 0;
            for (int t = 0; t < TaskCount; t++)
                sum += WinShare(scores, rows[starts[t]..starts[t + 1]], rows[starts[t + TaskCount]..starts[t + TaskCount + 1]]);
            return sum / TaskCount;
        });
    }

    /// <summary>
    /// Both methods' runs in one list, each (method, task) a stratum, so that row i of a resample is of the stratum of row i.
    /// </summary>
    private (double[] Scores, int[] Strata) With(AggregateScores other) => other.TaskCount == TaskCount
        ? ([.. _scores, .. other._scores], [.. _tasks, .. other._tasks.Select(task => task + TaskCount)])
        : throw new ArgumentException($"The methods were run on {TaskCount} and {other.TaskCount} tasks.", nameof(other));

    private static double MiddleHalf(double[] scores, ReadOnlySpan<int> rows, double[] buffer)
    {
        for (int i = 0; i < rows.Length; i++)
            buffer[i] = scores[rows[i]];
        Span<double> sorted = buffer.AsSpan(0, rows.Length);
        sorted.Sort();
        int cut = sorted.Length / 4;
        return Moments.Mean(sorted[cut..^cut]);
    }

    private static double WinShare(double[] scores, ReadOnlySpan<int> mine, ReadOnlySpan<int> theirs)
    {
        double wins = 0;
        foreach (int i in mine)
        {
            foreach (int j in theirs)
                wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
        return wins / ((double)mine.Length * theirs.Length);
    }

    private Estimate MeanOf(Func<double, double> map)
    {
        double[] mapped = Array.ConvertAll(_scores, score => map(score)), means = new double[TaskCount];
        return Over(rows => Moments.Mean(TaskMeans(rows, mapped, means)));
    }

    private Span<double> TaskMeans(ReadOnlySpan<int> rows, double[] values, double[] means)
    {
        Array.Clear(means);
        for (int first = 0; first < rows.Length;)
        {
            // Rows of a resample stand in the order of the tasks.
            int task = _tasks[first], end = first;
            for (; end < rows.Length && _tasks[end] == task; end++)
                means[task] += values[rows[end]];
            means[task] /= end - first;
            first = end;
        }
        return means;
    }

    private Estimate Over(RowStatistic statistic) => Over(Resampling.Stratified(_tasks), statistic);

    private Estimate Over(Resampling resampling, RowStatistic statistic) =>
        new(statistic([.. Enumerable.Range(0, resampling.Rows)]), Bootstrap.OfRows(resampling, statistic, _options));
}
