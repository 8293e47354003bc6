using Offprint.Files;
using Offprint.Tensors;

namespace Offprint.Agents.Learners;

/// <summary>An agent's parameters, optimizers, counters and random streams as named arrays: a NumPy archive on disk.</summary>
public sealed class AgentState
{
    private readonly Dictionary<string, NumericArray> _arrays;

    /// <summary>An empty state, to be filled.</summary>
    public AgentState()
        : this([])
    {
    }

    private AgentState(Dictionary<string, NumericArray> arrays) => _arrays = arrays;

    /// <summary>The arrays: <c>network/parameter</c>, <c>network/adam.first</c>, <c>random</c>, <c>updates</c> and so on.</summary>
    public IReadOnlyDictionary<string, NumericArray> Arrays => _arrays;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path) => NpzFile.Write(path, _arrays);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The state.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static AgentState Read(string path) => new(NpzFile.Read(path).ToDictionary());

    /// <summary>Adds numbers.</summary>
    /// <typeparam name="T">Their type, one that <see cref="NumericArray"/> takes.</typeparam>
    /// <param name="name">Their name.</param>
    /// <param name="values">The numbers; not copied.</param>
    public void Add<T>(string name, T[] values)
        where T : struct
        => _arrays.Add(name, new NumericArray([values.Length], values));

    /// <summary>Adds an array.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="array">The array; not copied.</param>
    public void Add(string name, NumericArray array) => _arrays.Add(name, array);

    /// <summary>Numbers of the state.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="name">Their name.</param>
    /// <returns>The numbers; not a copy.</returns>
    /// <exception cref="InvalidDataException">There are none of that name and type.</exception>
    public T[] Get<T>(string name)
        where T : struct
        => _arrays.TryGetValue(name, out NumericArray? array) && array.ElementType == typeof(T)
            ? array.As<T>()
            : throw new InvalidDataException(
                $"The state has no numbers '{name}' of type {typeof(T).Name}: it belongs to another kind of agent.");

    internal void AddParameters(string name, ParameterBuffer parameters)
    {
        foreach ((string parameter, NumericArray array) in ParameterFile.Arrays(parameters))
            _arrays.Add($"{name}/{parameter}", array);
    }

    internal void RestoreParameters(string name, ParameterBuffer parameters)
    {
        string prefix = name + "/";
        var own = _arrays.Where(a => a.Key.StartsWith(prefix, StringComparison.Ordinal)
            && !a.Key.StartsWith(prefix + "adam.", StringComparison.Ordinal))
            .ToDictionary(a => a.Key[prefix.Length..], a => a.Value);
        ParameterFile.Restore($"state's network '{name}'", own, parameters);
    }
}
