using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>A task whose words are all measured: rows of a table, a word and its score, of which the lower part is visible.</summary>
public sealed class WordTable : IDesignTask
{
    private readonly Dictionary<ulong, double> _scores = [];

    /// <summary>Takes a table.</summary>
    /// <param name="label">The task's name.</param>
    /// <param name="words">How words become points.</param>
    /// <param name="letters">[N·L], word after word; a word may occur several times, with one score.</param>
    /// <param name="scores">[N].</param>
    /// <param name="visible">The share of rows, by score, that may be seen: rows up to that quantile.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a word has two scores.</exception>
    public WordTable(string label, WordLogits words, byte[] letters, double[] scores, double visible)
    {
        if (letters.Length != scores.Length * words.Length)
            throw new ArgumentException($"{letters.Length} letters for {scores.Length} words of {words.Length}.", nameof(letters));
        (Label, Words, Rows, Range) = (label, words, scores.Length, (scores.Min(), scores.Max()));
        for (int i = 0; i < scores.Length; i++)
        {
            ulong key = Key(letters.AsSpan(i * words.Length, words.Length));
            if (!_scores.TryAdd(key, scores[i]) && _scores[key] != scores[i])
                throw new ArgumentException(
                    $"Row {i} repeats a word with another score, {scores[i]} after {_scores[key]}.", nameof(scores));
        }
        double bound = new DesignScore(scores).Percentile(100 * visible, PercentileRule.Linear);
        int[] seen = [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] <= bound)];
        byte[] shown = [.. seen.SelectMany(i => letters.AsSpan(i * words.Length, words.Length).ToArray())];
        Visible = new(words.Encode(shown), [.. seen.Select(i => scores[i])]);
    }

    /// <inheritdoc/>
    public string Label { get; }

    /// <inheritdoc/>
    public WordLogits Words { get; }

    /// <summary>The rows of the table, hidden ones included.</summary>
    public int Rows { get; }

    /// <summary>Different words of the table.</summary>
    public int DistinctWords => _scores.Count;

    /// <inheritdoc/>
    public DesignDataset Visible { get; }

    /// <inheritdoc/>
    public (double Least, double Greatest) Range { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A word is not in the table.</exception>
    public double[] Measure(SampleMatrix designs)
    {
        byte[] words = Words.Decode(designs);
        double[] scores = new double[designs.Rows];
        for (int i = 0; i < scores.Length; i++)
        {
            if (!_scores.TryGetValue(Key(words.AsSpan(i * Words.Length, Words.Length)), out scores[i]))
                throw new ArgumentException($"{Label} has no measurement of design {i}.", nameof(designs));
        }
        return scores;
    }

    private ulong Key(ReadOnlySpan<byte> word)
    {
        ulong key = 0;
        foreach (byte letter in word)
            key = key * (ulong)Words.Letters + letter;
        return key;
    }
}
