using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Whose advantages tilt the behavior.</summary>
public enum AdvantageKind
{
    /// <summary>The behavior's own: what implicit Q-learning estimates with an expectile of one half.</summary>
    Behavior,

    /// <summary>The best policy's: what it estimates as the expectile goes to one.</summary>
    Optimal,
}

/// <summary>The exact part with one kind of advantages.</summary>
/// <param name="Advantages">Whose advantages.</param>
/// <param name="Ranges">Ranges of β.</param>
/// <param name="Temperature">T.</param>
/// <param name="Points">Points of the grid of β.</param>
/// <param name="Divergences">Mean KL divergences that constraints allow.</param>
public sealed record TabularSettings(AdvantageKind Advantages, IReadOnlyList<BalanceRange> Ranges,
    [property: Range(1e-6, 1e6)] double Temperature, [property: Range(2, 100_000)] int Points, IReadOnlyList<double> Divergences)
    : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("advantages", Advantages);
}

/// <summary>One state.</summary>
/// <param name="Row">Its row, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="Value">V.</param>
/// <param name="Best">V of the best policy.</param>
/// <param name="Behavior">μ(a), [A].</param>
/// <param name="Advantage">A(a), [A].</param>
/// <param name="Variance">Var(A) under the behavior.</param>
/// <param name="Balance">The relative mean of the balance law, one a range.</param>
public sealed record TabularRow(int Row, int Column, double Value, double Best, IReadOnlyList<double> Behavior,
    IReadOnlyList<double> Advantage, double Variance, IReadOnlyList<double> Balance)
{
    /// <summary>The family of policies there.</summary>
    public TiltedPolicy Family() => new(Behavior, Advantage);
}

/// <summary>Two ways to spend one mean divergence, states alike.</summary>
/// <param name="Divergence">The mean KL divergence.</param>
/// <param name="OneBound">The mean advantage where every state may go as far.</param>
/// <param name="OneBeta">The mean advantage of the one β that spends as much as that on average.</param>
/// <param name="Beta">That β.</param>
public sealed record BudgetRow(double Divergence, double OneBound, double OneBeta, double Beta);

/// <summary>All states but the goal.</summary>
/// <param name="Rows">One a state.</param>
/// <param name="Budgets">One a divergence.</param>
public sealed record TabularResult(IReadOnlyList<TabularRow> Rows, IReadOnlyList<BudgetRow> Budgets)
{
    /// <summary>A cell's row.</summary>
    /// <param name="cell">Row and column, from 1.</param>
    /// <returns>The row.</returns>
    public TabularRow At((int Row, int Column) cell) => Rows.First(row => (row.Row, row.Column) == cell);
}

/// <summary>Part A: what an exact balance model would choose in the crossing maze.</summary>
public sealed class TabularStudy : Experiment<TabularSettings, TabularResult>
{
    private const int Digits = 9;
    private const double GreatestBeta = 1000;

    /// <inheritdoc/>
    public override string Name => "tabular";

    /// <inheritdoc/>
    public override string Title => "The crossing maze, exactly: advantages and the balance that entropy allows";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TabularSettings>> Cells(Profile profile) =>
    [
        .. Enum.GetValues<AdvantageKind>().Select(kind =>
            Cell.Of(new TabularSettings(kind, [new(0.02, 0.5), new(8, 14)], 0.1, 2001, [0.01, 0.03, 0.1, 0.3]), [1])),
    ];

    /// <inheritdoc/>
    public override TabularResult Run(Cell<TabularSettings> cell, RunContext context)
    {
        TabularSettings settings = cell.Settings;
        TabularMdp mdp = CrossingMaze.Mdp();
        TabularPolicy behavior = CrossingMaze.Behavior();
        PlanningSolution best = PolicyIteration.Solve(mdp);
        PolicyValue own = PolicyEvaluation.Evaluate(mdp, behavior);
        (double[] values, StateActionTable actionValues) = settings.Advantages == AdvantageKind.Behavior
            ? (own.Values[0], own.ActionValues) : (best.Values[0], best.ActionValues);
        var families = Enumerable.Range(0, mdp.States).Where(s => s != CrossingMaze.Goal).Select(s => (State: s, Family:
            new TiltedPolicy(behavior.Probabilities(s).ToArray(), [.. actionValues.Row(s).ToArray().Select(q => q - values[s])]))).ToList();
        return new([.. families.Select(own => Row(own.State, own.Family))],
            [.. settings.Divergences.Select(divergence => Budget([.. families.Select(own => own.Family)], divergence))]);

        TabularRow Row(int s, TiltedPolicy family)
        {
            (int row, int column) = CrossingMaze.Cell(s);
            return new(row, column, Short(values[s]), Short(best.Values[0][s]), behavior.Probabilities(s).ToArray(),
                [.. actionValues.Row(s).ToArray().Select(q => Short(q - values[s]))], Short(family.Variance(0)),
                [.. settings.Ranges.Select(range => Short(family.Balance(range, settings.Temperature, settings.Points)))]);
        }
    }

    /// <summary>Every state its own β at one divergence, and one β everywhere at the same mean divergence.</summary>
    private static BudgetRow Budget(IReadOnlyList<TiltedPolicy> families, double divergence)
    {
        double[] betas = [.. families.Select(family => family.BetaOf(divergence, GreatestBeta))];
        double spent = families.Zip(betas, (family, beta) => family.Divergence(beta)).Average();
        double one = TiltedPolicy.Bisect(beta => families.Average(family => family.Divergence(beta)), spent, GreatestBeta);
        return new(Short(spent), Short(families.Zip(betas, (family, beta) => family.Mean(beta)).Average()),
            Short(families.Average(family => family.Mean(one))), Short(one));
    }

    private static double Short(double value) => StoredNumbers.Significant(value, Digits);
}
