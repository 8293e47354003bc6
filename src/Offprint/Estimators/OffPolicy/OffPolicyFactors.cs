using Offprint.Cards;

namespace Offprint.Estimators.OffPolicy;

/// <summary>The three factors of Zanette's bound for a problem and a class, exactly, and what the classical analysis has instead.</summary>
/// <param name="Incompleteness">β = sup I(Q)/‖E_Q‖_μ in [0, 1]: 0 where T^π F lies in F on the data, 1 where a wrong Q is its own best
/// fit.</param>
/// <param name="Margin">1 − β², to full precision near β = 1.</param>
/// <param name="Concentrability">C = sup (E_d[E_Q])²/‖E_Q‖²_μ.</param>
/// <param name="Entropy">d of a linear class, ln|F| of a finite one.</param>
/// <param name="FqeRadius">The spectral radius of fitted Q-evaluation: it converges below one. NaN for a finite class.</param>
/// <param name="Floor">sup I(Q) over the class (of a linear one, over ‖θ‖ ≤ the radius): what the classical bound adds.</param>
/// <param name="Misfit">How far Q^π is from the class, relative to its norm: the theorem needs 0.</param>
public sealed record OffPolicyFactors(
    double Incompleteness, double Margin, double Concentrability, double Entropy, double FqeRadius, double Floor, double Misfit)
    : IDescribable
{
    /// <summary>‖E_Q̂‖_μ as the linear class's first-order theory has it: σ √(d/(n (1 − β²))).</summary>
    /// <param name="rows">n.</param>
    /// <param name="noise">σ of r + γV(s').</param>
    /// <returns>The predicted Bellman error.</returns>
    public double PredictedError(double rows, double noise) => noise * Math.Sqrt(Entropy / (rows * Margin));

    /// <inheritdoc/>
    public Card Describe() => new("Factors of off-policy evaluation")
    {
        Facts =
        [
            new("incompleteness β", Incompleteness), new("1 − β²", Margin), new("amplification 1/(1 − β)", (1 + Incompleteness) / Margin),
            new("concentrability C", Rounded(Concentrability)), new("entropy (d or ln|F|)", Entropy), new("radius of FQE", FqeRadius),
            new("classical floor sup I(Q)", Floor), new("misfit of Q^π", Rounded(Misfit)),
        ],
        Note = Misfit > 1e-6 ? "Q^π is not in the class: the theorem does not apply, and no amount of data removes the misfit." : null,
    };

    // What is zero but for rounding is shown as zero.
    private static double Rounded(double value) => Math.Abs(value) < 1e-12 ? 0 : value;
}
