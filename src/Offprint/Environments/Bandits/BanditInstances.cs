using Offprint.Numerics;

namespace Offprint.Environments.Bandits;

/// <summary>
/// Instances on which offline learning shows how it depends on C*, after the lower bounds of Rashidinejad et al. (2021), "Bridging offline
/// reinforcement learning and imitation learning". In all of them the concentrability is exactly the one asked for.
/// </summary>
public static class BanditInstances
{
    /// <summary>Two arms of means 1/2 + Δ/2 (arm 0) and 1/2 − Δ/2, the better one logged with probability 1/C*.</summary>
    /// <param name="cStar">C*, at least 1.</param>
    /// <param name="gap">Δ in [0, 1].</param>
    /// <returns>An instance of one context.</returns>
    public static BanditInstance TwoArmed(double cStar, double gap)
    {
        RequireCoefficient(cStar, double.PositiveInfinity);
        return new([1], new[,] { { 0.5 + gap / 2, 0.5 - gap / 2 } },
            new[,] { { 1 / cStar, 1 - 1 / cStar } }) { Name = $"two arms, C* = {cStar}" };
    }

    /// <summary>Many worse arms that are rarely logged: one lucky sample of one of them misleads whoever trusts mean rewards.</summary>
    /// <param name="arms">How many arms, at least 2; arm 0 is the best.</param>
    /// <param name="cStar">C*, at least 1; the best arm is logged with probability 1/C*, the others share the rest evenly.</param>
    /// <param name="best">The best mean.</param>
    /// <param name="other">The mean of all others.</param>
    /// <returns>An instance of one context.</returns>
    public static BanditInstance Crowded(int arms, double cStar, double best = 0.5, double other = 0.2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 2);
        RequireCoefficient(cStar, double.PositiveInfinity);
        double[,] means = new double[1, arms], data = new double[1, arms];
        for (int a = 0; a < arms; a++)
            (means[0, a], data[0, a]) = a == 0 ? (best, 1 / cStar) : (other, (1 - 1 / cStar) / (arms - 1));
        return new([1], means, data) { Name = $"{arms} arms, C* = {cStar}" };
    }

    /// <summary>
    /// The contexts of the lower bound: ρ_0 = 2 − C* with a single known action, ρ_j = (C* − 1)/(S − 1) for the others, whose two actions
    /// are logged equally often, so that C* is the same whichever is better.
    /// </summary>
    /// <param name="contexts">S, at least 2.</param>
    /// <param name="cStar">C* in (1, 2].</param>
    /// <param name="gap">Δ: means are 1/2 ± Δ/2.</param>
    /// <param name="bestActions">The better action of each context, [S]; 0 everywhere if left out. Context 0 always has action 0.</param>
    /// <returns>An instance of two actions; action 1 of context 0 pays nothing and is never logged.</returns>
    public static BanditInstance ContextFamily(int contexts, double cStar, double gap, ReadOnlySpan<int> bestActions = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contexts, 2);
        RequireCoefficient(cStar, 2);
        double[] law = new double[contexts];
        double[,] means = new double[contexts, 2], data = new double[contexts, 2];
        (law[0], means[0, 0], data[0, 0]) = (2 - cStar, 0.5, (2 - cStar) / cStar);
        for (int x = 1; x < contexts; x++)
        {
            int best = bestActions.IsEmpty ? 0 : bestActions[x];
            law[x] = (cStar - 1) / (contexts - 1);
            (means[x, best], means[x, 1 - best]) = (0.5 + gap / 2, 0.5 - gap / 2);
            data[x, 0] = data[x, 1] = law[x] / cStar;
        }
        return new(law, means, data) { Name = $"{contexts} contexts, C* = {cStar}" };
    }

    /// <summary>
    /// Expert data (C* = 1) on S contexts, S − 1 of them of probability 1/(N + 1): what is lost is the mass of contexts never seen,
    /// m (1 − 1/(N + 1))ᴺ + (1 − m) mᴺ with m = (S − 1)/(N + 1) on average for a rule whose default action is wrong. Best actions are
    /// random.
    /// </summary>
    /// <param name="contexts">S, with S − 1 at most N + 1.</param>
    /// <param name="count">N, the number of rows that will be drawn.</param>
    /// <param name="seed">The seed of the labels.</param>
    /// <param name="actions">A; the best action is drawn from 1 … A − 1, so that 0 is always a wrong default.</param>
    /// <returns>An instance of means 1 and 0.</returns>
    public static BanditInstance MissingMass(int contexts, int count, Seed seed, int actions = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contexts, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(actions, 2);
        if (contexts - 1 > count + 1)
            throw new ArgumentException($"{contexts - 1} rare contexts of probability 1/{count + 1} have more than the whole mass.",
                nameof(contexts));
        RandomStream random = seed.Stream();
        double[] law = new double[contexts];
        double[,] means = new double[contexts, actions], data = new double[contexts, actions];
        for (int x = 0; x < contexts; x++)
        {
            law[x] = x == 0 ? 1 - (contexts - 1) / (count + 1.0) : 1 / (count + 1.0);
            int best = 1 + random.NextInt(actions - 1);
            (means[x, best], data[x, best]) = (1, law[x]);
        }
        return new(law, means, data) { Name = $"missing mass, {contexts} contexts" };
    }

    private static void RequireCoefficient(double cStar, double greatest)
    {
        if (!(cStar >= 1 && cStar <= greatest) || double.IsInfinity(cStar))
            throw new ArgumentOutOfRangeException(nameof(cStar), cStar, $"C* must lie in [1, {greatest}] here; 1 is expert data.");
    }
}
