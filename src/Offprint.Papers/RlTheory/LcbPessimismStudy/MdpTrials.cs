using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>An MDP with the law of its data.</summary>
/// <param name="Mdp">A discounted MDP.</param>
/// <param name="Law">μ.</param>
internal sealed record OfflineProblem(TabularMdp Mdp, StateActionTable Law)
{
    public double OptimalValue { get; } = ValueIteration.Solve(Mdp).Return(Mdp.Initial);
}

/// <summary>Repetitions of offline learning on MDPs: all methods see the same data sets.</summary>
internal static class MdpTrials
{
    /// <summary>A loss above this share of J* counts as a failure.</summary>
    public const double FailureShare = 0.05;

    public static IEnumerable<MdpRow> Run(
        Func<Seed, OfflineProblem> problem, int count, IReadOnlyList<TabularMethod> methods, int repetitions, Seed seed, RunContext context)
    {
        var losses = methods.Select(_ => new double[repetitions]).ToArray();
        var bounds = methods.Select(_ => new double?[repetitions]).ToArray();
        int[] valid = new int[methods.Count];
        double failure = 0;
        for (int i = 0; i < repetitions; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Seed own = seed.Derive((ulong)i);
            OfflineProblem drawn = problem(own.Derive("labels"));
            failure = FailureShare * drawn.OptimalValue;
            OfflineData data = OfflineData.Sample(drawn.Mdp, drawn.Law, count, own);
            for (int m = 0; m < methods.Count; m++)
            {
                Learned learned = methods[m].Learn(data);
                double value = PolicyEvaluation.Return(drawn.Mdp, TabularPolicy.Deterministic(learned.Actions, drawn.Mdp.Actions));
                // Two optimal policies differ by rounding.
                losses[m][i] = Math.Max(0, drawn.OptimalValue - value) is > 1e-9 and var loss ? loss : 0;
                bounds[m][i] = learned.LowerBound;
                valid[m] += learned.LowerBound <= value + 1e-9 ? 1 : 0;
            }
        }
        context.Mark<double>($"N = {count}", losses.SelectMany(own => own).ToArray());
        return [.. methods.Select((method, m) => new MdpRow(
            count, method, LossSummary.Of(losses[m], failure), bounds[m][0] is null ? null
                : LossSummary.Rounded((double)valid[m] / repetitions),
            bounds[m].Average() is { } bound ? LossSummary.Rounded(bound) : null))];
    }
}
