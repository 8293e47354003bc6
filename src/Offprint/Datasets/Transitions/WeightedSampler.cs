using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Datasets.Transitions;

/// <summary>Draws rows by weight, in constant time a row (<see cref="AliasTable"/>).</summary>
public sealed class WeightedSampler : ITransitionSampler
{
    private readonly AliasTable _table;

    /// <summary>Builds the table.</summary>
    /// <param name="weights">One weight a row, not negative, not all zero.</param>
    /// <exception cref="ArgumentException">No row can be drawn, or a weight is negative or not finite.</exception>
    public WeightedSampler(ReadOnlySpan<double> weights) => _table = new(weights);

    /// <inheritdoc/>
    public int Count => _table.Count;

    /// <summary>(Σ w)² / Σ w²: as many rows of equal weight would give the same variance of a mean.</summary>
    public double EffectiveSampleSize
    {
        get
        {
            double squares = 0;
            foreach (double probability in _table.Probabilities)
                squares += probability * probability;
            return 1 / squares;
        }
    }

    /// <inheritdoc/>
    public void Fill(Span<int> rows, PopulationRandom random)
    {
        int size = SamplerRows.PerMember(rows, random);
        for (int p = 0; p < random.Population; p++)
        {
            RandomStream host = random.Host(p);
            foreach (ref int row in rows.Slice(p * size, size))
                row = _table.Draw(host);
        }
    }

    /// <inheritdoc/>
    public double Probability(int row) => _table.Probabilities[row];
}
