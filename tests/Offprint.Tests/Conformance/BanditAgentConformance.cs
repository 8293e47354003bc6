using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Tests.Conformance;

/// <summary>What every agent of a recovering bandit must do; an assembly with agents derives a class that lists them.</summary>
public abstract class BanditAgentConformance
{
    /// <summary>Arms, pulls and horizon of the bandit that the agents are made for.</summary>
    protected const int Arms = 6, Pulls = 2, Horizon = 600;

    /// <summary>The curves of that bandit.</summary>
    protected static RecoveryTable Curves { get; } = RecoveryCurves.Mixed(Arms, 8, 6, new Seed(7).Stream());

    /// <summary>The rules, one by one: each period's arms are different arms of the bandit, at most K, and what it does repeats.</summary>
    protected static void Check(Func<IBanditAgent> make)
    {
        (List<int[]> plays, double[] totals) = Play(make(), noise: 0.1, 1);
        Assert.Equal(Horizon, plays.Count);
        Assert.All(plays, arms =>
        {
            Assert.InRange(arms.Length, 0, Pulls);
            Assert.Equal(arms.Length, arms.Distinct().Count());
            Assert.All(arms, arm => Assert.InRange(arm, 0, Arms - 1));
        });
        Assert.Contains(plays, arms => arms.Length > 0);
        (List<int[]> again, double[] sameTotals) = Play(make(), noise: 0.1, 1);
        Assert.Equal(plays, again);
        Assert.Equal(totals, sameTotals);
        // What it earns is what the curves pay for the arms it chose, by an account of idle times kept here.
        int[] last = new int[Arms];
        Array.Fill(last, -Curves.Saturation);
        double earned = 0;
        for (int t = 0; t < Horizon; t++)
        {
            foreach (int arm in plays[t])
            {
                earned += Curves.At(arm, t - last[arm]);
                last[arm] = t;
            }
        }
        Assert.Equal(earned, totals[^1], 1e-9 * Horizon);
    }

    /// <summary>Plays through <see cref="BanditRun"/>, noting the arms.</summary>
    private static (List<int[]> Plays, double[] Totals) Play(IBanditAgent agent, double noise, ulong seed)
    {
        var witness = new Witness(agent);
        var bandit = new RecoveringBandit(Curves, new(Pulls) { NoiseDeviation = noise, Initial = InitialIdle.FullyRecovered },
            new Seed(seed));
        double[] totals = BanditRun.Play(witness, bandit, [Horizon / 3, Horizon]);
        return (witness.Plays, totals);
    }

    private sealed class Witness(IBanditAgent inner) : IBanditAgent
    {
        public List<int[]> Plays { get; } = [];

        public int Select(ReadOnlySpan<int> idle, Span<int> arms)
        {
            int count = inner.Select(idle, arms);
            Plays.Add(arms[..count].ToArray());
            return count;
        }

        public void Update(ReadOnlySpan<int> arms, ReadOnlySpan<int> idle, ReadOnlySpan<double> rewards)
        {
            Assert.Equal(Plays[^1], arms.ToArray());
            inner.Update(arms, idle, rewards);
        }
    }
}
