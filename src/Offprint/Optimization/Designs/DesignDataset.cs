using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>Designs and their measured scores: all that an offline search may see.</summary>
public sealed class DesignDataset : IDescribable
{
    /// <summary>Takes designs and scores, which are not copied.</summary>
    /// <param name="designs">x, [N, d].</param>
    /// <param name="scores">y, [N]; larger is better.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than two designs, lengths differ, a score is not finite, or all are equal.
    /// </exception>
    public DesignDataset(SampleMatrix designs, double[] scores)
    {
        if (designs.Rows != scores.Length || scores.Length < 2)
            throw new ArgumentException(
                $"{designs.Rows} designs and {scores.Length} scores; a data set has two or more, with one score each.");
        int bad = Array.FindIndex(scores, y => !double.IsFinite(y));
        if (bad >= 0)
            throw new ArgumentException(
                $"The score of design {bad} is {scores[bad]}: leave the design out, or measure it.", nameof(scores));
        if (scores.Min() == scores.Max())
            throw new ArgumentException(
                $"All {scores.Length} scores are {scores[0]}: nothing tells a better design from a worse one.", nameof(scores));
        (Designs, Scores) = (designs, scores);
        DesignScale = Standardizer.Of(designs);
        ScoreScale = Standardizer.Of(new(scores.Length, 1, Array.ConvertAll(scores, y => (float)y)));
    }

    /// <summary>x, [N, d].</summary>
    public SampleMatrix Designs { get; }

    /// <summary>y, [N].</summary>
    public double[] Scores { get; }

    /// <summary>N.</summary>
    public int Count => Scores.Length;

    /// <summary>d.</summary>
    public int Dimension => Designs.Columns;

    /// <summary>Mean and deviation of each coordinate.</summary>
    public Standardizer DesignScale { get; }

    /// <summary>Mean and deviation of the scores.</summary>
    public Standardizer ScoreScale { get; }

    /// <summary>
    /// How many rows repeat an earlier design. Measured tables may hold a word twice; a kernel without noise is then singular.
    /// </summary>
    public int Duplicates => Count - Enumerable.Range(0, Count)
        .DistinctBy(i => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Designs.Row(i)))).Count();

    /// <summary>The rows with the greatest scores.</summary>
    /// <param name="count">How many, from 1 to N.</param>
    /// <returns>Their places, best first; of equal scores the earlier row first.</returns>
    public int[] Best(int count)
    {
        if (count < 1 || count > Count)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The data set has {Count} designs.");
        return [.. Enumerable.Range(0, Count).OrderByDescending(i => Scores[i]).Take(count)];
    }

    /// <summary>Some of the rows.</summary>
    /// <param name="rows">Their places, in the new order.</param>
    /// <returns>A copy.</returns>
    /// <exception cref="ArgumentException">Fewer than two rows are left, or their scores are equal.</exception>
    public DesignDataset Select(IReadOnlyList<int> rows) => new(Designs.Select(rows), [.. rows.Select(i => Scores[i])]);

    /// <summary>The worse part: rows up to a quantile of the scores, which offline searches may see.</summary>
    /// <param name="share">The quantile, from 0 to 1.</param>
    /// <returns>A copy, in the same order.</returns>
    /// <exception cref="ArgumentException">Fewer than two rows are left, or their scores are equal.</exception>
    public DesignDataset UpTo(double share)
    {
        double bound = new DesignScore(Scores).Percentile(100 * share, PercentileRule.Linear);
        return Select([.. Enumerable.Range(0, Count).Where(i => Scores[i] <= bound)]);
    }

    /// <inheritdoc/>
    public Card Describe() => new("Designs with scores")
    {
        Facts =
        [
            new("Designs", Count), new("Coordinates", Dimension), new("Repeated designs", Duplicates), new("Least score", Scores.Min()),
            new("Mean score", Scores.Average()), new("Best score", Scores.Max()),
        ],
    };
}
