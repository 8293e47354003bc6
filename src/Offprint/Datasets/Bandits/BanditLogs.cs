using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Datasets.Bandits;

/// <summary>Logs of a <see cref="BanditInstance"/>, drawn from the law of its data.</summary>
public static class BanditLogs
{
    /// <summary>Draws a log, row by row.</summary>
    /// <param name="instance">The bandit with the law of its log.</param>
    /// <param name="count">N, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The log; its propensities are μ(a|x).</returns>
    public static BanditFeedback Sample(this BanditInstance instance, int count, Seed seed)
    {
        RandomStream random = seed.Stream();
        int[] contexts = new int[count], actions = new int[count];
        double[] rewards = new double[count], propensities = new double[count];
        double[] mass = [.. Enumerable.Range(0, instance.Contexts)
            .Select(x => Enumerable.Range(0, instance.Actions).Sum(a => instance.Data(x, a)))];
        for (int i = 0; i < count; i++)
        {
            int pair = instance.LoggedPairs.Draw(0, random);
            (contexts[i], actions[i]) = (pair / instance.Actions, pair % instance.Actions);
            rewards[i] = random.NextDouble() < instance.Mean(contexts[i], actions[i]) ? 1 : 0;
            propensities[i] = instance.Data(contexts[i], actions[i]) / mass[contexts[i]];
        }
        return new(contexts, actions, rewards, propensities);
    }

    /// <summary>Draws only the counts of a log, in time that does not depend on N: binomial numbers of rows and of successes.</summary>
    /// <param name="instance">The bandit with the law of its log.</param>
    /// <param name="count">N, may be 0.</param>
    /// <param name="random">The stream.</param>
    /// <param name="counts">Receives the counts; cleared first.</param>
    public static void SampleCounts(this BanditInstance instance, int count, RandomStream random, BanditCounts counts)
    {
        counts.Clear();
        double mass = 1;
        int left = count;
        for (int pair = 0; pair < instance.Contexts * instance.Actions && left > 0; pair++)
        {
            (int x, int a) = (pair / instance.Actions, pair % instance.Actions);
            // Given the pairs before, the rows of this one are binomial; rounding may leave the last share just beside one.
            int rows = random.NextBinomial(left, mass > 0 ? Math.Clamp(instance.Data(x, a) / mass, 0, 1) : 0);
            counts.Add(x, a, rows, random.NextBinomial(rows, instance.Mean(x, a)));
            left -= rows;
            mass -= instance.Data(x, a);
        }
        if (left > 0)
            PlaceRest(instance, left, random, counts);
    }

    /// <summary>Rows that rounding of the remaining mass left over go to the last pair that has data.</summary>
    private static void PlaceRest(BanditInstance instance, int left, RandomStream random, BanditCounts counts)
    {
        for (int pair = instance.Contexts * instance.Actions - 1; pair >= 0; pair--)
        {
            (int x, int a) = (pair / instance.Actions, pair % instance.Actions);
            if (instance.Data(x, a) <= 0)
                continue;
            counts.Add(x, a, left, random.NextBinomial(left, instance.Mean(x, a)));
            return;
        }
    }
}
