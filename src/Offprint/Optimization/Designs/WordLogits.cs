using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>
/// Words of letters as points that can be moved continuously: a softened one-hot vector a place, as logarithms relative to the first
/// letter's, which is left out (Trabucco et al. 2022). A word is read back as the letter with the greatest logit at each place.
/// </summary>
public sealed class WordLogits
{
    private readonly float _hit;

    /// <summary>Words of one length over one alphabet.</summary>
    /// <param name="length">L, letters a word.</param>
    /// <param name="letters">C, at least 2.</param>
    /// <param name="certainty">The part of a place's mass that is its letter's for sure; the rest is spread over all. Default 0.6.</param>
    public WordLogits(int length, int letters, double certainty = 0.6)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(letters, 2);
        if (!(certainty is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(certainty), certainty, "A certainty lies between 0 and 1.");
        (Length, Letters) = (length, letters);
        double rest = (1 - certainty) / letters;
        _hit = (float)Math.Log((certainty + rest) / rest);
    }

    /// <summary>L.</summary>
    public int Length { get; }

    /// <summary>C.</summary>
    public int Letters { get; }

    /// <summary>d = L (C − 1).</summary>
    public int Dimension => Length * (Letters - 1);

    /// <summary>Words as points.</summary>
    /// <param name="words">Letters from 0 to C − 1, [N·L], word after word.</param>
    /// <returns>[N, d].</returns>
    /// <exception cref="ArgumentException">Letters do not fill words, or one is unknown.</exception>
    public SampleMatrix Encode(ReadOnlySpan<byte> words)
    {
        if (words.Length % Length != 0)
            throw new ArgumentException($"{words.Length} letters do not fill words of {Length}.", nameof(words));
        float[] values = new float[words.Length * (Letters - 1)];
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] >= Letters)
                throw new ArgumentException($"Word {i / Length} has letter {words[i]} at place {i % Length}; there are 0 to {Letters - 1}.",
                    nameof(words));
            Span<float> place = values.AsSpan(i * (Letters - 1), Letters - 1);
            if (words[i] == 0)
                place.Fill(-_hit);
            else
                place[words[i] - 1] = _hit;
        }
        return new(words.Length / Length, Dimension, values);
    }

    /// <summary>The words that points stand for.</summary>
    /// <param name="points">[N, d].</param>
    /// <returns>[N·L].</returns>
    public byte[] Decode(SampleMatrix points)
    {
        if (points.Columns != Dimension)
            throw new ArgumentException($"{points.Columns} coordinates; words of {Length} over {Letters} letters have {Dimension}.",
                nameof(points));
        byte[] words = new byte[points.Rows * Length];
        for (int i = 0; i < words.Length; i++)
        {
            ReadOnlySpan<float> place = points.Values.AsSpan(i * (Letters - 1), Letters - 1);
            float best = 0; // the first letter's
            for (int c = 0; c < place.Length; c++)
            {
                if (place[c] > best)
                    (best, words[i]) = (place[c], (byte)(c + 1));
            }
        }
        return words;
    }
}
