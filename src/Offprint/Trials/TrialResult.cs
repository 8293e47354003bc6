using Offprint.Datasets.Offline;
using Offprint.Datasets.Weighting;
using Offprint.Experiments;

namespace Offprint.Trials;

/// <summary>How a trial went.</summary>
/// <param name="RandomReturn">The return that scores 0.</param>
/// <param name="ExpertReturn">The return that scores 100.</param>
/// <param name="DataScore">The mean score of the data's episodes; of the first seed's data.</param>
/// <param name="Methods">One a method of the trial, in its order.</param>
public sealed record TrialResult(double RandomReturn, double ExpertReturn, double DataScore, IReadOnlyList<MethodResult> Methods)
{
    /// <summary>What the data are like; of the first seed's. <see langword="null"/> where it was not recorded.</summary>
    public DataSummary? Data { get; init; }

    /// <summary>The return of a score.</summary>
    /// <param name="score">The score.</param>
    /// <returns>The return.</returns>
    public double Return(double score) => RandomReturn + score / 100 * (ExpertReturn - RandomReturn);
}

/// <summary>How a method of a trial did: a row an evaluation, a number a seed.</summary>
/// <param name="Updates">Offline updates at each evaluation.</param>
/// <param name="Steps">Online steps of a seed at each evaluation.</param>
/// <param name="Scores">Normalized scores, [evaluation][seed]; returns where data have no returns that score 0 and 100.</param>
public sealed record MethodResult(IReadOnlyList<int> Updates, IReadOnlyList<int> Steps,
    [property: PerSeed] IReadOnlyList<double[]> Scores)
{
    /// <summary>Mean lengths of episodes, [evaluation][seed]; <see langword="null"/> where they were not recorded.</summary>
    public IReadOnlyList<double[]>? Lengths { get; init; }

    /// <summary>
    /// Shares of episodes that reach the goal, [evaluation][seed]; <see langword="null"/> where none does or they were not recorded.
    /// </summary>
    public IReadOnlyList<double[]>? Successes { get; init; }

    /// <summary>
    /// Mean costs of episodes, [evaluation][seed]; <see langword="null"/> where there are none or they were not recorded.
    /// </summary>
    public IReadOnlyList<double[]>? Costs { get; init; }

    /// <summary>
    /// Losses and probes by name, [evaluation][seed]; NaN where an evaluation has none. A single number stands for the mean over seeds
    /// where
    /// only that was recorded.
    /// </summary>
    public IReadOnlyDictionary<string, double[][]> Metrics { get; init; } = new Dictionary<string, double[][]>();

    /// <summary>What was drawn, where rows are not all alike.</summary>
    public DrawSummary? Draws { get; init; }

    /// <summary>Thousands of updates and steps at each evaluation: the axis of a learning curve over both phases.</summary>
    /// <returns>One an evaluation.</returns>
    public double[] Thousands() => [.. Updates.Zip(Steps, (update, step) => (update + step) / 1000.0)];

    /// <summary>The final score of each seed: the mean of its last evaluations, never of the untrained policy.</summary>
    /// <param name="window">How many.</param>
    /// <returns>[seed].</returns>
    public double[] FinalScores(int window = 1) =>
        [.. Enumerable.Range(0, Scores[0].Length).Select(seed => Scores.TakeLast(Math.Max(Math.Min(window, Scores.Count - 1), 1))
            .Average(s => s[seed]))];

    /// <summary>The means over seeds of a metric.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>One an evaluation; NaN where it has none.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those there are.</exception>
    public double[] Metric(string name) => Metrics.TryGetValue(name, out double[][]? values)
        ? [.. values.Select(own => own.Average())]
        : throw new KeyNotFoundException($"There is no metric '{name}'. There is: {string.Join(", ", Metrics.Keys)}.");
}

