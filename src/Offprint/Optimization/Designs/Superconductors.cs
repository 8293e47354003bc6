using Offprint.Files.Tables;

namespace Offprint.Optimization.Designs;

/// <summary>
/// Superconductors by their composition, 86 numbers, with critical temperatures (Hamidieh 2018): measurements of Design-Bench's task. Its
/// truth for new compositions is a random forest fitted to all of them, which is not part of the data.
/// </summary>
public static class Superconductors
{
    /// <summary>The share of compositions, by temperature, that may be seen.</summary>
    public const double Visible = 0.8;

    private const int Elements = 86;

    /// <summary>Reads the measurements.</summary>
    /// <param name="path"><c>unique_m.csv</c>: a column an element, <c>critical_temp</c> and <c>material</c>.</param>
    /// <returns>All compositions, 21,263 of them, with temperatures in K; <see cref="DesignDataset.UpTo"/> gives what may be
    /// seen.</returns>
    /// <exception cref="FileNotFoundException">There is no file.</exception>
    /// <exception cref="InvalidDataException">Columns are others, or a value is no number; line and column are named.</exception>
    public static DesignDataset Read(string path)
    {
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0)];
        string[] header = lines.Length > 0 ? lines[0].Split(',') : [];
        int temperature = Array.IndexOf(header, "critical_temp");
        int[] elements = [.. Enumerable.Range(0, header.Length).Where(i => header[i] is not ("critical_temp" or "material"))];
        if (temperature < 0 || elements.Length != Elements)
            throw new InvalidDataException($"{path} has {elements.Length} columns of elements and " +
                $"{(temperature < 0 ? "no" : "a")} column 'critical_temp'; it is to have {Elements} and one: is it unique_m.csv?");
        float[] values = new float[(lines.Length - 1) * Elements];
        double[] scores = new double[lines.Length - 1];
        for (int i = 0; i < scores.Length; i++)
        {
            var row = new DelimitedLine(path, i + 2, header, lines[i + 1]);
            scores[i] = row.Number(temperature);
            for (int j = 0; j < Elements; j++)
                values[i * Elements + j] = (float)row.Number(elements[j]);
        }
        return new(new(scores.Length, Elements, values), scores);
    }
}
