using Offprint.Cards;

namespace Offprint.Environments.Bandits;

/// <summary>
/// Mean rewards of arms by idle time: R_i(d) for arms i = 0 … N − 1 and idle times d = 1 … D. From D on an arm is fully recovered:
/// R_i(d) = R_i(D) for d ≥ D.
/// </summary>
public sealed class RecoveryTable : IDescribable
{
    private readonly double[] _values;

    /// <summary>Makes a table of recovery curves.</summary>
    /// <param name="curves">One curve an arm: R(1), R(2), …; shorter curves keep their last value.</param>
    /// <exception cref="ArgumentException">There is no arm, or a curve is empty, negative, falling or not finite; the message names the
    /// place.</exception>
    public RecoveryTable(IReadOnlyList<double[]> curves)
        : this(curves.Count, curves.Count == 0 ? 0 : curves.Max(c => c.Length))
    {
        for (int arm = 0; arm < Arms; arm++)
        {
            Check(arm, curves[arm]);
            curves[arm].CopyTo(Values(arm));
            Values(arm)[curves[arm].Length..].Fill(curves[arm][^1]);
        }
    }

    /// <summary>A table of zeros, for estimates that are filled in later.</summary>
    internal RecoveryTable(int arms, int saturation)
    {
        if (arms < 1 || saturation < 1)
            throw new ArgumentException(
                $"A table needs an arm and an idle time at least; there are {arms} arms and {saturation} idle times.", nameof(arms));
        (Arms, Saturation) = (arms, saturation);
        _values = new double[arms * saturation];
    }

    /// <summary>N, the number of arms.</summary>
    public int Arms { get; }

    /// <summary>D, the idle time from which on no arm recovers further.</summary>
    public int Saturation { get; }

    /// <summary>The largest mean reward of any arm.</summary>
    public double Maximum => _values.Max();

    /// <summary>An arm's curve, R(1) … R(D).</summary>
    /// <param name="arm">The arm.</param>
    /// <returns>D values.</returns>
    public ReadOnlySpan<double> this[int arm] => Values(arm);

    /// <summary>R_i(d), the mean reward of an arm after an idle time.</summary>
    /// <param name="arm">The arm, from 0.</param>
    /// <param name="idle">Periods since the last pull, from 1; beyond D it counts as D.</param>
    /// <returns>The mean reward.</returns>
    public double At(int arm, int idle) => _values[arm * Saturation + Math.Min(idle, Saturation) - 1];

    /// <inheritdoc/>
    public Card Describe()
    {
        double[] idle = [.. Enumerable.Range(1, Saturation).Select(d => (double)d)];
        return new Card($"{Arms} recovering arms")
        {
            Facts = [new("Fully recovered after", Saturation, "periods"), new("Largest mean reward", Maximum)],
            Figures =
            [
                new LineFigure("Mean reward by idle time", [.. Enumerable.Range(0, Math.Min(Arms, 12))
                    .Select(i => new Series($"arm {i + 1}", idle, this[i].ToArray()))])
                {
                    X = new Axis("idle time (periods)"),
                    Y = new Axis("mean reward"),
                    Caption = Arms > 12 ? "The first twelve arms." : null,
                },
            ],
        };
    }

    internal Span<double> Values(int arm) => _values.AsSpan(arm * Saturation, Saturation);

    private static void Check(int arm, double[] curve)
    {
        if (curve.Length == 0)
            throw new ArgumentException($"The recovery curve of arm {arm} is empty; it needs R(1) at least.", nameof(curve));
        for (int d = 0; d < curve.Length; d++)
        {
            if (!(curve[d] >= 0) || !double.IsFinite(curve[d]))
                throw new ArgumentException($"Arm {arm} pays {curve[d]} at idle time {d + 1}; mean rewards are finite and not negative.",
                    nameof(curve));
            if (d > 0 && curve[d] < curve[d - 1])
            {
                throw new ArgumentException(
                    $"Arm {arm} falls from {curve[d - 1]} at idle time {d} to {curve[d]} at {d + 1}; rewards must not fall while an arm " +
                        "rests. " +
                    "Fit noisy estimates with IsotonicFit first.", nameof(curve));
            }
        }
    }
}
