using System.Buffers.Binary;

namespace Offprint.Numerics;

/// <summary>
/// A stream of random numbers, the same on every machine for the same seed. Not thread-safe: derive a seed for each worker.
/// </summary>
public sealed class RandomStream
{
    private readonly ulong _key;
    private readonly uint[] _words = new uint[4];
    private ulong _counter;
    private int _used = 4;
    private double _spareNormal = double.NaN;

    /// <summary>Opens the stream of a seed.</summary>
    /// <param name="seed">The seed.</param>
    public RandomStream(Seed seed) => _key = seed.Value;

    /// <summary>The next 32 random bits.</summary>
    /// <returns>A uniform integer.</returns>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            Philox.Block(_counter++, 0, _key, _words);
            _used = 0;
        }
        return _words[_used++];
    }

    /// <summary>The next 64 random bits.</summary>
    /// <returns>A uniform integer.</returns>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>A uniform number in [0, 1), with 53 random bits.</summary>
    /// <returns>The number.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number in [low, high).</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <returns>The number.</returns>
    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>A uniform integer in 0 … count − 1, without bias (Lemire 2019).</summary>
    /// <param name="count">The number of outcomes, at least 1.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        uint bound = (uint)count, threshold = (0u - bound) % bound;
        ulong product;
        do
            product = (ulong)NextUInt32() * bound;
        while ((uint)product < threshold);
        return (int)(product >> 32);
    }

    /// <summary>A standard normal number (Box–Muller, both of each pair used).</summary>
    /// <returns>The number.</returns>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            double spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * NextDouble());
        _spareNormal = radius * sin;
        return radius * cos;
    }

    /// <summary>A number from the gamma law of unit scale (Marsaglia and Tsang 2000).</summary>
    /// <param name="shape">The shape, positive.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The shape is not positive.</exception>
    public double NextGamma(double shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        if (shape < 1)
            return NextGamma(shape + 1) * Math.Pow(1 - NextDouble(), 1 / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal(), v = 1 + c * x;
            if (v <= 0)
                continue;
            v = v * v * v;
            if (Math.Log(1 - NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }

    /// <summary>A number of successes in independent trials, in time that does not depend on their number.</summary>
    /// <param name="trials">How many trials, at least 0.</param>
    /// <param name="probability">The probability of success, in [0, 1].</param>
    /// <returns>The number of successes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or the probability is out of range.</exception>
    public int NextBinomial(int trials, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1].");
        return probability > 0.5 ? trials - BinomialDraw.Next(this, trials, 1 - probability) : BinomialDraw.Next(this, trials, probability);
    }

    /// <summary>Fills numbers of outcomes in independent trials, in time that does not depend on their number.</summary>
    /// <param name="trials">How many trials, at least 0.</param>
    /// <param name="probabilities">One probability an outcome; only their proportions count.</param>
    /// <param name="counts">Receives how often each outcome happened: as many, of sum <paramref name="trials"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, a probability is negative, or none is positive.</exception>
    public void FillMultinomial(int trials, ReadOnlySpan<double> probabilities, Span<int> counts)
    {
        if (probabilities.Length != counts.Length)
            throw new ArgumentException($"{probabilities.Length} probabilities and {counts.Length} counts.", nameof(counts));
        double mass = 0;
        int last = -1;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] >= 0))
                throw new ArgumentException($"The probability of outcome {i} is {probabilities[i]}.", nameof(probabilities));
            mass += probabilities[i];
            last = probabilities[i] > 0 ? i : last;
        }
        if (last < 0)
            throw new ArgumentException("No outcome has a positive probability.", nameof(probabilities));
        counts.Clear();
        for (int i = 0; i <= last && trials > 0; i++)
        {
            // Given the outcomes before, this one is binomial. Rounding leaves the last share beside one, so it takes what is left.
            counts[i] = i == last ? trials : NextBinomial(trials, Math.Clamp(probabilities[i] / mass, 0, 1));
            trials -= counts[i];
            mass -= probabilities[i];
        }
    }

    /// <summary>Fills probabilities from a Dirichlet law.</summary>
    /// <param name="concentrations">One positive concentration an outcome.</param>
    /// <param name="probabilities">Receives as many probabilities, which sum to one.</param>
    public void FillDirichlet(ReadOnlySpan<double> concentrations, Span<double> probabilities)
    {
        double sum = 0;
        for (int i = 0; i < concentrations.Length; i++)
            sum += probabilities[i] = NextGamma(concentrations[i]);
        for (int i = 0; i < concentrations.Length; i++)
            probabilities[i] /= sum;
    }

    /// <summary>An outcome with the given probabilities.</summary>
    /// <param name="probabilities">Probabilities that sum to one.</param>
    /// <returns>The outcome's index; rounding falls to the last outcome of positive probability.</returns>
    public int NextCategorical(ReadOnlySpan<double> probabilities)
    {
        double u = NextDouble();
        int last = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] <= 0)
                continue;
            last = i;
            if ((u -= probabilities[i]) < 0)
                break;
        }
        return last;
    }

    /// <summary>Fills a span with standard normal numbers.</summary>
    /// <param name="values">The span.</param>
    public void FillNormal(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = NextNormal();
    }

    /// <summary>Fills a span with standard normal numbers.</summary>
    /// <param name="values">The span.</param>
    public void FillNormal(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)NextNormal();
    }

    /// <summary>Bytes of a saved state.</summary>
    internal const int StateSize = 24;

    /// <summary>Writes where the stream is; the seed is not part of it.</summary>
    internal void Save(Span<byte> state)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(state, _counter);
        BinaryPrimitives.WriteInt64LittleEndian(state[8..], _used);
        BinaryPrimitives.WriteDoubleLittleEndian(state[16..], _spareNormal);
    }

    /// <summary>Goes to where another stream of the same seed was.</summary>
    internal void Load(ReadOnlySpan<byte> state)
    {
        _counter = BinaryPrimitives.ReadUInt64LittleEndian(state);
        _used = (int)BinaryPrimitives.ReadInt64LittleEndian(state[8..]);
        _spareNormal = BinaryPrimitives.ReadDoubleLittleEndian(state[16..]);
        if (_used < 4)
            Philox.Block(_counter - 1, 0, _key, _words);
    }

    /// <summary>Puts items in random order (Fisher and Yates).</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
