using Offprint.Agents.Bandits;
using Offprint.Datasets.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>The rules that are compared on bandits.</summary>
public static class BanditTrials
{
    /// <summary>LCB with Hoeffding's L = ln(2SAN)/2 (δ = 1/N).</summary>
    public const string Lcb = "LCB";

    /// <summary>LCB with a constant L = 0.5.</summary>
    public const string ConstantLcb = "LCB, L = 0.5";

    /// <summary>LCB with Hoeffding's L and penalties of at most 1.</summary>
    public const string ClippedLcb = "LCB, b ≤ 1";

    /// <summary>The greatest mean reward.</summary>
    public const string Empirical = "empirical best";

    /// <summary>Imitation.</summary>
    public const string MostPlayed = "most played";

    /// <summary>A rule by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="contexts">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="count">N.</param>
    /// <returns>The rule.</returns>
    public static OfflineBanditRule Rule(string name, int contexts, int actions, int count)
    {
        double hoeffding = LowerConfidenceBound.HoeffdingTerm(contexts, actions, 1.0 / count);
        return name switch
        {
            Lcb => new LowerConfidenceBound(hoeffding),
            ConstantLcb => new LowerConfidenceBound(0.5),
            ClippedLcb => new LowerConfidenceBound(hoeffding) { GreatestPenalty = 1 },
            Empirical => new EmpiricalBest(),
            MostPlayed => new MostPlayed(),
            _ => throw new ArgumentException($"There is no rule '{name}'.", nameof(name)),
        };
    }

    /// <summary>Draws data sets and lets every rule choose from each.</summary>
    internal static IEnumerable<LossRow> Run(
        BanditInstance bandit, int count, IReadOnlyList<string> methods, int repetitions, Seed seed, bool randomTies, RunContext context)
    {
        var rules = methods.Select(m => Rule(m, bandit.Contexts, bandit.Actions, count)).ToArray();
        RandomStream random = seed.Derive("data").Stream(), ties = seed.Derive("ties").Stream();
        var counts = new BanditCounts(bandit.Contexts, bandit.Actions);
        int[] policy = new int[bandit.Contexts];
        var losses = methods.Select(_ => new double[repetitions]).ToArray();
        for (int i = 0; i < repetitions; i++)
        {
            if ((i & 63) == 0)
                context.Cancellation.ThrowIfCancellationRequested();
            bandit.SampleCounts(count, random, counts);
            for (int m = 0; m < rules.Length; m++)
            {
                rules[m].Choose(counts, policy, randomTies ? ties : null);
                losses[m][i] = bandit.SubOptimality(policy);
            }
        }
        return [.. methods.Select((method, m) => new LossRow(count, method, LossSummary.Of(losses[m], failure: 1e-9)))];
    }
}
