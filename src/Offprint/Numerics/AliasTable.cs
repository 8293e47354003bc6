namespace Offprint.Numerics;

/// <summary>Draws from a discrete law in constant time (Vose 1991): one column is chosen evenly, then one of its two outcomes.</summary>
public sealed class AliasTable
{
    private readonly Column[] _columns;
    private readonly double[] _probability;

    /// <summary>Builds the table in linear time.</summary>
    /// <param name="weights">Weights of the outcomes, not negative and not all zero; they need not sum to one.</param>
    /// <exception cref="ArgumentException">There is no weight, one is negative or not finite, or their sum is zero or not
    /// finite.</exception>
    public AliasTable(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
                throw new ArgumentException($"Weight {i} is {weights[i]}; weights are finite and not negative.", nameof(weights));
            sum += weights[i];
        }
        if (!(sum > 0) || double.IsInfinity(sum))
            throw new ArgumentException($"The {weights.Length} weights sum to {sum}: nothing can be drawn.", nameof(weights));
        _probability = new double[weights.Length];
        for (int i = 0; i < weights.Length; i++)
            _probability[i] = weights[i] / sum;
        _columns = Build(_probability);
    }

    /// <summary>The number of outcomes.</summary>
    public int Count => _columns.Length;

    /// <summary>The probability of each outcome.</summary>
    public ReadOnlySpan<double> Probabilities => _probability;

    /// <summary>Draws an outcome.</summary>
    /// <param name="random">The stream.</param>
    /// <returns>The outcome, from 0 to <see cref="Count"/> − 1; one of weight zero never.</returns>
    public int Draw(RandomStream random)
    {
        int drawn = random.NextInt(Count);
        // Threshold and alias lie together: a draw from a table larger than the cache waits for memory once.
        Column column = _columns[drawn];
        return random.NextDouble() < column.Threshold ? drawn : column.Alias;
    }

    private static Column[] Build(double[] probability)
    {
        int count = probability.Length;
        double[] threshold = new double[count];
        int[] alias = new int[count];
        var small = new Stack<int>();
        var large = new Stack<int>();
        for (int i = 0; i < count; i++)
        {
            (threshold[i], alias[i]) = (probability[i] * count, i);
            (threshold[i] < 1 ? small : large).Push(i);
        }
        while (small.Count > 0 && large.Count > 0)
        {
            int poor = small.Pop(), rich = large.Pop();
            alias[poor] = rich;
            threshold[rich] -= 1 - threshold[poor];
            (threshold[rich] < 1 ? small : large).Push(rich);
        }
        // What is left lacks or exceeds a full column by rounding only; an outcome of weight zero always found a partner, or takes the
        // likeliest.
        int likeliest = Array.IndexOf(probability, probability.Max());
        foreach (int rest in small.Concat(large))
        {
            if (probability[rest] > 0)
                threshold[rest] = 1;
            else
                (threshold[rest], alias[rest]) = (0, likeliest);
        }
        return [.. threshold.Zip(alias, (t, a) => new Column(t, a))];
    }

    private readonly record struct Column(double Threshold, int Alias);
}
