using Offprint.Agents.Rollouts;
using Offprint.Datasets.Offline;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>What a data set's returns are like, in normalized scores.</summary>
/// <param name="Rows">N.</param>
/// <param name="Episodes">n.</param>
/// <param name="Mean">The behavior's score.</param>
/// <param name="Spread">√RPSV of the scores.</param>
/// <param name="Lowest">The least score, where the histogram begins.</param>
/// <param name="Highest">The greatest score, where the histogram ends.</param>
/// <param name="Histogram">Trajectories, by score in bins of equal width.</param>
public sealed record LogSummary(int Rows, int Episodes, double Mean, double Spread, double Lowest, double Highest, IReadOnlyList<int> Histogram)
{
    private const int Bins = 25;

    internal static LogSummary Of(OfflineDataset data)
    {
        var score = NormalizedScore.Of(data);
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
