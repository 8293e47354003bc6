using Offprint.Files;

namespace Offprint.Tensors;

/// <summary>Parameters as an <c>.npz</c> file, one array a parameter, which NumPy reads too.</summary>
public static class ParameterFile
{
    /// <summary>Writes all parameters; the file is whole or absent.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="parameters">The parameters, each written as <c>[P, …]</c>.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Save(string path, ParameterBuffer parameters) => NpzFile.Write(path, Arrays(parameters), compress: true);

    /// <summary>Reads all parameters.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="parameters">A buffer of the same names and shapes.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another network; the message names file, parameter and
    /// shapes.</exception>
    public static void Load(string path, ParameterBuffer parameters) => Restore($"checkpoint '{path}'", NpzFile.Read(path), parameters);

    /// <summary>Copies of all parameters by name, each <c>[P, …]</c>.</summary>
    internal static Dictionary<string, NumericArray> Arrays(ParameterBuffer parameters)
    {
        var arrays = new Dictionary<string, NumericArray>();
        int offset = 0;
        foreach (var spec in parameters.Specs)
        {
            int count = (int)(parameters.Population * spec.Size);
            int[] shape = [parameters.Population, .. spec.Shape.Select(side => (int)side)];
            arrays[spec.Name] = new NumericArray(shape, parameters.ValueSpan.Slice(offset, count).ToArray());
            offset += count;
        }
        return arrays;
    }

    /// <summary>Takes up all parameters, or none of them if any does not fit.</summary>
    internal static void Restore(string origin, IReadOnlyDictionary<string, NumericArray> arrays, ParameterBuffer parameters)
    {
        foreach (var spec in parameters.Specs)
        {
            long[] expected = [parameters.Population, .. spec.Shape];
            if (!arrays.TryGetValue(spec.Name, out var array))
                throw Mismatch(origin, $"it has no parameter '{spec.Name}'");
            if (!array.Shape.Select(side => (long)side).SequenceEqual(expected))
                throw Mismatch(origin, $"'{spec.Name}' is [{string.Join(", ", array.Shape)}] there and [{string.Join(", ", expected)}] " +
                    "here");
        }
        if (arrays.Keys.Except(parameters.Specs.Select(s => s.Name)).FirstOrDefault() is { } extra)
            throw Mismatch(origin, $"its parameter '{extra}' is unknown here");
        int offset = 0;
        foreach (var spec in parameters.Specs)
        {
            float[] values = arrays[spec.Name].As<float>();
            values.CopyTo(parameters.ValueSpan[offset..]);
            offset += values.Length;
        }
    }

    private static InvalidDataException Mismatch(string origin, string how) =>
        new($"The {origin} belongs to another network: {how}. Use the options it was trained with, or delete it to train anew.");
}
