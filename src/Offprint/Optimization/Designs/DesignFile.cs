using Offprint.Files;

namespace Offprint.Optimization.Designs;

/// <summary>Designs with scores as a NumPy archive: <c>x</c>, float32 [N, d], and <c>y</c>, float64 [N].</summary>
public static class DesignFile
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">Designs and scores.</param>
    public static void Write(string path, DesignDataset data) => NpzFile.Write(path, new Dictionary<string, NumericArray>
    {
        ["x"] = new([data.Count, data.Dimension], data.Designs.Values),
        ["y"] = new([data.Count], data.Scores),
    });

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Designs and scores.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds something else; the message names the file.</exception>
    public static DesignDataset Read(string path)
    {
        IReadOnlyDictionary<string, NumericArray> arrays = NpzFile.Read(path);
        if (!arrays.TryGetValue("x", out NumericArray? x) || !arrays.TryGetValue("y", out NumericArray? y))
            throw new InvalidDataException($"{path} holds {string.Join(", ", arrays.Keys)}; designs with scores are arrays 'x' and 'y'.");
        return DesignArrays.Pair(path, x, path, y);
    }
}
