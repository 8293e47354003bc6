using System.Numerics;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>A set of transition rows that are plausible given counts, over which an optimistic planner takes the best.</summary>
public abstract record ConfidenceSet
{
    /// <summary>Makes a set.</summary>
    /// <param name="delta">δ, the failure probability in the logarithms, in (0, 1).</param>
    /// <param name="scale">c_b, the factor of all widths, at least 0.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    private protected ConfidenceSet(double delta, double scale)
    {
        if (!(delta is > 0 and < 1))
            throw new ArgumentException($"A failure probability of {delta}; it must lie in (0, 1).", nameof(delta));
        if (!(scale >= 0) || double.IsInfinity(scale))
            throw new ArgumentException($"A confidence scale of {scale}; it must be at least 0 and finite.", nameof(scale));
    }

    /// <summary>Prepares the row of a pair.</summary>
    /// <param name="visits">n = N(s, a).</param>
    /// <param name="total">t, all transitions counted.</param>
    /// <param name="shape">S and A, for the logarithms.</param>
    /// <param name="row">p̂ on entry, zeros if n = 0; the mass that stays in place on return.</param>
    /// <param name="width">Receives how much each entry can take up, where the set limits that.</param>
    /// <returns>The mass that is free to move.</returns>
    internal abstract double Prepare(int visits, long total, (int States, int Actions) shape, Span<double> row, Span<double> width);

    /// <summary>The extreme of Σ p(j) values(j) over the set.</summary>
    /// <param name="row">As prepared.</param>
    /// <param name="width">As prepared.</param>
    /// <param name="free">As prepared.</param>
    /// <param name="order">The entries, the most wanted first.</param>
    /// <param name="values">One value an entry.</param>
    /// <returns>The expectation under the best row of the set.</returns>
    internal abstract double Extreme(
        ReadOnlySpan<double> row, ReadOnlySpan<double> width, double free, ReadOnlySpan<int> order, ReadOnlySpan<double> values);

    private protected static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int width = Vector<double>.Count, i = 0;
        Vector<double> sums = default;
        for (; i <= x.Length - width; i += width)
            sums += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
        double sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }
}

/// <summary>
/// An interval for each entry by Bernstein's inequality: w_j = c_b (√(2 p̂_j (1 − p̂_j) L/n) + 7L/(3n)), n = N(s, a) and
/// L = ln(4 S A n²/δ); the entry lies in [p̂_j − w_j, p̂_j + w_j] ∩ [0, 1], and anywhere in [0, 1] if the pair is unseen.
/// </summary>
/// <param name="Delta">δ in (0, 1).</param>
/// <param name="Scale">c_b: 1 is theory, under which unvisited pairs look like shortcuts for very long. Our choice: 0.1.</param>
public sealed record BernsteinSet(double Delta = 0.1, double Scale = 0.1) : ConfidenceSet(Delta, Scale)
{
    internal override double Prepare(int visits, long total, (int States, int Actions) shape, Span<double> row, Span<double> width)
    {
        if (visits == 0)
        {
            width.Fill(1);
            return 1;
        }
        double n = visits, log = Math.Log(4.0 * shape.States * shape.Actions * n * n / Delta), linear = 7 * log / (3 * n), free = 1;
        for (int j = 0; j < row.Length; j++)
        {
            double p = row[j], half = Scale * (Math.Sqrt(2 * p * (1 - p) * log / n) + linear);
            row[j] = Math.Max(0, p - half);
            width[j] = Math.Min(1, p + half) - row[j];
            free -= row[j];
        }
        return Math.Max(free, 0);
    }

    internal override double Extreme(
        ReadOnlySpan<double> row, ReadOnlySpan<double> width, double free, ReadOnlySpan<int> order, ReadOnlySpan<double> values)
    {
        double sum = Dot(row, values);
        foreach (int j in order)
        {
            double given = Math.Min(free, width[j]);
            sum += given * values[j];
            free -= given;
            if (free <= 0)
                break;
        }
        return sum;
    }
}

/// <summary>
/// The L1 ball of UCRL2 (Jaksch, Ortner and Auer 2010): ‖p − p̂‖₁ ≤ c_b √(14 S ln(2 A t/δ)/N(s, a)), t being all transitions counted;
/// any row if the pair is unseen.
/// </summary>
/// <param name="Delta">δ in (0, 1).</param>
/// <param name="Scale">c_b; 1 in the paper.</param>
public sealed record L1Set(double Delta = 0.1, double Scale = 1) : ConfidenceSet(Delta, Scale)
{
    internal override double Prepare(int visits, long total, (int States, int Actions) shape, Span<double> row, Span<double> width)
    {
        if (visits == 0)
        {
            row.Fill(1.0 / row.Length);
            return 1;
        }
        return Math.Min(1, Scale / 2 * Math.Sqrt(14.0 * shape.States * Math.Log(2.0 * shape.Actions * total / Delta) / visits));
    }

    internal override double Extreme(
        ReadOnlySpan<double> row, ReadOnlySpan<double> width, double free, ReadOnlySpan<int> order, ReadOnlySpan<double> values)
    {
        // Half the radius goes to the best entry, taken from the worst ones.
        double best = values[order[0]], moved = Math.Min(free, 1 - row[order[0]]), sum = Dot(row, values) + moved * best;
        for (int i = order.Length - 1; i > 0 && moved > 0; i--)
        {
            double taken = Math.Min(moved, row[order[i]]);
            sum -= taken * values[order[i]];
            moved -= taken;
        }
        return sum;
    }
}
