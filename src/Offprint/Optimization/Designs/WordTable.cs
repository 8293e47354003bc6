using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>What it means that a word has several scores.</summary>
public enum RepeatedWords
{
    /// <summary>The table is in error.</summary>
    Refuse,

    /// <summary>It was measured several times: the truth is the mean.</summary>
    Mean,
}

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
    /// <param name="repeats">What several scores of a word mean. Default: a mistake.</param>
    /// <param name="sample">How many of those rows are seen, drawn at random; <see langword="null"/> (the default) for all.</param>
    /// <param name="seed">Decides the draw; seed 1 if null.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a word has two scores where that is a mistake.</exception>
    public WordTable(string label, WordLogits words, byte[] letters, double[] scores, double visible,
        RepeatedWords repeats = RepeatedWords.Refuse, int? sample = null, Seed? seed = null)
    {
        if (letters.Length != scores.Length * words.Length)
            throw new ArgumentException($"{letters.Length} letters for {scores.Length} words of {words.Length}.", nameof(letters));
        (Label, Words, Rows, Range) = (label, words, scores.Length, (scores.Min(), scores.Max()));
        Enter(letters, scores, repeats);
        double bound = new DesignScore(scores).Percentile(100 * visible, PercentileRule.Linear);
        int[] seen = [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] <= bound)];
        if (sample < seen.Length)
        {
            (seed ?? new Seed(1)).Derive("visible").Stream().Shuffle<int>(seen);
            seen = [.. seen.Take(sample.Value).Order()];
        }
        byte[] shown = new byte[seen.Length * words.Length];
        for (int i = 0; i < seen.Length; i++)
            letters.AsSpan(seen[i] * words.Length, words.Length).CopyTo(shown.AsSpan(i * words.Length));
        Visible = new(words.Encode(shown), [.. seen.Select(i => scores[i])]);
    }

    private void Enter(byte[] letters, double[] scores, RepeatedWords repeats)
    {
        Dictionary<ulong, int> counts = [];
        for (int i = 0; i < scores.Length; i++)
        {
            ulong key = Key(letters.AsSpan(i * Words.Length, Words.Length));
            int count = counts[key] = counts.GetValueOrDefault(key) + 1;
            double known = _scores.GetValueOrDefault(key, scores[i]);
            if (repeats == RepeatedWords.Refuse && known != scores[i])
                throw new ArgumentException($"Row {i} repeats a word with another score, {scores[i]} after {known}.", nameof(scores));
            _scores[key] = known + (scores[i] - known) / count;
        }
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
