using Offprint.Datasets.Offline;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Datasets.Transitions;

/// <summary>By what a sum of squares is divided to give a variance; papers differ, so the caller says it.</summary>
public enum VarianceDivisor
{
    /// <summary>N (NumPy's default).</summary>
    Count,

    /// <summary>N − 1 (PyTorch's default).</summary>
    CountMinusOne,
}

/// <summary>
/// x ← (x − mean) / (deviation + ε), coordinate by coordinate: frozen on a data set, or running over what an agent sees (Chan's update).
/// </summary>
public sealed class Normalizer
{
    private readonly VarianceDivisor _divisor;
    private readonly double[] _mean;
    private readonly double[] _squares; // Σ (x − mean)²
    private readonly float[] _shift;
    private readonly float[] _factor;
    private long _count;

    private Normalizer(int size, VarianceDivisor divisor, double epsilon, bool frozen)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (_divisor, Epsilon, Frozen) = (divisor, epsilon, frozen);
        (_mean, _squares, _shift, _factor) = (new double[size], new double[size], new float[size], new float[size]);
        Array.Fill(_factor, 1f);
    }

    /// <summary>Whether the statistics stay as they are.</summary>
    public bool Frozen { get; private set; }

    /// <summary>ε, added to the deviation.</summary>
    public double Epsilon { get; }

    /// <summary>How many coordinates a row has.</summary>
    public int Size => _mean.Length;

    /// <summary>Rows seen so far.</summary>
    public long Count => _count;

    /// <summary>The mean of each coordinate.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The standard deviation of each coordinate, without ε.</summary>
    public IReadOnlyList<double> Deviation =>
        [.. _squares.Select(sum => Math.Sqrt(sum / Math.Max(_divisor == VarianceDivisor.Count ? _count : _count - 1, 1)))];

    /// <summary>A frozen normalizer with the statistics of a data set's observations, each row counted once.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="divisor">The variance's divisor.</param>
    /// <param name="epsilon">ε; TD3+BC takes 10⁻³.</param>
    /// <returns>The normalizer.</returns>
    public static Normalizer Of(OfflineDataset data, VarianceDivisor divisor, double epsilon = 1e-3)
    {
        Normalizer normalizer = Running(data.Observations.Width, divisor, epsilon);
        normalizer.Update(data.Observations.Values);
        normalizer.Freeze();
        return normalizer;
    }

    /// <summary>A normalizer that has seen nothing yet and changes nothing until it has.</summary>
    /// <param name="size">Coordinates a row.</param>
    /// <param name="divisor">The variance's divisor.</param>
    /// <param name="epsilon">ε.</param>
    /// <returns>The normalizer.</returns>
    public static Normalizer Running(int size, VarianceDivisor divisor, double epsilon = 1e-3) =>
        new(size, divisor, epsilon, frozen: false);

    /// <summary>Ends the running statistics: what follows is scaled as of now.</summary>
    public void Freeze() => Frozen = true;

    /// <summary>Takes rows into the statistics.</summary>
    /// <param name="rows">[n, size], row after row.</param>
    /// <exception cref="InvalidOperationException">The normalizer is frozen.</exception>
    public void Update(ReadOnlySpan<float> rows)
    {
        if (Frozen)
            throw new InvalidOperationException("A frozen normalizer keeps the statistics of its data set; make a running one instead.");
        int added = rows.Length / Size;
        if (added == 0)
            return;
        double total = _count + added;
        for (int i = 0; i < Size; i++)
        {
            double mean = 0, squares = 0;
            for (int at = i; at < rows.Length; at += Size)
                mean += rows[at];
            mean /= added;
            for (int at = i; at < rows.Length; at += Size)
                squares += (rows[at] - mean) * (rows[at] - mean);
            double shift = mean - _mean[i];
            _mean[i] += shift * added / total;
            _squares[i] += squares + shift * shift * _count * added / total;
        }
        _count += added;
        SetScale();
    }

    private void SetScale()
    {
        IReadOnlyList<double> deviation = Deviation;
        for (int i = 0; i < Size; i++)
            (_shift[i], _factor[i]) = ((float)_mean[i], (float)(1 / (deviation[i] + Epsilon)));
    }

    /// <summary>The statistics, to resume from.</summary>
    /// <returns>Rows, means, sums of squared deviations: 1 + 2 · <see cref="Size"/> numbers.</returns>
    public double[] Save() => [_count, .. _mean, .. _squares];

    /// <summary>Takes up former statistics.</summary>
    /// <param name="state">What <see cref="Save"/> gave for rows of the same size.</param>
    /// <exception cref="ArgumentException">It belongs to rows of another size.</exception>
    public void Load(ReadOnlySpan<double> state)
    {
        if (state.Length != 1 + 2 * Size)
            throw new ArgumentException($"The state has {state.Length} numbers; rows of {Size} coordinates take {1 + 2 * Size}.",
                nameof(state));
        _count = (long)state[0];
        state.Slice(1, Size).CopyTo(_mean);
        state[(1 + Size)..].CopyTo(_squares);
        SetScale();
    }

    /// <summary>Scales rows in place.</summary>
    /// <param name="rows">[n, size], row after row.</param>
    public void Apply(Span<float> rows)
    {
        if (_count == 0)
            return;
        for (int start = 0; start < rows.Length; start += Size)
        {
            Span<float> row = rows.Slice(start, Size);
            for (int i = 0; i < row.Length; i++)
                row[i] = (row[i] - _shift[i]) * _factor[i];
        }
    }

    /// <summary>Scales a tensor.</summary>
    /// <param name="observations">float32 [..., size].</param>
    /// <returns>A tensor of the same shape, of the current dispose scope.</returns>
    public Tensor Apply(Tensor observations)
    {
        LibTorch.EnsureLoaded();
        using Tensor shift = tensor(_shift), factor = tensor(_factor), centered = observations - shift;
        return centered * factor;
    }

    /// <summary>Takes the scaling back, in place.</summary>
    /// <param name="rows">[n, size], row after row.</param>
    public void Invert(Span<float> rows)
    {
        for (int i = 0; i < rows.Length; i++)
            rows[i] = rows[i] / _factor[i % Size] + _shift[i % Size];
    }
}
