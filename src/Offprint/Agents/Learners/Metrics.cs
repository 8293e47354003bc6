using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Offprint.Agents.Learners;

/// <summary>Named numbers of an update, one a member: losses, mean values, temperatures. The agent overwrites them.</summary>
/// <param name="population">P.</param>
public sealed class Metrics(int population)
{
    private readonly Dictionary<string, float[]> _values = [];

    /// <summary>The names, in the order in which they first came.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The members' numbers, [P].</summary>
    /// <param name="name">Their name.</param>
    /// <exception cref="KeyNotFoundException">There are none of that name.</exception>
    public ReadOnlySpan<float> this[string name] => _values.TryGetValue(name, out float[]? values)
        ? values
        : throw new KeyNotFoundException($"There is no metric '{name}'. There is: {string.Join(", ", _values.Keys)}.");

    /// <summary>The mean over members.</summary>
    /// <param name="name">The numbers' name.</param>
    /// <returns>The mean.</returns>
    public double Mean(string name)
    {
        double sum = 0;
        foreach (float value in this[name])
            sum += value;
        return sum / population;
    }

    /// <summary>The first name whose numbers are not all finite.</summary>
    /// <returns>The name, or <see langword="null"/>.</returns>
    public string? FirstNotFinite()
    {
        foreach ((string name, float[] values) in _values)
        {
            foreach (float value in values)
            {
                if (!float.IsFinite(value))
                    return name;
            }
        }
        return null;
    }

    /// <summary>Sets numbers.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="perMember">P numbers of float32; copied.</param>
    public void Set(string name, Tensor perMember)
    {
        if (perMember.numel() != population)
            throw new ArgumentException($"The metric '{name}' takes {population} numbers, not [{string.Join(", ", perMember.shape)}].",
                nameof(perMember));
        MemoryMarshal.Cast<byte, float>(perMember.bytes).CopyTo(Values(name));
    }

    /// <summary>The memory of some numbers, to be written.</summary>
    internal Span<float> Values(string name)
    {
        if (!_values.TryGetValue(name, out float[]? values))
            _values[name] = values = new float[population];
        return values;
    }
}
