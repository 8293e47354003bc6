using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Numerics;

/// <summary>
/// A Markov chain on finitely many states, in continuous time (a generator) or in discrete time (a transition kernel). Rows are sources:
/// entry [x, y] belongs to the move from x to y.
/// </summary>
public sealed class MarkovChain
{
    private readonly Lazy<(IReadOnlyList<int[]> Closed, IReadOnlyList<int[]> Transient)> _classes;
    private readonly Lazy<Vector<double>> _stationary;
    private readonly Lazy<Matrix<double>> _groupInverse;
    private readonly Func<int, string> _name;

    private MarkovChain(Matrix<double> generator, bool discrete, Func<int, string>? name)
    {
        (Generator, IsDiscrete, _name) = (generator, discrete, name ?? (state => state.ToString(CultureInfo.InvariantCulture)));
        _classes = new(FindClasses);
        _stationary = new(ComputeStationary);
        _groupInverse = new(ComputeGroupInverse);
    }

    /// <summary>The generator G, rows summing to 0; P − I for a kernel P.</summary>
    public Matrix<double> Generator { get; }

    /// <summary>Whether time is counted in steps.</summary>
    public bool IsDiscrete { get; }

    /// <summary>The number of states.</summary>
    public int States => Generator.RowCount;

    /// <summary>The communicating classes: sets of states that reach each other, closed ones first.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Classes => [.. _classes.Value.Closed, .. _classes.Value.Transient];

    /// <summary>Whether every state is reached from every other.</summary>
    public bool IsIrreducible => Classes.Count == 1;

    /// <summary>
    /// The stationary law π with πG = 0, by state reduction (Grassmann, Taksar and Heyman 1985), which subtracts nothing: every entry is
    /// accurate to rounding, however small it is.
    /// </summary>
    /// <exception cref="ReducibleChainException">The chain is reducible; the message names its classes and the remedy.</exception>
    public Vector<double> Stationary => _stationary.Value;

    /// <summary>
    /// The group inverse of −G (of I − P in discrete time): Z = (−G + 1π)⁻¹ − 1π. Derivatives of the stationary law and long-time
    /// variances are products with it: π′ = π G′ Z, and ∫₀^∞ (e^{Gt} − 1π) dt = Z.
    /// </summary>
    /// <exception cref="ReducibleChainException">The chain is reducible.</exception>
    public Matrix<double> GroupInverse => _groupInverse.Value;

    /// <summary>Makes a chain in continuous time.</summary>
    /// <param name="generator">Rates, [n, n]: non-negative off the diagonal, rows summing to 0.</param>
    /// <param name="name">Names a state in messages; its number by default.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="ArgumentException">The matrix is not a generator; the message names the row.</exception>
    public static MarkovChain OfGenerator(Matrix<double> generator, Func<int, string>? name = null)
    {
        Check(generator, 0, "a generator: rates off the diagonal, and minus their sum on it");
        return new(generator, discrete: false, name);
    }

    /// <summary>Makes a chain in discrete time.</summary>
    /// <param name="kernel">Transition probabilities, [n, n]: non-negative, rows summing to 1.</param>
    /// <param name="name">Names a state in messages; its number by default.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="ArgumentException">The matrix is not a kernel; the message names the row.</exception>
    public static MarkovChain OfKernel(Matrix<double> kernel, Func<int, string>? name = null)
    {
        Check(kernel, 1, "a transition kernel: each row a probability law");
        return new(kernel - Matrix<double>.Build.DenseIdentity(kernel.RowCount), discrete: true, name);
    }

    /// <summary>
    /// The law at a later time. In continuous time by uniformization: a Poisson mixture of powers of a kernel, so that the law stays
    /// non-negative and normalized.
    /// </summary>
    /// <param name="law">The law now, [n].</param>
    /// <param name="time">How much later, not negative; a whole number of steps in discrete time.</param>
    /// <returns>The law then.</returns>
    /// <exception cref="ArgumentException">The law has another length, or the time is negative or not a whole number of steps.</exception>
    public Vector<double> Propagate(Vector<double> law, double time)
    {
        if (law.Count != States)
            throw new ArgumentException($"The law has {law.Count} entries; the chain has {States} states.", nameof(law));
        if (!(time >= 0) || !double.IsFinite(time) || (IsDiscrete && time != Math.Floor(time)))
            throw new ArgumentException(
                $"The time is {time}; it must be finite, not negative{(IsDiscrete ? ", and a whole number of steps" : "")}.", nameof(time));
        if (IsDiscrete)
        {
            for (int step = 0; step < time; step++)
                law += Generator.LeftMultiply(law);
            return law;
        }
        double rate = -Generator.Diagonal().Minimum();
        // Long times go in parts: e^{−rate·part} must stay far above the smallest number.
        int parts = Math.Max(1, (int)Math.Ceiling(rate * time / 100));
        for (int part = 0; part < parts; part++)
            law = Uniformized(law, rate, time / parts);
        return law;
    }

