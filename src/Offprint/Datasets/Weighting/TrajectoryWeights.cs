using Offprint.Cards;
using Offprint.Datasets.Transitions;

namespace Offprint.Datasets.Weighting;

/// <summary>Weights of trajectories and the law of rows that they give.</summary>
public sealed class TrajectoryWeights : IDescribable
{
    private readonly double[] _scores;
    private readonly int[] _lengths;
    private readonly double[] _weights;
    private readonly double _rowProbabilityOfOne;

    internal TrajectoryWeights(double[] scores, int[] lengths, double[] weights)
    {
        (_scores, _lengths, _weights) = (scores, lengths, weights);
        _rowProbabilityOfOne = 1 / weights.Zip(lengths, (w, length) => w * length).Sum();
    }

    /// <summary>n, the number of trajectories.</summary>
    public int Count => _weights.Length;

    /// <summary>w, relative to the largest, which is 1.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>What the weights judge: returns or advantages.</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <summary>As many rows of equal weight would give the same variance of a mean: (Σ T w)² / Σ T w².</summary>
    public double EffectiveSampleSize => 1 / _weights.Zip(_lengths, (w, length) => length * Square(w * _rowProbabilityOfOne)).Sum();

    /// <summary>The probability that a drawn row is of a trajectory.</summary>
    /// <param name="trajectory">The trajectory.</param>
    /// <returns>T w / Σ T w.</returns>
    public double Mass(int trajectory) => _lengths[trajectory] * RowProbability(trajectory);

    /// <summary>The probability that a drawn row is this one of a trajectory.</summary>
    /// <param name="trajectory">The trajectory.</param>
    /// <returns>w / Σ T w.</returns>
    public double RowProbability(int trajectory) => _weights[trajectory] * _rowProbabilityOfOne;

    /// <summary>The probability of every row of the data set.</summary>
    /// <returns>[N].</returns>
    public double[] PerRow()
    {
        double[] probabilities = new double[_lengths.Sum()];
        for (int i = 0, row = 0; i < Count; row += _lengths[i++])
            probabilities.AsSpan(row, _lengths[i]).Fill(RowProbability(i));
        return probabilities;
    }

    /// <summary>A sampler of a view's rows; dropped rows take their weight with them.</summary>
    /// <param name="view">A view of the data set that was weighed.</param>
    /// <returns>The sampler.</returns>
    /// <exception cref="ArgumentException">The view is of another data set.</exception>
    public WeightedSampler Sampler(TransitionView view) => new(view.Pick(PerRow()));

    /// <inheritdoc/>
    public Card Describe()
    {
        int[] order = [.. Enumerable.Range(0, Count).OrderByDescending(i => _scores[i])];
        double[] positive = [.. _weights.Where(w => w > 0)];
        return new("Trajectory weights")
        {
            Facts =
            [
                new("trajectories", Count), new("rows", _lengths.Sum()), new("effective sample size", EffectiveSampleSize, "rows"),
                new("largest / smallest weight", positive.Max() / positive.Min()), new("trajectories of weight 0", Count - positive.Length),
                new("mass of the best tenth", order.Take(Math.Max(Count / 10, 1)).Sum(Mass)),
            ],
        };
    }

    private static double Square(double x) => x * x;
}
