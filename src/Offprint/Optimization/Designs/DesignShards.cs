using Offprint.Files;

namespace Offprint.Optimization.Designs;

/// <summary>
/// Design-Bench's layout of measured designs: NumPy files <c>…-x-0.npy</c>, <c>…-x-1.npy</c>, … of designs and <c>…-y-0.npy</c>, … of
/// scores,
/// float32 [n, 1], in one folder. Words are int32 [n, L], numbers float32 [n, d].
/// </summary>
public static class DesignShards
{
    /// <summary>Reads designs that are numbers.</summary>
    /// <param name="folder">A folder such as <c>ant_morphology</c>.</param>
    /// <returns>All designs, hidden ones included.</returns>
    /// <exception cref="InvalidDataException">A file is missing or holds something else; it is named.</exception>
    public static DesignDataset ReadNumbers(string folder)
    {
        List<float> values = [];
        List<double> scores = [];
        int columns = 0;
        foreach ((string file, NumericArray x, string scoreFile, NumericArray y) in Shards(folder))
        {
            if (x.Shape.Count != 2 || x.ElementType != typeof(float) || (columns > 0 && x.Shape[1] != columns))
                throw new InvalidDataException($"{file}: designs are float32 [n, {(columns > 0 ? columns : "d")}], not {x}.");
            columns = x.Shape[1];
            Add(scores, file, x.Shape[0], scoreFile, y);
            values.AddRange(x.As<float>());
        }
        return DesignArrays.Pair(folder, new NumericArray([scores.Count, columns], values.ToArray()), folder,
            new NumericArray([scores.Count], scores.ToArray()));
    }

    /// <summary>Reads designs that are words.</summary>
    /// <param name="folder">A folder such as <c>tf_bind_8-SIX6_REF_R1</c>.</param>
    /// <param name="length">L.</param>
    /// <param name="letters">The number of letters; they are 0 and up.</param>
    /// <returns>Letters, word after word, and scores.</returns>
    /// <exception cref="InvalidDataException">A file is missing or holds something else; it is named.</exception>
    public static (byte[] Letters, double[] Scores) ReadWords(string folder, int length, int letters)
    {
        List<byte> words = [];
        List<double> scores = [];
        foreach ((string file, NumericArray x, string scoreFile, NumericArray y) in Shards(folder))
        {
            if (x.Shape.Count != 2 || x.Shape[1] != length || x.ElementType != typeof(int))
                throw new InvalidDataException($"{file}: words are int32 [n, {length}], not {x}.");
            int[] values = x.As<int>();
            int bad = Array.FindIndex(values, letter => letter < 0 || letter >= letters);
            if (bad >= 0)
                throw new InvalidDataException(
                    $"{file}: word {bad / length} has letter {values[bad]} at place {bad % length}; there are 0 to {letters - 1}.");
            Add(scores, file, x.Shape[0], scoreFile, y);
            words.AddRange(values.Select(letter => (byte)letter));
        }
        return ([.. words], [.. scores]);
    }

    private static void Add(List<double> scores, string file, int rows, string scoreFile, NumericArray y)
    {
        double[] own = DesignArrays.Scores(scoreFile, y);
        if (own.Length != rows)
            throw new InvalidDataException($"{file} has {rows} designs, {scoreFile} {own.Length} scores.");
        scores.AddRange(own);
    }

    private static IEnumerable<(string File, NumericArray X, string ScoreFile, NumericArray Y)> Shards(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"{folder} is not there: it is to hold Design-Bench's files …-x-0.npy and …-y-0.npy.");
        string first = Directory.EnumerateFiles(folder, "*-x-0.npy").Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new InvalidDataException($"{folder} has no file …-x-0.npy.");
        string stem = first[..^"-x-0.npy".Length];
        for (int shard = 0; File.Exists($"{stem}-x-{shard}.npy"); shard++)
        {
            (string x, string y) = ($"{stem}-x-{shard}.npy", $"{stem}-y-{shard}.npy");
            if (!File.Exists(y))
                throw new InvalidDataException($"{y} is not there, but {x} is: scores and designs come in pairs of files.");
            yield return (x, NpyFile.Read(x), y, NpyFile.Read(y));
        }
    }
}
