using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>What a gate compares policies by.</summary>
public enum GateScore
{
    /// <summary>AM-Q with each policy's own action values.</summary>
    OwnValues,

    /// <summary>AM-Q with the optimal action values, to which expectile regression tends.</summary>
    OptimalValues,

    /// <summary>AM-Q with the behavior's action values.</summary>
    BehaviorValues,

    /// <summary>The model's discounted rewards, without a critic.</summary>
    ModelReturn,
}

/// <summary>Random MDPs, one a seed, and candidates that are ranked.</summary>
/// <param name="Horizon">H, steps in the model.</param>
/// <param name="ModelError">e, the share of a wrong kernel and wrong rewards in the model.</param>
/// <param name="States">S.</param>
/// <param name="Actions">A.</param>
/// <param name="Successors">Next states of a pair.</param>
/// <param name="Concentration">Of the Dirichlet law of their probabilities.</param>
/// <param name="Discount">γ.</param>
/// <param name="Policies">Candidates.</param>
public sealed record RankingSettings(
    [property: Range(1, 10_000)] int Horizon, [property: Range(0.0, 1.0)] double ModelError, [property: Range(2, 400)] int States = 20,
    [property: Range(2, 100)] int Actions = 3, [property: Range(1, 400)] int Successors = 4,
    [property: Range(0.0, 100.0, MinimumIsExclusive = true)] double Concentration = 0.3,
    [property: Range(0.0, 1.0, MaximumIsExclusive = true)] double Discount = 0.9,
    [property: Range(3, 1000)] int Policies = 30) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("h", Horizon, "error", ModelError);
}

/// <summary>How well a score ranks.</summary>
/// <param name="Score">What policies are compared by.</param>
/// <param name="Correlations">Spearman's correlation of score and true return over the candidates, one an MDP.</param>
/// <param name="Agreements">The share of candidates that a gate against the behavior accepts or rejects rightly, one an MDP.</param>
public sealed record RankingRow(GateScore Score, [property: PerSeed] IReadOnlyList<double> Correlations,
    [property: PerSeed] IReadOnlyList<double> Agreements);

/// <summary>All scores.</summary>
/// <param name="Rows">One a score.</param>
public sealed record RankingResult(IReadOnlyList<RankingRow> Rows);

/// <summary>Part A: does AM-Q rank policies, where everything is known?</summary>
public sealed class RankingStudy : Experiment<RankingSettings, RankingResult>
{
    private const int Digits = 10;

    /// <inheritdoc/>
    public override string Name => "ranking";

    /// <inheritdoc/>
    public override string Title => "Random MDPs: does AM-Q rank policies?";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RankingSettings>> Cells(Profile profile)
    {
        int[] seeds = [.. Enumerable.Range(1, profile == Profile.Smoke ? 20 : 200)];
        (int Horizon, double Error)[] grid = profile == Profile.Smoke ? [(50, 0), (50, 0.3)]
            : [(1, 0), (5, 0), (20, 0), (50, 0), (200, 0), (50, 0.1), (50, 0.2), (50, 0.3)];
        return [.. grid.Select(g => Cell.Of(new RankingSettings(g.Horizon, g.Error), seeds))];
    }

    /// <inheritdoc/>
    public override RankingResult Run(Cell<RankingSettings> cell, RunContext context)
    {
        GateScore[] scores = Enum.GetValues<GateScore>();
        var measured = context.Seeds.Select((seed, i) =>
        {
            context.Report(i, context.Seeds.Count, $"MDP {i + 1}");
            return Rank(cell.Settings, seed, scores);
        }).ToList();
        return new([.. scores.Select((score, i) => new RankingRow(score,
            [.. measured.Select(m => StoredNumbers.Significant(m[i].Correlation, Digits))],
            [.. measured.Select(m => StoredNumbers.Significant(m[i].Agreement, Digits))]))]);
    }

    private static (double Correlation, double Agreement)[] Rank(RankingSettings settings, Seed seed, GateScore[] scores)
    {
        var instance = new GateInstance(settings, seed);
        StateActionTable optimal = PolicyIteration.Solve(instance.Truth).ActionValues;
        double[] truth = [.. instance.Candidates.Select(policy => PolicyEvaluation.Return(instance.Truth, policy))];
        return [.. scores.Select(score =>
        {
            double[] values = [.. instance.Candidates.Select(Value)];
            double incumbent = Value(instance.Behavior);
            int right = truth.Zip(values).Count(pair =>
                pair.First > instance.BehaviorValue.Return == pair.Second > incumbent);
            return (RankCorrelation.Spearman(truth, values), (double)right / truth.Length);

            double Value(TabularPolicy policy) => score switch
            {
                GateScore.OwnValues => AmQ(policy, PolicyEvaluation.Evaluate(instance.Truth, policy).ActionValues),
                GateScore.OptimalValues => AmQ(policy, optimal),
                GateScore.BehaviorValues => AmQ(policy, instance.BehaviorValue.ActionValues),
                _ => TabularGate.Return(instance.Model, policy, settings.Horizon),
            };
        })];

        double AmQ(TabularPolicy policy, StateActionTable critic) =>
            TabularGate.MeanValue(instance.Model, policy, critic, settings.Horizon);
    }
}
