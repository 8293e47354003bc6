using Offprint.Tensors;

namespace Offprint.Datasets.Transitions;

/// <summary>Chooses the rows of a minibatch: uniformly, by weight, or from several sources.</summary>
public interface ITransitionSampler
{
    /// <summary>Rows that can be drawn now; a replay buffer's number grows.</summary>
    int Count { get; }

    /// <summary>Draws rows with replacement, for each seed from its own stream.</summary>
    /// <param name="rows">Receives [P, B] rows in 0 … <see cref="Count"/> − 1, seed by seed; P is the random numbers' population.</param>
    /// <param name="random">One stream a seed; a population of one draws a batch that all seeds share.</param>
    /// <exception cref="InvalidOperationException">There is no row to draw.</exception>
    void Fill(Span<int> rows, PopulationRandom random);

    /// <summary>The probability that a draw is this row.</summary>
    /// <param name="row">The row, from 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The probability, for the mean over draws where places of a batch have different laws.</returns>
    double Probability(int row);
}