    /// <summary>The chain on some of its states, with moves to the others left out.</summary>
    /// <param name="states">The states that remain, for example one of <see cref="Classes"/>.</param>
    /// <returns>A chain in continuous time whose states are numbered as in the list.</returns>
    public MarkovChain Restrict(IReadOnlyList<int> states)
    {
        var rates = Matrix<double>.Build.Dense(states.Count, states.Count, (i, j) => i == j ? 0 : Generator[states[i], states[j]]);
        rates.SetDiagonal(-rates.RowSums());
        return new(rates, IsDiscrete, state => _name(states[state]));
    }

    private static void Check(Matrix<double> matrix, double sum, string expected)
    {
        if (matrix.RowCount != matrix.ColumnCount || matrix.RowCount == 0)
            throw new ArgumentException($"The matrix is {matrix.RowCount}×{matrix.ColumnCount}; it must be square, {expected}.");
        for (int i = 0; i < matrix.RowCount; i++)
        {
            double total = 0, size = 0;
            for (int j = 0; j < matrix.ColumnCount; j++)
            {
                double entry = matrix[i, j];
                if (!double.IsFinite(entry) || (entry < 0 && (i != j || sum == 1)))
                    throw new ArgumentException($"Entry [{i}, {j}] is {entry}. The matrix must be {expected}.");
                total += entry;
                size += Math.Abs(entry);
            }
            if (Math.Abs(total - sum) > 1e-10 * Math.Max(1, size))
                throw new ArgumentException(
                    $"Row {i} sums to {total:G8} instead of {sum}. The matrix must be {expected}; rows are sources.");
        }
    }

    private Vector<double> Uniformized(Vector<double> law, double rate, double time)
    {
        double mean = rate * time, weight = Math.Exp(-mean), covered = weight;
        var (term, result) = (law, law * weight);
        for (int k = 1; covered < 1 - 1e-15 && k < mean + 400; k++)
        {
            term += Generator.LeftMultiply(term) / rate;
            weight *= mean / k;
            covered += weight;
            result += term * weight;
        }
        return result * (law.Sum() / result.Sum());
    }

    private Vector<double> ComputeStationary()
    {
        RequireIrreducible();
        double[,] g = Generator.ToArray();
        int n = States;
        // Remove states from the last to the first; what leads through a removed state is added to the direct rates.
        double[] exits = new double[n];
        for (int k = n - 1; k > 0; k--)
        {
            for (int j = 0; j < k; j++)
                exits[k] += g[k, j];
            for (int i = 0; i < k; i++)
            {
                double through = g[i, k] / exits[k];
                if (through == 0)
                    continue;
                for (int j = 0; j < k; j++)
                    g[i, j] += through * g[k, j];
            }
        }
        var law = Vector<double>.Build.Dense(n);
        law[0] = 1;
        for (int k = 1; k < n; k++)
        {
            for (int i = 0; i < k; i++)
                law[k] += law[i] * g[i, k];
            law[k] /= exits[k];
        }
        return law / law.Sum();
    }

    private Matrix<double> ComputeGroupInverse()
    {
        var law = Stationary;
        var projector = Matrix<double>.Build.Dense(States, States, (_, j) => law[j]);
        return (projector - Generator).Inverse() - projector;
    }

    private void RequireIrreducible()
    {
        if (IsIrreducible)
            return;
        var closed = _classes.Value.Closed;
        int transient = States - closed.Sum(states => states.Length);
        string shown = string.Join(", ", closed.Take(3).Select(Describe)) + (closed.Count > 3 ? ", …" : "");
        throw new ReducibleChainException(
            $"The chain is reducible: its {States} states fall into {Classes.Count} communicating classes. Closed, never left once " +
                $"entered: {shown}. " +
            (transient > 0 ? $"{transient} other states are only left, such as {_name(Classes[^1][0])}. " : "") +
            (closed.Count > 1 ? "So the long-run law depends on the start. " : "") +
            "Remedy: give every move its reverse, or keep one closed class with chain.Restrict(chain.Classes[0]).", closed);
    }

    private (IReadOnlyList<int[]> Closed, IReadOnlyList<int[]> Transient) FindClasses()
    {
        int[] starts = new int[States + 1];
        List<int> edges = [];
        for (int from = 0; from < States; from++)
        {
            edges.AddRange(Enumerable.Range(0, States).Where(to => to != from && Generator[from, to] != 0));
            starts[from + 1] = edges.Count;
        }
        StronglyConnectedComponents found = new(starts, [.. edges]);
        var classes = found.Components.Index().ToLookup(c => found.IsClosed(c.Index), c => c.Item);
        return ([.. classes[true]], [.. classes[false]]);
    }

    private string Describe(IReadOnlyList<int> states) =>
        "{" + string.Join(", ", states.Take(4).Select(_name)) + (states.Count > 4 ? $", … ({states.Count} states)" : "") + "}";
}

/// <summary>A chain is reducible where one stationary law on all states is asked for.</summary>
/// <param name="message">Which classes there are, and the remedy.</param>
/// <param name="closedClasses">The closed classes, each a list of states.</param>
public sealed class ReducibleChainException(string message, IReadOnlyList<IReadOnlyList<int>> closedClasses)
    : InvalidOperationException(message)
{
    /// <summary>The closed classes, each a list of states.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ClosedClasses { get; } = closedClasses;
}
