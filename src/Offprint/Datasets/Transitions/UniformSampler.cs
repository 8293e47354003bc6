using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Datasets.Transitions;

/// <summary>Draws all rows with the same probability.</summary>
/// <param name="count">The number of rows.</param>
public sealed class UniformSampler(int count) : ITransitionSampler
{
    /// <inheritdoc/>
    public int Count { get; } = count > 0 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "There is no row to draw.");

    /// <inheritdoc/>
    public void Fill(Span<int> rows, PopulationRandom random)
    {
        int size = SamplerRows.PerMember(rows, random);
        for (int p = 0; p < random.Population; p++)
        {
            RandomStream host = random.Host(p);
            foreach (ref int row in rows.Slice(p * size, size))
                row = host.NextInt(Count);
        }
    }

    /// <inheritdoc/>
    public double Probability(int row) => 1.0 / Count;
}

/// <summary>The shape [P, B] of a sampler's rows.</summary>
internal static class SamplerRows
{
    /// <summary>B.</summary>
    public static int PerMember(ReadOnlySpan<int> rows, PopulationRandom random) => rows.Length % random.Population == 0
        ? rows.Length / random.Population
        : throw new ArgumentException($"{rows.Length} rows cannot be shared evenly by {random.Population} seeds.", nameof(rows));
}
