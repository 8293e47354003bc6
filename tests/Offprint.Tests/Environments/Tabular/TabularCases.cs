using MathNet.Numerics.Distributions;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Tabular;

/// <summary>MDPs and checks that several tests share.</summary>
internal static class TabularCases
{
    /// <summary>Dense random rows, rewards and start law: everything differs from everything.</summary>
    public static TabularMdp Random(int states, int actions, ulong seed, double? discount = null, int? horizon = null)
    {
        RandomStream random = new Seed(seed).Stream();
        double[,,] p = new double[states, actions, states];
        double[,] r = new double[states, actions];
        double[] row = new double[states], ones = new double[states], start = new double[states];
        Array.Fill(ones, 1.0);
        for (int s = 0; s < states; s++)
        {
            for (int a = 0; a < actions; a++)
            {
                random.FillDirichlet(ones, row);
                for (int next = 0; next < states; next++)
                    p[s, a, next] = row[next];
                r[s, a] = random.NextNormal();
            }
        }
        random.FillDirichlet(ones, start);
        return TabularMdp.FromArrays(p, r, start, horizon, discount);
    }

    public static TabularPolicy RandomPolicy(TabularMdp mdp, ulong seed, int stages = 1)
    {
        RandomStream random = new Seed(seed).Stream();
        var table = new StateActionTable(mdp.States, mdp.Actions, stages);
        double[] ones = new double[mdp.Actions];
        Array.Fill(ones, 1.0);
        for (int h = 0; h < stages; h++)
        {
            for (int s = 0; s < mdp.States; s++)
                random.FillDirichlet(ones, table.Row(s, h));
        }
        return TabularPolicy.FromProbabilities(table);
    }

    /// <summary>All deterministic stationary policies.</summary>
    public static IEnumerable<TabularPolicy> AllPolicies(TabularMdp mdp)
    {
        int count = (int)Math.Pow(mdp.Actions, mdp.States);
        for (int code = 0; code < count; code++)
        {
            int[] actions = new int[mdp.States];
            for (int s = 0, rest = code; s < mdp.States; s++, rest /= mdp.Actions)
                actions[s] = rest % mdp.Actions;
            yield return TabularPolicy.Deterministic(actions, mdp.Actions);
        }
    }

    /// <summary>Pearson's test of counts against probabilities; a right sampler fails it with probability 1e-6.</summary>
    public static void AssertFrequencies(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> counts)
    {
        double total = 0, statistic = 0;
        foreach (int count in counts)
            total += count;
        int freedom = -1;
        for (int i = 0; i < counts.Length; i++)
        {
            if (probabilities[i] == 0)
            {
                Assert.Equal(0, counts[i]);
                continue;
            }
            freedom++;
            statistic += Math.Pow(counts[i] - total * probabilities[i], 2) / (total * probabilities[i]);
        }
        if (freedom > 0)
            Assert.InRange(statistic, 0, ChiSquared.InvCDF(freedom, 1 - 1e-6));
    }

    public static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"At {i}: expected {expected[i]:R}, got {actual[i]:R}.");
    }
}
