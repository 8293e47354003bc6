namespace Offprint.Numerics;

/// <summary>Weights of explicit linear multistep methods, newest evaluation first, for orders 1 to 5.</summary>
public static class MultistepCoefficients
{
    /// <summary>The highest order there are coefficients for.</summary>
    public const int MaxOrder = 5;

    // Δx = δ Σ γ_k ∇^k f: the coefficients of −D / ((1 − D) log(1 − D)) in powers of the backward difference D.
    private static readonly double[] s_gamma = [1, 1.0 / 2, 5.0 / 12, 3.0 / 8, 251.0 / 720];

    /// <summary>The weights of Adams–Bashforth, for example (3, −1)/2.</summary>
    /// <param name="order">r, 1 to 5.</param>
    /// <returns>r weights that sum to one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no coefficients of this order.</exception>
    public static double[] AdamsBashforth(int order) => GeneralizedHeavyBall(order, 1);

    /// <summary>
    /// The weights w of GHVB on averaged evaluations v, for example ((2 + β), −(2 − β))/(2β): with D = 1 − E,
    /// Σ w_j E^{j−1} = β^{-1} [(β + (1 − β) D) Σ γ_k D^k] truncated after D^{r−1} ("Diffusion Sampling with Momentum", appendix).
    /// </summary>
    /// <param name="order">r, 1 to 5.</param>
    /// <param name="beta">The damping β, in (0, 1]; 1 gives Adams–Bashforth.</param>
    /// <returns>r weights that sum to one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no coefficients of this order, or β is outside (0, 1].</exception>
    public static double[] GeneralizedHeavyBall(int order, double beta)
    {
        CheckOrder(order);
        CheckBeta(beta);
        var weights = new double[order];
        for (int k = 0; k < order; k++)
        {
            double difference = (beta * s_gamma[k] + (k == 0 ? 0 : (1 - beta) * s_gamma[k - 1])) / beta;
            double binomial = 1; // D^k = Σ_j (−1)^j C(k, j) E^j
            for (int j = 0; j <= k; j++)
            {
                weights[j] += difference * binomial;
                binomial *= -(k - j) / (j + 1.0);
            }
        }
        return weights;
    }

    /// <summary>γ_{order − 1}, the last backward-difference coefficient of Adams–Bashforth of this order.</summary>
    internal static double BackwardDifference(int order) => s_gamma[order - 1];

    internal static void CheckOrder(int order)
    {
        if (order is < 1 or > MaxOrder)
            throw new ArgumentOutOfRangeException(nameof(order), order, $"Multistep methods have orders 1 to {MaxOrder}.");
    }

    internal static void CheckBeta(double beta)
    {
        if (!(beta is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "The damping β lies in (0, 1]; 1 is no momentum.");
    }
}
