namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>
/// The downward spiral in one number: the value of all rows in a buffer is one weight, and the value of where they lead is read off the
/// same weight by generalization.
/// </summary>
/// <param name="Generalization">c, how much of a change of the buffer's value the successors' value follows; 1 moves with it.</param>
/// <param name="Offset">b, how far the successors' value lies from that: negative where a pessimistic critic meets actions that it was
/// trained to value low.</param>
public sealed record SpiralToy(double Generalization, double Offset)
{
    /// <summary>w₀ = −60, the value that the pretrained critic has, and the true one of calibrated successors within 0.4.</summary>
    public double Start { get; init; } = -60;

    /// <summary>r, each row's reward.</summary>
    public double Reward { get; init; } = -1;

    /// <summary>γ.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>η, the step towards the target.</summary>
    public double Rate { get; init; } = 0.1;

    /// <summary>ρ, the share of each batch that is retained rows, whose targets are right: <see cref="Start"/>. Default 0.</summary>
    public double Retained { get; init; }

    /// <summary>By what the distance to the fixed point shrinks in an update: 1 − η(1 − (1 − ρ)γc).</summary>
    public double Contraction => 1 - Rate * (1 - (1 - Retained) * Discount * Generalization);

    /// <summary>w∞ = ((1 − ρ)(r + γb) + ρw₀) / (1 − (1 − ρ)γc).</summary>
    public double FixedPoint => ((1 - Retained) * (Reward + Discount * Offset) + Retained * Start)
        / (1 - (1 - Retained) * Discount * Generalization);

    /// <summary>The recursion w ← w + η((1 − ρ)(r + γ(cw + b)) + ρw₀ − w).</summary>
    /// <param name="updates">n.</param>
    /// <returns>w₀ … wₙ.</returns>
    public double[] Iterate(int updates)
    {
        double[] values = new double[updates + 1];
        values[0] = Start;
        for (int t = 0; t < updates; t++)
        {
            double backup = Reward + Discount * (Generalization * values[t] + Offset);
            values[t + 1] = values[t] + Rate * ((1 - Retained) * backup + Retained * Start - values[t]);
        }
        return values;
    }

    /// <summary>The same without recursion: w∞ + Contractionᵗ(w₀ − w∞).</summary>
    /// <param name="update">t.</param>
    /// <returns>w_t.</returns>
    public double Value(int update) => FixedPoint + Math.Pow(Contraction, update) * (Start - FixedPoint);
}
