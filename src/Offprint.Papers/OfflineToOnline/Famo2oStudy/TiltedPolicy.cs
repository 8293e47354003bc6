namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>A range of β.</summary>
/// <param name="Least">β at u = −1.</param>
/// <param name="Greatest">β at u = 1.</param>
public sealed record BalanceRange(double Least, double Greatest)
{
    /// <summary>The middle.</summary>
    public double Middle() => (Least + Greatest) / 2;

    /// <summary>Where in the range a β lies: 0 at the least, 1 at the greatest.</summary>
    /// <param name="beta">β.</param>
    /// <returns>The share of the range below it.</returns>
    public double Share(double beta) => (beta - Least) / (Greatest - Least);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"[{Least}, {Greatest}]");
}

/// <summary>
/// One state's family of policies in closed form: π_β(a) ∝ μ(a) exp(β A(a)), the best policy for the multiplier β of a KL constraint to
/// the behavior μ.
/// </summary>
/// <param name="behavior">μ(a), [A].</param>
/// <param name="advantage">A(a), [A].</param>
public sealed class TiltedPolicy(IReadOnlyList<double> behavior, IReadOnlyList<double> advantage)
{
    /// <summary>The policy of a β.</summary>
    /// <param name="beta">β.</param>
    /// <returns>[A]; sums to 1.</returns>
    public double[] Probabilities(double beta)
    {
        double top = advantage.Max();
        double[] weights = [.. behavior.Zip(advantage, (mu, a) => mu * Math.Exp(beta * (a - top)))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>E_β[A].</summary>
    /// <param name="beta">β.</param>
    /// <returns>The mean advantage of the policy of β.</returns>
    public double Mean(double beta) => Probabilities(beta).Zip(advantage, (p, a) => p * a).Sum();

    /// <summary>Var_β(A), the derivative of E_β[A] by β.</summary>
    /// <param name="beta">β.</param>
    /// <returns>The variance of the advantage under the policy of β.</returns>
    public double Variance(double beta)
    {
        double mean = Mean(beta);
        return Probabilities(beta).Zip(advantage, (p, a) => p * (a - mean) * (a - mean)).Sum();
    }

    /// <summary>KL(π_β ‖ μ).</summary>
    /// <param name="beta">β.</param>
    /// <returns>The divergence, which grows with β.</returns>
    public double Divergence(double beta) =>
        Probabilities(beta).Zip(behavior, (p, mu) => p == 0 ? 0 : p * Math.Log(p / mu)).Sum();

    /// <summary>The β whose policy is as far from the behavior as allowed.</summary>
    /// <param name="divergence">The allowed KL(π_β ‖ μ).</param>
    /// <param name="greatest">The greatest β; where it stays within the bound, too, it is the answer.</param>
    /// <returns>β.</returns>
    public double BetaOf(double divergence, double greatest) => Bisect(Divergence, divergence, greatest);

    /// <summary>
    /// What the balance model converges to with exact values: a law over β with density ∝ exp(E_β[A]/T), the maximum of
    /// E[E_β[A]] + T × entropy.
    /// </summary>
    /// <param name="range">The range of β.</param>
    /// <param name="temperature">T.</param>
    /// <param name="points">Points of an even grid of β.</param>
    /// <returns>(E[β] − least) / (greatest − least).</returns>
    public double Balance(BalanceRange range, double temperature, int points)
    {
        double[] shares = [.. Enumerable.Range(0, points).Select(i => i / (points - 1.0))];
        double[] means = [.. shares.Select(share => Mean(range.Least + share * (range.Greatest - range.Least)))];
        double top = means.Max();
        double[] density = [.. means.Select(mean => Math.Exp((mean - top) / temperature))];
        return density.Zip(shares, (p, share) => p * share).Sum() / density.Sum();
    }

    /// <summary>Where a growing function of β reaches a value.</summary>
    /// <param name="function">The function.</param>
    /// <param name="value">The value.</param>
    /// <param name="greatest">The greatest β.</param>
    /// <returns>β, or the greatest one where even that stays below the value.</returns>
    public static double Bisect(Func<double, double> function, double value, double greatest)
    {
        if (function(greatest) <= value)
            return greatest;
        double low = 0, high = greatest;
        for (int i = 0; i < 200 && low < high; i++)
        {
            double middle = (low + high) / 2;
            if (function(middle) < value)
                low = middle;
            else
                high = middle;
        }
        return low;
    }
}
