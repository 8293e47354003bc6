using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Environments.Tabular;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>Which weight functions an online run is given.</summary>
public enum WeightChoice
{
    /// <summary>d^π/d̄_t of all policies of the class, against what was played: the theorem's.</summary>
    Played,

    /// <summary>The same without the policies that hold the wrong functions' ratios: W is too small.</summary>
    WithoutCulprits,

    /// <summary>W = {1}: the error on the data alone.</summary>
    Ones,

    /// <summary>Ratios against mixtures of any two policies on a grid of 1/64, and against the played one.</summary>
    Grid,

    /// <summary>Theorem 3.2's harmonic means of ratios of pure policies.</summary>
    Harmonic,
}

/// <summary>Online runs, a seed each.</summary>
/// <param name="Coverability">C_cov over the class's policies.</param>
/// <param name="Rounds">Rounds at which the regret is written down.</param>
/// <param name="MeanRegret">The mean over seeds there.</param>
/// <param name="Regret">Σ J* − J(π_t) at the end.</param>
/// <param name="LastChange">The last round in which another function was played than before; 1 if none.</param>
/// <param name="FirstChange">The first such round; 0 if none: when the first function was refuted.</param>
/// <param name="LastLoss">J* − J of what is played at the end.</param>
/// <param name="TruthRejected">Rounds in which Q* was outside the version space.</param>
/// <param name="Returns">How often a function came back.</param>
/// <param name="Potential">Σ_t E_{d_t}[d_t/d̃_{t+1}], the greatest over stages.</param>
public sealed record OnlineResult(
    double Coverability, IReadOnlyList<long> Rounds, IReadOnlyList<double> MeanRegret, [property: PerSeed] IReadOnlyList<double> Regret,
    [property: PerSeed] IReadOnlyList<long> LastChange, [property: PerSeed] IReadOnlyList<long> FirstChange,
    [property: PerSeed] IReadOnlyList<double> LastLoss, [property: PerSeed] IReadOnlyList<long> TruthRejected,
    [property: PerSeed] IReadOnlyList<int> Returns, [property: PerSeed] IReadOnlyList<double> Potential);

/// <summary>Plays a version-space rule once a seed.</summary>
internal static class OnlineTrials
{
    public static OnlineResult Run(
        ClassInstance instance, VersionSpaceRule rule, WeightChoice weights, long rounds, long? stop, RunContext context)
    {
        List<OnlineRun> runs = [];
        var problem = new VersionSpaceRun(instance.Mdp, instance.Functions);
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            context.Report(i, context.Seeds.Count);
            runs.Add(problem.Play(rule, Weights(problem, weights), rounds, context.Seeds[i], stop, context.Cancellation));
            context.Mark<double>($"seed {i}", [.. runs[i].Regret]);
        }
        return new(problem.Coverability, runs[0].Rounds,
            [.. runs[0].Rounds.Select((_, t) => StoredNumbers.Significant(runs.Average(r => r.Regret[t]), 7))],
            [.. runs.Select(r => StoredNumbers.Significant(r.Regret[^1], 10))], [.. runs.Select(r => r.Changes[^1].Round)],
            [.. runs.Select(r => r.Changes.Count > 1 ? r.Changes[1].Round : 0)], [.. runs.Select(r => problem.Losses[r.Last])],
            [.. runs.Select(r => r.TruthRejected)], [.. runs.Select(r => r.Returns)],
            [.. runs.Select(r => StoredNumbers.Significant(r.Potential, 7))]);
    }

    private static WeightClass Weights(VersionSpaceRun problem, WeightChoice choice) => choice switch
    {
        WeightChoice.Ones => new ConstantWeights(1),
        WeightChoice.WithoutCulprits => new PlayedRatios([.. problem.Occupancies.Where((_, f) => problem.Losses[f] == 0)]),
        WeightChoice.Grid => new MixtureRatios(Distinct(problem)),
        WeightChoice.Harmonic => new HarmonicRatios(Distinct(problem)),
        _ => new PlayedRatios(Distinct(problem)),
    };

    /// <summary>Functions may share a policy, which speaks once.</summary>
    private static IReadOnlyList<StateActionTable> Distinct(VersionSpaceRun problem)
    {
        List<StateActionTable> distinct = [];
        foreach (StateActionTable d in problem.Occupancies)
        {
            if (!distinct.Exists(other => other.Values.SequenceEqual(d.Values)))
                distinct.Add(d);
        }
        return distinct;
    }
}
