using Offprint.Files.Tables;
using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>
/// How strongly a transcription factor binds words of ten bases beside its motif: ΔΔG (Le et al. 2018), as Design-Bench's TFBind10 takes
/// it, greater values being better. A word is measured several times; its truth is the mean.
/// </summary>
public static class TfBind10
{
    private const int Length = 10, Bases = 4;
    private const string Alphabet = "ACGT";

    /// <summary>The published number of visible rows.</summary>
    public const int VisibleSample = 10_000;

    /// <summary>Reads the measurements of one factor.</summary>
    /// <param name="path">Tab-separated text with columns <c>protein</c>, <c>flank</c> and <c>ddG</c> among others.</param>
    /// <param name="protein">The factor. Default pho4.</param>
    /// <param name="sample">Rows of the lower half that are seen, drawn at random.</param>
    /// <param name="seed">Decides the draw; seed 1 if null.</param>
    /// <returns>The task. Each row stands twice, as read and complemented without reversal (code); infinite values are the finite
    /// extremes.</returns>
    /// <exception cref="FileNotFoundException">There is no file.</exception>
    /// <exception cref="InvalidDataException">A column is missing, no row is of the factor, a letter is unknown, or a value is no number;
    /// file and line are named.</exception>
    public static WordTable Read(string path, string protein = "pho4", int sample = VisibleSample, Seed? seed = null)
    {
        List<byte> letters = [];
        List<double> scores = [];
        string[] header = (File.ReadLines(path).FirstOrDefault() ?? "").Split('\t');
        (int factor, int flank, int value) = (Column(path, header, "protein"), Column(path, header, "flank"), Column(path, header, "ddG"));
        int line = 1;
        foreach (string text in File.ReadLines(path).Skip(1))
        {
            line++;
            if (text.Length == 0)
                continue;
            var row = new DelimitedLine(path, line, header, text, '\t');
            if (row.Text(factor) != protein)
                continue;
            letters.AddRange(Word(row.Text(flank), path, line));
            scores.Add(Value(row, value));
        }
        if (scores.Count(double.IsFinite) == 0)
            throw new InvalidDataException($"{path} has no finite measurement of '{protein}'.");
        (double least, double greatest) = (scores.Where(double.IsFinite).Min(), scores.Where(double.IsFinite).Max());
        double[] finite = [.. scores.Select(y => Math.Clamp(y, least, greatest))];
        byte[] read = [.. letters], complement = Array.ConvertAll(read, b => (byte)(Bases - 1 - b));
        return Task($"TF-Bind-10, {protein}", [.. read, .. complement], [.. finite, .. finite], sample, seed);
    }

    /// <summary>Reads the measurements as Design-Bench distributes them.</summary>
    /// <param name="folder">A folder such as <c>tf_bind_10-pho4</c>; see <see cref="DesignShards"/>.</param>
    /// <param name="sample">Rows of the lower half that are seen, drawn at random.</param>
    /// <param name="seed">Decides the draw; seed 1 if null.</param>
    /// <returns>The task.</returns>
    /// <exception cref="InvalidDataException">A file is missing or holds something else; it is named.</exception>
    public static WordTable ReadShards(string folder, int sample = VisibleSample, Seed? seed = null)
    {
        (byte[] letters, double[] scores) = DesignShards.ReadWords(folder, Length, Bases);
        return Task(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), letters, scores, sample, seed);
    }

    private static WordTable Task(string label, byte[] letters, double[] scores, int sample, Seed? seed) =>
        new(label, new(Length, Bases), letters, scores, visible: 0.5, RepeatedWords.Mean, sample, seed);

    private static int Column(string path, string[] header, string name) => Array.IndexOf(header, name) is >= 0 and int column ? column
        : throw new InvalidDataException($"{path} has columns {string.Join(", ", header)}; it is to have '{name}'.");

    private static double Value(DelimitedLine row, int column) => row.Text(column).ToUpperInvariant() switch
    {
        "INF" or "INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        _ => row.Number(column),
    };

    private static byte[] Word(string text, string path, int line)
    {
        byte[] word = [.. text.ToUpperInvariant().Select(letter => (byte)Alphabet.IndexOf(letter, StringComparison.Ordinal))];
        return word.Length == Length && !word.Contains(byte.MaxValue) ? word
            : throw new InvalidDataException($"{path}, line {line}: '{text}' is not a word of {Length} of the letters {Alphabet}.");
    }
}
