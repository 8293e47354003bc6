using Offprint.Agents.Bandits;
using Offprint.Datasets.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Repetitions of offline learning on bandits, and the rules that are compared.</summary>
public static class BanditTrials
{
    /// <summary>LCB with Hoeffding's L = ln(2SAN)/2 (δ = 1/N).</summary>
    public static LowerConfidenceBoundOptions Lcb { get; } = new();

    /// <summary>LCB with a constant L = 0.5.</summary>
    public static LowerConfidenceBoundOptions ConstantLcb { get; } = new() { LogTerm = 0.5 };

    /// <summary>LCB with Hoeffding's L and penalties of at most 1.</summary>
    public static LowerConfidenceBoundOptions ClippedLcb { get; } = new() { GreatestPenalty = 1 };

    /// <summary>The greatest mean reward.</summary>
    public static EmpiricalBestOptions Empirical { get; } = new();

    /// <summary>Imitation.</summary>
    public static MostPlayedOptions MostPlayed { get; } = new();

    /// <summary>Draws data sets and lets every rule choose from each.</summary>
    internal static IEnumerable<LossRow> Run(
        BanditInstance bandit, int count, IReadOnlyList<BanditRuleOptions> methods, int repetitions, Seed seed, bool randomTies,
        RunContext context)
    {
        var rules = methods.Select(m => m.Create(bandit.Contexts, bandit.Actions, count)).ToArray();
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
