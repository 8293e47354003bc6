using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors;

namespace Offprint.Optimization.Search;

/// <summary>A law of designs that is moved by the gradient of its log-probability.</summary>
internal abstract class SearchSampler(int dimension, int parameters) : IDisposable
{
    /// <summary>Its parameters, one member.</summary>
    public ParameterBuffer Parameters { get; } = new(1, [new("law", [parameters])]);

    /// <summary>d.</summary>
    protected int Dimension => dimension;

    /// <summary>Draws points.</summary>
    /// <param name="count">How many; remembered for <see cref="AddGradient"/>.</param>
    /// <param name="random">The stream.</param>
    /// <returns>[count·d].</returns>
    public abstract float[] Draw(int count, RandomStream random);

    /// <summary>Adds Σ wᵢ ∇ log p(xᵢ) of the last draw.</summary>
    public abstract void AddGradient(ReadOnlySpan<double> weights, Span<double> gradient);

    public void Dispose() => Parameters.Dispose();

    /// <summary>The law that fits a problem, started at its best designs.</summary>
    public static SearchSampler Of(SearchProblem problem, int starts, double deviation) => problem.Words is { } words
        ? new WordSampler(problem, words, starts) : new GaussianSampler(problem.Starts(starts), deviation);
}

/// <summary>Independent normal coordinates with trained means and log-deviations.</summary>
internal sealed class GaussianSampler : SearchSampler
{
    private double[] _noise = [];

    public GaussianSampler(SampleMatrix starts, double deviation)
        : base(starts.Columns, 2 * starts.Columns)
    {
        Span<float> values = Parameters.ValueSpan;
        for (int j = 0; j < starts.Columns; j++)
        {
            values[j] = (float)Enumerable.Range(0, starts.Rows).Average(i => (double)starts.Row(i)[j]);
            values[starts.Columns + j] = (float)Math.Log(deviation);
        }
    }

    public override float[] Draw(int count, RandomStream random)
    {
        _noise = new double[count * Dimension];
        random.FillNormal(_noise.AsSpan());
        float[] points = new float[_noise.Length];
        Span<float> law = Parameters.ValueSpan;
        for (int i = 0; i < points.Length; i++)
            points[i] = (float)(law[i % Dimension] + Math.Exp(law[Dimension + i % Dimension]) * _noise[i]);
        return points;
    }

    public override void AddGradient(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        Span<float> law = Parameters.ValueSpan;
        for (int i = 0; i < _noise.Length; i++)
        {
            (int j, double w) = (i % Dimension, weights[i / Dimension]);
            gradient[j] += w * _noise[i] / Math.Exp(law[Dimension + j]);
            gradient[Dimension + j] += w * (_noise[i] * _noise[i] - 1);
        }
    }
}

/// <summary>
/// Independent letters with trained logits; they begin at the letters' shares among the best designs with one more of each, so that no
/// letter is excluded.
/// </summary>
internal sealed class WordSampler : SearchSampler
{
    private readonly SearchProblem _problem;
    private readonly WordLogits _words;
    private byte[] _drawn = [];

    public WordSampler(SearchProblem problem, WordLogits words, int starts)
        : base(problem.Dimension, words.Length * words.Letters)
    {
        (_problem, _words) = (problem, words);
        byte[] best = words.Decode(problem.ToDesigns(problem.Starts(starts)));
        int[] counts = new int[words.Length * words.Letters];
        for (int i = 0; i < best.Length; i++)
            counts[i % words.Length * words.Letters + best[i]]++;
        for (int k = 0; k < counts.Length; k++)
            Parameters.ValueSpan[k] = (float)Math.Log((counts[k] + 1.0) / (starts + words.Letters));
    }

    public override float[] Draw(int count, RandomStream random)
    {
        double[] shares = Shares();
        _drawn = new byte[count * _words.Length];
        for (int i = 0; i < _drawn.Length; i++)
            _drawn[i] = (byte)random.NextCategorical(shares.AsSpan(i % _words.Length * _words.Letters, _words.Letters));
        return _problem.Scale.Apply(_words.Encode(_drawn)).Values;
    }

    public override void AddGradient(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        double[] shares = Shares();
        for (int i = 0; i < _drawn.Length; i++)
        {
            (int place, double w) = (i % _words.Length * _words.Letters, weights[i / _words.Length]);
            for (int c = 0; c < _words.Letters; c++)
                gradient[place + c] += w * ((c == _drawn[i] ? 1 : 0) - shares[place + c]);
        }
    }

    private double[] Shares()
    {
        double[] shares = [.. Parameters.ValueSpan.ToArray().Select(v => Math.Exp(v))];
        for (int place = 0; place < shares.Length; place += _words.Letters)
        {
            double sum = shares.AsSpan(place, _words.Letters).ToArray().Sum();
            for (int c = 0; c < _words.Letters; c++)
                shares[place + c] /= sum;
        }
        return shares;
    }
}
