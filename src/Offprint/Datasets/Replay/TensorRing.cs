using System.Runtime.InteropServices;
using Offprint.Files;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Datasets.Replay;

/// <summary>
/// A ring of named float32 columns [P, capacity, d]: each seed fills its own, and the oldest row makes room for the newest. Memory for all
/// rows is taken at once; adding and reading allocate nothing.
/// </summary>
public sealed class TensorRing : IDisposable
{
    private const string Added = "added";

    private readonly Dictionary<string, Tensor> _columns = [];
    private readonly long[] _added;

    /// <summary>Takes the memory.</summary>
    /// <param name="population">P.</param>
    /// <param name="capacity">Rows that each seed can hold.</param>
    /// <param name="columns">Name and width d of each column.</param>
    /// <exception cref="ArgumentException">Two columns have the same name.</exception>
    public TensorRing(int population, int capacity, IReadOnlyList<(string Name, int Width)> columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(population);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        LibTorch.EnsureLoaded();
        (Population, Capacity, _added) = (population, capacity, new long[population]);
        foreach ((string name, int width) in columns)
        {
            if (!_columns.TryAdd(name, zeros([population, capacity, width]).DetachFromDisposeScope()))
                throw new ArgumentException($"Two columns are named '{name}'.", nameof(columns));
        }
    }

    /// <summary>P.</summary>
    public int Population { get; }

    /// <summary>Rows that each seed can hold.</summary>
    public int Capacity { get; }

    /// <summary>Rows that every seed holds.</summary>
    public int Count => (int)Math.Min(_added.Min(), Capacity);

    /// <summary>
    /// A column of all seeds, [P, capacity, d]: a tensor that shares the ring's memory. Rows that were not added yet are zero.
    /// </summary>
    /// <param name="column">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public Tensor this[string column] => _columns.TryGetValue(column, out Tensor? tensor)
        ? tensor
        : throw new KeyNotFoundException($"There is no column '{column}'. There is: {string.Join(", ", _columns.Keys)}.");

    /// <summary>Rows that a seed holds.</summary>
    /// <param name="member">The seed's place.</param>
    /// <returns>From 0 to <see cref="Capacity"/>.</returns>
    public int CountOf(int member) => (int)Math.Min(_added[member], Capacity);

    /// <summary>Whether a seed's oldest rows made room for new ones.</summary>
    /// <param name="member">The seed's place.</param>
    /// <returns>Whether any did.</returns>
    public bool HasOverwritten(int member) => _added[member] > Capacity;

    /// <summary>Rows that a seed was given so far, those that made room included.</summary>
    /// <param name="member">The seed's place.</param>
    /// <returns>The number.</returns>
    public long TotalOf(int member) => _added[member];

    /// <summary>Makes room for a seed's next row; write to it through <see cref="Rows"/>.</summary>
    /// <param name="member">The seed's place.</param>
    /// <returns>The row, from 0 to <see cref="Capacity"/> − 1; its former content is still there.</returns>
    public int Advance(int member) => (int)(_added[member]++ % Capacity);

    /// <summary>A seed's rows of a column in memory.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="member">The seed's place.</param>
    /// <returns>[capacity · d], row after row, in the order of the ring's places.</returns>
    public Span<float> Rows(string column, int member)
    {
        Span<float> all = MemoryMarshal.Cast<byte, float>(this[column].bytes);
        int length = all.Length / Population;
        return all.Slice(member * length, length);
    }

    /// <summary>Forgets a seed's rows.</summary>
    /// <param name="member">The seed's place.</param>
    public void Clear(int member) => _added[member] = 0;

    /// <summary>All rows that were added, by column, with the numbers of rows.</summary>
    /// <returns>A copy.</returns>
    public IReadOnlyDictionary<string, NumericArray> Save()
    {
        var arrays = new Dictionary<string, NumericArray> { [Added] = new([Population], (long[])_added.Clone()) };
        foreach (string name in _columns.Keys)
        {
            int width = Width(name);
            float[] values = new float[Enumerable.Range(0, Population).Sum(CountOf) * width];
            Span<float> rest = values;
            for (int p = 0; p < Population; p++)
            {
                Rows(name, p)[..(CountOf(p) * width)].CopyTo(rest);
                rest = rest[(CountOf(p) * width)..];
            }
            arrays.Add(name, new([values.Length], values));
        }
        return arrays;
    }

    /// <summary>Takes up the rows of a former ring of the same size.</summary>
    /// <param name="arrays">What <see cref="Save"/> gave.</param>
    /// <exception cref="InvalidDataException">They are of another ring.</exception>
    public void Load(IReadOnlyDictionary<string, NumericArray> arrays)
    {
        if (!arrays.TryGetValue(Added, out NumericArray? added) || added.Count != Population)
            throw new InvalidDataException($"The saved rows are not those of {Population} seeds.");
        added.As<long>().CopyTo(_added, 0);
        foreach (string name in _columns.Keys)
        {
            int width = Width(name);
            ReadOnlySpan<float> rest = arrays.TryGetValue(name, out NumericArray? values) ? values.As<float>() : [];
            if (rest.Length != Enumerable.Range(0, Population).Sum(CountOf) * width)
                throw new InvalidDataException($"The saved rows of '{name}' do not fit: they are of another capacity or width.");
            for (int p = 0; p < Population; p++)
            {
                rest[..(CountOf(p) * width)].CopyTo(Rows(name, p));
                rest = rest[(CountOf(p) * width)..];
            }
        }
    }

    private int Width(string column) => (int)this[column].shape[2];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor column in _columns.Values)
            column.Dispose();
    }
}