/// <summary>What a data set's returns are like, in normalized scores.</summary>
/// <param name="Rows">N.</param>
/// <param name="Episodes">n.</param>
/// <param name="Mean">The behavior's score.</param>
/// <param name="Spread">√RPSV, the root of the positive-sided variance of the scores.</param>
/// <param name="Lowest">The least score, where the histogram begins.</param>
/// <param name="Highest">The greatest score, where the histogram ends.</param>
/// <param name="Histogram">Trajectories, by score in bins of equal width.</param>
public sealed record DataSummary(int Rows, int Episodes, double Mean, double Spread, double Lowest, double Highest,
    IReadOnlyList<int> Histogram)
{
    private const int Bins = 25;

    /// <summary>Looks at a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="score">Normalizes its returns.</param>
    /// <returns>The summary, numbers to two decimals.</returns>
    public static DataSummary Of(OfflineDataset data, NormalizedScore score)
    {
        double[] scores = [.. data.Episodes.Select(episode => score.Score(episode.Return))];
        var statistics = new ReturnStatistics(scores);
        double width = (statistics.Maximum - statistics.Minimum) / Bins;
        int[] histogram = new int[Bins];
        foreach (double value in scores)
            histogram[width > 0 ? Math.Min((int)((value - statistics.Minimum) / width), Bins - 1) : 0]++;
        return new(data.Count, data.Episodes.Count, Round(statistics.Mean), Round(Math.Sqrt(statistics.PositiveSidedVariance)),
            Round(statistics.Minimum), Round(statistics.Maximum), histogram);
    }

    private static double Round(double value) => Math.Round(value, 2);
}

/// <summary>Which rows a weighted sampler draws.</summary>
/// <param name="EffectiveSampleSize">In rows, [seed].</param>
/// <param name="GoodMass">The share of drawn rows that are of the first source of a mixture, [seed]; 1 where nothing is mixed.</param>
/// <param name="Mass">The share of drawn rows that are of each tenth of the rows, by return from the lowest; first seed.</param>
public sealed record DrawSummary(IReadOnlyList<double> EffectiveSampleSize, IReadOnlyList<double> GoodMass, IReadOnlyList<double> Mass)
{
    private const int Tenths = 10, Digits = 4;

    /// <summary>Looks at the weights of one seed.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="weights">Its weights.</param>
    /// <returns>The summary, numbers to four digits.</returns>
    public static DrawSummary Of(OfflineDataset data, TrajectoryWeights weights) => new(
        [StoredNumbers.Significant(weights.EffectiveSampleSize, Digits)], [StoredNumbers.Significant(Good(data, weights), Digits)],
        ByReturn(data, weights));

    /// <summary>The same weights drawn by other seeds.</summary>
    /// <param name="rest">Summaries of further seeds.</param>
    /// <returns>One summary of all.</returns>
    public DrawSummary With(IEnumerable<DrawSummary> rest)
    {
        DrawSummary[] all = [this, .. rest];
        return this with { EffectiveSampleSize = [.. all.SelectMany(d => d.EffectiveSampleSize)],
            GoodMass = [.. all.SelectMany(d => d.GoodMass)] };
    }

    private static double Good(OfflineDataset data, TrajectoryWeights weights) =>
        data.TryColumn(DatasetMixer.SourceColumn, out Column<float>? source)
        ? data.Episodes.Where(episode => source[episode.Start] == 0).Sum(episode => weights.Mass(episode.Index))
        : 1;

    /// <summary>
    /// Trajectories in order of their return, and how much of each tenth of the rows is drawn; a trajectory may span several tenths.
    /// </summary>
    private static double[] ByReturn(OfflineDataset data, TrajectoryWeights weights)
    {
        double[] mass = new double[Tenths];
        int row = 0;
        foreach (Episode episode in data.Episodes.OrderBy(e => e.Return))
        {
            double probability = weights.RowProbability(episode.Index);
            for (int end = row + episode.Length; row < end; row++)
                mass[(int)((long)row * Tenths / data.Count)] += probability;
        }
        return [.. mass.Select(share => StoredNumbers.Significant(share, Digits))];
    }
}
